#include "align/test_set.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

Unit unit_of(const std::string& document, const std::string& en,
             const std::string& vi) {
  Unit unit;
  for (const auto& [language, text] :
       {std::pair("en", en), std::pair("vi", vi)}) {
    Member member;
    member.language = language;
    member.document = document + "." + language;
    member.segments = {0};
    member.text = text;
    unit.members.push_back(member);
  }
  return unit;
}

std::string random_words(std::mt19937& random, std::size_t count) {
  std::string text;
  for (; count > 0; --count) {
    for (int letters = 0; letters < 5; ++letters) {
      text += static_cast<char>('a' + random() % 26);
    }
    text += ' ';
  }
  return text;
}

TestSet divide(const std::vector<Unit>& units, const TestSetOptions& options) {
  TestSetBuilder builder(options);
  for (const Unit& unit : units) builder.add(unit);
  return builder.divide();
}

std::map<TestSetPart, std::size_t> sizes_of(const TestSet& set) {
  std::map<TestSetPart, std::size_t> sizes;
  for (const TestSetPart part : set.parts) ++sizes[part];
  return sizes;
}

TEST(TestSets, KeepDocumentsAndNearDuplicatesOnOneSide) {
  std::mt19937 random(3);
  std::vector<Unit> units;
  for (int document = 0; document < 60; ++document) {
    for (int i = 0; i < 5; ++i) {
      units.push_back(unit_of(std::to_string(document), random_words(random, 9),
                              random_words(random, 9)));
    }
  }
  // Units 0 and 299 differ in digits and a word; so do 7 and 150 in Vietnamese.
  units[299].members[0].text = units[0].members[0].text + "2024!";
  units[150].members[1].text = units[7].members[1].text + "thêm";
  TestSetOptions options;
  options.test = 50;
  options.dev = 40;
  for (options.seed = 1; options.seed < 40; ++options.seed) {
    const TestSet set = divide(units, options);
    EXPECT_TRUE(set.are_documents_kept);
    EXPECT_EQ(set.groups, 58U);
    EXPECT_EQ(set.largest_group, 10U);
    EXPECT_EQ(set.near_pairs, 2U);
    auto sizes = sizes_of(set);
    EXPECT_EQ(sizes[TestSetPart::kTest], 50U);
    EXPECT_EQ(sizes[TestSetPart::kDev], 40U);
    EXPECT_EQ(sizes[TestSetPart::kLeftOut], 0U);
    EXPECT_EQ(set.parts[0], set.parts[299]);
    EXPECT_EQ(set.parts[7], set.parts[150]);
    for (std::size_t i = 0; i < units.size(); ++i) {
      EXPECT_EQ(set.parts[i], set.parts[i / 5 * 5]);
    }
    EXPECT_EQ(divide(units, options).parts, set.parts);
  }
}

TEST(TestSets, DrawAnotherSampleForAnotherSeed) {
  std::mt19937 random(5);
  std::vector<Unit> units;
  for (int i = 0; i < 400; ++i) {
    units.push_back(unit_of("one", random_words(random, 8), ""));
  }
  TestSetOptions options;
  options.test = 20;
  options.dev = 20;
  const TestSet first = divide(units, options);
  EXPECT_FALSE(first.are_documents_kept);
  options.seed = 2;
  EXPECT_NE(divide(units, options).parts, first.parts);
}

TEST(TestSets, LeaveOutWhatLeaksAcrossAGroupThatWasCut) {
  std::mt19937 random(7);
  const std::string refrain = random_words(random, 6);
  std::vector<Unit> units;
  for (int document = 0; document < 50; ++document) {
    units.push_back(unit_of(std::to_string(document), refrain, ""));
    units.push_back(
        unit_of(std::to_string(document), random_words(random, 8), ""));
  }
  TestSetOptions options;
  options.test = 20;
  options.dev = 10;
  const TestSet set = divide(units, options);
  EXPECT_LE(set.largest_group, 10U);
  EXPECT_GT(sizes_of(set)[TestSetPart::kLeftOut], 0U);
  std::map<TestSetPart, int> with_refrain;
  for (std::size_t i = 0; i < units.size(); i += 2)
    ++with_refrain[set.parts[i]];
  with_refrain.erase(TestSetPart::kLeftOut);
  EXPECT_EQ(with_refrain.size(), 1U);
}

TEST(TestSets, RefuseOptionsOutOfRange) {
  TestSetOptions options;
  options.similarity = 0;
  EXPECT_THROW(TestSetBuilder{options}, InvalidArgument);
  options.similarity = 0.5;
  options.max_group = 1.5;
  EXPECT_THROW(TestSetBuilder{options}, InvalidArgument);
}

}  // namespace
}  // namespace align
