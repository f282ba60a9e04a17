// BLEU's tokenizers, each a chain of passes over the line as their authors
// defined them (NIST's mteval-v13a and v14): a pass sees the spaces an earlier
// one put in, and a character a pass has taken is not taken again by it.
#include "eval/mt_tokenize.h"

#include <unicode/uchar.h>

#include <array>
#include <utility>

#include "align/error.h"
#include "align/mt_eval.h"
#include "eval/mt_text.h"

namespace align {
namespace {

constexpr std::array<std::pair<MtTokenizer, std::string_view>, 4> kNames = {{
    {MtTokenizer::k13a, "13a"},
    {MtTokenizer::kInternational, "intl"},
    {MtTokenizer::kCharacters, "char"},
    {MtTokenizer::kNone, "none"},
}};

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

bool is_point(char byte) { return byte == '.' || byte == ','; }

// ASCII punctuation and the space, but for the apostrophe, the comma, the
// hyphen and the full stop.
bool is_13a_symbol(char byte) {
  return (byte >= ' ' && byte <= '&') || (byte >= '(' && byte <= '+') ||
         byte == '/' || (byte >= ':' && byte <= '@') ||
         (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
}

void replace_all(std::string& text, std::string_view from,
                 std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// The passes work on bytes: none of their characters is part of a longer UTF-8
// sequence, and every byte of one counts as "no digit".
std::string separate_13a(std::string_view line) {
  std::string text(line);
  replace_all(text, "<skipped>", "");
  if (text.find('&') != std::string::npos) {
    replace_all(text, "&quot;", "\"");
    replace_all(text, "&amp;", "&");
    replace_all(text, "&lt;", "<");
    replace_all(text, "&gt;", ">");
  }
  text = ' ' + text + ' ';

  std::string next;
  next.reserve(text.size() * 2);
  for (const char byte : text) {
    if (is_13a_symbol(byte)) {
      next += {' ', byte, ' '};
    } else {
      next += byte;
    }
  }
  // A point or comma that no digit precedes.
  text.swap(next);
  next.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    next += text[i];
    if (!is_digit(text[i]) && i + 1 < text.size() && is_point(text[i + 1])) {
      next += {' ', text[++i], ' '};
    }
  }
  // A point or comma that no digit follows.
  text.swap(next);
  next.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_point(text[i]) && i + 1 < text.size() && !is_digit(text[i + 1])) {
      next += {' ', text[i], ' ', text[i + 1]};
      ++i;
    } else {
      next += text[i];
    }
  }
  // A hyphen after a digit.
  text.swap(next);
  next.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    next += text[i];
    if (is_digit(text[i]) && i + 1 < text.size() && text[i + 1] == '-') {
      next += {' ', text[++i], ' '};
    }
  }
  return next;
}

bool is_number(char32_t code_point) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & U_GC_N_MASK) != 0;
}

bool is_punctuation(char32_t code_point) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & U_GC_P_MASK) != 0;
}

bool is_symbol(char32_t code_point) {
  return (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & U_GC_S_MASK) != 0;
}

std::string separate_international(std::string_view line) {
  std::u32string text = mt::to_code_points(line);
  std::u32string next;
  next.reserve(text.size() * 2);
  // Punctuation that no number precedes.
  for (std::size_t i = 0; i < text.size(); ++i) {
    next += text[i];
    if (i + 1 < text.size() && is_punctuation(text[i + 1]) &&
        !is_number(text[i])) {
      next += {U' ', text[++i], U' '};
    }
  }
  // Punctuation that no number follows.
  text.swap(next);
  next.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i + 1 < text.size() && is_punctuation(text[i]) &&
        !is_number(text[i + 1])) {
      next += {U' ', text[i], U' ', text[i + 1]};
      ++i;
    } else {
      next += text[i];
    }
  }
  std::string separated;
  separated.reserve(line.size() * 2);
  for (const char32_t code_point : next) {
    const bool is_alone = is_symbol(code_point);
    if (is_alone) separated += ' ';
    mt::append_utf8(code_point, separated);
    if (is_alone) separated += ' ';
  }
  return separated;
}

std::string separate_characters(std::string_view line) {
  std::string separated;
  for (const char32_t code_point : mt::to_code_points(line)) {
    mt::append_utf8(code_point, separated);
    separated += ' ';
  }
  return separated;
}

}  // namespace

MtTokenizer parse_mt_tokenizer(std::string_view name) {
  for (const auto& [tokenizer, known] : kNames) {
    if (name == known) return tokenizer;
  }
  throw InvalidArgument("tokenizer " + std::string(name) +
                        ": want 13a, intl, char or none");
}

std::string_view to_string(MtTokenizer tokenizer) {
  for (const auto& [known, name] : kNames) {
    if (known == tokenizer) return name;
  }
  return {};
}

std::string mt::separate(std::string_view line, MtTokenizer tokenizer) {
  switch (tokenizer) {
    case MtTokenizer::k13a:
      return separate_13a(line);
    case MtTokenizer::kInternational:
      return separate_international(line);
    case MtTokenizer::kCharacters:
      return separate_characters(line);
    case MtTokenizer::kNone:
      break;
  }
  return std::string(line);
}

std::vector<std::string> mt_tokenize(std::string_view line,
                                     MtTokenizer tokenizer) {
  const std::string separated = mt::separate(mt::trim_end(line), tokenizer);
  const std::vector<std::string_view> words = mt::split_words(separated);
  return {words.begin(), words.end()};
}

}  // namespace align
