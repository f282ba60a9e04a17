// Alignment: the dynamic programs against all paths written out one by one, and
// whole documents against what every alignment promises.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "align/mine.h"
#include "align/parallel.h"
#include "align/score.h"
#include "align/types.h"
#include "parallel/lattice.h"
#include "support.h"
#include "support/word_model.h"
#include "targets.h"

namespace align::fuzz {
namespace {

/// Hands out the bytes one by one, zeros behind the last.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  std::uint8_t next() {
    return place_ < bytes_.size() ? static_cast<std::uint8_t>(bytes_[place_++])
                                  : std::uint8_t{0};
  }
  /// In [-4, 4), in steps that leave ties.
  float price() { return static_cast<float>(next()) / 32.0F - 4.0F; }
  [[nodiscard]] bool is_empty() const { return place_ >= bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t place_ = 0;
};

struct Lattice {
  Band band;
  NullPrices nulls;
  Candidates candidates;
};

Lattice make_lattice(Bytes& bytes) {
  Lattice made;
  const std::size_t n = bytes.next() % 5;
  const std::size_t m = bytes.next() % 5;
  made.band = make_full_band(n, m);
  for (std::size_t i = 0; i < n; ++i) {
    made.nulls.source.push_back(bytes.price());
  }
  for (std::size_t j = 0; j < m; ++j) {
    made.nulls.target.push_back(bytes.price());
  }
  // A narrower band, still connected from corner to corner.
  const bool is_narrow = (bytes.next() & 1U) != 0;
  for (std::size_t i = 0; is_narrow && i <= n; ++i) {
    const auto least = i == 0 ? 0U : made.band.low[i - 1];
    const auto most = i == 0 ? static_cast<std::uint32_t>(m)
                             : std::max(made.band.high[i - 1], least);
    auto& low = made.band.low[i];
    low = i == 0 ? 0 : std::min<std::uint32_t>(least + bytes.next() % 2, most);
    auto& high = made.band.high[i];
    high =
        i == n
            ? static_cast<std::uint32_t>(m)
            : std::min<std::uint32_t>(
                  std::max<std::uint32_t>(low + bytes.next() % 4,
                                          i == 0 ? 0 : made.band.high[i - 1]),
                  static_cast<std::uint32_t>(m));
  }
  index_band(made.band);
  made.candidates.row_begin.assign(n + 1, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    for (std::uint32_t j = 0; j < m; ++j) {
      for (std::uint8_t a = 1; i + a <= n; ++a) {
        for (std::uint8_t b = 1; j + b <= m; ++b) {
          if (!made.band.holds(i, j, a, b)) continue;
          if ((bytes.next() & 1U) == 0) continue;
          made.candidates.beads.push_back({i, j, a, b, bytes.price(), 0});
        }
      }
    }
    made.candidates.row_begin[i + 1] = made.candidates.beads.size();
  }
  return made;
}

/// All paths. Those with a target null right before a source null are other
/// orders of the same beads: they have a score and no mass.
struct Paths {
  const Lattice& lattice;
  std::vector<double> mass;
  std::vector<std::size_t> path;
  double total = 0;
  double highest = -1e9;

  void walk(std::size_t i, std::size_t j, double score, bool after_target,
            bool is_counted) {
    const Band& band = lattice.band;
    if (i == band.source_size && j == band.target_size) {
      highest = std::max(highest, score);
      if (!is_counted) return;
      total += std::exp(score);
      for (const std::size_t k : path) mass[k] += std::exp(score);
      return;
    }
    if (i < band.source_size && band.contains(i + 1, j)) {
      walk(i + 1, j, score + lattice.nulls.source[i], false,
           is_counted && !after_target);
    }
    if (j < band.target_size && band.contains(i, j + 1)) {
      walk(i, j + 1, score + lattice.nulls.target[j], true, is_counted);
    }
    for (std::size_t k = 0; k < lattice.candidates.beads.size(); ++k) {
      const Candidate& bead = lattice.candidates.beads[k];
      if (bead.source != i || bead.target != j) continue;
      path.push_back(k);
      walk(i + bead.n, j + bead.m, score + static_cast<double>(bead.score),
           false, is_counted);
      path.pop_back();
    }
  }
};

double score_of(const Bead& bead, const Lattice& lattice) {
  if (bead.target.is_empty()) return lattice.nulls.source[bead.source.begin];
  if (bead.source.is_empty()) return lattice.nulls.target[bead.target.begin];
  for (const Candidate& other : lattice.candidates.beads) {
    if (other.source == bead.source.begin &&
        other.target == bead.target.begin && other.n == bead.source.size() &&
        other.m == bead.target.size()) {
      return other.score;
    }
  }
  check(false, "a bead of the path is one of the candidates");
  return 0;
}

/// Beads cover both sides once, in order, source nulls first.
void check_cover(const std::vector<Bead>& beads, std::size_t n, std::size_t m) {
  std::size_t i = 0;
  std::size_t j = 0;
  bool after_target_null = false;
  for (const Bead& bead : beads) {
    check(bead.source.begin == i && bead.target.begin == j,
          "beads follow each other");
    check(!bead.source.is_empty() || !bead.target.is_empty(),
          "no bead is empty");
    check(!after_target_null || !bead.target.is_empty(),
          "null beads of the source come first");
    check(bead.probability >= 0 && bead.probability <= 1,
          "probabilities are probabilities");
    check(std::isfinite(bead.score), "scores are finite");
    after_target_null = bead.source.is_empty();
    i = bead.source.end;
    j = bead.target.end;
  }
  check(i == n && j == m, "beads cover both documents");
}

Document make_document(Bytes& bytes, std::size_t language,
                       std::size_t segments) {
  static const std::vector<test::Meaning> meanings = test::make_meanings(32);
  Document document;
  for (std::size_t s = 0; s < segments; ++s) {
    Segment segment;
    for (int words = bytes.next() % 8; words > 0; --words) {
      const std::uint8_t word = bytes.next();
      const test::Meaning& meaning = meanings[word % meanings.size()];
      segment.text += language == 0   ? meaning.vi
                      : language == 1 ? meaning.en
                                      : meaning.ar;
      segment.text += (word & 32U) != 0 ? " 7 " : " ";
    }
    segment.chars = {s * 100, s * 100 + segment.text.size()};
    document.segments.push_back(segment);
  }
  return document;
}

}  // namespace

