#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/parts.h"
#include "formats/plain.h"

namespace align {
namespace {

void append_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kHex[static_cast<unsigned char>(c) >> 4U];
          out += kHex[static_cast<unsigned char>(c) & 0xFU];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void append_key(std::string& out, std::string_view key) {
  if (out.back() != '{') out += ',';
  append_string(out, key);
  out += ':';
}

void append_place(std::string& out, const CharRange& chars,
                  std::string_view text) {
  append_key(out, "start");
  out += std::to_string(chars.begin);
  append_key(out, "end");
  out += std::to_string(chars.end);
  append_key(out, "text");
  append_string(out, text);
}

void append_member(std::string& out, const Member& member) {
  out += '{';
  append_key(out, "doc");
  append_string(out, member.document);
  append_key(out, "segments");
  out += '[';
  append_segments(out, member.segments);
  out += ']';
  append_place(out, member.chars, member.text);
  if (!member.parts.empty()) {
    append_key(out, "parts");
    out += '[';
    for (const MemberPart& part : member.parts) {
      if (out.back() != '[') out += ',';
      out += '{';
      append_place(out, part.chars, part.text);
      out += '}';
    }
    out += ']';
  }
  out += '}';
}

class JsonlWriter final : public BitextWriter {
 public:
  JsonlWriter(std::vector<std::string> languages, OutputFile& output)
      : languages_(std::move(languages)), output_(output) {}

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    line_.clear();
    line_ += '{';
    append_key(line_, "id");
    append_string(line_, unit.id);
    append_key(line_, "type");
    append_string(line_, unit_type(unit, languages_));
    append_key(line_, "score");
    append_number(line_, unit.score);
    append_key(line_, "probability");
    append_number(line_, unit.probability);
    append_key(line_, "kind");
    append_string(line_, to_string(unit.kind));
    append_key(line_, "grade");
    if (unit.grade) {
      append_string(line_, to_string(*unit.grade));
    } else {
      line_ += "null";
    }
    append_key(line_, "status");
    append_string(line_, to_string(unit.status));
    append_key(line_, "members");
    line_ += '{';
    for (const std::string& language : languages_) {
      const Member* member = find_member(unit, language);
      if (member == nullptr) continue;
      append_key(line_, language);
      append_member(line_, *member);
    }
    line_ += '}';
    if (unit.evidence) append_evidence(*unit.evidence);
    if (!unit.words.empty()) append_words(unit.words);
    line_ += "}\n";
    output_.write(line_);
  }

  void finish() override {}
  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return {}; }

 private:
  void append_evidence(const Evidence& evidence) {
    append_key(line_, "evidence");
    line_ += '{';
    append_key(line_, "vector");
    append_number(line_, evidence.vector);
    append_key(line_, "lexicon");
    append_number(line_, evidence.lexicon);
    append_key(line_, "length");
    append_number(line_, evidence.length);
    append_key(line_, "numbers");
    append_number(line_, evidence.numbers);
    line_ += '}';
  }

  void append_words(const std::vector<WordLinks>& words) {
    append_key(line_, "words");
    line_ += '[';
    for (const WordLinks& links : words) {
      if (line_.back() != '[') line_ += ',';
      line_ += '{';
      append_key(line_, "source");
      append_string(line_, links.source);
      append_key(line_, "target");
      append_string(line_, links.target);
      append_key(line_, "links");
      line_ += '[';
      for (const auto& [source, target] : links.pairs) {
        if (line_.back() != '[') line_ += ',';
        line_ +=
            '[' + std::to_string(source) + ',' + std::to_string(target) + ']';
      }
      line_ += "]}";
    }
    line_ += ']';
  }

  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string line_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace

std::unique_ptr<BitextWriter> make_jsonl_writer(
    const std::vector<std::string>& languages, OutputFile& output) {
  return std::make_unique<JsonlWriter>(languages, output);
}

}  // namespace align
