// What speaks for and against putting segments of several documents together.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "align/join.h"
#include "align/types.h"

namespace align::join {

/// At most one run of segments in each document.
using Runs = std::vector<std::optional<SegmentRange>>;

/// A link that groups can be made of.
struct Item {
  std::size_t pair = 0;
  const Link* link = nullptr;
  /// The most it can add to the total of a group it is inside of, >= 0.
  double value = 0;
};

/// A group never holds more segments of one document than a bead can.
inline constexpr std::size_t kLongestRun = 8;

/// Total log-odds of groups. Immutable.
class Evidence {
 public:
  /// `sizes` is the number of segments of each document. Both must outlive
  /// this object.
  Evidence(const std::vector<std::size_t>& sizes,
           const std::vector<PairBeads>& pairs);

  [[nodiscard]] const std::vector<std::size_t>& sizes() const { return sizes_; }
  [[nodiscard]] const std::vector<PairBeads>& pairs() const { return pairs_; }

  /// Best first: probability, log-odds, pair, then place.
  [[nodiscard]] const std::vector<Item>& items() const { return items_; }

  /// What speaks for a group. For beads: the links in it, less the segments
  /// that were compared with another run of the group and not linked to it,
  /// less what holds apart what the group joins. For candidates: of each pair
  /// of runs the log-odds of the best candidate, and of each further segment
  /// what speaks against it; what speaks against counts only in part.
  [[nodiscard]] double total(const Runs& runs) const;

  /// What the other runs of a group say of one more segment of a document.
  /// `believed` is a pair that is known to want it there, worth `worth`.
  [[nodiscard]] double total_of(std::size_t document, std::size_t segment,
                                Runs runs, std::size_t believed,
                                double worth) const;

  /// The links between two runs of a group that were or could be chosen.
  [[nodiscard]] std::vector<Item> links_inside(const Runs& runs) const;

 private:
  struct Index {
    // Of a pair with beads: the link of each source segment, or kNone.
    // Of one with candidates: the first candidate of each source, and the end.
    std::vector<std::size_t> at;
    double least = 0;  // log-odds from which a candidate can be a link
  };

  [[nodiscard]] double bead_total(std::size_t pair, const Runs& runs) const;
  [[nodiscard]] double candidate_total(std::size_t pair,
                                       const Runs& runs) const;
  template <class Visit>
  void for_each_bead(std::size_t pair, const Runs& runs,
                     const Visit& visit) const;
  template <class Visit>
  void for_each_candidate(std::size_t pair, const Runs& runs,
                          const Visit& visit) const;

  const std::vector<std::size_t>& sizes_;
  const std::vector<PairBeads>& pairs_;
  std::vector<Index> index_;
  std::vector<Item> items_;
};

}  // namespace align::join
