// Decoding, blocks and sentences on any bytes. The first byte chooses encoding
// and options; the rest is the file. What segment() promises is checked.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "align/error.h"
#include "align/segment.h"
#include "align/text.h"

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  constexpr const char* kEncodings[] = {"",        "utf-8",       "utf-16",
                                        "tcvn3",   "vni",         "viscii",
                                        "gb18030", "windows-1256"};
  constexpr const char* kLanguages[] = {"", "vi", "en", "ar"};
  const std::uint8_t choice = data[0];
  align::DecodeOptions decode;
  decode.encoding = kEncodings[choice & 7U];
  decode.plain = (choice & 8U) != 0;
  decode.strict = (choice & 64U) != 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1),
                               size - 1);
  try {
    align::Text text = align::decode(bytes, "fuzz", decode);
    text.language = kLanguages[(choice >> 4U) & 3U];
    align::SegmentOptions options;
    options.pre_segmented = (choice & 128U) != 0;
    const align::Document document = align::segment(text, options);
    std::size_t last = 0;
    for (const align::Segment& segment : document.segments) {
      check(last <= segment.chars.begin);
      check(segment.chars.begin <= segment.chars.end);
      check(segment.bytes.begin <= segment.bytes.end);
      check(options.pre_segmented || !segment.text.empty());
      last = segment.chars.end;
    }
    const std::string key = align::match_key(text.utf8, "vi");
    check(align::match_key(key, "vi") == key);
  } catch (const align::Error&) {
    // Damaged gzip and DOCX, refused encodings, strict decoding.
  }
  return 0;
}
