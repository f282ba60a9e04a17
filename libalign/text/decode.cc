#include "text/decode.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "align/error.h"
#include "text/legacy.h"
#include "text/utf8.h"

namespace align {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
// A binary file taken for text has a repair every few bytes; more than this
// many single reports help nobody and the rest are counted in one.
constexpr std::size_t kMostRepairs = 100;

// Writes the decoded text with its map and reports repairs.
class Writer {
 public:
  Writer(Text& text, bool strict, std::string encoding)
      : text_(text), strict_(strict), encoding_(std::move(encoding)) {}

  // `c` was read from `width` bytes at byte `at`.
  void add(char32_t c, std::size_t at, std::size_t width) {
    text_.offsets.append({chars_, text_.utf8.size()}, {chars_, at}, width);
    utf8::append(text_.utf8, c);
    ++chars_;
  }
  // Valid UTF-8 from byte `at` on.
  void add_utf8(std::string_view valid, std::size_t at) {
    text_.offsets.append({chars_, text_.utf8.size()}, {chars_, at}, 0);
    text_.utf8 += valid;
    chars_ += utf8::count(valid);
  }
  // U+FFFD for `width` bytes at byte `at`.
  void repair(std::string_view bytes, std::size_t at) {
    std::string shown;
    for (const char byte : bytes.substr(0, 4)) {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      const auto value = static_cast<unsigned char>(byte);
      shown +=
          std::string(" 0x") + kDigits[value >> 4U] + kDigits[value & 0xFU];
    }
    const std::string what = "byte" + std::string(bytes.size() > 1 ? "s" : "") +
                             shown + (bytes.size() > 1 ? " are" : " is") +
                             " not valid " + encoding_;
    if (strict_) {
      throw FormatError(text_.name + ": byte " + std::to_string(at) + ": " +
                        what);
    }
    if (++repairs_ <= kMostRepairs) {
      text_.diagnostics.push_back(
          {code(), text_.name, at, what + "; U+FFFD written instead",
           "name the true encoding with --encoding, or repair the file"});
    } else if (repairs_ == kMostRepairs + 1) {
      first_uncounted_ = at;
    }
    text_.offsets.append_whole({chars_, text_.utf8.size()}, {chars_, at},
                               {chars_ + 1, at + bytes.size()});
    utf8::append(text_.utf8, kReplacement);
    ++chars_;
  }
  void finish() {
    if (repairs_ <= kMostRepairs) return;
    text_.diagnostics.push_back(
        {code(), text_.name, first_uncounted_,
         std::to_string(repairs_ - kMostRepairs) +
             " more sequences from here on are not valid " + encoding_,
         "this may be no text file"});
  }

 private:
  [[nodiscard]] std::string code() const {
    return encoding_ == "UTF-8" ? "invalid-utf8" : "invalid-bytes";
  }

  Text& text_;
  bool strict_;
  std::string encoding_;
  std::size_t chars_ = 0;
  std::size_t repairs_ = 0;
  std::size_t first_uncounted_ = 0;
};

void decode_utf8(std::string bytes, Text& text, bool strict) {
  const std::size_t mark = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::string_view all(bytes);
  std::size_t valid = utf8::valid_prefix(all.substr(mark));
  if (mark + valid == bytes.size()) {
    if (mark != 0) {
      bytes.erase(0, mark);
      text.offsets.append({0, 0}, {0, mark}, 0);
    }
    text.utf8 = std::move(bytes);
    return;
  }
  Writer writer(text, strict, "UTF-8");
  text.utf8.reserve(bytes.size() + 64);
  std::size_t at = mark;
  while (at < all.size()) {
    valid = utf8::valid_prefix(all.substr(at));
    if (valid != 0) writer.add_utf8(all.substr(at, valid), at);
    at += valid;
    if (at == all.size()) break;
    const std::size_t bad = utf8::invalid_length(all.substr(at));
    writer.repair(all.substr(at, bad), at);
    at += bad;
  }
  writer.finish();
}

void decode_utf16(std::string_view bytes, bool big_endian, Text& text,
                  bool strict) {
  Writer writer(text, strict, big_endian ? "UTF-16BE" : "UTF-16LE");
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]);
    const auto b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? (a << 8U) | b : (b << 8U) | a);
  };
  text.utf8.reserve(bytes.size());
  std::size_t at = bytes.size() >= 2 && unit(0) == 0xFEFF ? 2 : 0;
  while (at + 2 <= bytes.size()) {
    const char32_t c = unit(at);
    if (c < 0xD800 || c > 0xDFFF) {
      writer.add(c, at, 2);
      at += 2;
      continue;
    }
    const char32_t low =
        c < 0xDC00 && at + 4 <= bytes.size() ? unit(at + 2) : 0;
    if (low >= 0xDC00 && low <= 0xDFFF) {
      writer.add(0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00), at, 4);
      at += 4;
    } else {
      writer.repair(bytes.substr(at, 2), at);
      at += 2;
    }
  }
  if (at < bytes.size()) writer.repair(bytes.substr(at), at);
  writer.finish();
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

