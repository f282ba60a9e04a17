#include "train/teacher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "align/error.h"
#include "train/principal_axes.h"

namespace align {
namespace {

TEST(PrincipalAxes, ComeByDescendingVariance) {
  // Eigenvalues 1, 10 and 4 along known directions.
  const double h = std::sqrt(0.5);
  const std::vector<std::vector<double>> vectors = {
      {h, -h, 0}, {h, h, 0}, {0, 0, 1}};
  const std::vector<double> values = {1, 10, 4};
  std::vector<double> matrix(9);
  for (std::size_t v = 0; v < 3; ++v) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) {
        matrix[i * 3 + j] += values[v] * vectors[v][i] * vectors[v][j];
      }
    }
  }
  const Matrix axes = principal_axes(matrix, 3, 2);
  ASSERT_EQ(axes.rows, 3U);
  ASSERT_EQ(axes.columns, 2U);
  EXPECT_NEAR(axes.row(0)[0], h, 1e-6);
  EXPECT_NEAR(axes.row(1)[0], h, 1e-6);
  EXPECT_NEAR(axes.row(2)[0], 0, 1e-6);
  EXPECT_NEAR(axes.row(0)[1], 0, 1e-6);
  EXPECT_NEAR(axes.row(2)[1], 1, 1e-6);
}

// A teacher that knows some texts by heart.
Teacher teacher_of(const std::map<std::string, std::vector<float>>& known) {
  Teacher teacher;
  teacher.dimension = 3;
  teacher.encode = [known](std::span<const std::string> texts,
                           std::span<float> rows) {
    std::fill(rows.begin(), rows.end(), 0.0F);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto found = known.find(texts[i]);
      if (found == known.end()) continue;
      std::copy(found->second.begin(), found->second.end(),
                rows.begin() + static_cast<std::ptrdiff_t>(3 * i));
    }
  };
  return teacher;
}

class Taught : public testing::Test {
 protected:
  Taught()
      : tokenizer_(make_subwords_section(
            {{"\u2581one", -1}, {"two", -1}, {"three", -1}})) {
    corpus_.texts = {"one", "two", "eins", "zwei"};
    corpus_.languages = {0, 0, 1, 1};
  }

  TeacherVectors ask(const std::map<std::string, std::vector<float>>& known,
                     std::size_t dimension = 3) {
    Workers workers(1);
    return ask_teacher(teacher_of(known), corpus_, {{0, 2, 1}, {1, 3, 1}},
                       tokenizer_, dimension, workers, [](double) {});
  }

  Corpus corpus_;
  Tokenizer tokenizer_;
};

TEST_F(Taught, TranslationsShareATargetWithoutTheMarkOfTheirLanguage) {
  // The third number only says which language it is.
  const TeacherVectors vectors = ask({{"one", {1, 0, 5}},
                                      {"two", {-1, 0, 5}},
                                      {"eins", {1, 0, -5}},
                                      {"zwei", {-1, 0, -5}}});
  const std::vector<float> want = {1, 0, 0, -1, 0, 0, 1, 0, 0, -1, 0, 0};
  ASSERT_EQ(vectors.sentences.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_NEAR(vectors.sentences[i], want[i], 1e-6) << i;
  }
}

TEST_F(Taught, ASentenceTheTeacherHasNotSeenLearnsFromItsTranslation) {
  const TeacherVectors vectors = ask({{"one", {1, 0, 5}}, {"two", {-1, 0, 5}}});
  EXPECT_NEAR(vectors.sentences[6], 1, 1e-6);
  EXPECT_NEAR(vectors.sentences[9], -1, 1e-6);
}

TEST_F(Taught, PiecesAreAskedWithoutTheMarkOfAWordStart) {
  const TeacherVectors vectors =
      ask({{"one", {1, 1, 0}}, {"two", {-1, 1, 0}}, {"three", {0, 1, 0}}});
  // Their common second number is lost with the mean of the script.
  EXPECT_NEAR(vectors.pieces[0], 1, 1e-6);
  EXPECT_NEAR(vectors.pieces[3], -1, 1e-6);
  EXPECT_EQ(vectors.pieces.size(), 9U);
}

TEST_F(Taught, VectorsAreProjectedWhereFewerNumbersAreWanted) {
  const TeacherVectors vectors = ask({{"one", {0, 3, 0}},
                                      {"two", {0, -3, 0}},
                                      {"eins", {0, 3, 0.1F}},
                                      {"zwei", {0, -3, -0.1F}}},
                                     1);
  ASSERT_EQ(vectors.sentences.size(), 4U);
  EXPECT_NEAR(vectors.sentences[0], 1, 1e-3);
  EXPECT_NEAR(vectors.sentences[1], -1, 1e-3);
  EXPECT_NEAR(vectors.sentences[3], -1, 1e-3);
  EXPECT_THROW(ask({}, 4), InvalidArgument);
}

}  // namespace
}  // namespace align
