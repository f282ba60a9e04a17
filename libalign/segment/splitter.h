// The pass that finds the ends of sentences: runs of marks are read in
// sentences.cc, the words around them in sentence_words.cc, and what they mean
// is decided in sentence_ends.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "segment/language_rules.h"
#include "text/utf8.h"

namespace align {

// A run of final marks with the closers and format characters behind it.
struct Run {
  std::size_t begin = 0;     // first byte of the first mark
  std::size_t end = 0;       // behind the last closer
  std::size_t dots = 0;      // an ellipsis character counts three
  bool is_asking = false;    // holds a question or exclamation mark
  bool is_dot_last = false;  // a full stop stands behind the last closer
  bool has_quote = false;    // holds a closing quote
  bool has_bracket = false;  // holds a closing bracket
  bool has_smiley = false;
};

// A token before or after a run.
struct Word {
  std::string text;
  std::size_t begin = 0;
  char32_t last = 0;  // its last character
  std::size_t letters = 0;
  std::size_t digits = 0;
  std::size_t inner_dots = 0;
  bool is_first_upper = false;
  bool is_all_upper = true;  // every letter
  bool has_inner_upper = false;
};

// One pass over a block of running text.
class Splitter {
 public:
  Splitter(std::string_view text, const LanguageRules& rules)
      : text_(text), rules_(rules) {}

  /// The ends of the sentences, in bytes.
  [[nodiscard]] std::vector<std::size_t> split();

 private:
  [[nodiscard]] char32_t at(std::size_t i) const {
    if (i >= text_.size()) return 0;
    return utf8::next(text_, i);
  }
  [[nodiscard]] std::size_t behind(std::size_t i) const {
    if (i < text_.size()) (void)utf8::next(text_, i);
    return i;
  }
  [[nodiscard]] std::size_t skip_spaces(std::size_t i) const {
    while (i < text_.size()) {
      const std::size_t from = i;
      if (!utf8::is_space(utf8::next(text_, i))) return from;
    }
    return i;
  }

  // Back over the white space in front of byte `i` of this sentence.
  [[nodiscard]] std::size_t skip_spaces_back(std::size_t i) const {
    while (i > start_) {
      std::size_t before = i;
      if (!utf8::is_space(utf8::previous(text_, before))) break;
      i = before;
    }
    return i;
  }

  void end_at(std::size_t end) {
    ends_.push_back(end);
    start_ = skip_spaces(end);
  }

  void match_brackets();
  std::size_t take_signs(std::size_t at);
  [[nodiscard]] std::size_t smiley_end(std::size_t begin) const;
  void take_next_item(const Word& number);
  [[nodiscard]] Run read_run(std::size_t begin) const;
  void take_footnotes(Run& run) const;
  void take_smiley(Run& run) const;
  [[nodiscard]] Word word_before(std::size_t end) const;
  [[nodiscard]] Word word_after(std::size_t begin) const;
  [[nodiscard]] std::size_t bracket_around(std::size_t i);
  [[nodiscard]] bool has_attribution(std::size_t begin) const;
  [[nodiscard]] bool is_enumerator(const Word& word) const;
  [[nodiscard]] bool is_glued_end(const Run& run) const;
  [[nodiscard]] bool is_end(const Run& run);
  [[nodiscard]] bool is_item_number(const Word& word) const;
  [[nodiscard]] bool is_ordinary(const Word& word) const;
  [[nodiscard]] bool is_in_quotation(const Run& run) const;
  [[nodiscard]] bool is_after_number(const Word& word) const;
  [[nodiscard]] bool is_end_before_lower(const Run& run, const Word& before,
                                         const Word& after, std::size_t next,
                                         bool has_opener, bool has_dash) const;
  [[nodiscard]] bool is_end_after_ellipsis(const Run& run, const Word& before,
                                           const Word& after, char32_t c,
                                           bool has_dash) const;
  [[nodiscard]] bool is_end_after_full_stop(const Word& before,
                                            const Word& after, std::size_t next,
                                            char32_t c) const;

  std::string_view text_;
  const LanguageRules& rules_;
  std::size_t start_ = 0;  // of the current sentence
  std::vector<std::size_t> ends_;
  // Outermost matched brackets, begin and end in bytes, ascending.
  struct Bracket {
    std::size_t begin;
    std::size_t end;
  };
  std::vector<Bracket> brackets_;
  std::size_t next_bracket_ = 0;
};

/// Whether `word` may be a Roman numeral.
[[nodiscard]] bool is_roman_numeral(std::string_view word);

}  // namespace align
