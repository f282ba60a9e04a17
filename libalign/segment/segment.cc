#include "align/segment.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "segment/block_language.h"
#include "segment/blocks.h"
#include "segment/broken_words.h"
#include "segment/characters.h"
#include "segment/kinds.h"
#include "segment/language_rules.h"
#include "segment/repeats.h"
#include "segment/sentences.h"
#include "segment/srx.h"
#include "segment/web_text.h"
#include "text/utf8.h"

namespace align {
namespace {

// The rules of one language, made once; immutable, so threads share them.
const LanguageRules& builtin_rules(std::string_view language) {
  static const LanguageRules kVietnamese("vi", {});
  static const LanguageRules kEnglish("en", {});
  static const LanguageRules kArabic("ar", {});
  const std::string_view primary = primary_language(language);
  if (primary == "vi") return kVietnamese;
  return primary == "ar" || primary == "fa" || primary == "ur" ? kArabic
                                                               : kEnglish;
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    std::size_t next = 0;
    if (!utf8::is_space(utf8::next(text, next))) break;
    text.remove_prefix(next);
  }
  while (!text.empty()) {
    std::size_t before = text.size();
    if (!utf8::is_space(utf8::previous(text, before))) break;
    text = text.substr(0, before);
  }
  return text;
}

// Bytes at which white space can begin.
const std::array<bool, 256> kSpaceLeads = [] {
  std::array<bool, 256> leads{};
  for (std::size_t byte = 0; byte <= ' '; ++byte) leads[byte] = true;
  leads[0xC2] = leads[0xE1] = leads[0xE2] = leads[0xE3] = true;
  return leads;
}();

// `text` with each run of white space one space, ends trimmed already.
std::string collapse(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  std::size_t copied = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    if (!kSpaceLeads[static_cast<unsigned char>(text[i])]) {
      ++i;
      continue;
    }
    const std::size_t from = i;
    if (!utf8::is_space(utf8::next(text, i))) continue;
    const bool is_one_space =
        text[from] == ' ' && from != copied && from + 1 < text.size() &&
        !kSpaceLeads[static_cast<unsigned char>(text[from + 1])];
    if (is_one_space) continue;
    result.append(text.substr(copied, from - copied));
    if (result.back() != ' ') result += ' ';
    copied = i;
  }
  result.append(text.substr(copied));
  return result;
}

// Walks through a text once, counting code points.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  // Bytes ascend from call to call.
  Position move_to(std::size_t bytes) {
    position_.chars +=
        utf8::count(text_.substr(position_.bytes, bytes - position_.bytes));
    position_.bytes = bytes;
    return position_;
  }

 private:
  std::string_view text_;
  Position position_;
};

class Builder {
 public:
  Builder(const Text& text, Document& document)
      : text_(text), document_(document), cursor_(text.utf8) {}

  // From now on broken words are reported, and joined if `repairs`.
  void look_for_broken_words(bool repairs) {
    looks_for_broken_words_ = true;
    repairs_ = repairs;
  }

  // Adds bytes [begin, end) as a segment; white space at its ends is left out.
  void add(std::size_t begin, std::size_t end, SegmentKind kind,
           std::size_t block, const std::string& language = {}) {
    const std::string_view whole(text_.utf8);
    const std::string_view own = trim(whole.substr(begin, end - begin));
    if (!own.empty()) {
      begin = static_cast<std::size_t>(own.data() - whole.data());
    }
    end = begin + own.size();
    const Position from = cursor_.move_to(begin);
    Segment segment;
    segment.kind = kind;
    segment.block = block;
    segment.language = language;
    segment.text = collapse(own);
    if (looks_for_broken_words_) report_broken_words(own, begin, segment.text);
    const Position to = cursor_.move_to(end);
    // Through the extraction to the decoded file, then to its bytes.
    const Position source_from = text_.extraction.begin_of(from);
    const Position source_to =
        begin < end ? text_.extraction.end_of(to) : source_from;
    segment.chars = {source_from.chars, source_to.chars};
    segment.bytes.begin = text_.offsets.begin_of(source_from).bytes;
    segment.bytes.end = begin < end ? text_.offsets.end_of(source_to).bytes
                                    : segment.bytes.begin;
    document_.segments.push_back(std::move(segment));
  }

