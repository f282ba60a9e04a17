#include "mine/link_model.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/types.h"

namespace align::mine {
namespace {

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  while (!line.empty()) {
    const std::size_t space = line.find(' ');
    if (space != 0) fields.push_back(line.substr(0, space));
    if (space == std::string_view::npos) break;
    line.remove_prefix(space + 1);
  }
  return fields;
}

float number_of(std::string_view text) {
  float value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw ModelError("section links: " + std::string(text) +
                     " is not a number");
  }
  return value;
}

std::string text_of(float value) {
  std::array<char, 32> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  ALIGN_ASSERT(error == std::errc{}, "32 characters hold any float");
  return {buffer.data(), end};
}

std::pair<std::string, std::string> key_of(std::string_view source,
                                           std::string_view target) {
  std::string a(primary_language(source));
  std::string b(primary_language(target));
  if (b < a) std::swap(a, b);
  return {std::move(a), std::move(b)};
}

}  // namespace

Typical LinkModel::typical_of(std::string_view source,
                              std::string_view target) const {
  const auto found = typical.find(key_of(source, target));
  if (found != typical.end()) {
    Typical value = found->second;
    if (primary_language(target) < primary_language(source)) {
      std::swap(value.forward, value.backward);
    }
    return value;
  }
  if (typical.empty()) return {};
  Typical mean{0, 0, 0};
  const auto count = static_cast<float>(typical.size());
  for (const auto& [pair, value] : typical) {
    mean.cosine += value.cosine / count;
    mean.forward += (value.forward + value.backward) / 2 / count;
  }
  mean.backward = mean.forward;
  return mean;
}

float log_odds(const Features& weights, const Features& features) {
  float sum = 0;
  for (std::size_t f = 0; f < kFeatureCount; ++f) {
    sum += weights[f] * features[f];
  }
  return sum;
}

LinkModel prior_link_model() {
  LinkModel model;
  model.weights[kBias] = -4.3F;
  model.weights[kCosine] = 0.2F;
  model.weights[kMargin] = 0.2F;
  model.weights[kForward] = 1.5F;
  model.weights[kBackward] = 1.5F;
  model.weights[kLeast] = 1.0F;
  model.weights[kLengthFit] = 0.1F;
  model.weights[kCsls] = 1.4F;
  model.weights[kRowGap] = 2.7F;
  model.weights[kColumnGap] = 2.7F;
  model.weights[kSupport] = 2.0F;
  model.weights[kFacts] = 0.4F;
  model.weights[kAgreement] = 1.5F;
  // A logistic fit on the re-told events of corpora/mini and on synthetic
  // re-told news, made the same for both directions.
  model.retold_weights[kBias] = -2.9F;
  model.retold_weights[kCosine] = 0.1F;
  model.retold_weights[kMargin] = 0.1F;
  model.retold_weights[kForward] = 1.6F;
  model.retold_weights[kBackward] = 1.6F;
  model.retold_weights[kLeast] = 0.4F;
  model.retold_weights[kLengthFit] = 0.0F;
  model.retold_weights[kCsls] = 2.0F;
  model.retold_weights[kRowGap] = 1.7F;
  model.retold_weights[kColumnGap] = 1.7F;
  model.retold_weights[kSupport] = 2.2F;
  model.retold_weights[kFacts] = 1.6F;
  model.retold_weights[kAgreement] = 1.2F;
  // The medians of 1,000 sentences of news and 500 about health.
  model.typical[{"ar", "en"}] = {0.69F, 1.49F, 1.48F};
  model.typical[{"en", "vi"}] = {0.74F, 2.10F, 1.83F};
  return model;
}

std::string to_text(const LinkModel& model) {
  std::string text;
  for (std::size_t f = 0; f < kFeatureCount; ++f) {
    text += "weight " + std::string(kFeatureNames[f]) + ' ' +
            text_of(model.weights[f]) + '\n';
  }
  for (std::size_t f = 0; f < kFeatureCount; ++f) {
    text += "retold " + std::string(kFeatureNames[f]) + ' ' +
            text_of(model.retold_weights[f]) + '\n';
  }
  for (const auto& [pair, value] : model.typical) {
    text += "typical " + pair.first + ' ' + pair.second + ' ' +
            text_of(value.cosine) + ' ' + text_of(value.forward) + ' ' +
            text_of(value.backward) + '\n';
  }
  return text;
}

LinkModel parse_link_model(std::string_view text) {
  LinkModel model;
  std::array<bool, kFeatureCount> is_given{};
  std::array<bool, kFeatureCount> is_retold_given{};
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::vector<std::string_view> fields = fields_of(text.substr(0, end));
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
    if (fields.empty()) continue;
    if ((fields[0] == "weight" || fields[0] == "retold") &&
        fields.size() == 3) {
      const bool is_retold = fields[0] == "retold";
      const auto* name = std::ranges::find(kFeatureNames, fields[1]);
      if (name == kFeatureNames.end()) {
        throw ModelError("section links: unknown weight " +
                         std::string(fields[1]));
      }
      const auto f =
          static_cast<std::size_t>(std::distance(kFeatureNames.begin(), name));
      (is_retold ? model.retold_weights : model.weights)[f] =
          number_of(fields[2]);
      (is_retold ? is_retold_given : is_given)[f] = true;
    } else if (fields[0] == "typical" && fields.size() == 6) {
      model.typical[{std::string(fields[1]), std::string(fields[2])}] = {
          number_of(fields[3]), number_of(fields[4]), number_of(fields[5])};
    } else {
      throw ModelError("section links: unknown line " + std::string(fields[0]));
    }
  }
  for (std::size_t f = 0; f < kFeatureCount; ++f) {
    if (!is_given[f] || !is_retold_given[f]) {
      throw ModelError("section links: no weight " +
                       std::string(kFeatureNames[f]));
    }
  }
  return model;
}

LinkModel load_link_model(const Model& model) {
  if (!model.bundle().has_section("links")) return prior_link_model();
  const auto bytes = model.bundle().section("links");
  return parse_link_model(
      {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace align::mine