void decode_icu(std::string_view bytes, const std::string& encoding, Text& text,
                bool strict) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(
      ucnv_open(encoding.c_str(), &status));
  if (U_FAILURE(status)) {
    throw InvalidArgument("unknown encoding '" + encoding +
                          "', want a name ICU knows such as utf-8, utf-16, "
                          "windows-1256, windows-1258 or iso-8859-6, or tcvn3, "
                          "viscii, vni");
  }
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr,
                      nullptr, nullptr, &status);
  ALIGN_ASSERT(U_SUCCESS(status), "a stop callback can always be set");
  Writer writer(text, strict, encoding);
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  const char* at = begin;
  while (at < end) {
    const char* const from = at;
    status = U_ZERO_ERROR;
    const UChar32 c = ucnv_getNextUChar(converter.get(), &at, end, &status);
    if (status == U_INDEX_OUTOFBOUNDS_ERROR) break;
    const auto offset = static_cast<std::size_t>(from - begin);
    if (U_FAILURE(status)) {
      if (at == from) ++at;
      writer.repair({from, static_cast<std::size_t>(at - from)}, offset);
      ucnv_resetToUnicode(converter.get());
    } else if (c == 0xFEFF && from == begin) {
      continue;  // a byte-order mark is no part of the text
    } else {
      writer.add(static_cast<char32_t>(c), offset,
                 static_cast<std::size_t>(at - from));
    }
  }
  writer.finish();
}

void decode_legacy(std::string_view bytes, LegacyEncoding encoding,
                   const std::string& encoding_name, Text& text, bool strict) {
  // Bytes that are valid UTF-8 beyond ASCII can't be a legacy encoding by
  // chance: three such letters in a row have odds of one in thousands.
  std::size_t high = 0;
  for (const char byte : bytes) high += (byte & 0x80) != 0 ? 1 : 0;
  if (high >= 6 && utf8::valid_prefix(bytes) == bytes.size()) {
    throw FormatError(text.name + ": the bytes are UTF-8, not " +
                      encoding_name + " as --encoding says");
  }
  Writer writer(text, strict, encoding_name);
  std::size_t at = 0;
  std::size_t repairs = 0;
  while (at < bytes.size()) {
    const LegacyStep step = read_legacy(encoding, bytes.substr(at));
    if (step.width == 0) {
      writer.repair(bytes.substr(at, 1), at);
      ++repairs;
      ++at;
    } else {
      writer.add(step.c, at, step.width);
      at += step.width;
    }
  }
  if (repairs >= 3 && repairs * 10 > high) {
    throw FormatError(text.name + ": the bytes can't be " + encoding_name +
                      ": " + std::to_string(repairs) + " of " +
                      std::to_string(high) +
                      " beyond ASCII are not in that encoding");
  }
  writer.finish();
}

// Whether code units of these high bytes make text in the scripts we read:
// Latin with all its additions, Arabic with its presentation forms, general
// punctuation. UTF-8 or a legacy encoding read in pairs of bytes does not.
bool is_likely_high_byte(unsigned char high) {
  return high <= 0x08 || high == 0x1E || high == 0x20 || high == 0x21 ||
         high == 0x22 || high == 0x25 || (high >= 0xFB && high <= 0xFE);
}

