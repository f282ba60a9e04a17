#include "mt_eval/strangers.h"

#include <algorithm>
#include <cmath>

namespace align::cli {
namespace {

// Closeness runs from 0 for any two segments of the documents to 1 for the
// usual bead of one segment each. Less than this is a stranger: in a bead of
// one each, and in larger ones, whose parts are each only half of the other
// side. Measured on news and health text with seeded omissions and additions.
constexpr double kLeastSupportOfPair = 0.1;
constexpr double kLeastSupportOfPart = 0.45;

// What a standard deviation counts by which the lengths fit better without the
// segment than with it.
constexpr double kLengthWeight = 0.15;

// Two segments out of order that are this close are one that was moved.
constexpr double kLeastSupportOfMoved = 0.7;

// Closeness of usual beads above the average where a document has too few of
// them to tell.
constexpr double kUsualVector = 0.5;
constexpr double kUsualLexicon = 1.5;
constexpr double kLeastUsual = 0.1;
constexpr std::size_t kFewBeads = 5;

// Segments before and after that make up the average; all of a long document
// would be no better and slow.
constexpr std::size_t kNeighbourhood = 100;

std::vector<float> sum_of(const EncodedSegments& segments,
                          const SegmentRange& range) {
  std::vector<float> sum(segments.dimension);
  for (std::size_t i = range.begin; i < range.end; ++i) {
    segments.add_to(i, 1, sum);
  }
  return sum;
}

double cosine_of(const std::vector<float>& a, const std::vector<float>& b) {
  double product = 0;
  double a_square = 0;
  double b_square = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    product += double{a[i]} * b[i];
    a_square += double{a[i]} * a[i];
    b_square += double{b[i]} * b[i];
  }
  const double norms = std::sqrt(a_square * b_square);
  return norms > 0 ? product / norms : 0;
}

// How much more a passage has to do with a segment than what stands around the
// passage has: by vectors and by known translations.
struct Closeness {
  double vector = 0;
  double lexicon = 0;
};

// Closeness of segments of one document to passages of the other.
class Gauge {
 public:
  Gauge(const EncodedSegments& own, const EncodedSegments& other,
        const LexicalEvidence& evidence)
      : own_(own), other_(other), evidence_(evidence) {}

  [[nodiscard]] Closeness measure(std::size_t segment,
                                  const SegmentRange& passage) const {
    const std::size_t begin =
        passage.begin > kNeighbourhood ? passage.begin - kNeighbourhood : 0;
    const std::size_t end =
        std::min(other_.size(), passage.end + kNeighbourhood);
    Closeness around;
    double count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      if (i >= passage.begin && i < passage.end) continue;
      around.vector += cosine(own_, segment, other_, i);
      around.lexicon += explained(segment, {i, i + 1});
      ++count;
    }
    count = std::max(count, 1.0);
    return {cosine_of(sum_of(own_, {segment, segment + 1}),
                      sum_of(other_, passage)) -
                around.vector / count,
            explained(segment, passage) - around.lexicon / count};
  }

  // Sets what measure() usually gives for the beads of one segment each.
  void set_usual(const std::vector<Bead>& beads, bool is_source) {
    std::vector<double> vectors;
    std::vector<double> lexicons;
    for (const Bead& bead : beads) {
      if (bead.source.size() != 1 || bead.target.size() != 1) continue;
      const Closeness closeness = is_source
                                      ? measure(bead.source.begin, bead.target)
                                      : measure(bead.target.begin, bead.source);
      vectors.push_back(closeness.vector);
      lexicons.push_back(closeness.lexicon);
    }
    if (vectors.size() < kFewBeads) return;
    usual_.vector = std::max(middle_of(vectors), kLeastUsual);
    usual_.lexicon = std::max(middle_of(lexicons), kLeastUsual);
  }

  // About 1 for a segment and its translation, 0 for any two.
  [[nodiscard]] double support(std::size_t segment,
                               const SegmentRange& passage) const {
    const Closeness closeness = measure(segment, passage);
    return 0.5 * closeness.vector / usual_.vector +
           0.5 * closeness.lexicon / usual_.lexicon;
  }

 private:
  // Mean over the pieces of `segment` of how much likelier `passage` makes it.
  [[nodiscard]] double explained(std::size_t segment,
                                 const SegmentRange& passage) const {
    LexicalEvidence::Reader& reader = reader_;
    reader.clear();
    for (std::size_t i = passage.begin; i < passage.end; ++i) reader.add(i);
    const std::size_t pieces = own_.tokens[segment].pieces.size();
    return pieces == 0 ? 0
                       : reader.score(segment) / static_cast<double>(pieces);
  }

  static double middle_of(std::vector<double> values) {
    const auto middle =
        values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  }

  const EncodedSegments& own_;
  const EncodedSegments& other_;
  const LexicalEvidence& evidence_;
  mutable LexicalEvidence::Reader reader_{evidence_};
  Closeness usual_ = {kUsualVector, kUsualLexicon};
};

