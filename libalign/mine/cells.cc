#include "mine/cells.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "mine/nearest.h"
#include "score/fast_math.h"
#include "score/run_indexed.h"

namespace align::mine {
namespace {

// Pairs that the zero of the lexical evidence is measured on.
constexpr std::size_t kSampledPairs = 1500;
// Typical translations that a list's own best pairs are averaged with.
constexpr float kPseudoPairs = 4;
// How far a list's own best pairs may move the unit away from what is typical:
// a list without any translation in it must not stretch its noise to 1.
constexpr float kLeastUnit = 0.5F;
constexpr float kMostUnit = 1.25F;

float clip(float value, float low, float high) {
  return std::clamp(value, low, high);
}

// Segments that can be linked: those with words, and not said before.
std::vector<char> linkable(const Passage& passage) {
  std::vector<char> flags(passage.encoded.size(), 1);
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (passage.encoded.tokens[i].pieces.empty() ||
        passage.segments[i].repeats.has_value()) {
      flags[i] = 0;
    }
  }
  return flags;
}

std::vector<float> mean_direction(const EncodedSegments& segments) {
  std::vector<float> mean(segments.dimension, 0.0F);
  const float share =
      1.0F / static_cast<float>(std::max<std::size_t>(1, segments.size()));
  for (std::size_t i = 0; i < segments.size(); ++i) {
    segments.add_to(i, share / segments.norms[i], mean);
  }
  return mean;
}

float dot_with(const EncodedSegments& segments, std::size_t i,
               const std::vector<float>& direction) {
  const std::span<const std::int16_t> row = segments.row(i);
  float sum = 0;
  for (std::size_t k = 0; k < row.size(); ++k) {
    sum += static_cast<float>(row[k]) * direction[k];
  }
  return sum * segments.scales[i] / segments.norms[i];
}

float per_piece(float sum, std::size_t pieces) {
  return sum / static_cast<float>(std::max<std::size_t>(1, pieces));
}

float median(std::vector<float> values) {
  if (values.empty()) return 0;
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

float fact_weight(FactKind kind) {
  switch (kind) {
    case FactKind::kDay:
    case FactKind::kMonthYear:
      return 1.0F;
    case FactKind::kNumber:
      return 0.7F;
    case FactKind::kMonth:
    case FactKind::kYear:
      return 0.5F;
    case FactKind::kName:
      return 0.25F;
  }
  return 0;
}

}  // namespace

float sigmoid(float log_odds) { return 1.0F / (1.0F + fast_exp(-log_odds)); }

float closeness(const Features& features) {
  return 0.25F * (features[kCosine] + features[kMargin] + features[kForward] +
                  features[kBackward]) +
         0.1F * features[kLengthFit];
}

Cells::Cells(const Model& model, const LinkModel& links, const Passage& source,
             const Passage& target, const MineOptions& options)
    : source_(source),
      target_(target),
      lengths_(model.lengths(source.encoded.language, target.encoded.language)),
      lexicon_(make_lexical_evidence(model, source.encoded, target.encoded)) {
  choose(options);
  index_columns();
  read_lexicon(options.threads);
  rescale(links);
  weigh_facts();
  fill_features(options.neighbours);
}

void Cells::choose(const MineOptions& options) {
  const std::vector<char> source_used = linkable(source_);
  const std::vector<char> target_used = linkable(target_);
  const std::size_t total = source_used.size() + target_used.size();
  std::mutex mutex;
  std::size_t done = 0;
  const auto advance = [&](std::size_t rows) {
    if (!options.progress) return;
    const std::lock_guard lock(mutex);
    done += rows;
    options.progress(0.8 * static_cast<double>(done) /
                     static_cast<double>(total));
  };
  std::vector<std::vector<Neighbour>> rows =
      nearest(source_.encoded, target_.encoded, source_used, target_used,
              options.candidates, options.threads, advance);
  const std::vector<std::vector<Neighbour>> columns =
      nearest(target_.encoded, source_.encoded, target_used, source_used,
              options.candidates, options.threads, advance);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    for (const Neighbour& neighbour : columns[j]) {
      rows[neighbour.index].push_back(
          {static_cast<std::uint32_t>(j), neighbour.cosine});
    }
  }
  row_begin_.push_back(0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::sort(rows[i], {}, &Neighbour::index);
    for (std::size_t k = 0; k < rows[i].size(); ++k) {
      if (k > 0 && rows[i][k].index == rows[i][k - 1].index) continue;
      Cell cell;
      cell.source = static_cast<std::uint32_t>(i);
      cell.target = rows[i][k].index;
      cells_.push_back(cell);
      raw_.push_back({rows[i][k].cosine, 0, 0});
    }
    row_begin_.push_back(cells_.size());
    rows[i] = {};
  }
}