enum class Utf16 { kNo, kLittle, kBig };

// UTF-16 without a byte-order mark shows in zero bytes (spaces, digits, Latin
// letters) that all stand at odd or all at even places.
Utf16 guess_utf16(std::string_view bytes) {
  const std::string_view sample =
      bytes.substr(0, std::min<std::size_t>(bytes.size(), 1 << 16) & ~1ULL);
  std::array<std::size_t, 2> zeros{};
  std::array<std::size_t, 2> likely{};
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const auto byte = static_cast<unsigned char>(sample[i]);
    if (byte == 0) ++zeros[i % 2];
    if (is_likely_high_byte(byte)) ++likely[i % 2];
  }
  const std::size_t units = sample.size() / 2;
  for (const std::size_t high : {std::size_t{1}, std::size_t{0}}) {
    // Of the units one in 50 at least is ASCII, nearly all are of our scripts,
    // and zeros in the low byte (U+0100, U+0600, NUL) are rare.
    if (zeros[high] > 0 && zeros[high] * 50 >= units &&
        likely[high] * 10 >= units * 9 && zeros[1 - high] * 10 <= zeros[high]) {
      return high == 1 ? Utf16::kLittle : Utf16::kBig;
    }
  }
  return Utf16::kNo;
}

std::string plain_name(std::string_view encoding) {
  std::string name;
  for (const char c : encoding) {
    if (c == '-' || c == '_' || c == ' ') continue;
    name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

void report_nul_bytes(Text& text) {
  const std::size_t first = text.utf8.find('\0');
  if (first == std::string::npos) return;
  const auto count = std::count(text.utf8.begin(), text.utf8.end(), '\0');
  const std::size_t chars =
      utf8::count(std::string_view(text.utf8).substr(0, first));
  text.diagnostics.push_back(
      {"nul-bytes", text.name, text.offsets.begin_of({chars, first}).bytes,
       std::to_string(count) + " NUL characters in the text are kept",
       "check that this is a text file and its encoding is right"});
}

}  // namespace

std::string known_encoding(const std::string& encoding) {
  if (encoding.empty()) return {};
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(
      ucnv_open(encoding.c_str(), &status));
  return U_SUCCESS(status) ? encoding : std::string();
}

Text decode_plain(std::string bytes, std::string name,
                  const DecodeOptions& options) {
  Text text;
  text.name = std::move(name);
  const std::string encoding = plain_name(options.encoding);
  const std::string_view all(bytes);
  const bool has_little_mark =
      all.starts_with("\xFF\xFE") &&
      !all.starts_with(std::string_view("\xFF\xFE\0\0", 4));
  const bool has_big_mark = all.starts_with("\xFE\xFF");
  if (encoding.empty()) {
    if (all.starts_with(std::string_view("\xFF\xFE\0\0", 4)) ||
        all.starts_with(std::string_view("\0\0\xFE\xFF", 4))) {
      decode_icu(all, "UTF-32", text, options.strict);
    } else if (has_little_mark || has_big_mark) {
      decode_utf16(all, has_big_mark, text, options.strict);
    } else if (const Utf16 guess = guess_utf16(all); guess != Utf16::kNo) {
      decode_utf16(all, guess == Utf16::kBig, text, options.strict);
    } else {
      decode_utf8(std::move(bytes), text, options.strict);
    }
  } else if (encoding == "utf8") {
    decode_utf8(std::move(bytes), text, options.strict);
  } else if (encoding == "utf16") {
    decode_utf16(
        all,
        has_big_mark || (!has_little_mark && guess_utf16(all) == Utf16::kBig),
        text, options.strict);
  } else if (encoding == "utf16le" || encoding == "utf16be") {
    decode_utf16(all, encoding == "utf16be", text, options.strict);
  } else if (const LegacyEncoding legacy = find_legacy(encoding);
             legacy != LegacyEncoding::kNone) {
    decode_legacy(all, legacy, options.encoding, text, options.strict);
  } else {
    decode_icu(all, options.encoding, text, options.strict);
  }
  report_mojibake(text);
  report_nul_bytes(text);
  return text;
}

}  // namespace align
