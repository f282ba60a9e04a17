#include "train/fit_links.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/mine.h"
#include "align/tokenize.h"
#include "mine/cells.h"
#include "score/run_indexed.h"
#include "train/comparable.h"

namespace align {
namespace {

using mine::Cell;
using mine::Cells;
using mine::Features;
using mine::kFeatureCount;
using mine::LinkModel;
using mine::Typical;

constexpr std::size_t kLeastLines = 100;
constexpr std::size_t kTypicalLines = 400;
constexpr std::size_t kPoolSize = 400;
// What the fit lacks on text from elsewhere, in log-odds: weights fitted on
// news and health call 0.33 what is right half the time or more on held-out
// lines of both and on encyclopaedic text (docs/near-parallel.md).
constexpr float kElsewhere = 0.7F;

std::vector<Segment> as_segments(const std::vector<std::string>& lines) {
  std::vector<Segment> segments(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) segments[i].text = lines[i];
  return segments;
}

float median(std::vector<float> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// The median evidence of a line and its translation.
Typical measure_typical(const Model& model, const RunningText& text) {
  const std::size_t step =
      std::max<std::size_t>(1, text.source.size() / kTypicalLines);
  std::vector<std::string> source;
  std::vector<std::string> target;
  for (std::size_t k = 0; k < text.source.size(); k += step) {
    source.push_back(text.source[k]);
    target.push_back(text.target[k]);
  }
  const EncodedSegments first =
      encode(model, as_segments(source), text.source_language);
  const EncodedSegments second =
      encode(model, as_segments(target), text.target_language);
  const PairLexicalEvidence lexicon =
      make_lexical_evidence(model, first, second);
  LexicalEvidence::Reader forward(lexicon.forward);
  LexicalEvidence::Reader backward(lexicon.backward);
  std::vector<float> cosines;
  std::vector<float> forwards;
  std::vector<float> backwards;
  for (std::size_t k = 0; k < source.size(); ++k) {
    if (first.tokens[k].pieces.empty() || second.tokens[k].pieces.empty()) {
      continue;
    }
    forward.clear();
    forward.add(k);
    backward.clear();
    backward.add(k);
    cosines.push_back(cosine(first, k, second, k));
    forwards.push_back(forward.score(k) /
                       static_cast<float>(second.tokens[k].pieces.size()));
    backwards.push_back(backward.score(k) /
                        static_cast<float>(first.tokens[k].pieces.size()));
  }
  if (cosines.size() < kLeastLines / 2) {
    throw InvalidArgument("a text of " + std::to_string(cosines.size()) +
                          " lines with known words is too short to fit links");
  }
  return {median(cosines), median(forwards), median(backwards)};
}

std::vector<ComparablePair> make_pairs(const std::vector<RunningText>& texts,
                                       const LinkFitSettings& settings,
                                       std::uint64_t seed) {
  std::vector<ComparablePair> pairs;
  NoiseSource noise(seed);
  for (const RunningText& text : texts) {
    for (std::size_t d = 0; d < settings.documents; ++d) {
      const std::size_t size = 12 + noise.below(40);
      const std::size_t begin = noise.below(
          text.source.size() - std::min(text.source.size() - 1, size));
      pairs.push_back(make_retold(
          text, begin, std::min(text.source.size(), begin + size), noise));
    }
    for (std::size_t p = 0; p < settings.pools; ++p) {
      pairs.push_back(make_pool(text, kPoolSize, noise));
    }
  }
  return pairs;
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// What a score means once each segment has its best partner that is still free:
// being chosen is evidence of its own. Returns the factor and the summand that
// make the chosen links' scores log-odds.
std::pair<double, double> calibrate(
    const std::vector<std::pair<double, bool>>& chosen) {
  double factor = 1;
  double summand = 0;
  constexpr int kSteps = 50;
  for (int step = 0; step < kSteps; ++step) {
    double gradient[2] = {0, 0};
    double curvature[3] = {1e-6, 0, 1e-6};
    for (const auto& [score, is_link] : chosen) {
      const double p = sigmoid(factor * score + summand);
      const double error = p - (is_link ? 1 : 0);
      const double spread = p * (1 - p);
      gradient[0] += error * score;
      gradient[1] += error;
      curvature[0] += spread * score * score;
      curvature[1] += spread * score;
      curvature[2] += spread;
    }
    const double determinant =
        curvature[0] * curvature[2] - curvature[1] * curvature[1];
    if (determinant < 1e-9) break;
    factor -=
        (curvature[2] * gradient[0] - curvature[1] * gradient[1]) / determinant;
    summand -=
        (curvature[0] * gradient[1] - curvature[1] * gradient[0]) / determinant;
  }
  return {factor, summand};
}

// Cells that are linked when the best are taken first.
std::vector<const Cell*> choose(const Cells& cells) {
  std::vector<const Cell*> order;
  for (const Cell& cell : cells.all()) order.push_back(&cell);
  std::ranges::stable_sort(order, [](const Cell* a, const Cell* b) {
    return a->log_odds > b->log_odds;
  });
  std::set<std::uint32_t> sources;
  std::set<std::uint32_t> targets;
  std::vector<const Cell*> chosen;
  for (const Cell* cell : order) {
    if (sources.contains(cell->source) || targets.contains(cell->target)) {
      continue;
    }
    sources.insert(cell->source);
    targets.insert(cell->target);
    chosen.push_back(cell);
  }
  return chosen;
}

bool is_free_in_sign(std::size_t feature) { return feature == mine::kBias; }

}  // namespace

Features fit_logistic(const std::vector<LinkSample>& samples,
                      const Features& prior, const LinkFitSettings& settings) {
  std::array<double, kFeatureCount> weights{};
  double positives = 0;
  for (std::size_t f = 0; f < kFeatureCount; ++f) {
    weights[f] = static_cast<double>(prior[f]);
  }
  for (const LinkSample& sample : samples) positives += sample.is_link ? 1 : 0;
  const double ridge = settings.ridge * std::max(1.0, positives);
  std::vector<double> odds(samples.size());
  for (std::size_t s = 0; s < samples.size(); ++s) {
    for (std::size_t f = 0; f < kFeatureCount; ++f) {
      odds[s] += weights[f] * static_cast<double>(samples[s].features[f]);
    }
  }
  // One Newton step a weight at a time: keeping signs is a clamp.
  for (std::size_t sweep = 0; sweep < settings.sweeps; ++sweep) {
    for (std::size_t f = 0; f < kFeatureCount; ++f) {
      // The bias is free: how many cells are links is what the data know best.
      const double pull = f == mine::kBias ? 0 : ridge;
      double gradient = pull * (weights[f] - static_cast<double>(prior[f]));
      double curvature = pull + 1e-9;
      for (std::size_t s = 0; s < samples.size(); ++s) {
        const auto x = static_cast<double>(samples[s].features[f]);
        if (x == 0) continue;
        const double p = sigmoid(odds[s]);
        gradient += (p - (samples[s].is_link ? 1 : 0)) * x;
        curvature += p * (1 - p) * x * x;
      }
      double next = weights[f] - std::clamp(gradient / curvature, -0.5, 0.5);
      if (!is_free_in_sign(f)) next = std::max(0.0, next);
      const double change = next - weights[f];
      if (change == 0) continue;
      weights[f] = next;
      for (std::size_t s = 0; s < samples.size(); ++s) {
        odds[s] += change * static_cast<double>(samples[s].features[f]);
      }
    }
  }
  Features result{};
  for (std::size_t f = 0; f < kFeatureCount; ++f) {
    result[f] = static_cast<float>(weights[f]);
  }
  return result;
}

LinkModel fit_links(const Model& model, const std::vector<RunningText>& texts,
                    const LinkFitSettings& settings,
                    const FitOptions& options) {
  LinkModel links = mine::prior_link_model();
  std::map<std::pair<std::string, std::string>, std::vector<Typical>> typical;
  for (const RunningText& text : texts) {
    if (text.source.size() != text.target.size() ||
        text.source.size() < kLeastLines) {
      throw InvalidArgument("a text to fit links on has " +
                            std::to_string(text.source.size()) + " and " +
                            std::to_string(text.target.size()) +
                            " lines, want the same number and at least " +
                            std::to_string(kLeastLines));
    }
    Typical value = measure_typical(model, text);
    std::pair<std::string, std::string> key(
        primary_language(text.source_language),
        primary_language(text.target_language));
    if (key.second < key.first) {
      std::swap(key.first, key.second);
      std::swap(value.forward, value.backward);
    }
    typical[key].push_back(value);
  }
  for (const auto& [key, values] : typical) {
    Typical mean{0, 0, 0};
    const auto count = static_cast<float>(values.size());
    for (const Typical& value : values) {
      mean.cosine += value.cosine / count;
      mean.forward += value.forward / count;
      mean.backward += value.backward / count;
    }
    links.typical[key] = mean;
  }

  const std::vector<ComparablePair> pairs =
      make_pairs(texts, settings, options.seed);
  struct Prepared {
    std::vector<Segment> source;
    std::vector<Segment> target;
    EncodedSegments source_encoded;
    EncodedSegments target_encoded;
    std::optional<Cells> cells;
  };
  std::vector<Prepared> prepared(pairs.size());
  run_indexed(pairs.size(), options.threads, [&](std::size_t p) {
    Prepared& mine = prepared[p];
    mine.source = as_segments(pairs[p].source);
    mine.target = as_segments(pairs[p].target);
    mine.source_encoded = encode(model, mine.source, pairs[p].source_language);
    mine.target_encoded = encode(model, mine.target, pairs[p].target_language);
    mine.cells.emplace(model, links, Passage{mine.source, mine.source_encoded},
                       Passage{mine.target, mine.target_encoded},
                       MineOptions{});
  });
  const LinkModel prior = links;
  for (std::size_t round = 0; round < settings.rounds; ++round) {
    run_indexed(pairs.size(), options.threads, [&](std::size_t p) {
      prepared[p].cells->score(links.weights);
    });
    std::vector<LinkSample> samples;
    for (std::size_t p = 0; p < pairs.size(); ++p) {
      for (const Cell& cell : prepared[p].cells->all()) {
        const std::pair<std::size_t, std::size_t> place(cell.source,
                                                        cell.target);
        samples.push_back(
            {cell.features, std::ranges::binary_search(pairs[p].links, place)});
      }
    }
    links.weights = fit_logistic(samples, prior.weights, settings);
    if (options.progress) {
      options.progress("links", static_cast<double>(round + 1) /
                                    static_cast<double>(settings.rounds));
    }
  }
  std::vector<std::pair<double, bool>> chosen;
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    prepared[p].cells->score(links.weights);
    for (const Cell* cell : choose(*prepared[p].cells)) {
      const std::pair<std::size_t, std::size_t> place(cell->source,
                                                      cell->target);
      chosen.emplace_back(static_cast<double>(cell->log_odds),
                          std::ranges::binary_search(pairs[p].links, place));
    }
  }
  const auto [factor, summand] = calibrate(chosen);
  if (factor > 0) {
    for (float& weight : links.weights) weight *= static_cast<float>(factor);
    links.weights[mine::kBias] += static_cast<float>(summand) + kElsewhere;
  }
  return links;
}

void fit_link_weights(const std::string& path,
                      const std::vector<RunningText>& texts,
                      const FitOptions& options) {
  if (texts.empty()) {
    throw InvalidArgument("no text to fit links on");
  }
  const Model model = Model::load(path);
  const mine::LinkModel links =
      fit_links(model, texts, LinkFitSettings{}, options);
  replace_sections(path, path, {{"links", mine::to_text(links)}});
}

}  // namespace align
