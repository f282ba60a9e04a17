// Decoding, blocks and sentences on any bytes. The first byte chooses encoding
// and options; the rest is the file.

#include <cstdint>
#include <string>
#include <string_view>

#include "align/error.h"
#include "align/segment.h"
#include "align/text.h"
#include "support.h"
#include "targets.h"

namespace align::fuzz {

void fuzz_segment(std::string_view bytes) {
  if (bytes.empty()) return;
  constexpr const char* kEncodings[] = {"",        "utf-8",       "utf-16",
                                        "tcvn3",   "vni",         "viscii",
                                        "gb18030", "windows-1256"};
  constexpr const char* kLanguages[] = {"", "vi", "en", "ar"};
  const auto choice = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  DecodeOptions decoding;
  decoding.encoding = kEncodings[choice & 7U];
  decoding.plain = (choice & 8U) != 0;
  decoding.strict = (choice & 64U) != 0;
  try {
    Text text = decode(bytes, "fuzz", decoding);
    text.language = kLanguages[(choice >> 4U) & 3U];
    SegmentOptions options;
    options.pre_segmented = (choice & 128U) != 0;
    options.repair = (choice & 1U) != 0;
    options.max_length = (choice & 4U) != 0 ? 40 : 0;
    options.web_text = (choice & 2U) != 0;
    check_segments(segment(text, options), options.pre_segmented);
    const std::string key = match_key(text.utf8, "vi");
    check(match_key(key, "vi") == key, "match keys are stable");
  } catch (const Error&) {
    // Damaged gzip and DOCX, refused encodings, strict decoding.
  }
}

}  // namespace align::fuzz