  // Says that the segment last added goes on in the next one.
  void report_cut(std::size_t max_length) {
    document_.diagnostics.push_back(
        {"long-segment", text_.name, document_.segments.back().bytes.begin,
         "a segment of more than " + std::to_string(max_length) +
             " characters is cut",
         "raise --max-segment to keep it whole"});
  }

 private:
  void report_broken_words(std::string_view own, std::size_t begin,
                           std::string& written) {
    for (const BrokenWord& word : find_broken_words(own)) {
      const std::string broken(own.substr(word.begin, word.end - word.begin));
      std::string joined = broken;
      joined.erase(joined.find(' '), 1);
      const Position at =
          text_.extraction.begin_of(cursor_.move_to(begin + word.begin));
      std::string message = "'";
      message.append(broken).append("' looks like '").append(joined);
      message +=
          repairs_ ? "' broken by a space; joined" : "' broken by a space";
      document_.diagnostics.push_back(
          {"broken-word", text_.name, text_.offsets.begin_of(at).bytes, message,
           repairs_ ? "" : "join such words with align-segment --repair"});
      const std::size_t place = written.find(broken);
      if (repairs_ && place != std::string::npos) {
        written.replace(place, broken.size(), joined);
      }
    }
  }

  const Text& text_;
  Document& document_;
  Cursor cursor_;
  bool looks_for_broken_words_ = false;
  bool repairs_ = false;
};

void segment_lines(const Text& text, Document& document) {
  Builder builder(text, document);
  std::size_t at = 0;
  while (at < text.utf8.size()) {
    const std::size_t end =
        std::min(text.utf8.find('\n', at), text.utf8.size());
    builder.add(at, end, SegmentKind::kLine, document.segments.size());
    at = end + 1;
  }
}

// How blocks are cut: by the rules of a language and, if asked for, by the
// trained stage behind them.
class Splitting {
 public:
  Splitting(std::string_view language, const SegmentOptions& options) {
    if (!options.abbreviations.empty()) {
      own_rules_.emplace(language, options.abbreviations);
    }
    if (!options.srx.empty()) {
      srx_.emplace(options.srx,
                   options.srx_name.empty() ? "srx" : options.srx_name,
                   language);
    }
    rules_ = own_rules_ ? &*own_rules_ : &builtin_rules(language);
    if (!options.web_text) return;
    if (!options.web_text_weights.empty()) {
      own_model_.emplace(options.web_text_weights);
    }
    model_ = own_model_ ? &*own_model_ : &WebTextModel::builtin();
  }
  Splitting(const Splitting&) = delete;
  Splitting& operator=(const Splitting&) = delete;

  // `language` is that of a block in another language than the document's,
  // which has rules of its own; else empty.
  [[nodiscard]] std::vector<std::size_t> ends(
      std::string_view block, std::string_view language = {}) const {
    std::vector<std::size_t> ends =
        srx_ ? srx_->ends(block) : sentence_ends(block, rules(language));
    return model_ == nullptr ? ends : model_->ends(block, ends);
  }
  [[nodiscard]] const LanguageRules& rules(
      std::string_view language = {}) const {
    return language.empty() ? *rules_ : builtin_rules(language);
  }

 private:
  std::optional<LanguageRules> own_rules_;
  std::optional<SrxRules> srx_;
  std::optional<WebTextModel> own_model_;
  const LanguageRules* rules_ = nullptr;
  const WebTextModel* model_ = nullptr;
};

// Bytes at which the parts of `sentence` end so that none has more than
// `max_length` code points.
std::vector<std::size_t> cut_long(std::string_view sentence,
                                  std::size_t max_length) {
  std::vector<std::size_t> ends;
  std::size_t begin = 0;
  std::size_t space = 0;  // behind the last white space
  std::size_t chars = 0;
  std::size_t at = 0;
  while (at < sentence.size()) {
    if (chars == max_length) {
      std::size_t behind = at;
      const bool is_word_end = utf8::is_space(utf8::next(sentence, behind));
      const std::size_t end = space > begin && !is_word_end ? space : at;
      ends.push_back(end);
      begin = end;
      chars = utf8::count(sentence.substr(begin, at - begin));
    }
    if (utf8::is_space(utf8::next(sentence, at))) space = at;
    ++chars;
  }
  ends.push_back(sentence.size());
  return ends;
}

