// Reads TMX with libxml2's push parser: units come out as the bytes go in, no
// tree is built, and the line of every element is exact. Nothing outside the
// file is ever opened, and a file that declares or uses an entity of its own
// is refused before anything is expanded.
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "formats/parts.h"
#include "formats/plain.h"

namespace align {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view()
                         : reinterpret_cast<const char*>(text);
}

// "en_us" as "en-US", "ZH-hANT" as "zh-Hant".
std::string canonical_tag(std::string_view tag) {
  std::string result;
  bool is_first = true;
  for (std::size_t begin = 0; begin <= tag.size();) {
    const std::size_t end =
        std::min(tag.find_first_of("-_", begin), tag.size());
    std::string part(tag.substr(begin, end - begin));
    std::transform(part.begin(), part.end(), part.begin(), [](unsigned char c) {
      return static_cast<char>(std::tolower(c));
    });
    if (!is_first && part.size() == 2) {
      std::transform(
          part.begin(), part.end(), part.begin(),
          [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    } else if (!is_first && part.size() == 4) {
      part[0] =
          static_cast<char>(std::toupper(static_cast<unsigned char>(part[0])));
    }
    if (!is_first) result += '-';
    result += part;
    is_first = false;
    begin = end + 1;
  }
  return result;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return std::string(
      text.substr(begin, text.find_last_not_of(kSpace) - begin + 1));
}

// A tuv as it stands in the file.
struct Variant {
  std::string language;
  std::size_t line = 0;
  bool has_segment = false;
  std::string document;
  std::string segments;
  std::string text;
};

// A tu as it stands in the file.
struct RawUnit {
  std::string id;
  std::size_t line = 0;
  std::size_t offset = 0;
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<Variant> variants;
};

// The handlers of libxml2's events. They never throw: a failure is remembered,
// the parser stopped, and the reader throws.
class TmxParser {
 public:
  TmxParser(std::string name, InlineCodes inline_codes)
      : name_(std::move(name)), inline_codes_(inline_codes) {
    static std::once_flag once;
    std::call_once(once, xmlInitParser);
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = &TmxParser::on_start;
    handler.endElementNs = &TmxParser::on_end;
    handler.characters = &TmxParser::on_characters;
    handler.ignorableWhitespace = &TmxParser::on_characters;
    handler.cdataBlock = &TmxParser::on_characters;
    handler.entityDecl = &TmxParser::on_entity_declaration;
    handler.reference = &TmxParser::on_reference;
    handler.serror = &TmxParser::on_error;
    context_ = xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr);
    if (context_ == nullptr) throw std::bad_alloc();
    // NOENT: "&amp;" in an attribute comes as the character it stands for. No
    // other entity can be expanded, since none is ever declared to the end.
    xmlCtxtUseOptions(context_,
                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_BIG_LINES);
  }
  TmxParser(const TmxParser&) = delete;
  TmxParser& operator=(const TmxParser&) = delete;
  ~TmxParser() {
    if (context_->myDoc != nullptr) xmlFreeDoc(context_->myDoc);
    xmlFreeParserCtxt(context_);
  }

  // Feeds bytes; none: the end. Finished units are added to `units`.
  void feed(std::string_view bytes, std::deque<RawUnit>& units) {
    units_ = &units;
    const int status =
        xmlParseChunk(context_, bytes.data(), static_cast<int>(bytes.size()),
                      bytes.empty() ? 1 : 0);
    if (failure_.empty() && status != XML_ERR_OK && context_->wellFormed == 0) {
      failure_ = name_ + ": broken XML";
    }
    if (failure_.empty() && bytes.empty() && !has_root_) {
      failure_ = name_ + ": no <tmx> element";
    }
  }

  // What stopped the parser, as a message; empty when nothing did.
  const std::string& failure() const { return failure_; }
  const std::string& source_language() const { return source_language_; }
  // As our own writer lists them in the header, otherwise empty.
  const std::string& listed_languages() const { return listed_languages_; }

 private:
  static TmxParser& self(void* user) { return *static_cast<TmxParser*>(user); }

  std::size_t line() const {
    return static_cast<std::size_t>(xmlSAX2GetLineNumber(context_));
  }
  std::string at_line() const {
    return name_ + ":" + std::to_string(line()) + ": ";
  }
  void stop(std::string why) {
    if (failure_.empty()) failure_ = std::move(why);
    xmlStopParser(context_);
  }

  // Where in a file a user would look: the unit that was open.
  std::string inside() const {
    if (!unit_) return {};
    std::string where =
        ", inside the <tu> of line " + std::to_string(unit_->line);
    if (!unit_->id.empty()) where += " (tuid \"" + unit_->id + "\")";
    return where;
  }

  static void on_start(void* user, const xmlChar* name, const xmlChar*,
                       const xmlChar*, int, const xmlChar**, int count, int,
                       const xmlChar** attributes) {
    self(user).start(view(name), count, attributes);
  }
  static void on_end(void* user, const xmlChar* name, const xmlChar*,
                     const xmlChar*) {
    self(user).end(view(name));
  }
  static void on_characters(void* user, const xmlChar* text, int size) {
    TmxParser& parser = self(user);
    if (parser.sink_ == nullptr || parser.code_depth_ > 0) return;
    parser.sink_->append(reinterpret_cast<const char*>(text),
                         static_cast<std::size_t>(size));
  }
  static void on_entity_declaration(void* user, const xmlChar* name, int,
                                    const xmlChar*, const xmlChar*, xmlChar*) {
    TmxParser& parser = self(user);
    parser.stop(parser.at_line() + "declares the entity '" +
                std::string(view(name)) + "'; files with entities are refused");
  }
  static void on_reference(void* user, const xmlChar* name) {
    TmxParser& parser = self(user);
    parser.stop(parser.at_line() + "uses the entity '&" +
                std::string(view(name)) +
                ";'; only &amp; &lt; &gt; &quot; "
                "&apos; and numbers are read" +
                parser.inside());
  }
  static void on_error(void* user, xmlErrorPtr error) {
    TmxParser& parser = self(user);
    // Where a DTD is named but not read, an entity that it may declare is only
    // a warning to libxml2.
    if (error->code == XML_WAR_UNDECLARED_ENTITY) {
      on_reference(user, error->str1 == nullptr
                             ? nullptr
                             : reinterpret_cast<const xmlChar*>(error->str1));
      return;
    }
    if (error->level != XML_ERR_FATAL) return;
    std::string message = error->message == nullptr ? "" : error->message;
    message = trimmed(message);
    parser.stop(parser.name_ + ":" + std::to_string(std::max(1, error->line)) +
                ": broken XML: " + message + parser.inside());
  }

  void start(std::string_view name, int count, const xmlChar** attributes);
  void end(std::string_view name);
  std::string attribute(int count, const xmlChar** attributes,
                        std::string_view name,
                        std::string_view prefix = {}) const;

  std::string name_;
  InlineCodes inline_codes_;
  xmlParserCtxtPtr context_ = nullptr;
  std::deque<RawUnit>* units_ = nullptr;
  std::string failure_;
  std::string source_language_;
  std::string listed_languages_;
  bool has_root_ = false;
  std::optional<RawUnit> unit_;
  bool in_variant_ = false;
  bool in_segment_ = false;
  std::size_t code_depth_ = 0;  // of codes inside a segment that are dropped
  std::string property_type_;
  std::string property_;
  std::string* sink_ = nullptr;  // where text goes
};

// Attributes come as five pointers each: name, prefix, URI, value, its end.
std::string TmxParser::attribute(int count, const xmlChar** attributes,
                                 std::string_view name,
                                 std::string_view prefix) const {
  for (int i = 0; i < count; ++i) {
    const xmlChar** a = attributes + static_cast<std::ptrdiff_t>(i) * 5;
    if (view(a[0]) == name && view(a[1]) == prefix) {
      return {reinterpret_cast<const char*>(a[3]),
              reinterpret_cast<const char*>(a[4])};
    }
  }
  return {};
}

bool is_inline_code(std::string_view name) {
  constexpr std::array<std::string_view, 5> kCodes = {"bpt", "ept", "it", "ph",
                                                      "ut"};
  return std::find(kCodes.begin(), kCodes.end(), name) != kCodes.end();
}

void TmxParser::start(std::string_view name, int count,
                      const xmlChar** attributes) {
  if (!has_root_) {
    if (name != "tmx") {
      stop(at_line() + "the file is <" + std::string(name) + ">, want <tmx>");
    }
    has_root_ = true;
  } else if (in_segment_) {
    const bool is_dropped =
        inline_codes_ == InlineCodes::kDrop && is_inline_code(name);
    if (code_depth_ > 0 || is_dropped) ++code_depth_;
  } else if (name == "header") {
    source_language_ =
        canonical_tag(trimmed(attribute(count, attributes, "srclang")));
  } else if (name == "tu") {
    unit_.emplace();
    unit_->line = line();
    unit_->id = attribute(count, attributes, "tuid");
    const long consumed = xmlByteConsumed(context_);
    unit_->offset = consumed > 0 ? static_cast<std::size_t>(consumed) : 0;
  } else if (name == "tuv" && unit_) {
    Variant variant;
    variant.line = line();
    variant.language = attribute(count, attributes, "lang", "xml");
    if (variant.language.empty()) {
      variant.language = attribute(count, attributes, "lang");
    }
    variant.language = canonical_tag(trimmed(variant.language));
    unit_->variants.push_back(std::move(variant));
    in_variant_ = true;
  } else if (name == "seg" && in_variant_) {
    Variant& variant = unit_->variants.back();
    variant.has_segment = true;
    in_segment_ = true;
    sink_ = &variant.text;
  } else if (name == "prop") {
    property_type_ = attribute(count, attributes, "type");
    property_.clear();
    sink_ = &property_;
  }
}

void TmxParser::end(std::string_view name) {
  if (in_segment_) {
    if (code_depth_ > 0) {
      --code_depth_;
    } else if (name == "seg") {
      in_segment_ = false;
      sink_ = nullptr;
    }
  } else if (name == "prop") {
    sink_ = nullptr;
    if (in_variant_) {
      Variant& variant = unit_->variants.back();
      if (property_type_ == "x-document") variant.document = property_;
      if (property_type_ == "x-segments") variant.segments = property_;
    } else if (unit_) {
      unit_->properties.emplace_back(property_type_, property_);
    } else if (property_type_ == "x-languages") {
      listed_languages_ = property_;
    }
  } else if (name == "tuv") {
    in_variant_ = false;
  } else if (name == "tu" && unit_) {
    units_->push_back(std::move(*unit_));
    unit_.reset();
  }
}

class TmxReader final : public BitextReader {
 public:
  TmxReader(std::unique_ptr<ByteSource> source, const ReadOptions& options)
      : source_(std::move(source)),
        log_(source_->name()),
        parser_(source_->name(), options.inline_codes) {
    buffer_.resize(kChunkBytes);
  }

  bool read(Unit& unit) override {
    while (true) {
      while (!ready_.empty()) {
        const RawUnit raw = std::move(ready_.front());
        ready_.pop_front();
        if (build(raw, unit)) return true;
      }
      if (!parser_.failure().empty()) throw FormatError(parser_.failure());
      if (has_ended_) return false;
      const std::size_t count = source_->read(buffer_.data(), buffer_.size());
      has_ended_ = count < buffer_.size();
      if (count > 0) parser_.feed({buffer_.data(), count}, ready_);
      if (has_ended_ && parser_.failure().empty()) parser_.feed({}, ready_);
      if (languages_.empty()) take_listed_languages();
    }
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kTmx; }

 private:
  static constexpr std::size_t kChunkBytes = std::size_t{1} << 13;

  bool build(const RawUnit& raw, Unit& unit);
  void take_listed_languages();
  void set_properties(const RawUnit& raw, Unit& unit);
  void repair(const std::string& code, const RawUnit& raw, std::size_t line,
              const std::string& what) {
    log_.add(code, raw.offset, "line " + std::to_string(line) + ": " + what,
             "correct the <tu> of line " + std::to_string(raw.line));
  }
  const std::string& learn(const std::string& tag, const Unit& unit);
  std::size_t place_of(const std::string& language) const {
    return static_cast<std::size_t>(
        std::find(languages_.begin(), languages_.end(), language) -
        languages_.begin());
  }

  std::unique_ptr<ByteSource> source_;
  RepairLog log_;
  TmxParser parser_;
  std::string buffer_;
  std::deque<RawUnit> ready_;
  bool has_ended_ = false;
  std::vector<std::string> languages_;
  std::vector<std::pair<std::string, std::size_t>> next_segment_;
  std::size_t unit_number_ = 0;
};

// The name under which a tag counts. "en" and "en-US" are one language where a
// file mixes them, unless one unit has both; "en-US" and "en-GB" are two.
const std::string& TmxReader::learn(const std::string& tag, const Unit& unit) {
  const auto is_same = [&](const std::string& known) {
    return known == tag ||
           (primary_language(known) == primary_language(tag) &&
            (known == primary_language(known) || tag == primary_language(tag)));
  };
  const auto is_taken = [&](const std::string& known) {
    return known != tag && find_member(unit, known) != nullptr;
  };
  auto found = std::find(languages_.begin(), languages_.end(), tag);
  if (found == languages_.end()) {
    found = std::find_if(languages_.begin(), languages_.end(),
                         [&](const std::string& known) {
                           return is_same(known) && !is_taken(known);
                         });
  }
  if (found != languages_.end()) return *found;
  const std::string& source = parser_.source_language();
  const bool is_source =
      !source.empty() && primary_language(tag) == primary_language(source) &&
      (languages_.empty() ||
       primary_language(languages_[0]) != primary_language(source));
  return *languages_.insert(is_source ? languages_.begin() : languages_.end(),
                            tag);
}

void TmxReader::take_listed_languages() {
  for (const std::string_view tag :
       split_fields(parser_.listed_languages(), ',')) {
    const std::string language = canonical_tag(trimmed(tag));
    if (is_language_tag(language)) languages_.push_back(language);
  }
}

void TmxReader::set_properties(const RawUnit& raw, Unit& unit) {
  bool has_probability = false;
  bool has_score = false;
  for (const auto& [type, value] : raw.properties) {
    if (type == "x-score" || type == "x-probability") {
      const std::optional<double> number = parse_number(trimmed(value));
      if (!number) continue;
      (type == "x-score" ? unit.score : unit.probability) = *number;
      (type == "x-score" ? has_score : has_probability) = true;
    } else if (type == "x-kind") {
      unit.kind = parse_unit_kind(value).value_or(unit.kind);
    } else if (type == "x-grade") {
      unit.grade = parse_grade(value);
    } else if (type == "x-status") {
      unit.status = parse_unit_status(value).value_or(unit.status);
    }
  }
  // A translation memory without figures is one that people made.
  if (!has_probability && unit.members.size() > 1) {
    unit.probability = has_score ? probability_of(unit.score) : 1;
  }
  if (!has_score && unit.members.size() > 1) {
    unit.score = log_odds(unit.probability);
  }
}

bool TmxReader::build(const RawUnit& raw, Unit& unit) {
  unit = Unit{};
  ++unit_number_;
  unit.id = raw.id.empty() ? std::to_string(unit_number_) : raw.id;
  for (const Variant& variant : raw.variants) {
    if (variant.language.empty()) {
      repair("tmx-no-language", raw, variant.line,
             "<tuv> has no xml:lang, left out");
      continue;
    }
    if (!is_language_tag(variant.language)) {
      repair("tmx-bad-language", raw, variant.line,
             "<tuv> has the language '" + variant.language +
                 "', want a tag like en or en-US, left out");
      continue;
    }
    if (!variant.has_segment) {
      repair("tmx-no-segment", raw, variant.line,
             "<tuv> has no <seg>, left out");
      continue;
    }
    const std::string language = learn(variant.language, unit);
    if (find_member(unit, language) != nullptr) {
      repair("tmx-second-variant", raw, variant.line,
             "a second <tuv> in " + language + ", left out");
      continue;
    }
    Member member;
    member.language = language;
    member.text = variant.text;
    member.document =
        variant.document.empty() ? source_->name() : variant.document;
    member.segments = parse_segments(trimmed(variant.segments))
                          .value_or(std::vector<std::size_t>{});
    if (member.segments.empty()) {
      auto next = std::find_if(
          next_segment_.begin(), next_segment_.end(),
          [&](const auto& entry) { return entry.first == language; });
      if (next == next_segment_.end()) {
        next = next_segment_.insert(next_segment_.end(), {language, 0});
      }
      member.segments = {next->second++};
    }
    unit.members.push_back(std::move(member));
  }
  if (unit.members.empty()) {
    repair("tmx-empty-unit", raw, raw.line,
           "<tu> has no usable <tuv>, left out");
    return false;
  }
  std::stable_sort(unit.members.begin(), unit.members.end(),
                   [&](const Member& a, const Member& b) {
                     return place_of(a.language) < place_of(b.language);
                   });
  unit.kind =
      unit.members.size() > 1 ? UnitKind::kParallel : UnitKind::kUnlinked;
  set_properties(raw, unit);
  return true;
}

}  // namespace

std::unique_ptr<BitextReader> make_tmx_reader(
    std::unique_ptr<ByteSource> source, const ReadOptions& options) {
  return std::make_unique<TmxReader>(std::move(source), options);
}

}  // namespace align
