// Pairs of segments worth a closer look, with everything known about each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "align/mine.h"
#include "align/score.h"
#include "mine/link_model.h"
#include "tokenize/facts.h"

namespace align::mine {

struct Cell {
  std::uint32_t source = 0;
  std::uint32_t target = 0;
  Features features{};
  float log_odds = 0;  ///< `encoder` is a part of it
  float encoder = 0;   ///< what a strong encoder adds, see mine/review.h
};

/// How raw evidence of a pair of lists is scaled: (value - zero) / unit.
struct Scale {
  Typical zero;
  Typical unit;
};

/// The candidate pairs of two lists, by source, then target.
class Cells {
 public:
  /// The passages' segments and encodings must outlive this object.
  Cells(const Model& model, const LinkModel& links, const Passage& source,
        const Passage& target, const MineOptions& options);

  [[nodiscard]] const std::vector<Cell>& all() const { return cells_; }
  [[nodiscard]] const Scale& scale() const { return scale_; }
  /// Raw evidence of cell `index`, before scaling.
  [[nodiscard]] const Typical& raw(std::size_t index) const {
    return raw_[index];
  }

  /// The cell of a pair, or null when it was not looked at.
  [[nodiscard]] const Cell* find(std::size_t source, std::size_t target) const;

  /// Scores every cell, first without and then with the support of the cells
  /// around it.
  void score(const Features& weights);

  /// Sets what a strong encoder adds to cell `index`.
  void add_encoder_evidence(std::size_t index, float log_odds) {
    cells_[index].encoder = log_odds;
    cells_[index].log_odds += log_odds;
  }

  /// Features of two runs of segments as if each were one segment. What needs
  /// the whole list (margin, CSLS, gaps, support) is taken from `seed`.
  [[nodiscard]] Features run_features(const SegmentRange& source,
                                      const SegmentRange& target,
                                      const Features& seed) const;

 private:
  void choose(const MineOptions& options);
  void index_columns();
  void read_lexicon(unsigned threads);
  void rescale(const LinkModel& links);
  void fill_features(std::size_t neighbours);
  void fill_competition(std::size_t neighbours);
  void fill_support();
  void weigh_facts();
  void compare_facts(const std::vector<Fact>& source,
                     const std::vector<Fact>& target, Features& features) const;
  void fill_own(const Typical& raw, std::size_t source_length,
                std::size_t target_length, Features& features) const;

  Passage source_;
  Passage target_;
  LengthModel lengths_;
  PairLexicalEvidence lexicon_;
  Scale scale_;
  float common_ = 0;  // cosine of the mean vectors
  std::vector<Cell> cells_;
  std::vector<Typical> raw_;               // parallel to cells_
  std::vector<std::size_t> row_begin_;     // of each source, and the end
  std::vector<std::size_t> column_begin_;  // of each target, into by_column_
  std::vector<std::uint32_t> by_column_;   // cells, by target, then source
  std::vector<float> source_common_;       // cosine with the mean target vector
  std::vector<float> target_common_;
  std::vector<std::vector<Fact>> source_facts_;
  std::vector<std::vector<Fact>> target_facts_;
  std::vector<std::pair<Fact, float>> rarity_;  // sorted by fact
};

/// The one number by which cells compete: the mean of the scaled evidence.
[[nodiscard]] float closeness(const Features& features);

/// Probability of a log-odds.
[[nodiscard]] float sigmoid(float log_odds);

}  // namespace align::mine
