// Pharaoh: the word links of a unit a line, `0-0 1-2 2-1`, source and target
// word from 0, in the order of the bitext whose words they are. Nothing else is
// held: the texts stand in files of their own.
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

class PharaohWriter final : public BitextWriter {
 public:
  PharaohWriter(std::vector<std::string> languages, OutputFile& output)
      : languages_(std::move(languages)), output_(output) {}

  // A line for every unit, so that the lines can be matched with the units.
  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    losses_.see(unit);
    line_.clear();
    for (const WordLinks& words : unit.words) {
      if (languages_.size() < 2) break;
      const bool is_forward =
          words.source == languages_[0] && words.target == languages_[1];
      const bool is_backward =
          words.source == languages_[1] && words.target == languages_[0];
      if (!is_forward && !is_backward) continue;
      for (const auto& [source, target] : words.pairs) {
        if (!line_.empty()) line_ += ' ';
        line_ += std::to_string(is_forward ? source : target) + '-' +
                 std::to_string(is_forward ? target : source);
      }
    }
    line_ += '\n';
    output_.write(line_);
  }

  void finish() override {}
  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return losses_.all(); }

 private:
  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string line_;
  LossCounter losses_{Field::kId,       Field::kKind,    Field::kGrade,
                      Field::kStatus,   Field::kScore,   Field::kProbability,
                      Field::kEvidence, Field::kOffsets, Field::kDocument,
                      Field::kSegments, Field::kText};
  std::vector<Diagnostic> diagnostics_;
};

class PharaohReader final : public BitextReader {
 public:
  explicit PharaohReader(std::unique_ptr<ByteSource> source)
      : lines_(std::move(source)), log_(lines_.name()) {}

  bool read(Unit& unit) override {
    std::string_view line;
    if (!lines_.next(line)) return false;
    unit = Unit{};
    unit.id = std::to_string(lines_.line_number());
    for (const std::string& language : languages_) {
      Member member;
      member.language = language;
      member.document = language;
      member.segments = {lines_.line_number() - 1};
      unit.members.push_back(std::move(member));
    }
    auto pairs = parse_word_links(line);
    if (!pairs) {
      throw FormatError(lines_.name() + ":" +
                        std::to_string(lines_.line_number()) +
                        ": want word links such as 0-0 1-2");
    }
    if (!pairs->empty()) {
      unit.words.push_back({languages_[0], languages_[1], std::move(*pairs)});
    }
    return true;
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kPharaoh; }

 private:
  LineReader lines_;
  RepairLog log_;
  std::vector<std::string> languages_ = {"src", "tgt"};
};

}  // namespace

std::unique_ptr<BitextWriter> make_pharaoh_writer(
    const std::vector<std::string>& languages, OutputFile& output) {
  return std::make_unique<PharaohWriter>(languages, output);
}

std::unique_ptr<BitextReader> make_pharaoh_reader(
    std::unique_ptr<ByteSource> source) {
  return std::make_unique<PharaohReader>(std::move(source));
}

}  // namespace align
