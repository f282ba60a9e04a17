// How often the translation of a sentence is the nearest one: top-1 retrieval
// in both directions, plain and with the margin (CSLS, Conneau et al. 2018).
//
// retrieval MODEL LANG=FILE LANG=FILE [ENCODER.onnx]: sentence n of one file is
// the translation of sentence n of the other; gzip is read transparently.
// Prints a line for vectors, lexicon, the baseline of lexicon and lengths, and
// all evidence together; with a sentence encoder (a build with OpenVINO), what
// it reaches alone and beside all of that.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "align/embed.h"
#include "align/encoder.h"
#include "align/error.h"
#include "align/lexicon.h"
#include "align/score.h"
#include "align/text.h"
#include "align/tokenize.h"

namespace {

using align::PieceId;

constexpr std::size_t kNeighbours = 4;

struct Side {
  std::string language;
  std::vector<std::string> texts;
  std::vector<align::Tokens> tokens;
  std::vector<float> vectors;  // of length 1
};

// Scores of all sentences of one side against all of the other, row-major.
struct Scores {
  std::size_t size = 0;
  std::vector<double> values;
  double& at(std::size_t i, std::size_t j) { return values[i * size + j]; }
  [[nodiscard]] double at(std::size_t i, std::size_t j) const {
    return values[i * size + j];
  }
};

Side read_side(const align::Model& model, const std::string& argument) {
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos) {
    throw align::InvalidArgument(argument + ", want LANG=FILE");
  }
  Side side;
  side.language = argument.substr(0, equals);
  const std::string bytes = align::read_bytes(argument.substr(equals + 1));
  const std::size_t dimension = model.vectors().dimension();
  std::string_view left = bytes;
  while (!left.empty()) {
    const std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(left.size(), line.size() + 1));
    side.texts.emplace_back(line);
    side.tokens.push_back(model.tokenizer().tokenize(line, side.language));
    std::vector<float> sum(dimension);
    model.vectors().add(side.tokens.back().pieces, sum);
    const float norm = std::max(1e-6F, std::sqrt(align::dot(sum, sum)));
    for (float& value : sum) value /= norm;
    side.vectors.insert(side.vectors.end(), sum.begin(), sum.end());
  }
  return side;
}

Scores score_vectors(const std::vector<float>& x, const std::vector<float>& y,
                     std::size_t dimension) {
  Scores scores{x.size() / dimension, {}};
  std::vector<float> row(scores.size);
  for (std::size_t i = 0; i < scores.size; ++i) {
    align::dot_rows({x.data() + i * dimension, dimension}, y, row);
    scores.values.insert(scores.values.end(), row.begin(), row.end());
  }
  return scores;
}

// Adds the mean over the target's pieces of ln(1 + q / (.3 p)), q the mean of
// t(piece | source) and p its background probability.
void add_direction(const align::LexiconDirection& direction, const Side& source,
                   const Side& target, bool is_turned, Scores& scores) {
  std::size_t pieces = 0;
  for (const Side* side : {&source, &target}) {
    for (const align::Tokens& tokens : side->tokens) {
      for (const PieceId piece : tokens.pieces) {
        pieces = std::max(pieces, piece + std::size_t{1});
      }
    }
  }
  std::vector<float> sums(pieces);
  std::vector<float> logs(pieces);
  for (std::size_t i = 0; i < scores.size; ++i) {
    std::vector<PieceId> touched;
    for (const PieceId piece : source.tokens[i].pieces) {
      for (const auto& entry : direction.row(piece)) {
        if (entry.target >= pieces) continue;
        if (sums[entry.target] == 0) touched.push_back(entry.target);
        sums[entry.target] += entry.probability;
      }
    }
    const auto length = static_cast<float>(source.tokens[i].pieces.size());
    for (const PieceId piece : touched) {
      logs[piece] = std::log1p(sums[piece] / length /
                               (0.3F * direction.background(piece)));
    }
    for (std::size_t j = 0; j < scores.size; ++j) {
      double sum = 0;
      for (const PieceId piece : target.tokens[j].pieces) sum += logs[piece];
      sum /= std::max<double>(
          1, static_cast<double>(target.tokens[j].pieces.size()));
      (is_turned ? scores.at(j, i) : scores.at(i, j)) += sum;
    }
    for (const PieceId piece : touched) sums[piece] = logs[piece] = 0;
  }
}

Scores score_lengths(const Side& x, const Side& y,
                     const align::LengthModel& model) {
  Scores scores{x.tokens.size(), {}};
  scores.values.resize(scores.size * scores.size);
  for (std::size_t i = 0; i < scores.size; ++i) {
    for (std::size_t j = 0; j < scores.size; ++j) {
      const double a = x.tokens[i].length + 4;
      const double b = y.tokens[j].length + 4;
      const double z = (std::log(a / b) - model.mean) / model.deviation;
      scores.at(i, j) = -std::abs(z) * std::sqrt(std::min(a, b) / 100);
    }
  }
  return scores;
}

// -|difference in count of numbers| and the shared ones, weighted as below.
Scores score_numbers(const Side& x, const Side& y) {
  Scores scores{x.tokens.size(), {}};
  scores.values.resize(scores.size * scores.size);
  for (std::size_t i = 0; i < scores.size; ++i) {
    for (std::size_t j = 0; j < scores.size; ++j) {
      std::vector<std::uint64_t> shared;
      const auto& a = x.tokens[i].numbers;
      const auto& b = y.tokens[j].numbers;
      std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                            std::back_inserter(shared));
      const double all = static_cast<double>(a.size() + b.size());
      scores.at(i, j) =
          all == 0 ? 0 : (3.0 * static_cast<double>(shared.size()) - all) / 2;
    }
  }
  return scores;
}

