// TEI stand-off links: a <linkGrp> a set of documents, in it <link>s whose
// pointers name the document and the sentence, `story.en.xml#s3`, with a
// certainty, without texts. Sentences count from 1. A link may join two, three
// or more documents, never one.
// Source: TEI P5 Guidelines, chapter 17, "Linking, Segmentation, and
// Alignment".
#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/parts.h"
#include "formats/plain.h"
#include "formats/xml_events.h"
#include "formats/xml_links.h"
#include "formats/xml_text.h"

namespace align {
namespace {

// What may not stand in a pointer as it is: white space and controls, which
// part pointers, `%` and `#`, which mean something, and what no address has.
bool is_escaped(unsigned char c) {
  return c <= 0x20 || c == 0x7F ||
         std::string_view("\"#%<>\\^`{|}").find(static_cast<char>(c)) !=
             std::string_view::npos;
}

std::string escaped_pointer(std::string_view name) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string pointer;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_escaped(byte)) {
      pointer += '%';
      pointer += kHex[byte >> 4U];
      pointer += kHex[byte & 0xFU];
    } else {
      pointer += c;
    }
  }
  return pointer;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string unescaped_pointer(std::string_view pointer) {
  std::string name;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '%' && i + 2 < pointer.size()) {
      const int high = hex_value(pointer[i + 1]);
      const int low = hex_value(pointer[i + 2]);
      if (high >= 0 && low >= 0) {
        name += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    name += pointer[i];
  }
  return name;
}

class TeiWriter final : public BitextWriter {
 public:
  TeiWriter(std::vector<std::string> languages, OutputFile& output)
      : languages_(std::move(languages)), output_(output) {
    output_.write(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n"
        "  <teiHeader>\n"
        "    <fileDesc>\n"
        "      <titleStmt><title>Sentence alignment</title></titleStmt>\n"
        "      <publicationStmt><p>Made by libalign</p></publicationStmt>\n"
        "      <sourceDesc><p>The documents that the links point at"
        "</p></sourceDesc>\n"
        "    </fileDesc>\n"
        "  </teiHeader>\n");
  }

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    if (unit.members.empty()) return;
    if (unit.members.size() < 2) {
      losses_.add("one-sided unit");
      return;
    }
    losses_.see(unit);
    forbidden_.begin_unit();
    text_.clear();
    change_documents(unit);
    text_ += "      <link n=\"";
    forbidden_.add(append_xml_attribute(text_, unit.id));
    text_ += "\" type=\"";
    for (const Member& member : unit.members) {
      if (&member != &unit.members.front()) text_ += '-';
      text_ += std::to_string(member.segments.size());
    }
    text_ += "\" cert=\"";
    append_number(text_, unit.probability);
    text_ += "\" target=\"";
    for (const Member& member : unit.members) {
      for (const std::size_t segment : member.segments) {
        if (text_.back() != '"') text_ += ' ';
        forbidden_.add(
            append_xml_attribute(text_, escaped_pointer(member.document)));
        text_ += "#s" + std::to_string(segment + 1);
      }
    }
    text_ += "\"/>\n";
    output_.write(text_);
    forbidden_.end_unit();
  }

  void finish() override {
    // A <standOff> must not be empty.
    output_.write(group_.empty() ? "  <text><body><p/></body></text>\n"
                                 : "    </linkGrp>\n  </standOff>\n");
    output_.write("</TEI>\n");
    forbidden_.report(output_.path(), diagnostics_);
  }

  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return losses_.all(); }

 private:
  // A group is the languages and documents of its links.
  void change_documents(const Unit& unit) {
    std::string group = "subtype=\"";
    for (const Member& member : unit.members) {
      if (&member != &unit.members.front()) group += '_';
      group += member.language;
    }
    group += "\" domains=\"";
    std::size_t dropped = 0;
    for (const Member& member : unit.members) {
      if (&member != &unit.members.front()) group += ' ';
      dropped += append_xml_attribute(group, escaped_pointer(member.document));
    }
    group += '"';
    if (group == group_) return;
    forbidden_.add(dropped);
    text_ += group_.empty() ? "  <standOff>\n" : "    </linkGrp>\n";
    text_ += "    <linkGrp type=\"translation\" " + group + ">\n";
    group_ = std::move(group);
  }

  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string text_;
  std::string group_;  // attributes of the <linkGrp> that is open
  ForbiddenCharacters forbidden_;
  LossCounter losses_ = losses_of_links();
  std::vector<Diagnostic> diagnostics_;
};

