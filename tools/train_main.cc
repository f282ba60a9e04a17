// align-train: bitexts to a model bundle.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/segment.h"
#include "align/text.h"
#include "align/tokenize.h"
#include "align/train.h"
#include "align/types.h"
#include "common/cli.h"

namespace align::cli {
namespace {

constexpr ToolInfo kInfo = {
    "align-train",
    "align-train [OPTION]... -o MODEL LANG=FILE LANG=FILE...\n"
    "       align-train [OPTION]... -o MODEL TABLE...\n"
    "       align-train --add-section NAME=FILE... -o MODEL MODEL\n"
    "       align-train --refit --running-text TABLE... -o MODEL MODEL\n"
    "       align-train --segmenter -o WEIGHTS EXAMPLES...",
    "Trains a model from sentences that are translations of each other.",
    "Input is one of\n"
    "  LANG=FILE LANG=FILE  plain text; line n of one file is the translation\n"
    "                       of line n of the others\n"
    "  TABLE                tab-separated with a header of language tags, "
    "e.g.\n"
    "                       en, vi, ar; a column src names the source of a "
    "row\n"
    "                       (see --source-weight); or TMX, or a bitext "
    "written\n"
    "                       by the other tools. Several tables are put "
    "together\n"
    "gzip is read transparently. The same input, options and seed give the "
    "same\n"
    "model, whatever the number of threads.\n"
    "\n"
    "--running-text names tables of two languages in reading order that are "
    "in\n"
    "no other input; weights of order-keeping alignment are fitted on them, "
    "made\n"
    "noisy. Without it the weights that libalign carries are used. --refit "
    "fits\n"
    "them again for a model that is there.\n"
    "\n"
    "--add-section copies a model with further sections, such as refitted\n"
    "weights, in place of those of the same name.\n"
    "\n"
    "Example:\n"
    "  align-train --vocabulary 8000 -o de-fr.align de=a.txt fr=b.txt\n"};

std::vector<std::string> lines_of(const std::string& path) {
  const std::string text = read_text(path).utf8;
  std::vector<std::string> lines;
  std::string_view left = text;
  while (!left.empty()) {
    std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(left.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
  }
  return lines;
}

// LANG=FILE arguments: one row a line.
void add_lines(const std::vector<std::pair<std::string, std::string>>& files,
               TrainingData& data) {
  const std::size_t first_row = data.rows.size();
  std::size_t count = 0;
  for (std::size_t f = 0; f < files.size(); ++f) {
    const auto& [language, path] = files[f];
    const std::size_t column = language_index(data, language);
    std::vector<std::string> lines = lines_of(path);
    if (f == 0) {
      count = lines.size();
      data.rows.resize(first_row + count);
    } else if (lines.size() != count) {
      throw FormatError(path + ": " + std::to_string(lines.size()) +
                        " lines, want " + std::to_string(count) + " as in " +
                        files[0].second);
    }
    for (std::size_t i = 0; i < count; ++i) {
      TrainingRow& row = data.rows[first_row + i];
      row.texts.resize(data.languages.size());
      row.texts[column] = std::move(lines[i]);
    }
  }
}

// Units of TMX and of the tools' own tables.
void add_bitext(const std::string& path, TrainingData& data) {
  const std::unique_ptr<BitextReader> reader = open_bitext(path);
  Unit unit;
  while (reader->read(unit)) {
    std::vector<std::pair<std::size_t, std::string>> texts;
    for (const Member& member : unit.members) {
      if (member.text.empty()) continue;
      texts.emplace_back(
          language_index(data, primary_language(member.language)), member.text);
    }
    TrainingRow row;
    row.texts.resize(data.languages.size());
    for (auto& [column, text] : texts) row.texts[column] = std::move(text);
    data.rows.push_back(std::move(row));
  }
}

bool is_bitext(std::string_view bytes) {
  // A table of ours starts with its columns id, score and type.
  return bytes.starts_with("id\tscore\t") || bytes.starts_with('<') ||
         bytes.starts_with("\xEF\xBB\xBF<") || bytes.starts_with("{\"");
}

TrainingData read_data(Session& session) {
  std::map<std::string, float> weights;
  if (session.has("source-weight")) {
    for (const std::string& value :
         session.get<std::vector<std::string>>("source-weight")) {
      const std::size_t equals = value.rfind('=');
      float weight = -1;
      try {
        weight = std::stof(value.substr(equals + 1));
      } catch (const std::logic_error&) {
        weight = -1;
      }
      if (equals == std::string::npos || !(weight >= 0 && weight <= 1)) {
        throw UsageError("--source-weight " + value +
                         ", want SOURCE=WEIGHT with a weight from 0 to 1");
      }
      weights[value.substr(0, equals)] = weight;
    }
  }
  TrainingData data;
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& argument : session.inputs) {
    const std::size_t equals = argument.find('=');
    if (equals != std::string::npos && argument.find('/') > equals &&
        !std::filesystem::exists(argument)) {
      files.emplace_back(argument.substr(0, equals),
                         argument.substr(equals + 1));
      continue;
    }
    const std::string bytes = read_bytes(argument);
    if (is_bitext(bytes)) {
      add_bitext(argument, data);
    } else {
      add_table(data, bytes, argument, weights);
    }
  }
  if (files.size() == 1) {
    throw UsageError("one file, want LANG=FILE of two languages or more");
  }
  add_lines(files, data);
  return data;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw IoError(path + ": cannot open");
  return {std::istreambuf_iterator<char>(file), {}};
}

float from_half(std::uint16_t half) {
  const std::uint32_t exponent = half >> 10U & 31U;
  const std::uint32_t fraction = half & 1023U;
  const float magnitude = exponent == 0
                              ? std::ldexp(static_cast<float>(fraction), -24)
                              : std::ldexp(static_cast<float>(fraction + 1024),
                                           static_cast<int>(exponent) - 25);
  return (half & 0x8000U) != 0 ? -magnitude : magnitude;
}

// Vectors that a teacher made beforehand: a file of texts, one a line, and one
// of as many rows of half-precision numbers, or fewer when it was not finished.
class TeacherFiles {
 public:
  TeacherFiles(const std::vector<std::string>& files, std::size_t dimension)
      : dimension_(dimension) {
    for (const std::string& file : files) {
      const std::size_t equals = file.find('=');
      if (equals == 0 || equals == std::string::npos) {
        throw UsageError("--teacher " + file + ", want TEXTS=VECTORS");
      }
      add(file.substr(0, equals), file.substr(equals + 1));
    }
  }

