#include "eval/mt_words.h"

#include <unicode/uchar.h>

#include "align/mt_eval.h"
#include "eval/mt_text.h"

namespace align::mt {
namespace {

bool is_letter_or_digit(char32_t c) {
  return u_isalnum(static_cast<UChar32>(c)) != 0 ||
         u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

// Arabic vowel marks, tatweel and invisible controls: two spellings of a word.
bool is_ignored(char32_t c) {
  return (c >= 0x064B && c <= 0x0652) || c == 0x0640 || c == 0x0670 ||
         u_charType(static_cast<UChar32>(c)) == U_FORMAT_CHAR;
}

bool is_sentence_mark(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_S_TERM) != 0 ||
         c == U'\u2026' || c == U':' || c == U';' || c == U'\u061B';
}

// The sentence mark a word ends in, quotes and brackets after it aside.
char32_t end_mark(std::u32string_view letters) {
  for (std::size_t i = letters.size(); i > 0; --i) {
    const char32_t c = letters[i - 1];
    if (is_sentence_mark(c)) return c;
    if (is_letter_or_digit(c)) break;
  }
  return 0;
}

std::string to_key(std::u32string_view letters) {
  std::size_t begin = 0;
  std::size_t end = letters.size();
  while (begin < end && !is_letter_or_digit(letters[begin])) ++begin;
  while (begin < end && !is_letter_or_digit(letters[end - 1])) --end;
  if (begin == end) {
    begin = 0;
    end = letters.size();
  }
  std::string key;
  for (const char32_t c : letters.substr(begin, end - begin)) {
    if (!is_ignored(c)) append_utf8(c, key);
  }
  return key;
}

}  // namespace

std::vector<Word> find_words(std::string_view text, Vocabulary& vocabulary) {
  std::vector<Word> words;
  for (const std::string_view piece : split_words(text)) {
    Word word;
    word.begin = static_cast<std::size_t>(piece.data() - text.data());
    word.end = word.begin + piece.size();
    const std::u32string letters = to_code_points(to_nfc(to_lower(piece)));
    word.key = vocabulary.add(to_key(letters));
    word.mark = kNoMark;
    if (const char32_t mark = end_mark(letters); mark != 0) {
      std::string name(1, ' ');  // no word begins with a space
      append_utf8(mark, name);
      word.mark = vocabulary.add(name);
    }
    for (const char32_t c : to_code_points(piece)) {
      if (!is_letter_or_digit(c)) continue;
      word.is_capital = u_isupper(static_cast<UChar32>(c)) != 0;
      break;
    }
    words.push_back(word);
  }
  return words;
}

}  // namespace align::mt