void fuzz_lattice(std::string_view data) {
  Bytes bytes(data);
  Lattice lattice = make_lattice(bytes);
  Paths paths{
      lattice, std::vector<double>(lattice.candidates.beads.size()), {}};
  paths.walk(0, 0, 0, false, true);
  // A band so narrow that the source cannot come first in a run of nulls has
  // no mass at all.
  if (!(paths.total > 0)) return;
  const double log_total =
      fill_posteriors(lattice.band, lattice.nulls, 1, lattice.candidates);
  check(std::abs(log_total - std::log(paths.total)) < 1e-3,
        "the partition function is the sum over all paths");
  for (std::size_t k = 0; k < paths.mass.size(); ++k) {
    check(std::abs(lattice.candidates.beads[k].posterior -
                   paths.mass[k] / paths.total) < 1e-3,
          "posteriors are shares of all paths");
  }
  const std::vector<Bead> beads =
      best_beads(lattice.band, lattice.nulls, lattice.candidates);
  check_cover(beads, lattice.band.source_size, lattice.band.target_size);
  double score = 0;
  for (const Bead& bead : beads) score += score_of(bead, lattice);
  check(std::abs(score - paths.highest) < 1e-3,
        "the best path has the highest score of all");
}

void fuzz_align(std::string_view data) {
  static const Model model = [] {
    const std::string path = scratch_folder() + "/align.align";
    test::write_word_model(path, test::make_meanings(32));
    return Model::load(path);
  }();
  Bytes bytes(data);
  const std::uint8_t choice = bytes.next();
  constexpr const char* kLanguages[] = {"vi", "en", "ar", "fr"};
  const std::size_t first = choice & 3U;
  const std::size_t second = (choice >> 2U) & 3U;
  const std::size_t n = bytes.next() % 12;
  const std::size_t m = bytes.next() % 12;
  const Document source = make_document(bytes, first, n);
  const Document target = make_document(bytes, second, m);
  const EncodedSegments left =
      encode(model, source.segments, kLanguages[first]);
  const EncodedSegments right =
      encode(model, target.segments, kLanguages[second]);
  ParallelOptions options;
  options.max_bead = 2 + (choice >> 4U) % 7;
  const std::vector<Bead> beads = align_beads(model, left, right, options);
  check_cover(beads, n, m);
  for (const Bead& bead : beads) {
    check(bead.source.is_empty() || bead.target.is_empty() ||
              bead.source.size() + bead.target.size() <= options.max_bead,
          "beads are no larger than asked for");
  }
  MineOptions mining;
  mining.max_run = 1 + (choice >> 6U);
  const MinedLinks mined = mine_links(model, {source.segments, left},
                                      {target.segments, right}, mining);
  std::vector<int> seen(n + m);
  for (const Link& link : mined.links) {
    check(!link.source.is_empty() && !link.target.is_empty(),
          "links have two sides");
    check(link.source.end <= n && link.target.end <= m,
          "links are inside the lists");
    for (std::size_t i = link.source.begin; i < link.source.end; ++i) {
      check(seen[i]++ == 0, "no source segment is in two links");
    }
    for (std::size_t j = link.target.begin; j < link.target.end; ++j) {
      check(seen[n + j]++ == 0, "no target segment is in two links");
    }
  }
}

}  // namespace align::fuzz
