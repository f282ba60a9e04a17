// Segments that an alignment took into a bead though the other side says
// nothing of them.
#pragma once

#include <memory>
#include <vector>

#include "align/score.h"
#include "align/types.h"

namespace align::cli {

/// Judges pairs of segments of two aligned documents. An alignment has to give
/// every segment the likeliest place; whether that place is good is asked here:
/// the closeness of a segment to the other side of its bead must stand out of
/// its closeness to the rest of that document.
class StrangerJudge {
 public:
  /// All arguments outlive the judge.
  StrangerJudge(const Model& model, const EncodedSegments& source,
                const EncodedSegments& target, const std::vector<Bead>& beads);
  ~StrangerJudge();
  StrangerJudge(const StrangerJudge&) = delete;
  StrangerJudge& operator=(const StrangerJudge&) = delete;

  /// The beads with strangers at the edge of one in null beads of their own,
  /// and beads of strangers only taken apart.
  [[nodiscard]] std::vector<Bead> part_strangers() const;
  /// Whether two segments say the same thing.
  [[nodiscard]] bool is_pair(std::size_t source, std::size_t target) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

}  // namespace align::cli
