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
std::unique_ptr<BitextWriter> make_csv_writer(
    const std::vector<std::string>& languages, OutputFile& output,
    const WriteOptions& options);
/// XLIFF 1.2 and 2.1.
std::unique_ptr<BitextWriter> make_xliff_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output, const WriteOptions& options);
std::unique_ptr<BitextWriter> make_xces_writer(
    const std::vector<std::string>& languages, OutputFile& output);
std::unique_ptr<BitextWriter> make_tei_writer(
    const std::vector<std::string>& languages, OutputFile& output);
std::unique_ptr<BitextWriter> make_pharaoh_writer(
    const std::vector<std::string>& languages, OutputFile& output);
/// LASER and Bitextor.
std::unique_ptr<BitextWriter> make_pairs_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output);
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
std::unique_ptr<BitextReader> make_csv_reader(
    std::unique_ptr<ByteSource> source);
std::unique_ptr<BitextReader> make_xliff_reader(
    std::unique_ptr<ByteSource> source, const ReadOptions& options);
std::unique_ptr<BitextReader> make_xces_reader(
    std::unique_ptr<ByteSource> source);
std::unique_ptr<BitextReader> make_tei_reader(
    std::unique_ptr<ByteSource> source);
std::unique_ptr<BitextReader> make_pharaoh_reader(
    std::unique_ptr<ByteSource> source);
std::unique_ptr<BitextReader> make_pairs_reader(
    Format format, std::unique_ptr<ByteSource> source);
std::unique_ptr<BitextReader> make_numbers_reader(
    Format format, std::unique_ptr<ByteSource> source);

}  // namespace align
