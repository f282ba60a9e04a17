#include "parallel/bead_weights.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "align/error.h"

namespace align {
namespace {

constexpr std::array<std::string_view, kAllFeatures> kNames = {
    "cosine",          "margin",          "cosine-by-size", "length-squared",
    "length-absolute", "least-gain",      "forward",        "backward",
    "lexical-less",    "lexical-by-size", "least-part",     "numbers-shared",
    "numbers-missing", "null-bias",       "null-length",    "null-cosine",
    "null-lexical",    "type-1-2",        "type-1-3",       "type-2-2",
    "type-1-4",        "type-2-3",        "type-large",     "type-large-step"};

/// The name of each number of BeadWeights and where it stands.
struct Entry {
  std::string name;
  float* value;
};

std::vector<Entry> entries_of(BeadWeights& weights) {
  std::vector<Entry> entries;
  entries.push_back({"temperature", &weights.temperature});
  entries.push_back({"usual-cosine", &weights.usual_cosine});
  entries.push_back({"usual-lexical", &weights.usual_lexical});
  for (std::size_t k = 0; k < kAllFeatures; ++k) {
    const bool is_lexical = (k >= kVectorFeatures && k < kBeadFeatures) ||
                            k == kNullOffset + kNullLexical;
    if (is_lexical) continue;
    entries.push_back(
        {"vector." + std::string(kNames[k]), &weights.vector.values[k]});
  }
  for (std::size_t k = 0; k < kAllFeatures; ++k) {
    entries.push_back(
        {"full." + std::string(kNames[k]), &weights.full.values[k]});
  }
  return entries;
}

void finish(BeadWeights& weights) {
  weights.vector.update_types();
  weights.full.update_types();
}

}  // namespace

void add_type_features(std::size_t n, std::size_t m,
                       std::span<float> features) {
  const std::size_t less = std::min(n, m);
  const std::size_t more = std::max(n, m);
  const auto add = [&](TypeFeature type, float value) {
    features[kTypeOffset + type] += value;
  };
  if (n + m == 2) return;
  if (n + m > 5) {
    add(kTypeLarge, 1);
    add(kTypeLargeStep, static_cast<float>(n + m - 6));
  } else if (less == 1) {
    add(more == 2 ? kType12 : more == 3 ? kType13 : kType14, 1);
  } else {
    add(more == 2 ? kType22 : kType23, 1);
  }
}

std::string_view feature_name(std::size_t feature) { return kNames[feature]; }

void PassWeights::update_types() {
  for (std::size_t n = 1; n <= kMostOnSide; ++n) {
    for (std::size_t m = 1; m <= kMostOnSide; ++m) {
      std::array<float, kAllFeatures> features{};
      add_type_features(n, m, features);
      types[n][m] = 0;
      for (std::size_t k = kTypeOffset; k < kAllFeatures; ++k) {
        types[n][m] += values[k] * features[k];
      }
    }
  }
}

BeadWeights BeadWeights::of(const Bundle& bundle) {
  if (!bundle.has_section("beads")) return standard();
  const std::span<const std::byte> bytes = bundle.section("beads");
  return parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

BeadWeights BeadWeights::standard() {
  BeadWeights weights;
  // From fit_bead_weights() on noisy running news, health and law text that
  // no bundle was trained on, with the first bundle of the project (256
  // numbers a vector); see docs/alignment.md.
  weights.temperature = 0.75F;
  weights.usual_cosine = 0.6892F;
  weights.usual_lexical = 1.856F;
  weights.vector.values = {
      1.937F, 2.495F,  1.884F,  -0.09693F, -0.8399F, 1.015F,  0.0F,    0.0F,
      0.0F,   0.0F,    0.0F,    0.0F,      0.0F,     0.1659F, 0.3731F, -1.552F,
      0.0F,   -1.143F, -1.515F, -1.641F,   -1.736F,  -1.706F, -1.842F, 0.2248F};
  weights.full.values = {0.6607F,  0.9176F,  0.54F,    0.0F,    -0.7646F,
                         0.4608F,  1.349F,   1.303F,   1.219F,  1.318F,
                         1.906F,   0.2821F,  -1.06F,   0.6716F, 0.0648F,
                         -1.256F,  -0.5853F, -1.447F,  -0.961F, -1.145F,
                         -0.7638F, -0.5844F, -0.4182F, 0.4569F};
  finish(weights);
  return weights;
}

BeadWeights BeadWeights::parse(std::string_view text) {
  BeadWeights weights;
  const std::vector<Entry> entries = entries_of(weights);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    if (line.empty()) continue;
    const std::size_t space = line.find(' ');
    const std::string_view name = line.substr(0, space);
    float* value = nullptr;
    for (const Entry& entry : entries) {
      if (entry.name == name) value = entry.value;
    }
    const auto fail = [&](const std::string& what) {
      throw ModelError("the model's section \"beads\" has the line \"" +
                       std::string(line) + "\": " + what);
    };
    if (value == nullptr) fail("no such weight");
    const char* begin =
        line.data() +
        (space == std::string_view::npos ? line.size() : space + 1);
    const auto [last, error] =
        std::from_chars(begin, line.data() + line.size(), *value);
    if (error != std::errc() || last != line.data() + line.size() ||
        !std::isfinite(*value)) {
      fail("want a number after the name");
    }
  }
  if (!(weights.temperature > 0)) {
    throw ModelError(
        "the model's section \"beads\" has no temperature above 0");
  }
  finish(weights);
  return weights;
}

std::string BeadWeights::text() const {
  BeadWeights copy = *this;
  std::string text;
  for (const Entry& entry : entries_of(copy)) {
    char number[32];
    const auto result =
        std::to_chars(number, number + sizeof number, *entry.value);
    text += entry.name;
    text += ' ';
    text.append(number, result.ptr);
    text += '\n';
  }
  return text;
}

}  // namespace align
