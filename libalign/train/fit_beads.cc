#include "train/fit_beads.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>

#include "align/error.h"
#include "parallel/band.h"
#include "parallel/candidates.h"
#include "parallel/cell_grid.h"
#include "parallel/lattice.h"
#include "parallel/lexical_pass.h"
#include "score/run_indexed.h"
#include "train/noise.h"

namespace align {
namespace {

/// Times each text is cut and made noisy anew.
constexpr std::size_t kRounds = 6;
/// Share of documents whose noise is not the ordinary one.
constexpr double kMixedShare = 0.25;
/// Share of documents one side of which hardly has sentence ends.
constexpr double kUnsegmentedShare = 0.1;
constexpr std::size_t kShortest = 10;
constexpr std::size_t kLongest = 60;
/// First-pass candidates that score this far below null beads under the
/// standard weights are not fitted on; nothing near them survives any weights.
constexpr float kHopeless = -30.0F;

using Features = std::array<float, kBeadFeatures>;
using NullFeatures = std::array<float, kNullFeatures>;
using Gradient = std::array<double, kAllFeatures>;

/// A document pair encoded once for both passes.
struct Encoded {
  EncodedSegments source;
  EncodedSegments target;
  LengthModel lengths;
  const std::vector<Bead>* gold = nullptr;
  std::size_t text = 0;
};

/// The lattice of one document pair in one pass, with what its scores are made
/// of.
struct FitCase {
  Band band;
  Candidates candidates;
  std::vector<Features> features;  ///< parallel to the candidates
  std::vector<NullFeatures> source_null;
  std::vector<NullFeatures> target_null;
  std::vector<std::size_t> gold;  ///< candidates that are right
  std::vector<bool> source_alone;
  std::vector<bool> target_alone;
  std::size_t text = 0;
};

std::vector<Segment> to_segments(const std::vector<std::string>& lines) {
  std::vector<Segment> segments(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) segments[i].text = lines[i];
  return segments;
}

bool fits_lattice(const std::vector<Bead>& beads) {
  return std::all_of(beads.begin(), beads.end(), [](const Bead& bead) {
    return bead.source.size() + bead.target.size() <= kMostInBead;
  });
}

std::vector<std::unique_ptr<Encoded>> encode_documents(
    const Model& model, const std::vector<RunningText>& texts,
    const std::vector<FitDocument>& documents, unsigned threads) {
  std::vector<std::unique_ptr<Encoded>> encoded(documents.size());
  run_indexed(documents.size(), threads, [&](std::size_t d) {
    const FitDocument& document = documents[d];
    const RunningText& text = texts[document.text];
    if (!fits_lattice(document.pair.beads)) return;
    auto one = std::make_unique<Encoded>();
    one->source =
        encode(model, to_segments(document.pair.source), text.source_language);
    one->target =
        encode(model, to_segments(document.pair.target), text.target_language);
    one->lengths = model.lengths(text.source_language, text.target_language);
    one->gold = &document.pair.beads;
    one->text = document.text;
    encoded[d] = std::move(one);
  });
  std::erase(encoded, nullptr);
  return encoded;
}

/// Puts the right beads among the candidates, if pruning left one out, and
/// notes where they are.
void mark_gold(const std::vector<Bead>& gold, FitCase& fit) {
  const auto order = [](const Candidate& a, const Candidate& b) {
    return std::array<std::size_t, 4>{a.source, a.target, a.n, a.m} <
           std::array<std::size_t, 4>{b.source, b.target, b.n, b.m};
  };
  std::vector<Candidate>& beads = fit.candidates.beads;
  fit.source_alone.assign(fit.band.source_size, true);
  fit.target_alone.assign(fit.band.target_size, true);
  for (const Bead& right : gold) {
    Candidate bead;
    bead.source = static_cast<std::uint32_t>(right.source.begin);
    bead.target = static_cast<std::uint32_t>(right.target.begin);
    bead.n = static_cast<std::uint8_t>(right.source.size());
    bead.m = static_cast<std::uint8_t>(right.target.size());
    const auto place =
        std::lower_bound(beads.begin(), beads.end(), bead, order);
    if (place == beads.end() || order(bead, *place)) {
      beads.insert(place, bead);
      for (std::size_t i = bead.source; i < fit.band.source_size; ++i) {
        ++fit.candidates.row_begin[i + 1];
      }
    }
    for (std::size_t i = right.source.begin; i < right.source.end; ++i) {
      fit.source_alone[i] = false;
    }
    for (std::size_t j = right.target.begin; j < right.target.end; ++j) {
      fit.target_alone[j] = false;
    }
  }
  std::size_t next = 0;
  for (std::size_t k = 0; k < beads.size() && next < gold.size(); ++k) {
    const Bead& right = gold[next];
    if (beads[k].source == right.source.begin &&
        beads[k].target == right.target.begin &&
        beads[k].n == right.source.size() &&
        beads[k].m == right.target.size()) {
      fit.gold.push_back(k);
      ++next;
    }
  }
  ALIGN_ASSERT(next == gold.size(), "right beads were put in just now");
}

CellGrid grid_of(const Encoded& document, const BeadWeights& weights) {
  return make_cell_grid(
      document.source, document.target,
      make_full_band(document.source.size(), document.target.size()),
      weights.usual_cosine, 1);
}

void fill_null_features(const CellGrid& grid, FitCase& fit) {
  fit.source_null.resize(grid.band.source_size);
  fit.target_null.resize(grid.band.target_size);
  for (std::size_t i = 0; i < fit.source_null.size(); ++i) {
    fit.source_null[i] = {};
    fill_source_null_features(grid, i, fit.source_null[i]);
  }
  for (std::size_t j = 0; j < fit.target_null.size(); ++j) {
    fit.target_null[j] = {};
    fill_target_null_features(grid, j, fit.target_null[j]);
  }
}

/// First pass: everything that is not hopeless.
FitCase make_vector_case(const Encoded& document, const BeadWeights& weights) {
  const CellGrid grid = grid_of(document, weights);
  FitCase fit;
  fit.text = document.text;
  fit.band = grid.band;
  fill_null_features(grid, fit);
  const NullPrices nulls = price_nulls(grid, BeadWeights::standard().vector);
  const PassWeights standard = BeadWeights::standard().vector;
  RowScanner scanner(grid, document.lengths, kMostInBead);
  fit.candidates.row_begin.push_back(0);
  for (std::size_t i = 0; i < grid.band.source_size; ++i) {
    for (const ScoredCandidate& scored : scanner.scan(i)) {
      const Candidate& bead = scored.bead;
      float score = standard.types[bead.n][bead.m];
      for (std::size_t k = 0; k < kVectorFeatures; ++k) {
        score += standard.values[k] * scored.features[k];
      }
      for (std::size_t a = 0; a < bead.n; ++a) {
        score -= nulls.source[bead.source + a];
      }
      for (std::size_t b = 0; b < bead.m; ++b) {
        score -= nulls.target[bead.target + b];
      }
      if (score > kHopeless) fit.candidates.beads.push_back(bead);
    }
    fit.candidates.row_begin.push_back(fit.candidates.beads.size());
  }
  mark_gold(*document.gold, fit);
  fit.features.resize(fit.candidates.beads.size());
  for (std::size_t k = 0; k < fit.features.size(); ++k) {
    fit.features[k] = {};
    fill_vector_features(grid, document.lengths, fit.candidates.beads[k],
                         fit.features[k]);
  }
  return fit;
}

/// Second pass: what the first one, with the weights it got, lets through.
FitCase make_full_case(const Model& model, const Encoded& document,
                       const BeadWeights& weights) {
  const CellGrid grid = grid_of(document, weights);
  FitCase fit;
  fit.text = document.text;
  fit.band = grid.band;
  fill_null_features(grid, fit);
  const NullPrices nulls = price_nulls(grid, weights.vector);
  fit.candidates =
      find_candidates(grid, document.lengths, weights, nulls, kMostInBead, 1);
  mark_gold(*document.gold, fit);
  const FullFeatures full = make_full_features(
      grid, document.lengths, document.source, document.target,
      make_lexical_evidence(model, document.source, document.target),
      fit.candidates, weights.usual_lexical, 1);
  fit.features = full.beads;
  for (std::size_t i = 0; i < fit.source_null.size(); ++i) {
    fit.source_null[i][kNullLexical] = full.source_null[i];
  }
  for (std::size_t j = 0; j < fit.target_null.size(); ++j) {
    fit.target_null[j][kNullLexical] = full.target_null[j];
  }
  return fit;
}

float price_of(const PassWeights& weights, const NullFeatures& features) {
  float price = 0;
  for (std::size_t k = 0; k < kNullFeatures; ++k) {
    price += weights.values[kNullOffset + k] * features[k];
  }
  return price;
}

/// Scores the lattice; returns its null prices.
NullPrices score_case(const PassWeights& weights, FitCase& fit) {
  NullPrices nulls;
  for (const NullFeatures& features : fit.source_null) {
    nulls.source.push_back(price_of(weights, features));
  }
  for (const NullFeatures& features : fit.target_null) {
    nulls.target.push_back(price_of(weights, features));
  }
  for (std::size_t k = 0; k < fit.features.size(); ++k) {
    Candidate& bead = fit.candidates.beads[k];
    bead.score = weights.types[bead.n][bead.m];
    for (std::size_t f = 0; f < kBeadFeatures; ++f) {
      bead.score += weights.values[f] * fit.features[k][f];
    }
  }
  return nulls;
}

/// Log-likelihood of the right path at a temperature.
double log_likelihood(const PassWeights& weights, float temperature,
                      FitCase& fit) {
  const NullPrices nulls = score_case(weights, fit);
  double right = 0;
  for (const std::size_t k : fit.gold) right += fit.candidates.beads[k].score;
  for (std::size_t i = 0; i < nulls.source.size(); ++i) {
    if (fit.source_alone[i]) right += nulls.source[i];
  }
  for (std::size_t j = 0; j < nulls.target.size(); ++j) {
    if (fit.target_alone[j]) right += nulls.target[j];
  }
  return right / temperature -
         fill_posteriors(fit.band, nulls, temperature, fit.candidates);
}

/// Adds the gradient of the log-likelihood: right features minus expected ones.
void add_gradient(const PassWeights& weights, FitCase& fit,
                  Gradient& gradient) {
  static_cast<void>(log_likelihood(weights, 1, fit));
  std::vector<float> source_covered(fit.source_null.size());
  std::vector<float> target_covered(fit.target_null.size());
  const auto add_bead = [&](std::size_t k, double factor) {
    const Candidate& bead = fit.candidates.beads[k];
    for (std::size_t f = 0; f < kBeadFeatures; ++f) {
      gradient[f] += factor * static_cast<double>(fit.features[k][f]);
    }
    std::array<float, kAllFeatures> types{};
    add_type_features(bead.n, bead.m, types);
    for (std::size_t f = kTypeOffset; f < kAllFeatures; ++f) {
      gradient[f] += factor * static_cast<double>(types[f]);
    }
  };
  for (std::size_t k = 0; k < fit.candidates.beads.size(); ++k) {
    const Candidate& bead = fit.candidates.beads[k];
    if (bead.posterior < 1e-6F) continue;
    add_bead(k, -static_cast<double>(bead.posterior));
    for (std::size_t a = 0; a < bead.n; ++a) {
      source_covered[bead.source + a] += bead.posterior;
    }
    for (std::size_t b = 0; b < bead.m; ++b) {
      target_covered[bead.target + b] += bead.posterior;
    }
  }
  for (const std::size_t k : fit.gold) add_bead(k, 1);
  const auto add_nulls = [&](const std::vector<NullFeatures>& features,
                             const std::vector<bool>& alone,
                             const std::vector<float>& covered) {
    for (std::size_t i = 0; i < features.size(); ++i) {
      const double expected = 1.0 - static_cast<double>(covered[i]);
      const double factor = (alone[i] ? 1.0 : 0.0) - expected;
      for (std::size_t f = 0; f < kNullFeatures; ++f) {
        gradient[kNullOffset + f] +=
            factor * static_cast<double>(features[i][f]);
      }
    }
  };
  add_nulls(fit.source_null, fit.source_alone, source_covered);
  add_nulls(fit.target_null, fit.target_alone, target_covered);
}

/// Evidence cannot count against what it is evidence for.
void apply_signs(PassWeights& weights) {
  for (const std::size_t k :
       {kCosine, kMargin, kCosineBySize, kLeastGain, kForward, kBackward,
        kLexicalLess, kLexicalBySize, kLeastPart, kNumbersShared}) {
    weights.values[k] = std::max(0.0F, weights.values[k]);
  }
  for (const std::size_t k :
       {std::size_t{kLengthSquared}, std::size_t{kLengthAbsolute},
        std::size_t{kNumbersMissing}, kNullOffset + kNullCosine,
        kNullOffset + kNullLexical}) {
    weights.values[k] = std::min(0.0F, weights.values[k]);
  }
}

/// Adam (Kingma & Ba 2015) with projection on the signs; the step falls to
/// zero over the last two fifths.
void fit_pass(std::vector<FitCase>& cases, std::size_t left_out, bool is_full,
              const FitSettings& settings, unsigned threads,
              PassWeights& weights) {
  double beads = 0;
  for (const FitCase& fit : cases) {
    if (fit.text != left_out) beads += static_cast<double>(fit.gold.size());
  }
  std::array<bool, kAllFeatures> is_used{};
  for (std::size_t k = 0; k < kAllFeatures; ++k) {
    const bool is_lexical = (k >= kVectorFeatures && k < kBeadFeatures) ||
                            k == kNullOffset + kNullLexical;
    is_used[k] = is_full || !is_lexical;
  }
  Gradient mean{};
  Gradient square{};
  const auto steps = static_cast<double>(settings.steps);
  std::vector<Gradient> parts(cases.size());
  for (std::size_t step = 1; step <= settings.steps; ++step) {
    weights.update_types();
    run_indexed(cases.size(), threads, [&](std::size_t d) {
      parts[d] = {};
      if (cases[d].text != left_out) {
        add_gradient(weights, cases[d], parts[d]);
      }
    });
    Gradient gradient{};
    for (const Gradient& part : parts) {
      for (std::size_t k = 0; k < kAllFeatures; ++k) gradient[k] += part[k];
    }
    const double progress = static_cast<double>(step) / steps;
    const double rate = 0.2 * std::min(1.0, (1.0 - progress) / 0.4 + 0.005);
    const auto t = static_cast<double>(step);
    for (std::size_t k = 0; k < kAllFeatures; ++k) {
      if (!is_used[k]) {
        weights.values[k] = 0;
        continue;
      }
      const double ridge =
          k < kBeadFeatures ? settings.ridge : settings.prior_ridge;
      const double slope =
          gradient[k] / beads - ridge * static_cast<double>(weights.values[k]);
      mean[k] = 0.9 * mean[k] + 0.1 * slope;
      square[k] = 0.99 * square[k] + 0.01 * slope * slope;
      const double momentum = mean[k] / (1 - std::pow(0.9, t));
      const double spread = std::sqrt(square[k] / (1 - std::pow(0.99, t)));
      weights.values[k] +=
          static_cast<float>(rate * momentum / (spread + 1e-6));
    }
    apply_signs(weights);
  }
  weights.update_types();
}

/// Cosines and lexical evidence of the right 1-1 beads, typically.
void measure_usual_values(
    const Model& model, const std::vector<std::unique_ptr<Encoded>>& documents,
    std::size_t left_out, BeadWeights& weights) {
  std::vector<float> cosines;
  std::vector<float> lexical;
  for (const auto& document : documents) {
    if (document->text == left_out) continue;
    const PairLexicalEvidence evidence =
        make_lexical_evidence(model, document->source, document->target);
    LexicalEvidence::Reader forward(evidence.forward);
    LexicalEvidence::Reader backward(evidence.backward);
    for (const Bead& bead : *document->gold) {
      if (bead.source.size() != 1 || bead.target.size() != 1) continue;
      const std::size_t i = bead.source.begin;
      const std::size_t j = bead.target.begin;
      cosines.push_back(cosine(document->source, i, document->target, j));
      const auto pieces_of = [](const EncodedSegments& side, std::size_t k) {
        return static_cast<float>(
            std::max<std::size_t>(1, side.tokens[k].pieces.size()));
      };
      forward.clear();
      forward.add(i);
      backward.clear();
      backward.add(j);
      lexical.push_back(0.5F *
                        (forward.score(j) / pieces_of(document->target, j) +
                         backward.score(i) / pieces_of(document->source, i)));
    }
  }
  weights.usual_cosine = median(cosines);
  weights.usual_lexical = median(lexical);
}

std::vector<FitCase> make_full_cases(
    const Model& model, const std::vector<std::unique_ptr<Encoded>>& encoded,
    const BeadWeights& weights, unsigned threads) {
  std::vector<FitCase> cases(encoded.size());
  run_indexed(encoded.size(), threads, [&](std::size_t d) {
    cases[d] = make_full_case(model, *encoded[d], weights);
  });
  return cases;
}

}  // namespace

std::vector<FitDocument> make_fit_documents(
    const std::vector<RunningText>& texts, std::uint64_t seed) {
  NoiseSource noise(seed);
  std::vector<FitDocument> documents;
  const auto pick = [&](std::initializer_list<double> rates) {
    return rates.begin()[noise.below(rates.size())];
  };
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (std::size_t t = 0; t < texts.size(); ++t) {
      const std::size_t size = texts[t].source.size();
      std::size_t begin = noise.below(kShortest);
      while (begin + kShortest <= size) {
        const std::size_t end = std::min(
            size, begin + kShortest + noise.below(kLongest - kShortest));
        NoiseRates source;
        NoiseRates target;
        if (noise.chance(kMixedShare)) {
          source = {pick({0, 0.1, 0.2, 0.5}), pick({0, 0.02, 0.1, 0.3}),
                    pick({0, 0.02, 0.1, 0.3})};
          target = {pick({0, 0.1, 0.2, 0.5}), pick({0, 0.02, 0.1, 0.3}),
                    pick({0, 0.02, 0.1, 0.3})};
        }
        if (noise.chance(kUnsegmentedShare)) {
          NoiseRates& side = noise.chance(0.5) ? source : target;
          side = {0.75, 0.02, 0};
        }
        documents.push_back(
            {add_noise(texts[t], begin, end, source, target, noise), t});
        begin = end;
      }
    }
  }
  return documents;
}

