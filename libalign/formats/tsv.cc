#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/parts.h"
#include "formats/plain.h"
#include "formats/table.h"

namespace align {
namespace {

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
                      Field::kProbability, Field::kEvidence, Field::kWordLinks,
                      Field::kOffsets};
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
    columns_.read_header(split_fields(line),
                         {log_.file(), lines_.line_number()});
  }

  bool read(Unit& unit) override {
    std::string_view line;
    do {
      if (!lines_.next(line)) return false;
    } while (line.empty());
    line = valid_utf8(line, repaired_, lines_.line_number(), lines_.offset(),
                      log_);
    columns_.read_row(split_fields(line), {log_.file(), lines_.line_number()},
                      unit);
    return true;
  }

  const std::vector<std::string>& languages() const override {
    return columns_.languages();
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kTsv; }

 private:
  LineReader lines_;
  RepairLog log_;
  std::string repaired_;
  TableColumns columns_;
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
