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
  pending_ += bytes;
  if (pending_.size() < kPartBytes) return;
  const std::size_t cut = find_cut(pending_);
  if (cut == 0) return;  // a line longer than a part is kept whole
  take(std::string_view(pending_).substr(0, cut));
  pending_.erase(0, cut);
}

void SegmentStream::finish() {
  if (!pending_.empty()) take(pending_);
  pending_.clear();
}

void SegmentStream::take(std::string_view bytes) {
  Text text = decode(bytes, name_, decode_);
  text.language = language_;
  Document part = segment(text, options_);
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
