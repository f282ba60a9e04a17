// Moses: a file a language, equal line numbers are translations.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "formats/byte_source.h"
#include "formats/plain.h"

namespace align {

struct MosesWriter::State {
  std::vector<std::string> languages;
  std::vector<std::unique_ptr<OutputFile>> files;
  std::size_t changed = 0;
  LossCounter losses{Field::kId,       Field::kKind,      Field::kGrade,
                     Field::kStatus,   Field::kScore,     Field::kProbability,
                     Field::kEvidence, Field::kWordLinks, Field::kOffsets,
                     Field::kDocument, Field::kSegments};
  std::vector<Diagnostic> diagnostics;
};

MosesWriter::MosesWriter(const std::string& name,
                         std::vector<std::string> languages, const Open& open)
    : state_(std::make_unique<State>()) {
  state_->languages = std::move(languages);
  for (const std::string& language : state_->languages) {
    std::string path = name;
    path.append(".").append(language);
    state_->files.push_back(open ? open(path)
                                 : std::make_unique<OutputFile>(path));
  }
}

MosesWriter::~MosesWriter() = default;

void MosesWriter::write(const Unit& unit) {
  check_languages(unit, state_->languages);
  if (unit.members.size() < state_->languages.size()) {
    state_->losses.add("unit without all languages");
    return;
  }
  state_->losses.see(unit);
  bool has_changed = false;
  for (std::size_t i = 0; i < state_->languages.size(); ++i) {
    std::string line = find_member(unit, state_->languages[i])->text;
    for (char& c : line) {
      if (c != '\r' && c != '\n') continue;
      c = ' ';
      has_changed = true;
    }
    state_->files[i]->write(line + '\n');
  }
  if (has_changed) ++state_->changed;
}

void MosesWriter::finish() {
  if (state_->changed == 0) return;
  state_->diagnostics.push_back(
      {"moses-line-ends", state_->files.front()->path(), 0,
       "line ends inside the text of " + std::to_string(state_->changed) +
           " units became spaces",
       "jsonl keeps them"});
}

void MosesWriter::commit() {
  for (const auto& file : state_->files) file->commit();
}

std::vector<OutputFile*> MosesWriter::files() const {
  std::vector<OutputFile*> files;
  for (const auto& file : state_->files) files.push_back(file.get());
  return files;
}

const std::vector<Diagnostic>& MosesWriter::diagnostics() const {
  return state_->diagnostics;
}

std::vector<Loss> MosesWriter::losses() const { return state_->losses.all(); }

namespace {

class MosesReader final : public BitextReader {
 public:
  explicit MosesReader(
      const std::vector<std::pair<std::string, std::string>>& files)
      : log_(files.front().second) {
    for (const auto& [language, path] : files) {
      languages_.push_back(language);
      lines_.push_back(
          std::make_unique<LineReader>(std::make_unique<ByteSource>(path)));
    }
  }

  bool read(Unit& unit) override {
    unit = Unit{};
    std::size_t ended = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      std::string_view line;
      if (!lines_[i]->next(line)) {
        ++ended;
        continue;
      }
      std::string repaired;
      Member member;
      member.language = languages_[i];
      member.document = lines_[i]->name();
      member.segments = {lines_[i]->line_number() - 1};
      member.text = valid_utf8(line, repaired, lines_[i]->line_number(),
                               lines_[i]->offset(), log_);
      unit.members.push_back(std::move(member));
    }
    if (ended == lines_.size()) return false;
    if (ended > 0) {
      throw FormatError(unit.members.front().document + ":" +
                        std::to_string(count_ + 1) +
                        ": has more lines than its companions");
    }
    unit.id = std::to_string(++count_);
    unit.probability = 1;
    unit.score = log_odds(1);
    return true;
  }

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kMoses; }

 private:
  std::vector<std::string> languages_;
  std::vector<std::unique_ptr<LineReader>> lines_;
  RepairLog log_;
  std::size_t count_ = 0;
};

}  // namespace

std::unique_ptr<BitextReader> open_moses(
    const std::vector<std::pair<std::string, std::string>>& files) {
  if (files.size() < 2) {
    throw InvalidArgument(
        "Moses wants a file for each of two languages or "
        "more");
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!is_language_tag(files[i].first)) {
      throw InvalidArgument("'" + files[i].first + "' is not a language tag");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (files[i].first == files[j].first) {
        throw InvalidArgument("two files in " + files[i].first);
      }
    }
  }
  return std::make_unique<MosesReader>(files);
}

}  // namespace align
