#include "align/train.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "align/embed.h"
#include "align/error.h"
#include "align/lexicon.h"
#include "align/tokenize.h"

namespace align {
namespace {

struct Word {
  const char* german;
  const char* french;
};

// Small sentences of subject, verb and object: nothing in the library is tied
// to the three languages of its own model.
TrainingData german_and_french() {
  const std::vector<Word> subjects = {
      {"der Lehrer", "le professeur"}, {"die Frau", "la femme"},
      {"das Kind", "l'enfant"},        {"der Minister", "le ministre"},
      {"mein Bruder", "mon frère"},    {"die Schwester", "la soeur"}};
  const std::vector<Word> verbs = {{"sieht", "voit"},
                                   {"kauft", "achète"},
                                   {"sucht", "cherche"},
                                   {"verliert", "perd"},
                                   {"findet", "trouve"}};
  const std::vector<Word> objects = {
      {"das Haus", "la maison"}, {"den Apfel", "la pomme"},
      {"ein Buch", "un livre"},  {"die Zeitung", "le journal"},
      {"das Wasser", "l'eau"},   {"den Brief", "la lettre"},
      {"einen Hund", "un chien"}};
  TrainingData data;
  data.languages = {"de", "fr"};
  for (const Word& subject : subjects) {
    for (const Word& verb : verbs) {
      for (const Word& object : objects) {
        TrainingRow row;
        row.texts = {std::string(subject.german) + " " + verb.german + " " +
                         object.german + ".",
                     std::string(subject.french) + " " + verb.french + " " +
                         object.french + "."};
        data.rows.push_back(row);
      }
    }
  }
  return data;
}

TrainOptions small() {
  TrainOptions options;
  options.vocabulary_size = 120;
  options.dimension = 32;
  options.epochs = 30;
  options.threads = 1;
  return options;
}

class Training : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("align-train-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  [[nodiscard]] std::string bytes(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::filesystem::path folder_;
};

std::vector<float> vector_of(const Tokenizer& tokenizer,
                             const VectorTable& table,
                             const std::string& text) {
  std::vector<float> sum(table.dimension());
  table.add(tokenizer.tokenize(text, "de").pieces, sum);
  const float norm = std::sqrt(dot(sum, sum));
  for (float& value : sum) value /= norm;
  return sum;
}

TEST_F(Training, MakesTranslationsNeighbours) {
  TrainingData data = german_and_french();
  // Every tenth sentence is kept back.
  std::vector<TrainingRow> unseen;
  for (std::size_t i = data.rows.size(); i-- > 0;) {
    if (i % 10 == 0) {
      unseen.push_back(data.rows[i]);
      data.rows.erase(data.rows.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  train_model(data, path("m"), small());
  const Bundle bundle = Bundle::open(path("m"));
  EXPECT_EQ(bundle.languages(), (std::vector<std::string>{"de", "fr"}));
  const Tokenizer tokenizer(bundle);
  const VectorTable table(bundle);
  EXPECT_EQ(table.size(), tokenizer.vocabulary_size());
  std::size_t right = 0;
  for (const TrainingRow& row : unseen) {
    const std::vector<float> german = vector_of(tokenizer, table, row.texts[0]);
    const TrainingRow* best = nullptr;
    float best_product = -2;
    for (const TrainingRow& other : unseen) {
      const float product =
          dot(german, vector_of(tokenizer, table, other.texts[1]));
      if (product > best_product) {
        best_product = product;
        best = &other;
      }
    }
    right += best == &row ? 1 : 0;
  }
  EXPECT_GE(right + 1, unseen.size()) << "of " << unseen.size();

  const auto lexicon = load_lexicon(bundle, "de", "fr");
  ASSERT_TRUE(lexicon.has_value());
  const std::string lengths(
      reinterpret_cast<const char*>(bundle.section("lengths").data()),
      bundle.section("lengths").size());
  EXPECT_THAT(lengths, testing::StartsWith("de fr "));
}

TEST_F(Training, GivesTheSameBytesForAnyNumberOfThreads) {
  TrainOptions options = small();
  options.epochs = 2;
  train_model(german_and_french(), path("one"), options);
  options.threads = 3;
  train_model(german_and_french(), path("three"), options);
  EXPECT_EQ(bytes("one"), bytes("three"));
  options.seed = 2;
  train_model(german_and_french(), path("other"), options);
  EXPECT_NE(bytes("one"), bytes("other"));
}

TEST_F(Training, GoesOnFromTheStagesThatAreKept) {
  TrainOptions options = small();
  options.epochs = 2;
  train_model(german_and_french(), path("straight"), options);
  options.stages = path("stages");
  std::size_t steps = 0;
  options.progress = [&](std::string_view stage, double share) {
    if (stage != "vectors") return;
    ++steps;
    if (share > 0.5) throw InvalidArgument("broken off");
  };
  // Broken off inside the second stage: the first is kept.
  EXPECT_THROW(train_model(german_and_french(), path("m"), options),
               InvalidArgument);
  EXPECT_GT(steps, 1U);
  EXPECT_FALSE(std::filesystem::exists(path("m")));
  options.progress = nullptr;
  train_model(german_and_french(), path("m"), options);
  EXPECT_EQ(bytes("m"), bytes("straight"));

  // All is there now: each stage is over at once.
  std::vector<double> shares;
  options.progress = [&](std::string_view stage, double share) {
    if (stage == "vectors") shares.push_back(share);
  };
  train_model(german_and_french(), path("again"), options);
  EXPECT_EQ(bytes("again"), bytes("straight"));
  EXPECT_EQ(shares, std::vector<double>{1});
}

TEST_F(Training, LeavesIngredientsOut) {
  TrainOptions options = small();
  options.epochs = 2;
  train_model(german_and_french(), path("all"), options);
  for (const Ingredient ingredient :
       {Ingredient::kDropout, Ingredient::kPieceWeights}) {
    options.without = {ingredient};
    train_model(german_and_french(), path("without"), options);
    EXPECT_NE(bytes("without"), bytes("all"));
  }
  // Nothing is composed with two languages, and there is no teacher.
  options.without = {Ingredient::kComposition, Ingredient::kDistillation};
  train_model(german_and_french(), path("without"), options);
  EXPECT_EQ(bytes("without"), bytes("all"));
}

TEST_F(Training, ReportsProgressToTheEndOfEachStage) {
  TrainOptions options = small();
  options.epochs = 1;
  std::map<std::string, double> shares;
  options.progress = [&](std::string_view stage, double share) {
    EXPECT_GE(share, shares[std::string(stage)]) << stage;
    shares[std::string(stage)] = share;
  };
  train_model(german_and_french(), path("m"), options);
  EXPECT_THAT(shares, testing::ElementsAre(testing::Pair("lexicon", 1),
                                           testing::Pair("subwords", 1),
                                           testing::Pair("vectors", 1)));
}

TEST_F(Training, RefusesTooLittleData) {
  TrainingData data = german_and_french();
  data.rows.resize(3);
  EXPECT_THROW(train_model(data, path("m"), small()), InvalidArgument);
  data = german_and_french();
  data.languages.pop_back();
  EXPECT_THROW(train_model(data, path("m"), small()), InvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(path("m")));
}

}  // namespace
}  // namespace align
