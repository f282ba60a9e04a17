#include "train/fit_links.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "train/comparable.h"

namespace align {
namespace {

RunningText numbered_text(std::size_t lines) {
  RunningText text;
  text.source_language = "en";
  text.target_language = "vi";
  for (std::size_t k = 0; k < lines; ++k) {
    text.source.push_back("e" + std::to_string(k));
    text.target.push_back("v" + std::to_string(k));
  }
  return text;
}

TEST(MakePool, LinksTwoFifthsOfEachSideRightly) {
  const RunningText text = numbered_text(300);
  NoiseSource noise(1);
  const ComparablePair pool = make_pool(text, 100, noise);
  EXPECT_EQ(pool.source.size(), 100U);
  EXPECT_EQ(pool.target.size(), 100U);
  EXPECT_EQ(pool.links.size(), 40U);
  for (const auto& [i, j] : pool.links) {
    EXPECT_EQ(pool.source[i].substr(1), pool.target[j].substr(1));
  }
}

TEST(MakeRetold, LinksOnlyLinesThatTellTheSame) {
  const RunningText text = numbered_text(300);
  NoiseSource noise(2);
  for (int round = 0; round < 50; ++round) {
    const ComparablePair pair = make_retold(text, 100, 140, noise);
    for (const auto& [i, j] : pair.links) {
      // A line may tell two of the text, joined by a space.
      const std::string first = pair.source[i] + ' ';
      const std::string second = pair.target[j] + ' ';
      bool is_shared = false;
      for (std::size_t k = 100; k < 140; ++k) {
        const std::string number = std::to_string(k) + ' ';
        is_shared |= first.find('e' + number) != std::string::npos &&
                     second.find('v' + number) != std::string::npos;
      }
      EXPECT_TRUE(is_shared) << first << '|' << second;
    }
  }
}

TEST(FitLogistic, FollowsTheDataButNeverCountsEvidenceAgainstALink) {
  std::vector<LinkSample> samples;
  for (int k = 0; k < 400; ++k) {
    LinkSample sample;
    sample.is_link = k % 4 == 0;
    sample.features[mine::kBias] = 1;
    sample.features[mine::kCosine] = sample.is_link ? 1.0F : 0.2F;
    sample.features[mine::kCsls] = sample.is_link ? -0.5F : 0.5F;
    samples.push_back(sample);
  }
  const mine::Features weights =
      fit_logistic(samples, mine::Features{}, LinkFitSettings{});
  EXPECT_GT(weights[mine::kCosine], 1.0F);
  EXPECT_EQ(weights[mine::kCsls], 0.0F);
  EXPECT_LT(weights[mine::kBias], 0.0F);
}

TEST(FitLogistic, StaysAtThePriorWhereTheDataSayNothing) {
  std::vector<LinkSample> samples(10);
  for (LinkSample& sample : samples) sample.features[mine::kBias] = 1;
  mine::Features prior{};
  prior[mine::kFacts] = 0.7F;
  EXPECT_FLOAT_EQ(fit_logistic(samples, prior, LinkFitSettings{})[mine::kFacts],
                  0.7F);
}

}  // namespace
}  // namespace align