  void encode(std::span<const std::string> texts, std::span<float> rows) const {
    std::fill(rows.begin(), rows.end(), 0.0F);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto found = places_.find(texts[i]);
      if (found == places_.end()) continue;
      const std::string& vectors = vectors_[found->second.file];
      for (std::size_t k = 0; k < dimension_; ++k) {
        std::uint16_t half = 0;
        std::memcpy(
            &half,
            vectors.data() + (found->second.row * dimension_ + k) * sizeof half,
            sizeof half);
        rows[i * dimension_ + k] = from_half(half);
      }
    }
  }

 private:
  struct Place {
    std::size_t file;
    std::size_t row;
  };

  void add(const std::string& texts_path, const std::string& vectors_path) {
    const std::vector<std::string> texts = lines_of(texts_path);
    vectors_.push_back(bytes_of(vectors_path));
    const std::size_t row_size = dimension_ * sizeof(std::uint16_t);
    const std::size_t rows = vectors_.back().size() / row_size;
    if (vectors_.back().size() % row_size != 0 || rows > texts.size()) {
      throw FormatError(
          vectors_path + ": " + std::to_string(vectors_.back().size()) +
          " bytes, want at most a row of " + std::to_string(row_size) +
          " for each line of " + texts_path);
    }
    for (std::size_t row = 0; row < rows; ++row) {
      places_.try_emplace(texts[row], Place{vectors_.size() - 1, row});
    }
  }

  std::size_t dimension_;
  std::vector<std::string> vectors_;
  std::unordered_map<std::string, Place> places_;
};

void add_sections(Session& session) {
  if (session.inputs.size() != 1) {
    throw UsageError("--add-section wants one model to start from");
  }
  std::vector<std::pair<std::string, std::string>> sections;
  for (const std::string& value :
       session.get<std::vector<std::string>>("add-section")) {
    const std::size_t equals = value.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw UsageError("--add-section " + value + ", want NAME=FILE");
    }
    sections.emplace_back(value.substr(0, equals),
                          bytes_of(value.substr(equals + 1)));
  }
  replace_sections(session.inputs[0], session.output, sections);
}

