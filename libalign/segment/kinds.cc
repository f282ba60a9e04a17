#include "segment/kinds.h"

#include <algorithm>

#include "segment/characters.h"
#include "segment/sentences.h"
#include "text/utf8.h"

namespace align {
namespace {

constexpr std::size_t kLongestHeading = 150;  // code points
constexpr std::size_t kMostCreditWords = 7;   // "Photo: Name of a man/Agency"
constexpr std::size_t kMostAgencyWords = 4;
constexpr std::size_t kMostBylineWords = 6;
constexpr std::size_t kMostDatelineChars = 50;
// A block with a credit and more sentences than this is a paragraph.
constexpr std::size_t kMostCaptionSentences = 3;
constexpr std::size_t kMostBytes = 4096;  // longer ones are sentences
constexpr std::size_t kShortBytes = 200;

// A word and where it stands in its sentence.
struct Token {
  std::size_t begin;
  std::size_t end;
};

// The words of a short sentence: runs of letters, digits and marks.
std::vector<Token> words_of(std::string_view text) {
  std::vector<Token> words;
  std::size_t i = 0;
  bool is_in_word = false;
  while (i < text.size()) {
    const std::size_t from = i;
    const char32_t c = utf8::next(text, i);
    const bool is_word = is_letter(c) || is_digit(c) || is_mark(c);
    if (is_word && !is_in_word) words.push_back({from, i});
    if (is_word) words.back().end = i;
    is_in_word = is_word;
  }
  return words;
}

class Judge {
 public:
  Judge(std::string_view text, const LanguageRules& rules)
      : text_(text), rules_(rules) {
    // Most sentences are neither short nor hold a label, and are not looked
    // into.
    const bool may_be_label = text.find(':') != std::string_view::npos ||
                              text.find(" by ") != std::string_view::npos;
    if (text.size() <= (may_be_label ? kMostBytes : kShortBytes)) {
      words_ = words_of(text);
    }
  }

  // "Photo: Reuters", "Source: ...", an agency's name by itself.
  [[nodiscard]] bool is_credit() const {
    if (words_.empty() || words_.size() > kMostCreditWords) return false;
    if (label_size(kCredit) != 0) return true;
    if (words_.size() > kMostAgencyWords) return false;
    if ((classes(0) & kAgency) != 0 && are_names(0)) return true;
    // "(Theo Reuters)"
    return text_.front() == '(' && text_.back() == ')' &&
           (classes(0) & kBySource) != 0 && are_names(1);
  }
  // A credit of a picture, by itself or behind the words that describe it.
  [[nodiscard]] bool has_picture_label() const {
    // A colon stands behind it, or "by"; most sentences have neither.
    if (text_.find(':') == std::string_view::npos &&
        text_.find(" by ") == std::string_view::npos) {
      return false;
    }
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (is_label(i) && (classes(i) & kPicture) != 0) return true;
    }
    return false;
  }
  [[nodiscard]] bool starts_with_picture_label() const {
    return label_size(kPicture) != 0;
  }
  [[nodiscard]] bool is_byline() const {
    if (words_.size() < 2 || words_.size() > kMostBylineWords ||
        ends_with_mark(text_) || (classes(0) & kByline) == 0) {
      return false;
    }
    return is_label(0) || are_names(1);
  }
  // "Ha Noi, 10/6", "WASHINGTON, June 10, 2020", "10/06/2020 14:30".
  [[nodiscard]] bool is_dateline() const {
    if (words_.empty() || ends_with_mark(text_) ||
        utf8::count(text_) > kMostDatelineChars) {
      return false;
    }
    std::size_t digits = 0;
    std::size_t others = 0;
    for (const Token& word : words_) {
      std::size_t i = word.begin;
      if (is_digit(utf8::next(text_, i))) {
        ++digits;
      } else {
        ++others;
      }
    }
    const bool has_comma =
        text_.find(',') != std::string_view::npos ||
        text_.find("\xD8\x8C") != std::string_view::npos;  // Arabic comma
    if (digits >= 3 && others == 0) return true;
    if (digits == 0 || !has_comma || others > 5) return false;
    // The last word is a day or a year, and the words before it are names of a
    // place, a month, "ngay".
    std::size_t i = words_.back().begin;
    return is_digit(utf8::next(text_, i)) && !is_lower_start();
  }
  [[nodiscard]] bool is_heading() const {
    if (text_.size() > kLongestHeading * 4 || ends_with_mark(text_) ||
        is_lower_start() || utf8::count(text_) > kLongestHeading) {
      return false;
    }
    std::size_t i = text_.size();
    const char32_t last = utf8::previous(text_, i);
    return last != ',' && last != ';' && last != ':' && last != 0x060C &&
           last != 0x061B;
  }

