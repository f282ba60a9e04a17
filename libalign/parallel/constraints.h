// What is known of an alignment beforehand, in the form the lattice needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "align/parallel.h"
#include "parallel/candidates.h"

namespace align {

/// Which beads with both sides may be candidates.
class BeadRules {
 public:
  BeadRules(const PathConstraints& constraints, std::size_t source_size,
            std::size_t target_size);
  [[nodiscard]] bool allow(const Candidate& bead) const;

 private:
  /// By segment: 0 free, kAlone, else the number of its run.
  std::vector<std::uint32_t> source_run_;
  std::vector<std::uint32_t> target_run_;
  std::vector<Bead> forbidden_;  ///< sorted
};

/// The points every path passes: those given and both ends of fixed beads,
/// ascending, without those at the very ends and without repeats. Throws
/// InvalidArgument when constraints cross or lie outside the documents.
[[nodiscard]] std::vector<PathPoint> path_points(
    const PathConstraints& constraints, std::size_t source_size,
    std::size_t target_size);

/// Puts the fixed beads in the place of what was found inside them.
[[nodiscard]] std::vector<Bead> put_fixed_beads(const std::vector<Bead>& fixed,
                                                std::vector<Bead> beads);

}  // namespace align