void Cells::index_columns() {
  column_begin_.assign(target_.encoded.size() + 1, 0);
  for (const Cell& cell : cells_) ++column_begin_[cell.target + 1];
  for (std::size_t j = 0; j < target_.encoded.size(); ++j) {
    column_begin_[j + 1] += column_begin_[j];
  }
  by_column_.resize(cells_.size());
  std::vector<std::size_t> next(column_begin_.begin(), column_begin_.end() - 1);
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    by_column_[next[cells_[c].target]++] = static_cast<std::uint32_t>(c);
  }
}

void Cells::read_lexicon(unsigned threads) {
  constexpr std::size_t kBlock = 256;
  const auto blocks = [](std::size_t size) {
    return (size + kBlock - 1) / kBlock;
  };
  run_indexed(blocks(source_.encoded.size()), threads, [&](std::size_t block) {
    LexicalEvidence::Reader reader(lexicon_.forward);
    const std::size_t end =
        std::min(source_.encoded.size(), (block + 1) * kBlock);
    for (std::size_t i = block * kBlock; i < end; ++i) {
      if (row_begin_[i] == row_begin_[i + 1]) continue;
      reader.clear();
      reader.add(i);
      for (std::size_t c = row_begin_[i]; c < row_begin_[i + 1]; ++c) {
        const std::uint32_t j = cells_[c].target;
        raw_[c].forward =
            per_piece(reader.score(j), target_.encoded.tokens[j].pieces.size());
      }
    }
  });
  run_indexed(blocks(target_.encoded.size()), threads, [&](std::size_t block) {
    LexicalEvidence::Reader reader(lexicon_.backward);
    const std::size_t end =
        std::min(target_.encoded.size(), (block + 1) * kBlock);
    for (std::size_t j = block * kBlock; j < end; ++j) {
      if (column_begin_[j] == column_begin_[j + 1]) continue;
      reader.clear();
      reader.add(j);
      for (std::size_t k = column_begin_[j]; k < column_begin_[j + 1]; ++k) {
        const std::uint32_t c = by_column_[k];
        const std::uint32_t i = cells_[c].source;
        raw_[c].backward =
            per_piece(reader.score(i), source_.encoded.tokens[i].pieces.size());
      }
    }
  });
}