// A table whose rows have two languages, in reading order.
RunningText read_running_text(const std::string& path) {
  TrainingData data;
  add_table(data, read_bytes(path), path, {});
  if (data.languages.size() != 2) {
    throw FormatError(path + ": " + std::to_string(data.languages.size()) +
                      " languages, want running text in two");
  }
  RunningText text;
  text.source_language = data.languages[0];
  text.target_language = data.languages[1];
  for (TrainingRow& row : data.rows) {
    if (row.texts[0].empty() || row.texts[1].empty()) continue;
    text.source.push_back(std::move(row.texts[0]));
    text.target.push_back(std::move(row.texts[1]));
  }
  return text;
}

// Fits the weights of beads with the model in the output file.
void fit_beads(Session& session) {
  std::vector<RunningText> texts;
  for (const std::string& path :
       session.get<std::vector<std::string>>("running-text")) {
    texts.push_back(read_running_text(path));
  }
  FitOptions options;
  options.seed = session.get<std::uint64_t>("seed");
  options.threads = session.threads;
  const std::unique_ptr<Progress> bar = session.progress("fitting beads", 1);
  options.progress = [&](std::string_view, double share) {
    bar->set_share(share);
  };
  fit_bead_weights(session.output, texts, options);
}

void refit(Session& session) {
  if (session.inputs.size() != 1 || !session.has("running-text")) {
    throw UsageError("--refit wants one model and --running-text");
  }
  replace_sections(session.inputs[0], session.output, {});
  fit_beads(session);
}

// The ingredients of --without.
std::vector<Ingredient> left_out(Session& session) {
  std::vector<Ingredient> without;
  if (!session.has("without")) return without;
  for (const std::string& name :
       session.get<std::vector<std::string>>("without")) {
    const auto found =
        std::find_if(ingredients().begin(), ingredients().end(),
                     [&](const auto& known) { return known.first == name; });
    if (found == ingredients().end()) {
      std::string message = "--without " + name + ", want one of";
      std::string_view separator = " ";
      for (const auto& [known, ingredient] : ingredients()) {
        message.append(separator).append(known);
        separator = ", ";
      }
      throw UsageError(message);
    }
    without.push_back(found->second);
  }
  return without;
}

// Leaves rows out so that the share given stays, spread evenly.
void keep_share(TrainingData& data, double share) {
  if (!(share > 0 && share <= 1)) {
    throw UsageError("--share " + std::to_string(share) +
                     ", want more than 0 and at most 1");
  }
  std::vector<TrainingRow> kept;
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    const auto place = static_cast<double>(i);
    if (std::floor((place + 1) * share) > std::floor(place * share)) {
      kept.push_back(std::move(data.rows[i]));
    }
  }
  data.rows = std::move(kept);
}

void train(Session& session) {
  TrainingData data = read_data(session);
  keep_share(data, session.get<double>("share"));
  TrainOptions options;
  options.seed = session.get<std::uint64_t>("seed");
  options.threads = session.threads;
  options.vocabulary_size = session.get<std::size_t>("vocabulary");
  options.dimension = session.get<std::size_t>("dimension");
  options.epochs = session.get<std::size_t>("epochs");
  options.without = left_out(session);
  options.hard_negatives = session.get<bool>("hard-negatives");
  options.stages = session.get<std::string>("stages");
  if (session.has("subwords")) {
    options.subwords = bytes_of(session.get<std::string>("subwords"));
  }
  if (session.get<bool>("list-pieces")) {
    const std::unique_ptr<OutputFile> output =
        session.open_output(session.output);
    for (const std::string& piece : subword_pieces(data, options)) {
      output->write(piece + '\n');
    }
    session.commit(*output);
    return;
  }
  std::optional<TeacherFiles> teacher;
  if (session.has("teacher")) {
    options.teacher.dimension = session.get<std::size_t>("teacher-dimension");
    if (options.teacher.dimension == 0) {
      throw UsageError("--teacher-dimension 0, want at least 1");
    }
    teacher.emplace(session.get<std::vector<std::string>>("teacher"),
                    options.teacher.dimension);
    options.teacher.encode = [&](std::span<const std::string> texts,
                                 std::span<float> rows) {
      teacher->encode(texts, rows);
    };
  }
  std::unique_ptr<Progress> bar;
  std::string stage;
  options.progress = [&](std::string_view name, double share) {
    if (name != stage) {
      stage = name;
      bar = nullptr;
      bar = session.progress("training " + stage, 1);
    }
    bar->set_share(share);
  };
  train_model(data, session.output, options);
  bar = nullptr;
  if (session.has("running-text")) fit_beads(session);
  session.log.count("rows", data.rows.size());
  session.log.count("languages", data.languages.size());
  session.log.note("model " + Bundle::open(session.output).fingerprint());
}

