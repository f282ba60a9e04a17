#include <algorithm>
#include <cmath>
#include <limits>
#include <locale>
#include <map>
#include <sstream>
#include <utility>

#include "align/error.h"
#include "align/score.h"

namespace align {
namespace {

using LanguagePair = std::pair<std::string, std::string>;

/// What the model knows of one pair, in that order.
struct PairKnowledge {
  std::optional<Lexicon> lexicon;
  std::optional<LengthModel> lengths;
  float rare = 0;  ///< see Model::rare_background
};

/// A piece that training hardly saw has about the least probability there is;
/// 4 times that is a piece seen once or twice.
float rare_limit(const LexiconDirection& direction, std::size_t vocabulary) {
  float least = std::numeric_limits<float>::max();
  for (PieceId piece = 0; piece < vocabulary; ++piece) {
    least = std::min(least, direction.background(piece));
  }
  return 4.0F * least;
}

LanguagePair key_of(std::string_view source, std::string_view target) {
  return {std::string(primary_language(source)),
          std::string(primary_language(target))};
}

std::map<LanguagePair, LengthModel> read_lengths(const Bundle& bundle) {
  std::map<LanguagePair, LengthModel> lengths;
  if (!bundle.has_section("lengths")) return lengths;
  const std::span<const std::byte> bytes = bundle.section("lengths");
  std::istringstream text(
      std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  text.imbue(std::locale::classic());
  std::string line;
  while (std::getline(text, line)) {
    std::istringstream fields(line);
    fields.imbue(std::locale::classic());
    std::string source;
    std::string target;
    LengthModel model;
    if (!(fields >> source >> target >> model.mean >> model.deviation) ||
        !std::isfinite(model.mean) || !(model.deviation > 0) ||
        !std::isfinite(model.deviation)) {
      throw ModelError("the model's section \"lengths\" has the line \"" +
                       line + "\", want: source target mean deviation");
    }
    lengths[{target, source}] = {-model.mean, model.deviation};
    lengths[{source, target}] = model;
  }
  return lengths;
}

}  // namespace

struct Model::State {
  explicit State(Bundle opened)
      : bundle(std::move(opened)), tokenizer(bundle), vectors(bundle) {
    for (const auto& [pair, lengths] : read_lengths(bundle)) {
      pairs[pair].lengths = lengths;
    }
    for (const std::string& source : bundle.languages()) {
      for (const std::string& target : bundle.languages()) {
        if (source == target) continue;
        std::optional<Lexicon> lexicon = load_lexicon(bundle, source, target);
        if (!lexicon) continue;
        PairKnowledge& pair = pairs[key_of(source, target)];
        pair.rare = rare_limit(lexicon->forward, tokenizer.vocabulary_size());
        pair.lexicon = std::move(lexicon);
      }
    }
  }

  [[nodiscard]] const PairKnowledge* find(std::string_view source,
                                          std::string_view target) const {
    const auto found = pairs.find(key_of(source, target));
    return found == pairs.end() ? nullptr : &found->second;
  }

  Bundle bundle;
  Tokenizer tokenizer;
  VectorTable vectors;
  std::map<LanguagePair, PairKnowledge> pairs;
};

Model::Model(Bundle bundle)
    : state_(std::make_shared<const State>(std::move(bundle))) {}

Model Model::load(const std::string& path) { return Model(Bundle::open(path)); }

const Bundle& Model::bundle() const { return state_->bundle; }
const Tokenizer& Model::tokenizer() const { return state_->tokenizer; }
const VectorTable& Model::vectors() const { return state_->vectors; }

std::optional<Lexicon> Model::lexicon(std::string_view source,
                                      std::string_view target) const {
  const PairKnowledge* pair = state_->find(source, target);
  return pair == nullptr ? std::nullopt : pair->lexicon;
}

LengthModel Model::lengths(std::string_view source,
                           std::string_view target) const {
  const PairKnowledge* pair = state_->find(source, target);
  // Any two languages: wider than any known pair, centred on equal lengths.
  return pair != nullptr && pair->lengths ? *pair->lengths
                                          : LengthModel{0, 0.35};
}

float Model::rare_background(std::string_view source,
                             std::string_view target) const {
  const PairKnowledge* pair = state_->find(source, target);
  return pair == nullptr ? 0.0F : pair->rare;
}

}  // namespace align