// The zero is the average pair, the unit the distance from there to the median
// of the pairs that are each other's best, averaged with what is typical of
// translations in these languages.
void Cells::rescale(const LinkModel& links) {
  const std::size_t n = source_.encoded.size();
  const std::size_t m = target_.encoded.size();
  if (cells_.empty()) return;
  const std::vector<float> source_mean = mean_direction(source_.encoded);
  const std::vector<float> target_mean = mean_direction(target_.encoded);
  for (std::size_t k = 0; k < source_mean.size(); ++k) {
    common_ += source_mean[k] * target_mean[k];
  }
  for (std::size_t i = 0; i < n; ++i) {
    source_common_.push_back(dot_with(source_.encoded, i, target_mean));
  }
  for (std::size_t j = 0; j < m; ++j) {
    target_common_.push_back(dot_with(target_.encoded, j, source_mean));
  }

  scale_.zero.cosine = common_;
  double forward = 0;
  double backward = 0;
  const std::size_t samples = std::min(n * m, kSampledPairs);
  LexicalEvidence::Reader forward_reader(lexicon_.forward);
  LexicalEvidence::Reader backward_reader(lexicon_.backward);
  for (std::size_t s = 0; s < samples; ++s) {
    const std::size_t cell = static_cast<std::size_t>(
        static_cast<double>(s) / static_cast<double>(samples) *
        static_cast<double>(n * m));
    const std::size_t i = cell / m;
    // A large list is sampled along a diagonal that wraps around.
    const std::size_t j = samples == n * m ? cell % m : (i * 31 + s * 7) % m;
    forward_reader.clear();
    forward_reader.add(i);
    backward_reader.clear();
    backward_reader.add(j);
    forward += per_piece(forward_reader.score(j),
                         target_.encoded.tokens[j].pieces.size());
    backward += per_piece(backward_reader.score(i),
                          source_.encoded.tokens[i].pieces.size());
  }
  scale_.zero.forward = static_cast<float>(forward / samples);
  scale_.zero.backward = static_cast<float>(backward / samples);

  const auto strength = [this](std::size_t c) {
    return raw_[c].cosine + 0.2F * (raw_[c].forward + raw_[c].backward);
  };
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> best_of_column(m, kNone);
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    std::size_t& best = best_of_column[cells_[c].target];
    if (best == kNone || strength(c) > strength(best)) best = c;
  }
  std::vector<float> cosines;
  std::vector<float> forwards;
  std::vector<float> backwards;
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t best = kNone;
    for (std::size_t c = row_begin_[i]; c < row_begin_[i + 1]; ++c) {
      if (best == kNone || strength(c) > strength(best)) best = c;
    }
    if (best == kNone || best_of_column[cells_[best].target] != best) continue;
    cosines.push_back(raw_[best].cosine);
    forwards.push_back(raw_[best].forward);
    backwards.push_back(raw_[best].backward);
  }
  const auto count = static_cast<float>(cosines.size());
  const float own = count / (count + kPseudoPairs);
  const auto unit = [own](std::vector<float> values, float typical, float zero,
                          float least) {
    const float expected = std::max(least, typical - zero);
    const float measured = median(std::move(values)) - zero;
    return clip(own * measured + (1 - own) * expected, kLeastUnit * expected,
                kMostUnit * expected);
  };
  const Typical typical =
      links.typical_of(source_.encoded.language, target_.encoded.language);
  scale_.unit.cosine =
      unit(std::move(cosines), typical.cosine, scale_.zero.cosine, 0.1F);
  scale_.unit.forward =
      unit(std::move(forwards), typical.forward, scale_.zero.forward, 0.3F);
  scale_.unit.backward =
      unit(std::move(backwards), typical.backward, scale_.zero.backward, 0.3F);
}

void Cells::fill_own(const Typical& raw, std::size_t source_length,
                     std::size_t target_length, Features& features) const {
  const auto scaled = [](float value, float zero, float unit) {
    return clip((value - zero) / unit, -1.0F, 2.0F);
  };
  features[kBias] = 1;
  features[kCosine] =
      scaled(raw.cosine, scale_.zero.cosine, scale_.unit.cosine);
  features[kForward] =
      scaled(raw.forward, scale_.zero.forward, scale_.unit.forward);
  features[kBackward] =
      scaled(raw.backward, scale_.zero.backward, scale_.unit.backward);
  features[kLeast] = std::min(features[kForward], features[kBackward]);
  const float z = length_deviation(lengths_, source_length, target_length);
  features[kLengthFit] = -z * z / 4;
}

void Cells::fill_features(std::size_t neighbours) {
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    Cell& cell = cells_[c];
    const Tokens& source = source_.encoded.tokens[cell.source];
    const Tokens& target = target_.encoded.tokens[cell.target];
    fill_own(raw_[c], source.length, target.length, cell.features);
    cell.features[kMargin] =
        clip((raw_[c].cosine - source_common_[cell.source] -
              target_common_[cell.target] + common_) /
                 scale_.unit.cosine,
             -1.0F, 2.0F);
    compare_facts(source_facts_[cell.source], target_facts_[cell.target],
                  cell.features);
  }
  fill_competition(neighbours);
}

