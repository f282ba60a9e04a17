// The writers and readers of each format, for formats.cc to choose from.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "align/formats.h"
#include "formats/byte_source.h"

namespace align {

std::unique_ptr<BitextWriter> make_tmx_writer(
    const std::vector<std::string>& languages, OutputFile& output,
    const WriteOptions& options);
std::unique_ptr<BitextWriter> make_tsv_writer(
    const std::vector<std::string>& languages, OutputFile& output);
std::unique_ptr<BitextWriter> make_jsonl_writer(
    const std::vector<std::string>& languages, OutputFile& output);
/// vecalign and ladder.
std::unique_ptr<BitextWriter> make_numbers_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output);

std::unique_ptr<BitextWriter> make_html_writer(
    const std::vector<std::string>& languages, OutputFile& output,
    const WriteOptions& options);

std::unique_ptr<BitextReader> make_tmx_reader(
    std::unique_ptr<ByteSource> source, const ReadOptions& options);
std::unique_ptr<BitextReader> make_tsv_reader(
    std::unique_ptr<ByteSource> source);
std::unique_ptr<BitextReader> make_jsonl_reader(
    std::unique_ptr<ByteSource> source);
std::unique_ptr<BitextReader> make_numbers_reader(
    Format format, std::unique_ptr<ByteSource> source);

}  // namespace align
