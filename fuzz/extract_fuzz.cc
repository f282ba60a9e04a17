// Files that text is taken out of: HTML, DOCX, subtitles, gzip. Each input is
// put where its reader cannot miss it, since random bytes seldom look like one.

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "align/error.h"
#include "align/segment.h"
#include "align/text.h"
#include "support.h"
#include "targets.h"

namespace align::fuzz {
namespace {

void read_file(std::string_view bytes) {
  try {
    const Text text = decode(bytes, "fuzz");
    Position last;
    for (const TextBlock& block : text.blocks) {
      check(last.bytes <= block.begin.bytes, "blocks are in order");
      check(block.begin.bytes <= block.end.bytes, "blocks are ranges");
      check(block.end.bytes <= text.utf8.size(), "blocks are in the text");
      last = block.end;
    }
    check_segments(segment(text), false);
  } catch (const Error&) {
    // What is damaged is refused.
  }
}

void put_number(std::string& bytes, std::uint32_t value, int size) {
  for (int k = 0; k < size; ++k, value >>= 8U) {
    bytes += static_cast<char>(value & 0xFFU);
  }
}

/// A zip archive with one stored file.
std::string zip_of(std::string_view name, std::string_view content) {
  const auto size = static_cast<std::uint32_t>(content.size());
  std::string common;  // what local and central header share
  put_number(common, 20, 2);
  put_number(common, 0, 8);  // stored, no flags, no time
  put_number(common,
             static_cast<std::uint32_t>(
                 ::crc32(0, reinterpret_cast<const Bytef*>(content.data()),
                         static_cast<uInt>(size))),
             4);
  put_number(common, size, 4);
  put_number(common, size, 4);
  put_number(common, static_cast<std::uint32_t>(name.size()), 2);
  std::string zip = "PK\x03\x04" + common;
  put_number(zip, 0, 2);
  zip += name;
  zip += content;
  const auto central = static_cast<std::uint32_t>(zip.size());
  zip += "PK\x01\x02";
  put_number(zip, 20, 2);
  zip += common;
  for (int k = 0; k < 4; ++k) put_number(zip, 0, 4);
  zip += name;
  const auto central_size = static_cast<std::uint32_t>(zip.size()) - central;
  zip += "PK\x05\x06";
  put_number(zip, 0, 4);
  put_number(zip, 1, 2);
  put_number(zip, 1, 2);
  put_number(zip, central_size, 4);
  put_number(zip, central, 4);
  put_number(zip, 0, 2);
  return zip;
}

}  // namespace

void fuzz_html(std::string_view bytes) {
  read_file("<!DOCTYPE html>" + std::string(bytes));
}

// The first byte says whether the rest is a whole archive or the document's
// XML inside a sound one.
void fuzz_docx(std::string_view bytes) {
  if (bytes.empty()) return;
  const bool is_archive = bytes.front() == 'P';
  read_file(is_archive ? std::string(bytes)
                       : zip_of("word/document.xml", bytes.substr(1)));
}

void fuzz_subtitle(std::string_view bytes) {
  if (bytes.empty()) return;
  const bool is_web = (bytes.front() & 1) != 0;
  read_file((is_web ? "WEBVTT\n" : "1\n00:00:01,000 --> 00:00:02,000\n") +
            std::string(bytes.substr(1)));
}

void fuzz_gzip(std::string_view bytes) {
  read_file("\x1F\x8B\x08" + std::string(bytes));
  // The same in pieces, as --stream reads it.
  const MemoryFile file("\x1F\x8B\x08" + std::string(bytes));
  std::size_t unpacked = 0;
  try {
    read_pieces(file.path(),
                [&](std::string_view piece) { unpacked += piece.size(); });
    check(unpacked == read_bytes(file.path()).size(),
          "pieces hold what the whole holds");
  } catch (const Error&) {
    // Damaged or cut short.
  }
}

}  // namespace align::fuzz
