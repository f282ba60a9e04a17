#include <algorithm>
#include <cstddef>
#include <memory>
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

constexpr std::size_t kFixedColumns = 3;     // id score type
constexpr std::size_t kLanguageColumns = 3;  // doc segs text

class TsvWriter final : public BitextWriter {
 public:
  TsvWriter(std::vector<std::string> languages, OutputFile& output)
      : languages_(std::move(languages)), output_(output) {
    line_ = "id\tscore\ttype";
    for (const std::string& language : languages_) {
      line_.append("\tdoc.").append(language);
      line_.append("\tsegs.").append(language);
      line_.append("\ttext.").append(language);
    }
    line_ += '\n';
    output_.write(line_);
  }

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    losses_.see(unit);
    has_changed_ = false;
    line_.clear();
    append_field(unit.id);
    line_ += '\t';
    append_number(line_, unit.score);
    line_ += '\t';
    line_ += unit_type(unit, languages_);
    for (const std::string& language : languages_) {
      const Member* member = find_member(unit, language);
      line_ += '\t';
      if (member != nullptr) append_field(member->document);
      line_ += '\t';
      if (member != nullptr) append_segments(line_, member->segments);
      line_ += '\t';
      if (member != nullptr) append_field(member->text);
    }
    line_ += '\n';
    output_.write(line_);
    if (has_changed_) ++changed_;
  }

  void finish() override {
    if (changed_ > 0) {
      diagnostics_.push_back({"tsv-white-space", output_.path(), 0,
                              "tabs and line ends inside the text of " +
                                  std::to_string(changed_) +
                                  " units became spaces",
                              "jsonl keeps them"});
    }
  }

  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return losses_.all(); }

 private:
  void append_field(std::string_view text) {
    const std::size_t begin = line_.size();
    line_ += text;
    for (std::size_t i = begin; i < line_.size(); ++i) {
      char& c = line_[i];
      if (c == '\t' || c == '\r' || c == '\n') {
        c = ' ';
        has_changed_ = true;
      }
    }
  }

  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string line_;
  bool has_changed_ = false;
  std::size_t changed_ = 0;
  LossCounter losses_{Field::kKind,        Field::kGrade,    Field::kStatus,
                      Field::kProbability, Field::kEvidence, Field::kOffsets};
  std::vector<Diagnostic> diagnostics_;
};

class TsvReader final : public BitextReader {
 public:
  explicit TsvReader(std::unique_ptr<ByteSource> source)
      : lines_(std::move(source)), log_(lines_.name()) {
    std::string_view line;
    // Blank lines before the header are what detection skips too.
    while (lines_.next(line) && line.empty()) {
    }
    read_header(line);
  }

  bool read(Unit& unit) override {
    std::string_view line;
    do {
      if (!lines_.next(line)) return false;
    } while (line.empty());
    line = valid_utf8(line, repaired_, lines_.line_number(), lines_.offset(),
                      log_);
    const std::vector<std::string_view> fields = split_fields(line);
    const std::size_t want =
        kFixedColumns + kLanguageColumns * languages_.size();
    if (fields.size() != want) {
      fail("has " + std::to_string(fields.size()) + " columns, want " +
           std::to_string(want));
    }
    unit = Unit{};
    unit.id = fields[0];
    const std::optional<double> score = parse_number(fields[1]);
    if (!score) fail("score '" + std::string(fields[1]) + "' is no number");
    unit.score = *score;
    for (std::size_t i = 0; i < languages_.size(); ++i) {
      read_member(languages_[i], &fields[kFixedColumns + kLanguageColumns * i],
                  unit);
    }
    if (unit.members.empty()) fail("no language has a segment");
    const bool is_linked = unit.members.size() > 1;
    unit.kind = is_linked ? UnitKind::kParallel : UnitKind::kUnlinked;
    // The format has no probability; that of the log-odds is the best guess.
    unit.probability = is_linked ? probability_of(unit.score) : 0;
    return true;
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kTsv; }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw FormatError(lines_.name() + ":" +
                      std::to_string(lines_.line_number()) + ": " + what);
  }

  void read_header(std::string_view line) {
    const std::vector<std::string_view> fields = split_fields(line);
    if (fields.size() % kLanguageColumns != 0) {
      fail("header has " + std::to_string(fields.size()) +
           " columns, want three and three more a language");
    }
    for (std::size_t i = kFixedColumns; i < fields.size();
         i += kLanguageColumns) {
      const std::string_view doc = fields[i];
      const std::string language(doc.starts_with("doc.") ? doc.substr(4) : "");
      if (!is_language_tag(language) || fields[i + 1] != "segs." + language ||
          fields[i + 2] != "text." + language) {
        fail("column " + std::to_string(i + 1) + " is '" + std::string(doc) +
             "', want doc.LANG segs.LANG text.LANG");
      }
      if (std::find(languages_.begin(), languages_.end(), language) !=
          languages_.end()) {
        fail("language " + language + " has two sets of columns");
      }
      languages_.push_back(language);
    }
  }

  void read_member(const std::string& language, const std::string_view* fields,
                   Unit& unit) const {
    const std::optional<std::vector<std::size_t>> segments =
        parse_segments(fields[1]);
    if (!segments) {
      fail("segs." + language + " is '" + std::string(fields[1]) +
           "', want numbers separated by commas");
    }
    if (segments->empty()) {
      if (!fields[2].empty()) fail("text." + language + " has no segs");
      return;
    }
    Member member;
    member.language = language;
    member.document = fields[0];
    member.segments = *segments;
    member.text = fields[2];
    unit.members.push_back(std::move(member));
  }

  LineReader lines_;
  RepairLog log_;
  std::string repaired_;
  std::vector<std::string> languages_;
};

}  // namespace

std::unique_ptr<BitextWriter> make_tsv_writer(
    const std::vector<std::string>& languages, OutputFile& output) {
  return std::make_unique<TsvWriter>(languages, output);
}

std::unique_ptr<BitextReader> make_tsv_reader(
    std::unique_ptr<ByteSource> source) {
  return std::make_unique<TsvReader>(std::move(source));
}

}  // namespace align