void add_standardised(const Scores& part, double weight, Scores& sum) {
  double mean = 0;
  double square = 0;
  for (const double value : part.values) mean += value;
  mean /= static_cast<double>(part.values.size());
  for (const double value : part.values) {
    square += (value - mean) * (value - mean);
  }
  const double deviation =
      std::sqrt(square / static_cast<double>(part.values.size()));
  if (deviation == 0) return;
  for (std::size_t i = 0; i < sum.values.size(); ++i) {
    sum.values[i] += weight * (part.values[i] - mean) / deviation;
  }
}

double best_mean(std::vector<double> values) {
  const std::size_t count = std::min(kNeighbours, values.size());
  std::partial_sort(values.begin(),
                    values.begin() + static_cast<std::ptrdiff_t>(count),
                    values.end(), std::greater<>());
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += values[i];
  return sum / static_cast<double>(count);
}

// Share of rows, then of columns, whose greatest score is on the diagonal.
std::string top_one(const Scores& scores) {
  std::size_t rows = 0;
  std::size_t columns = 0;
  for (std::size_t i = 0; i < scores.size; ++i) {
    bool row = true;
    bool column = true;
    for (std::size_t j = 0; j < scores.size; ++j) {
      if (j == i) continue;
      row = row && scores.at(i, j) < scores.at(i, i);
      column = column && scores.at(j, i) < scores.at(i, i);
    }
    rows += row ? 1 : 0;
    columns += column ? 1 : 0;
  }
  char text[32];
  const double percent = 100.0 / static_cast<double>(scores.size);
  std::snprintf(text, sizeof text, "%5.1f %5.1f",
                static_cast<double>(rows) * percent,
                static_cast<double>(columns) * percent);
  return text;
}

void report(const char* name, const Scores& scores) {
  std::vector<double> rows(scores.size);
  std::vector<double> columns(scores.size);
  std::vector<double> values(scores.size);
  for (std::size_t i = 0; i < scores.size; ++i) {
    for (std::size_t j = 0; j < scores.size; ++j) values[j] = scores.at(i, j);
    rows[i] = best_mean(values);
    for (std::size_t j = 0; j < scores.size; ++j) values[j] = scores.at(j, i);
    columns[i] = best_mean(values);
  }
  Scores margin = scores;
  for (std::size_t i = 0; i < scores.size; ++i) {
    for (std::size_t j = 0; j < scores.size; ++j) {
      margin.at(i, j) = 2 * scores.at(i, j) - rows[i] - columns[j];
    }
  }
  std::printf("  %-9s %s   csls %s\n", name, top_one(scores).c_str(),
              top_one(margin).c_str());
}

std::vector<float> encode(const align::Encoder& encoder, const Side& side) {
  const std::vector<std::string_view> texts(side.texts.begin(),
                                            side.texts.end());
  std::vector<float> rows = encoder.encode(texts);
  align::subtract_mean(rows, encoder.dimension());
  return rows;
}

void run(const std::string& path, const std::string& first,
         const std::string& second, const std::string& encoder_path) {
  const align::Model model = align::Model::load(path);
  const Side x = read_side(model, first);
  const Side y = read_side(model, second);
  if (x.tokens.size() != y.tokens.size()) {
    throw align::InvalidArgument("the files have different numbers of lines");
  }
  std::printf("%s-%s, %zu sentences\n", x.language.c_str(), y.language.c_str(),
              x.tokens.size());
  const Scores vectors =
      score_vectors(x.vectors, y.vectors, model.vectors().dimension());
  const Scores lengths =
      score_lengths(x, y, model.lengths(x.language, y.language));
  Scores all{x.tokens.size(), std::vector<double>(vectors.values.size())};
  // The weights of the prototype behind the design's figures.
  add_standardised(vectors, 0.75, all);
  report("vectors", vectors);
  if (const auto lexicon =
          align::load_lexicon(model.bundle(), x.language, y.language)) {
    Scores lexical{x.tokens.size(), std::vector<double>(vectors.values.size())};
    add_direction(lexicon->forward, x, y, false, lexical);
    add_direction(lexicon->backward, y, x, true, lexical);
    report("lexicon", lexical);
    Scores baseline{x.tokens.size(),
                    std::vector<double>(lexical.values.size())};
    add_standardised(lexical, 0.8, baseline);
    add_standardised(lengths, 0.85, baseline);
    report("baseline", baseline);
    add_standardised(lexical, 0.8, all);
  }
  add_standardised(lengths, 0.85, all);
  add_standardised(score_numbers(x, y), 0.3, all);
  report("all", all);
  if (encoder_path.empty()) return;
  const align::Encoder encoder = align::Encoder::load(encoder_path);
  const Scores encoded = score_vectors(encode(encoder, x), encode(encoder, y),
                                       encoder.dimension());
  report("encoder", encoded);
  add_standardised(encoded, 0.75, all);
  report("both", all);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) {
    std::fputs("usage: retrieval MODEL LANG=FILE LANG=FILE [ENCODER.onnx]\n",
               stderr);
    return 2;
  }
  try {
    run(argv[1], argv[2], argv[3], argc == 5 ? argv[4] : "");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "retrieval: %s\n", error.what());
    return 1;
  }
  return 0;
}
