// Files larger than memory: parts that end at a blank line, or failing that at
// a line end, are segmented one after the other.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "align/segment.h"
#include "text/utf8.h"

namespace align {
namespace {

// Where a part of `bytes` may end: behind the last blank line, else behind the
// last line end, else nowhere (0).
std::size_t find_cut(std::string_view bytes) {
  std::size_t line = bytes.rfind('\n');
  if (line == std::string_view::npos) return 0;
  const std::size_t last = line + 1;
  // Blank lines in the second half are near enough.
  while (line != std::string_view::npos && line > bytes.size() / 2) {
    std::size_t before = line;
    while (before > 0 &&
           (bytes[before - 1] == ' ' || bytes[before - 1] == '\t' ||
            bytes[before - 1] == '\r')) {
      --before;
    }
    if (before > 0 && bytes[before - 1] == '\n') return line + 1;
    line = before > 0 ? bytes.rfind('\n', before - 1) : std::string_view::npos;
  }
  return last;
}

// Where a part of a line may end: behind the last space, else between two
// characters.
std::size_t find_word_cut(std::string_view bytes) {
  const std::size_t space = bytes.find_last_of(" \t\r");
  if (space != std::string_view::npos) return space + 1;
  std::size_t end = bytes.size();
  while (end > bytes.size() - 4 && utf8::is_continuation(bytes[end - 1])) --end;
  return end > 1 && utf8::is_continuation(bytes[end - 1]) ? bytes.size()
                                                          : end - 1;
}

}  // namespace

SegmentStream::SegmentStream(std::string name, std::string language,
                             DecodeOptions decode, SegmentOptions options,
                             std::function<void(const Document&)> take_part)
    : name_(std::move(name)),
      language_(std::move(language)),
      decode_(std::move(decode)),
      options_(std::move(options)),
      take_part_(std::move(take_part)) {
  decode_.plain = true;
  // Parts are cut at bytes, so their encoding must not depend on the part.
  if (decode_.encoding.empty()) decode_.encoding = "utf-8";
}

void SegmentStream::add(std::string_view bytes) {
  // In small steps, so that a part is no larger when more is given at a time.
  for (std::size_t at = 0; at < bytes.size(); at += kPartBytes) {
    pending_ += bytes.substr(at, kPartBytes);
    if (pending_.size() < kPartBytes) continue;
    // A line longer than a part is kept whole as long as that is possible.
    const bool has_line_end =
        pending_.find('\n', searched_) != std::string::npos;
    if (!has_line_end && pending_.size() < kMostLineBytes) {
      searched_ = pending_.size();
      continue;
    }
    const std::size_t cut =
        has_line_end ? find_cut(pending_) : find_word_cut(pending_);
    take(std::string_view(pending_).substr(0, cut), !has_line_end);
    pending_.erase(0, cut);
    searched_ = 0;
  }
}

void SegmentStream::finish() {
  if (!pending_.empty()) take(pending_);
  pending_.clear();
  searched_ = 0;
}

void SegmentStream::take(std::string_view bytes, bool is_cut) {
  Text text = decode(bytes, name_, decode_);
  text.language = language_;
  Document part = segment(text, options_);
  if (is_cut) {
    part.diagnostics.push_back(
        {"long-line", name_, bytes.size(),
         "a line of more than " + std::to_string(kMostLineBytes >> 20U) +
             " MiB is cut here",
         "without --stream lines are kept whole, in memory"});
  }
  language_ = part.language;
  for (Segment& one : part.segments) {
    one.chars.begin += chars_;
    one.chars.end += chars_;
    one.bytes.begin += bytes_;
    one.bytes.end += bytes_;
    one.block += blocks_;
    if (one.repeats) *one.repeats += segments_;
  }
  for (Diagnostic& diagnostic : part.diagnostics) diagnostic.offset += bytes_;
  if (!part.segments.empty()) blocks_ = part.segments.back().block + 1;
  segments_ += part.segments.size();
  chars_ += utf8::count(text.utf8);
  bytes_ += bytes.size();
  take_part_(part);
}

}  // namespace align