BeadWeights fit_beads(const Model& model, const std::vector<RunningText>& texts,
                      const std::vector<FitDocument>& documents,
                      std::size_t left_out, const FitSettings& settings,
                      const FitOptions& options) {
  const std::vector<std::unique_ptr<Encoded>> encoded =
      encode_documents(model, texts, documents, options.threads);
  BeadWeights weights = BeadWeights::standard();
  measure_usual_values(model, encoded, left_out, weights);
  std::vector<FitCase> cases(encoded.size());
  run_indexed(encoded.size(), options.threads, [&](std::size_t d) {
    cases[d] = make_vector_case(*encoded[d], weights);
  });
  fit_pass(cases, left_out, false, settings, options.threads, weights.vector);
  cases = make_full_cases(model, encoded, weights, options.threads);
  fit_pass(cases, left_out, true, settings, options.threads, weights.full);
  return weights;
}

float best_temperature(const Model& model,
                       const std::vector<RunningText>& texts,
                       const std::vector<FitDocument>& documents,
                       std::size_t judged, const BeadWeights& weights,
                       const FitOptions& options) {
  std::vector<FitDocument> chosen;
  for (const FitDocument& document : documents) {
    if (document.text == judged) chosen.push_back(document);
  }
  const std::vector<std::unique_ptr<Encoded>> encoded =
      encode_documents(model, texts, chosen, options.threads);
  std::vector<FitCase> cases =
      make_full_cases(model, encoded, weights, options.threads);
  float best = 1;
  double highest = -1e300;
  for (float temperature = 0.3F; temperature < 3.0F; temperature *= 1.05F) {
    std::vector<double> parts(cases.size());
    run_indexed(cases.size(), options.threads, [&](std::size_t d) {
      parts[d] = log_likelihood(weights.full, temperature, cases[d]);
    });
    const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
    if (sum > highest) {
      highest = sum;
      best = temperature;
    }
  }
  return best;
}