// Adds the sentences of one block; `kind` is what the file format says of it.
void segment_block(const Block& block, SegmentKind kind, std::size_t number,
                   const Text& text, std::string_view document_language,
                   const Splitting& splitting, std::size_t max_length,
                   Builder& builder) {
  const std::string_view own =
      std::string_view(text.utf8).substr(block.begin, block.end - block.begin);
  const std::string language = block_language(own, document_language);
  const std::vector<std::size_t> ends = splitting.ends(own, language);
  std::vector<std::string_view> sentences;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    sentences.push_back(trim(own.substr(begin, end - begin)));
    begin = end;
  }
  std::vector<SegmentKind> kinds = find_kinds(
      sentences, block.is_list_item || kind == SegmentKind::kListItem,
      splitting.rules(language));
  if (kind == SegmentKind::kHeading || kind == SegmentKind::kCaption) {
    std::replace_if(
        kinds.begin(), kinds.end(),
        [](SegmentKind found) { return found != SegmentKind::kCredit; }, kind);
  }
  begin = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const std::size_t end = ends[i];
    std::size_t last = begin;
    const std::vector<std::size_t> parts =
        max_length == 0 || end - begin <= max_length
            ? std::vector<std::size_t>{end - begin}
            : cut_long(own.substr(begin, end - begin), max_length);
    for (const std::size_t part : parts) {
      const bool is_only = parts.size() == 1;
      if (!is_only && trim(own.substr(last, begin + part - last)).empty()) {
        continue;
      }
      if (last > begin) builder.report_cut(max_length);
      builder.add(block.begin + last, block.begin + begin + part, kinds[i],
                  number, language);
      last = begin + part;
    }
    begin = end;
  }
}

void segment_blocks(const Text& text, const Splitting& splitting,
                    const SegmentOptions& options, Document& document) {
  Builder builder(text, document);
  if (primary_language(document.language) == "en") {
    builder.look_for_broken_words(options.repair);
  }
  std::size_t number = 0;
  if (!text.blocks.empty()) {
    for (const TextBlock& block : text.blocks) {
      segment_block({block.begin.bytes, block.end.bytes, 1, false}, block.kind,
                    number++, text, document.language, splitting,
                    options.max_length, builder);
    }
    return;
  }
  for (const Block& block : find_blocks(text.utf8).blocks) {
    segment_block(block, SegmentKind::kSentence, number++, text,
                  document.language, splitting, options.max_length, builder);
  }
}

}  // namespace

Document segment(const Text& text, const SegmentOptions& options) {
  Document document;
  document.name = text.name;
  document.title = text.title;
  document.date = text.date;
  document.language =
      text.language.empty() ? detect_language(text.utf8).tag : text.language;
  document.diagnostics = text.diagnostics;
  if (options.pre_segmented) {
    segment_lines(text, document);
    return document;
  }
  segment_blocks(text, Splitting(document.language, options), options,
                 document);
  mark_repeats(document.segments);
  return document;
}

std::vector<CharRange> split_sentences(std::string_view utf8,
                                       std::string_view language,
                                       const SegmentOptions& options) {
  Cursor cursor(utf8);
  std::vector<CharRange> ranges;
  std::size_t begin = 0;
  const Splitting splitting(language, options);
  for (const std::size_t end : splitting.ends(utf8)) {
    while (begin < end) {
      std::size_t next = begin;
      if (!utf8::is_space(utf8::next(utf8, next))) break;
      begin = next;
    }
    const std::size_t from = cursor.move_to(begin).chars;
    ranges.push_back({from, cursor.move_to(end).chars});
    begin = end;
  }
  return ranges;
}

}  // namespace align