void Cells::fill_competition(std::size_t neighbours) {
  // The best `neighbours` + 1 of a row or column, best first: without itself
  // each cell is left with its nearest competitors.
  std::vector<float> close(cells_.size());
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    close[c] = closeness(cells_[c].features);
  }
  std::vector<float> row_rivals(cells_.size());
  std::vector<float> column_rivals(cells_.size());
  const auto compete = [&](std::vector<std::uint32_t>& line, Feature gap,
                           std::vector<float>& rivals) {
    std::ranges::sort(line, [&](std::uint32_t a, std::uint32_t b) {
      return close[a] != close[b] ? close[a] > close[b] : a < b;
    });
    float top = 0;
    const std::size_t known = std::min(line.size(), neighbours + 1);
    for (std::size_t k = 0; k < known; ++k) top += close[line[k]];
    for (std::size_t k = 0; k < line.size(); ++k) {
      const std::uint32_t c = line[k];
      // Missing competitors count as average pairs, at 0.
      float others = top;
      if (k < known) {
        others -= close[c];
      } else {
        others -= close[line[known - 1]];
      }
      rivals[c] = others / static_cast<float>(neighbours);
      const float best_other =
          line.size() < 2 ? 0.0F : close[k == 0 ? line[1] : line[0]];
      cells_[c].features[gap] =
          clip(close[c] - std::max(0.0F, best_other), -1.5F, 1.5F);
    }
  };
  std::vector<std::uint32_t> line;
  for (std::size_t i = 0; i + 1 < row_begin_.size(); ++i) {
    line.clear();
    for (std::size_t c = row_begin_[i]; c < row_begin_[i + 1]; ++c) {
      line.push_back(static_cast<std::uint32_t>(c));
    }
    compete(line, kRowGap, row_rivals);
  }
  for (std::size_t j = 0; j + 1 < column_begin_.size(); ++j) {
    line.assign(
        by_column_.begin() + static_cast<std::ptrdiff_t>(column_begin_[j]),
        by_column_.begin() + static_cast<std::ptrdiff_t>(column_begin_[j + 1]));
    compete(line, kColumnGap, column_rivals);
  }
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    cells_[c].features[kCsls] =
        clip(close[c] - 0.5F * (row_rivals[c] + column_rivals[c]), -1.5F, 1.5F);
  }
}

const Cell* Cells::find(std::size_t source, std::size_t target) const {
  const auto begin =
      cells_.begin() + static_cast<std::ptrdiff_t>(row_begin_[source]);
  const auto end =
      cells_.begin() + static_cast<std::ptrdiff_t>(row_begin_[source + 1]);
  const auto found = std::lower_bound(begin, end, target,
                                      [](const Cell& cell, std::size_t column) {
                                        return cell.target < column;
                                      });
  return found == end || found->target != target ? nullptr : &*found;
}

void Cells::score(const Features& weights) {
  for (Cell& cell : cells_) {
    cell.features[kSupport] = 0;
    cell.log_odds = log_odds(weights, cell.features);
  }
  fill_support();
  for (Cell& cell : cells_) cell.log_odds = log_odds(weights, cell.features);
}

// Reports tell what belongs together in the same order even when the whole is
// ordered otherwise: a link before and after this one, at most two segments
// away on both sides, makes this one likelier.
void Cells::fill_support() {
  std::vector<float> probability(cells_.size());
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    probability[c] = sigmoid(cells_[c].log_odds);
  }
  const auto best_near = [&](const Cell& cell, std::int64_t direction) {
    float best = 0;
    for (std::int64_t a = 1; a <= 2; ++a) {
      const std::int64_t i = cell.source + direction * a;
      if (i < 0 || i >= static_cast<std::int64_t>(source_.encoded.size())) {
        continue;
      }
      for (std::int64_t b = 1; b <= 2; ++b) {
        const std::int64_t j = cell.target + direction * b;
        if (j < 0) continue;
        const Cell* found =
            find(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
        if (found == nullptr) continue;
        const float weight = a == 1 && b == 1 ? 1.0F : 0.7F;
        best = std::max(
            best,
            weight *
                probability[static_cast<std::size_t>(found - cells_.data())]);
      }
    }
    return best;
  };
  // How far the order of these lists means anything: the mean support of what
  // looks like a link. In a shuffled list nothing has support, and that is no
  // sign against a pair.
  float orderliness = 0;
  float links = 0;
  for (std::size_t c = 0; c < cells_.size(); ++c) {
    float& support = cells_[c].features[kSupport];
    support =
        1 - (1 - best_near(cells_[c], -1)) * (1 - best_near(cells_[c], 1));
    if (probability[c] < 0.5F) continue;
    orderliness += probability[c] * support;
    links += probability[c];
  }
  orderliness /= links + 1;
  for (Cell& cell : cells_) {
    cell.features[kSupport] =
        orderliness * (cell.features[kSupport] - orderliness);
  }
}