void fit_bead_weights(const std::string& path,
                      const std::vector<RunningText>& texts,
                      const FitOptions& options) {
  std::size_t lines = 0;
  for (const RunningText& text : texts) {
    if (text.source.size() != text.target.size()) {
      throw InvalidArgument("running text of " +
                            std::to_string(text.source.size()) + " and " +
                            std::to_string(text.target.size()) +
                            " lines, want as many on both sides");
    }
    lines += text.source.size();
  }
  if (lines < 100) {
    throw InvalidArgument("running text of " + std::to_string(lines) +
                          " lines, want 100 or more to fit bead weights");
  }
  const Model model = Model::load(path);
  const std::vector<FitDocument> documents =
      make_fit_documents(texts, options.seed);
  const auto report = [&](double share) {
    if (options.progress) options.progress("beads", share);
  };
  const FitSettings settings;
  report(0);
  BeadWeights weights =
      fit_beads(model, texts, documents, texts.size(), settings, options);
  // A temperature that holds for other text: each text is judged by weights
  // that never saw it, and the middle of the answers is taken.
  std::vector<float> temperatures;
  for (std::size_t t = 0; t < texts.size() && texts.size() > 1; ++t) {
    report(static_cast<double>(t + 1) / static_cast<double>(texts.size() + 1));
    const BeadWeights others =
        fit_beads(model, texts, documents, t, settings, options);
    temperatures.push_back(
        best_temperature(model, texts, documents, t, others, options));
  }
  if (!temperatures.empty()) weights.temperature = median(temperatures);
  report(1);
  replace_sections(path, path, {{"beads", weights.text()}});
}

}  // namespace align