 private:
  [[nodiscard]] std::uint32_t classes(std::size_t word) const {
    return rules_.classes_of(text_.substr(
        words_[word].begin, words_[word].end - words_[word].begin));
  }
  [[nodiscard]] bool is_lower_start() const {
    std::size_t i = 0;
    return is_lower(utf8::next(text_, i));
  }
  // Whether word `i` introduces something: a colon follows, or "by".
  [[nodiscard]] bool is_label(std::size_t i) const {
    std::size_t at = words_[i].end;
    while (at < text_.size() && text_[at] == ' ') ++at;
    if (at < text_.size() && text_[at] == ':') return true;
    if (i + 2 >= words_.size()) return false;
    const Token& next = words_[i + 1];
    return are_names(i + 2) && (classes(i + 1) & kByline) != 0 &&
           text_.substr(words_[i].end, next.begin - words_[i].end) == " ";
  }
  // The number of words of a label of `word_class` at the start, 0 when none.
  [[nodiscard]] std::size_t label_size(std::uint32_t word_class) const {
    for (std::size_t i = 0; i < words_.size() && i < 2; ++i) {
      if ((classes(i) & word_class) != 0 && is_label(i)) return i + 1;
    }
    return 0;
  }
  // Whether the words from `first` on are capitalised or of a script without
  // capitals.
  [[nodiscard]] bool are_names(std::size_t first) const {
    return std::all_of(words_.begin() + static_cast<std::ptrdiff_t>(
                                            std::min(first, words_.size())),
                       words_.end(), [&](const Token& word) {
                         std::size_t i = word.begin;
                         return !is_lower(utf8::next(text_, i));
                       });
  }

  std::string_view text_;
  std::vector<Token> words_;
  const LanguageRules& rules_;
};

}  // namespace

std::vector<SegmentKind> find_kinds(
    const std::vector<std::string_view>& sentences, bool is_list_item,
    const LanguageRules& rules) {
  std::vector<SegmentKind> kinds(sentences.size(), SegmentKind::kSentence);
  if (sentences.empty()) return kinds;
  const bool is_short = sentences.size() <= kMostCaptionSentences + 1;
  // Only the last of a block is a credit; long paragraphs are not searched.
  const Judge last(sentences.back(), rules);
  if (last.is_credit()) {
    kinds.back() = SegmentKind::kCredit;
    if (is_short && last.starts_with_picture_label()) {
      std::fill(kinds.begin(), kinds.end() - 1, SegmentKind::kCaption);
    }
  } else if (is_short &&
             (last.has_picture_label() ||
              Judge(sentences.front(), rules).starts_with_picture_label())) {
    std::fill(kinds.begin(), kinds.end(), SegmentKind::kCaption);
  } else if (is_list_item) {
    kinds.front() = SegmentKind::kListItem;
  } else if (sentences.size() == 1) {
    if (last.is_byline()) {
      kinds.front() = SegmentKind::kByline;
    } else if (last.is_dateline()) {
      kinds.front() = SegmentKind::kDateline;
    } else if (last.is_heading()) {
      kinds.front() = SegmentKind::kHeading;
    }
  }
  return kinds;
}

}  // namespace align