std::vector<std::string> split_words_of(const std::string& text) {
  std::vector<std::string> words;
  constexpr std::string_view kSpace = " \t\r\n";
  for (std::size_t begin = text.find_first_not_of(kSpace);
       begin != std::string::npos;
       begin = text.find_first_not_of(kSpace, begin)) {
    const std::size_t end =
        std::min(text.find_first_of(kSpace, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return words;
}

// A sentence that a link points at.
struct Pointer {
  std::string document;  // what stands before `#`
  std::string id;
};

class TeiEvents final : public XmlEvents {
 public:
  explicit TeiEvents(std::unique_ptr<ByteSource> source)
      : XmlEvents(std::move(source), {}) {}

  static constexpr Format kFormat = Format::kTei;

  std::deque<Unit> units;
  std::vector<std::string> languages;

 protected:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "linkGrp") {
      domains_ = split_words_of(attributes.get("domains"));
      const std::string tags = attributes.get("subtype");
      tags_.clear();
      for (const std::string_view tag : split_fields(tags, '_')) {
        if (is_language_tag(tag)) tags_.emplace_back(tag);
      }
    } else if (name == "link") {
      read_link(attributes);
    }
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
  std::string inside() const override { return {}; }

 private:
  void read_link(const XmlAttributes& attributes) {
    std::vector<Pointer> pointers;
    for (const std::string& word : split_words_of(attributes.get("target"))) {
      const std::size_t sign = word.find('#');
      if (sign == std::string::npos) {
        stop("<link> points at '" + word + "', want document#id");
        return;
      }
      pointers.push_back({word.substr(0, sign), word.substr(sign + 1)});
    }
    const std::vector<std::size_t> sides =
        sides_of(pointers, attributes.get("type"));
    const std::size_t count =
        sides.empty() ? 0 : *std::max_element(sides.begin(), sides.end()) + 1;
    if (count < 2) return;  // joins no two documents
    Unit unit;
    unit.id = attributes.get("n");
    if (unit.id.empty()) unit.id = attributes.get("id", "xml");
    ++count_;
    if (unit.id.empty()) unit.id = std::to_string(count_);
    unit.members.resize(count);
    for (std::size_t side = 0; side < count; ++side) {
      unit.members[side].language = language_of(side, count);
    }
    for (std::size_t i = 0; i < pointers.size(); ++i) {
      Member& member = unit.members[sides[i]];
      member.document =
          pointers[i].document.empty() && sides[i] < domains_.size()
              ? unescaped_pointer(domains_[sides[i]])
              : unescaped_pointer(pointers[i].document);
      if (member.document.empty()) member.document = member.language;
      member.segments.push_back(segment_of(member.document, pointers[i].id));
    }
    for (Member& member : unit.members) {
      std::sort(member.segments.begin(), member.segments.end());
      if (std::find(languages.begin(), languages.end(), member.language) ==
          languages.end()) {
        languages.push_back(member.language);
      }
    }
    unit.probability =
        std::clamp(parse_number(attributes.get("cert")).value_or(1), 0.0, 1.0);
    unit.score = log_odds(unit.probability);
    units.push_back(std::move(unit));
  }

  // Which member each pointer belongs to: by our own type "1-2" where it fits,
  // else by the domains or the order of the documents; inside one document,
  // `#en.s1 #vi.s1`, by what stands before the last number of the id.
  std::vector<std::size_t> sides_of(const std::vector<Pointer>& pointers,
                                    const std::string& type) const {
    std::vector<std::size_t> sides;
    for (const std::string_view part : split_fields(type, '-')) {
      const std::optional<std::size_t> size = parse_count(part);
      if (!size || *size == 0 || *size > pointers.size()) break;
      const std::size_t side = sides.empty() ? 0 : sides.back() + 1;
      sides.insert(sides.end(), *size, side);
    }
    if (!sides.empty() && sides.size() == pointers.size()) return sides;
    sides.clear();
    std::vector<std::string> names = domains_;
    const bool is_by_domain =
        domains_.size() > 1 &&
        std::all_of(pointers.begin(), pointers.end(), [&](const Pointer& p) {
          return std::find(domains_.begin(), domains_.end(), p.document) !=
                 domains_.end();
        });
    if (!is_by_domain) names.clear();
    for (const Pointer& pointer : pointers) {
      std::string name = pointer.document;
      if (name.empty()) {
        const std::size_t end = pointer.id.find_last_not_of("0123456789");
        name =
            '#' + pointer.id.substr(0, end == std::string::npos ? 0 : end + 1);
      }
      auto found = std::find(names.begin(), names.end(), name);
      if (found == names.end()) found = names.insert(names.end(), name);
      sides.push_back(static_cast<std::size_t>(found - names.begin()));
    }
    // Without a language by itself each side counts from the first there is.
    std::vector<std::size_t> present = sides;
    std::sort(present.begin(), present.end());
    present.erase(std::unique(present.begin(), present.end()), present.end());
    if (present.size() < names.size()) {
      for (std::size_t& side : sides) {
        side = static_cast<std::size_t>(
            std::lower_bound(present.begin(), present.end(), side) -
            present.begin());
      }
    }
    return sides;
  }

  std::string language_of(std::size_t side, std::size_t count) const {
    if (tags_.size() == count) return tags_[side];
    if (side == 0) return "src";
    return side == 1 ? "tgt" : "tgt-" + std::to_string(side);
  }

  // "s7" is segment 6.
  std::size_t segment_of(const std::string& document, std::string_view id) {
    return ids_[document].segment_of(id,
                                     id.starts_with('s') ? id.substr(1) : id);
  }

  std::vector<std::string> domains_;
  std::vector<std::string> tags_;
  std::map<std::string, SegmentIds> ids_;
  std::size_t count_ = 0;
};

}  // namespace

std::unique_ptr<BitextWriter> make_tei_writer(
    const std::vector<std::string>& languages, OutputFile& output) {
  return std::make_unique<TeiWriter>(languages, output);
}

std::unique_ptr<BitextReader> make_tei_reader(
    std::unique_ptr<ByteSource> source) {
  return std::make_unique<XmlLinksReader<TeiEvents>>(std::move(source));
}

}  // namespace align