std::size_t length_of(const EncodedSegments& segments,
                      const SegmentRange& range) {
  std::size_t length = 0;
  for (std::size_t i = range.begin; i < range.end; ++i) {
    length += segments.tokens[i].length;
  }
  return length;
}

}  // namespace

struct StrangerJudge::State {
  State(const Model& model, const EncodedSegments& source_segments,
        const EncodedSegments& target_segments,
        const std::vector<Bead>& all_beads)
      : source(source_segments),
        target(target_segments),
        beads(all_beads),
        lengths(model.lengths(source.language, target.language)),
        evidence(make_lexical_evidence(model, source, target)),
        from_source(source, target, evidence.backward),
        from_target(target, source, evidence.forward) {
    from_source.set_usual(beads, true);
    from_target.set_usual(beads, false);
  }

  // How much worse the lengths of a bead fit than those of another.
  [[nodiscard]] double length_loss(const Bead& bead,
                                   const Bead& without) const {
    const auto misfit = [&](const Bead& each) {
      return std::abs(length_deviation(lengths, length_of(source, each.source),
                                       length_of(target, each.target)));
    };
    return misfit(bead) - misfit(without);
  }

  [[nodiscard]] bool is_stranger(const Bead& bead, bool is_source,
                                 std::size_t segment) const {
    const SegmentRange& own = is_source ? bead.source : bead.target;
    const SegmentRange& partner = is_source ? bead.target : bead.source;
    const double support = is_source ? from_source.support(segment, partner)
                                     : from_target.support(segment, partner);
    if (own.size() == 1) return support < kLeastSupportOfPair;
    Bead without = bead;
    SegmentRange& rest = is_source ? without.source : without.target;
    if (segment == rest.begin) {
      ++rest.begin;
    } else {
      --rest.end;
    }
    return support - kLengthWeight * length_loss(bead, without) <
           kLeastSupportOfPart;
  }

  // The bead without the strangers at its edges.
  [[nodiscard]] Bead trim(Bead bead) const {
    for (const bool is_source : {true, false}) {
      SegmentRange& range = is_source ? bead.source : bead.target;
      const SegmentRange& partner = is_source ? bead.target : bead.source;
      while (!range.is_empty() && !partner.is_empty() &&
             is_stranger(bead, is_source, range.begin)) {
        ++range.begin;
      }
      while (!range.is_empty() && !partner.is_empty() &&
             is_stranger(bead, is_source, range.end - 1)) {
        --range.end;
      }
    }
    return bead;
  }

  const EncodedSegments& source;
  const EncodedSegments& target;
  const std::vector<Bead>& beads;
  LengthModel lengths;
  PairLexicalEvidence evidence;
  Gauge from_source;
  Gauge from_target;
};

StrangerJudge::StrangerJudge(const Model& model, const EncodedSegments& source,
                             const EncodedSegments& target,
                             const std::vector<Bead>& beads)
    : state_(std::make_unique<State>(model, source, target, beads)) {}

StrangerJudge::~StrangerJudge() = default;

bool StrangerJudge::is_pair(std::size_t source, std::size_t target) const {
  return state_->from_source.support(source, {target, target + 1}) >=
             kLeastSupportOfMoved &&
         state_->from_target.support(target, {source, source + 1}) >=
             kLeastSupportOfMoved;
}

std::vector<Bead> StrangerJudge::part_strangers() const {
  std::vector<Bead> parted;
  const auto add_null = [&](const Bead& bead, std::size_t begin,
                            std::size_t end, bool is_source) {
    for (std::size_t i = begin; i < end; ++i) {
      Bead alone;
      const SegmentRange one = {i, i + 1};
      const SegmentRange source_at = {bead.source.begin, bead.source.begin};
      const SegmentRange target_at = {bead.target.begin, bead.target.begin};
      alone.source = is_source ? one : source_at;
      alone.target = is_source ? target_at : one;
      alone.probability = 1 - bead.probability;
      parted.push_back(alone);
    }
  };
  for (const Bead& bead : state_->beads) {
    if (bead.source.is_empty() || bead.target.is_empty()) {
      parted.push_back(bead);
      continue;
    }
    const Bead kept = state_->trim(bead);
    if (kept.source.is_empty() || kept.target.is_empty()) {
      add_null(bead, bead.source.begin, bead.source.end, true);
      add_null(bead, bead.target.begin, bead.target.end, false);
      continue;
    }
    add_null(bead, bead.source.begin, kept.source.begin, true);
    add_null(bead, bead.target.begin, kept.target.begin, false);
    parted.push_back(kept);
    add_null(bead, kept.source.end, bead.source.end, true);
    add_null(bead, kept.target.end, bead.target.end, false);
  }
  return parted;
}

}  // namespace align::cli