void Cells::weigh_facts() {
  const auto collect = [](const Passage& passage,
                          std::vector<std::vector<Fact>>& facts) {
    for (const Segment& segment : passage.segments) {
      // What is only said again makes nothing less rare.
      facts.push_back(segment.repeats
                          ? std::vector<Fact>()
                          : find_facts(segment.text, passage.encoded.language));
    }
  };
  collect(source_, source_facts_);
  collect(target_, target_facts_);
  std::vector<Fact> all;
  for (const auto* side : {&source_facts_, &target_facts_}) {
    for (const std::vector<Fact>& facts : *side) {
      all.insert(all.end(), facts.begin(), facts.end());
    }
  }
  std::ranges::sort(all);
  const auto segments =
      static_cast<float>(source_facts_.size() + target_facts_.size());
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    while (end < all.size() && all[end] == all[begin]) ++end;
    const float rarity =
        fast_log((segments + 1) / static_cast<float>(end - begin));
    rarity_.emplace_back(all[begin], rarity * fact_weight(all[begin].kind));
    begin = end;
  }
}

void Cells::compare_facts(const std::vector<Fact>& source,
                          const std::vector<Fact>& target,
                          Features& features) const {
  float shared = 0;
  bool is_checkable_source = false;
  bool is_checkable_target = false;
  bool is_any_shared = false;
  const auto is_checkable = [](const Fact& fact) {
    return fact.kind != FactKind::kName && fact.kind != FactKind::kMonth;
  };
  for (const Fact& fact : source) is_checkable_source |= is_checkable(fact);
  for (const Fact& fact : target) {
    is_checkable_target |= is_checkable(fact);
    if (!std::ranges::binary_search(source, fact)) continue;
    is_any_shared |= is_checkable(fact);
    const auto found = std::ranges::lower_bound(rarity_, fact, {},
                                                &std::pair<Fact, float>::first);
    shared += found->second;
  }
  // About three natural units of rarity are one strong coincidence.
  features[kFacts] = std::min(2.0F, shared / 3);
  features[kAgreement] =
      is_checkable_source && is_checkable_target && !is_any_shared ? -1.0F
                                                                   : 0.0F;
}

Features Cells::run_features(const SegmentRange& source,
                             const SegmentRange& target,
                             const Features& seed) const {
  Features features = seed;
  Typical raw;
  float sum = 0;
  for (std::size_t i = source.begin; i < source.end; ++i) {
    for (std::size_t j = target.begin; j < target.end; ++j) {
      sum += dot(source_.encoded, i, target_.encoded, j);
    }
  }
  const auto norm = [](const EncodedSegments& segments,
                       const SegmentRange& run) {
    float squares = 0;
    for (std::size_t a = run.begin; a < run.end; ++a) {
      for (std::size_t b = run.begin; b < run.end; ++b) {
        squares += dot(segments, a, segments, b);
      }
    }
    return squares > 0 ? std::sqrt(squares) : 1.0F;
  };
  raw.cosine =
      sum / (norm(source_.encoded, source) * norm(target_.encoded, target));
  std::array<std::size_t, 2> lengths{};
  std::array<std::size_t, 2> pieces{};
  std::array<std::vector<Fact>, 2> facts;
  LexicalEvidence::Reader forward(lexicon_.forward);
  LexicalEvidence::Reader backward(lexicon_.backward);
  for (std::size_t i = source.begin; i < source.end; ++i) {
    forward.add(i);
    lengths[0] += source_.encoded.tokens[i].length;
    pieces[0] += source_.encoded.tokens[i].pieces.size();
    facts[0].insert(facts[0].end(), source_facts_[i].begin(),
                    source_facts_[i].end());
  }
  for (std::size_t j = target.begin; j < target.end; ++j) {
    backward.add(j);
    lengths[1] += target_.encoded.tokens[j].length;
    pieces[1] += target_.encoded.tokens[j].pieces.size();
    facts[1].insert(facts[1].end(), target_facts_[j].begin(),
                    target_facts_[j].end());
  }
  raw.forward = 0;
  raw.backward = 0;
  for (std::size_t j = target.begin; j < target.end; ++j) {
    raw.forward += forward.score(j);
  }
  for (std::size_t i = source.begin; i < source.end; ++i) {
    raw.backward += backward.score(i);
  }
  raw.forward = per_piece(raw.forward, pieces[1]);
  raw.backward = per_piece(raw.backward, pieces[0]);
  fill_own(raw, lengths[0], lengths[1], features);
  for (std::vector<Fact>& side : facts) {
    std::ranges::sort(side);
    side.erase(std::unique(side.begin(), side.end()), side.end());
  }
  compare_facts(facts[0], facts[1], features);
  return features;
}

}  // namespace align::mine
