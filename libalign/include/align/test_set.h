// Training, development and test parts of a bitext that do not leak into each
// other.
//
// Units that hang together stay on one side: units of one document, and units
// of which one language says nearly the same words as another unit does. Groups
// are drawn by a seed until the test part, then the development part is full;
// the rest is for training. Where a group would swallow too much of the bitext
// it is cut, and units that would leak across the cut are left out.
// Source: Broder 1997, "On the resemblance and containment of documents"
// (shingles); Leskovec, Rajaraman & Ullman 2014, "Mining of Massive Datasets",
// chapter 3 (bands of min-hashes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "align/types.h"

namespace align {

/// Where a unit goes.
enum class TestSetPart : std::uint8_t { kTrain, kDev, kTest, kLeftOut };

/// "train", "dev", "test", "left-out".
[[nodiscard]] std::string_view to_string(TestSetPart part);

/// Whether units of one document stay together.
enum class TestSetDocuments : std::uint8_t {
  kAuto,    ///< unless one document holds more than half of the units
  kKeep,    ///< always
  kIgnore,  ///< never
};

struct TestSetOptions {
  std::size_t dev = 1000;   ///< units wanted, at most so many are given
  std::size_t test = 1000;  ///< the same
  std::uint64_t seed = 1;
  TestSetDocuments documents = TestSetDocuments::kAuto;
  /// Least share of runs of three words that two texts have in common (Jaccard)
  /// to be near-duplicates, in (0, 1]; digits and signs do not count.
  double similarity = 0.5;
  /// Largest share of the units that near-duplicates may join to one group, in
  /// (0, 1].
  double max_group = 0.1;
};

struct TestSet {
  std::vector<TestSetPart> parts;  ///< one a unit, in their order
  std::size_t groups = 0;
  std::size_t largest_group = 0;  ///< in units
  std::size_t near_pairs = 0;     ///< pairs of near-duplicates that were met
  bool are_documents_kept = false;
};

/// Takes the units one after the other and remembers, of each text, a number
/// of four bytes a word.
class TestSetBuilder {
 public:
  /// Throws InvalidArgument for an option outside its range.
  explicit TestSetBuilder(TestSetOptions options = {});
  ~TestSetBuilder();
  TestSetBuilder(const TestSetBuilder&) = delete;
  TestSetBuilder& operator=(const TestSetBuilder&) = delete;

  void add(const Unit& unit);
  /// Divides what was added. The same for the same units, order and options.
  [[nodiscard]] TestSet divide() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace align
