#include "train/teacher.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "align/error.h"
#include "train/kernels.h"
#include "train/principal_axes.h"
#include "train/subword_trainer.h"

namespace align {
namespace {

bool is_known(std::span<const float> row) {
  return std::any_of(row.begin(), row.end(), [](float v) { return v != 0; });
}

void normalise(std::span<float> row) {
  double square = 0;
  for (const float value : row) square += static_cast<double>(value) * value;
  if (square == 0) return;
  const auto factor = static_cast<float>(1 / std::sqrt(square));
  for (float& value : row) value *= factor;
}

// Subtracts from each known row the mean of the known rows of its group; small
// groups share one mean.
void centre(Matrix& rows, const std::vector<int>& groups) {
  constexpr std::size_t kFewest = 50;
  constexpr int kOthers = -1;
  std::map<int, std::size_t> sizes;
  for (std::size_t i = 0; i < rows.rows; ++i) {
    if (is_known(rows.row(i))) ++sizes[groups[i]];
  }
  const auto group_of = [&](std::size_t i) {
    return sizes[groups[i]] >= kFewest ? groups[i] : kOthers;
  };
  std::map<int, std::vector<double>> sums;
  std::map<int, std::size_t> counts;
  for (std::size_t i = 0; i < rows.rows; ++i) {
    const std::span<const float> row = rows.row(i);
    if (!is_known(row)) continue;
    std::vector<double>& sum = sums[group_of(i)];
    sum.resize(rows.columns);
    for (std::size_t k = 0; k < row.size(); ++k) sum[k] += row[k];
    ++counts[group_of(i)];
  }
  for (std::size_t i = 0; i < rows.rows; ++i) {
    std::span<float> row = rows.row(i);
    if (!is_known(row)) continue;
    const std::vector<double>& sum = sums[group_of(i)];
    const auto count = static_cast<double>(counts[group_of(i)]);
    if (count < 2) continue;  // nothing would be left
    for (std::size_t k = 0; k < row.size(); ++k) {
      row[k] -= static_cast<float>(sum[k] / count);
    }
  }
}

// Asks in portions, so that progress can be told.
Matrix encode(const Teacher& teacher, const std::vector<std::string>& texts,
              const std::function<void(double)>& progress) {
  Matrix rows;
  rows.resize(texts.size(), teacher.dimension);
  constexpr std::size_t kPortion = 8192;
  for (std::size_t begin = 0; begin < texts.size(); begin += kPortion) {
    const std::size_t end = std::min(texts.size(), begin + kPortion);
    teacher.encode({texts.data() + begin, end - begin},
                   {rows.values.data() + begin * teacher.dimension,
                    (end - begin) * teacher.dimension});
    progress(static_cast<double>(end) / static_cast<double>(texts.size()));
  }
  return rows;
}

// The script of the first letter.
int script_of(const std::string& text) {
  std::int32_t i = 0;
  const auto size = static_cast<std::int32_t>(text.size());
  while (i < size) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0 || u_isalpha(c) == 0) continue;
    UErrorCode status = U_ZERO_ERROR;
    return static_cast<int>(uscript_getScript(c, &status));
  }
  return static_cast<int>(USCRIPT_COMMON);
}

Matrix axes_of(const Matrix& rows, std::size_t dimension) {
  // Enough rows to know the axes well; every n-th, so that all sources count.
  constexpr std::size_t kMost = 40000;
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < rows.rows; ++i) {
    if (is_known(rows.row(i))) known.push_back(i);
  }
  const std::size_t step = std::max<std::size_t>(1, known.size() / kMost);
  const std::size_t size = rows.columns;
  std::vector<double> products(size * size);
  for (std::size_t k = 0; k < known.size(); k += step) {
    const std::span<const float> row = rows.row(known[k]);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        products[i * size + j] += static_cast<double>(row[i]) * row[j];
      }
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = i + 1; j < size; ++j) {
      products[i * size + j] = products[j * size + i];
    }
  }
  return principal_axes(std::move(products), size, dimension);
}

}  // namespace

TeacherVectors ask_teacher(const Teacher& teacher, const Corpus& corpus,
                           const std::vector<SentencePair>& pairs,
                           const Tokenizer& tokenizer, std::size_t dimension,
                           Workers& workers,
                           const std::function<void(double)>& progress) {
  if (teacher.dimension < dimension) {
    throw InvalidArgument("vectors of dimension " + std::to_string(dimension) +
                          ", the teacher has only " +
                          std::to_string(teacher.dimension));
  }
  Matrix sentences = encode(teacher, corpus.texts,
                            [&](double share) { progress(0.9 * share); });
  centre(sentences, {corpus.languages.begin(), corpus.languages.end()});

  std::vector<std::string> texts;
  std::vector<int> scripts;
  for (std::size_t id = 0; id < tokenizer.vocabulary_size(); ++id) {
    std::string text = text_of_piece(tokenizer.piece(static_cast<PieceId>(id)));
    scripts.push_back(script_of(text));
    texts.push_back(std::move(text));
  }
  Matrix pieces = encode(teacher, texts,
                         [&](double share) { progress(0.9 + 0.1 * share); });
  centre(pieces, scripts);

  if (dimension < teacher.dimension) {
    const Matrix axes = axes_of(sentences, dimension);
    Matrix projected;
    multiply(sentences, axes, projected, workers);
    std::swap(sentences, projected);
    multiply(pieces, axes, projected, workers);
    std::swap(pieces, projected);
  }
  for (std::size_t i = 0; i < sentences.rows; ++i) normalise(sentences.row(i));
  for (std::size_t i = 0; i < pieces.rows; ++i) normalise(pieces.row(i));

  TeacherVectors vectors;
  vectors.pieces = pieces.values;
  vectors.sentences = sentences.values;
  for (const SentencePair& pair : pairs) {
    const std::span<const float> x = sentences.row(pair.x);
    const std::span<const float> y = sentences.row(pair.y);
    float* to_x = vectors.sentences.data() + pair.x * dimension;
    float* to_y = vectors.sentences.data() + pair.y * dimension;
    for (std::size_t k = 0; k < dimension; ++k) {
      to_x[k] += y[k];
      to_y[k] += x[k];
    }
  }
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    normalise({vectors.sentences.data() + i * dimension, dimension});
  }
  return vectors;
}

}  // namespace align
