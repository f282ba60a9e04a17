// Reads the gold of the corpora and says what is wrong with it. Nothing here
// uses libalign: the gold must be right whatever the library does.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace align::gold {

/// A line of segments.jsonl. Offsets are code points of the file.
struct GoldSegment {
  std::string doc;
  std::size_t index = 0;
  std::size_t start = 0;
  std::size_t end = 0;
  std::string kind;
};

/// One language's side of a link.
struct GoldMember {
  std::string doc;
  std::vector<std::size_t> segments;
};

/// A line of links.jsonl.
struct GoldLink {
  std::string event;  ///< empty for a link across events
  std::string grade;
  std::map<std::string, GoldMember> members;  ///< by language
};

/// The segments of each document, in the order of the file.
using Segments = std::map<std::string, std::vector<GoldSegment>>;

/// A file's bytes. Fails the test when it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);

/// The lines of a file, without their line ends.
[[nodiscard]] std::vector<std::string> read_lines(const std::string& path);

[[nodiscard]] Segments read_segments(const std::string& path);
[[nodiscard]] std::vector<GoldLink> read_links(const std::string& path);

/// What is wrong with the segments of one document, one sentence a problem:
/// numbering, order, overlap, white space at an end, words left out, kinds.
[[nodiscard]] std::vector<std::string> problems_of_segments(
    const std::string& utf8, const std::vector<GoldSegment>& segments);

/// What is wrong with links: unknown grades, documents or segments, broken
/// runs, fewer than two languages, the same link twice, a segment in two
/// equivalent links of the same pair of documents.
[[nodiscard]] std::vector<std::string> problems_of_links(
    const std::vector<GoldLink>& links, const Segments& segments);

/// Whether UTF-8 text is valid and in normalisation form C.
[[nodiscard]] bool is_nfc(const std::string& utf8);

}  // namespace align::gold
