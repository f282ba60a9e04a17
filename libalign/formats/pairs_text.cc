// Sentence pairs a line: LASER's `score source target`, Bitextor's `src_url
// trg_url src_text trg_text score`, and the pairs of align-mine, `score
// source_line target_line source target`.
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

void append_cell(std::string& out, std::string_view text, bool& has_changed) {
  for (const char c : text) {
    const bool is_break = c == '\t' || c == '\r' || c == '\n';
    has_changed = has_changed || is_break;
    out += is_break ? ' ' : c;
  }
}

class PairsWriter final : public BitextWriter {
 public:
  PairsWriter(Format format, std::vector<std::string> languages,
              OutputFile& output)
      : is_laser_(format == Format::kLaser),
        languages_(std::move(languages)),
        output_(output),
        losses_(is_laser_ ? LossCounter{Field::kId, Field::kKind, Field::kGrade,
                                        Field::kStatus, Field::kProbability,
                                        Field::kEvidence, Field::kWordLinks,
                                        Field::kOffsets, Field::kDocument,
                                        Field::kSegments}
                          : LossCounter{Field::kId, Field::kKind, Field::kGrade,
                                        Field::kStatus, Field::kProbability,
                                        Field::kEvidence, Field::kWordLinks,
                                        Field::kOffsets, Field::kSegments}) {
    if (!is_laser_) {
      output_.write("src_url\ttrg_url\tsrc_text\ttrg_text\tscore\n");
    }
  }

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    if (unit.members.size() != 2) {
      losses_.add("one-sided unit");
      return;
    }
    losses_.see(unit);
    const Member& source = *find_member(unit, languages_[0]);
    const Member& target = *find_member(unit, languages_[1]);
    std::string line;
    bool has_changed = false;
    if (is_laser_) {
      append_number(line, unit.score);
      line += '\t';
      append_cell(line, source.text, has_changed);
      line += '\t';
      append_cell(line, target.text, has_changed);
    } else {
      for (const std::string* cell :
           {&source.document, &target.document, &source.text, &target.text}) {
        append_cell(line, *cell, has_changed);
        line += '\t';
      }
      append_number(line, unit.score);
    }
    line += '\n';
    if (has_changed) ++changed_;
    if (is_laser_) {
      rows_.emplace_back(unit.score, std::move(line));
    } else {
      output_.write(line);
    }
  }

  void finish() override {
    // LASER's pairs come best first, so they have to wait for the last.
    std::stable_sort(
        rows_.begin(), rows_.end(),
        [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [score, line] : rows_) output_.write(line);
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
  bool is_laser_;
  std::vector<std::string> languages_;
  OutputFile& output_;
  std::vector<std::pair<double, std::string>> rows_;  // LASER's
  std::size_t changed_ = 0;
  LossCounter losses_;
  std::vector<Diagnostic> diagnostics_;
};

enum class Columns { kLaser, kBitextor, kMined };

class PairsReader final : public BitextReader {
 public:
  PairsReader(Format format, std::unique_ptr<ByteSource> source)
      : lines_(std::move(source)),
        log_(lines_.name()),
        columns_(format == Format::kLaser ? Columns::kLaser
                                          : Columns::kBitextor) {}

  bool read(Unit& unit) override {
    std::string_view line;
    while (lines_.next(line)) {
      if (line.empty() || is_header(line)) continue;
      line = valid_utf8(line, repaired_, lines_.line_number(), lines_.offset(),
                        log_);
      unit = make_unit(split_fields(line));
      return true;
    }
    return false;
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override {
    return columns_ == Columns::kBitextor ? Format::kBitextor : Format::kLaser;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw FormatError(lines_.name() + ":" +
                      std::to_string(lines_.line_number()) + ": " + what);
  }

  bool is_header(std::string_view line) {
    if (count_ > 0) return false;
    if (line.starts_with("score\tsource_line\ttarget_line\t")) {
      columns_ = Columns::kMined;
      return true;
    }
    return line.starts_with("src_url\t");
  }

  double score_of(std::string_view cell) const {
    const std::optional<double> score = parse_number(cell);
    if (!score) fail("score '" + std::string(cell) + "' is no number");
    return *score;
  }

  Unit make_unit(const std::vector<std::string_view>& fields) {
    Unit unit;
    unit.id = std::to_string(++count_);
    unit.members.resize(2);
    for (std::size_t side = 0; side < 2; ++side) {
      Member& member = unit.members[side];
      member.language = languages_[side];
      member.document = languages_[side];
      member.segments = {count_ - 1};
      std::size_t text = side + 1;  // LASER's column
      if (columns_ == Columns::kBitextor) {
        text = side + 2;
      } else if (columns_ == Columns::kMined) {
        text = side + 3;
      }
      if (fields.size() <= text) {
        fail("has " + std::to_string(fields.size()) + " columns, want " +
             std::to_string(columns_ == Columns::kLaser   ? 3
                            : columns_ == Columns::kMined ? 5
                                                          : 4));
      }
      member.text = fields[text];
      if (columns_ == Columns::kBitextor) member.document = fields[side];
      if (columns_ == Columns::kMined) {
        const std::optional<std::size_t> number = parse_count(fields[side + 1]);
        if (!number) fail("want line numbers in columns 2 and 3");
        member.segments = {*number};
      }
    }
    if (columns_ != Columns::kBitextor) {
      unit.score = score_of(fields[0]);
    } else if (fields.size() > 4) {
      unit.score = parse_number(fields.back()).value_or(0);
    }
    // Our miner's scores are probabilities, another's may be margins.
    if (columns_ == Columns::kMined && unit.score >= 0 && unit.score <= 1) {
      unit.probability = unit.score;
      unit.score = log_odds(unit.probability);
    } else {
      unit.probability = probability_of(unit.score);
    }
    return unit;
  }

  LineReader lines_;
  RepairLog log_;
  Columns columns_;
  std::string repaired_;
  std::size_t count_ = 0;
  std::vector<std::string> languages_ = {"src", "tgt"};
};

}  // namespace

std::unique_ptr<BitextWriter> make_pairs_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output) {
  return std::make_unique<PairsWriter>(format, languages, output);
}

std::unique_ptr<BitextReader> make_pairs_reader(
    Format format, std::unique_ptr<ByteSource> source) {
  return std::make_unique<PairsReader>(format, std::move(source));
}

}  // namespace align