void add_options(po::options_description& options) {
  options.add_options()("vocabulary",
                        po::value<std::size_t>()->default_value(32000),
                        "pieces of the subword model")(
      "dimension", po::value<std::size_t>()->default_value(256),
      "numbers in a vector")("epochs",
                             po::value<std::size_t>()->default_value(8),
                             "passes over the data when training vectors")(
      "seed", po::value<std::uint64_t>()->default_value(1),
      "start of the random numbers")(
      "source-weight", po::value<std::vector<std::string>>(),
      "SOURCE=WEIGHT: weight of the rows of a source, 0 leaves them out")(
      "share", po::value<double>()->default_value(1),
      "share of the rows that is used, spread evenly: for learning curves")(
      "hard-negatives", po::bool_switch(),
      "batches of runs of four neighbouring rows when training vectors, so "
      "that sentences of one text are told apart")(
      "without", po::value<std::vector<std::string>>()->value_name("NAME"),
      "leave an ingredient out, to measure what it brings: start, "
      "distillation, cross-targets, dropout, weights, composition")(
      "stages", po::value<std::string>()->default_value("")->value_name("DIR"),
      "keep finished stages here; a run that was broken off goes on from them")(
      "running-text", po::value<std::vector<std::string>>(),
      "TABLE: fit weights of order-keeping alignment on this text")(
      "refit", po::bool_switch(), "only fit weights, for a model given")(
      "subwords", po::value<std::string>()->value_name("FILE"),
      "SentencePiece unigram model whose pieces are used, not new ones")(
      "list-pieces", po::bool_switch(),
      "write the texts of the pieces that would be used, one a line, and stop")(
      "teacher", po::value<std::vector<std::string>>(),
      "TEXTS=VECTORS: what a sentence encoder makes of texts, one a line; rows "
      "of half-precision numbers (see scripts/teacher-vectors)")(
      "teacher-dimension", po::value<std::size_t>()->default_value(384),
      "numbers in a row of VECTORS")(
      "add-section", po::value<std::vector<std::string>>(),
      "NAME=FILE: copy a model with this section; nothing is trained")(
      "segmenter", po::bool_switch(),
      "learn weights for align-segment --web-text-weights from JSONL with the "
      "keys text, lang and sents ([[start,end],...] in code points)");
}

// Examples of sentences to the weights of the segmenter's trained stage.
void train_segmenter(Session& session) {
  if (session.inputs.empty()) throw UsageError("nothing to train on");
  std::vector<SegmentExample> examples;
  for (const std::string& path : session.inputs) {
    for (SegmentExample& example :
         read_segment_examples(read_bytes(path), path)) {
      examples.push_back(std::move(example));
    }
  }
  const auto output = session.open_output(session.output);
  output->write(train_web_text(examples));
  session.commit(*output);
  session.log.count("examples", examples.size());
}

int body(Session& session) {
  if (session.output == "-") {
    throw UsageError("a model is written to a file: give -o MODEL");
  }
  if (session.get<bool>("segmenter")) {
    train_segmenter(session);
  } else if (session.has("add-section")) {
    add_sections(session);
  } else if (session.get<bool>("refit")) {
    refit(session);
  } else {
    if (session.inputs.empty()) throw UsageError("nothing to train on");
    train(session);
  }
  return kDone;
}

}  // namespace
}  // namespace align::cli

int main(int argc, char** argv) {
  return align::cli::run(argc, argv, align::cli::kInfo, align::cli::add_options,
                         align::cli::body);
}
