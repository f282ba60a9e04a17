#include <algorithm>

#include "align/error.h"
#include "align/score.h"
#include "score/fast_math.h"

namespace align {
namespace {

/// Chance of a target piece that owes nothing to the source: the floor of the
/// mixture, so an unexplained piece counts ln 0.05 = -3 and not minus infinity.
constexpr float kUnexplained = 0.05F;
constexpr float kLogUnexplained = -2.9957323F;
/// Most that one explained piece counts: e^5 = 150 times likelier.
constexpr float kMostExplained = 5.0F;
/// Mass that a piece gives to itself on the other side: names and numbers.
constexpr float kIdentity = 0.1F;
/// Without a lexicon a piece of its own language has about this background.
constexpr float kFlatBackground = 1e-4F;
/// A background below this is an artefact of smoothing.
constexpr float kLeastBackground = 3e-7F;
constexpr std::uint32_t kAbsent = 0xFFFFFFFFU;

/// Numbers the pieces that occur in a document from 0, in order of piece id.
std::vector<std::uint32_t> number_pieces(const EncodedSegments& document,
                                         std::vector<PieceId>& pieces) {
  PieceId last = 0;
  for (const Tokens& tokens : document.tokens) {
    for (const PieceId piece : tokens.pieces) last = std::max(last, piece);
  }
  std::vector<std::uint32_t> local(static_cast<std::size_t>(last) + 1, kAbsent);
  for (const Tokens& tokens : document.tokens) {
    for (const PieceId piece : tokens.pieces) local[piece] = 0;
  }
  for (PieceId piece = 0; piece < local.size(); ++piece) {
    if (local[piece] == kAbsent) continue;
    local[piece] = static_cast<std::uint32_t>(pieces.size());
    pieces.push_back(piece);
  }
  return local;
}

}  // namespace

struct LexicalEvidence::Table {
  /// Translation mass over background that a source piece gives a target one.
  struct Entry {
    std::uint32_t target;
    float ratio;
  };

  const EncodedSegments* source;
  const EncodedSegments* target;
  std::vector<std::uint32_t> source_local;  ///< by piece id
  std::vector<std::uint32_t> target_local;
  std::vector<std::size_t> offsets;  ///< of each source local's entries
  std::vector<Entry> entries;
  std::vector<float> unexplained;  ///< of each target local
};

LexicalEvidence::LexicalEvidence(const LexiconDirection* direction, float rare,
                                 const EncodedSegments& source,
                                 const EncodedSegments& target) {
  auto table = std::make_shared<Table>();
  table->source = &source;
  table->target = &target;
  std::vector<PieceId> source_pieces;
  std::vector<PieceId> target_pieces;
  table->source_local = number_pieces(source, source_pieces);
  table->target_local = number_pieces(target, target_pieces);

  std::vector<float> inverse_background(target_pieces.size());
  table->unexplained.resize(target_pieces.size());
  for (std::size_t i = 0; i < target_pieces.size(); ++i) {
    const float background = direction == nullptr
                                 ? kFlatBackground
                                 : direction->background(target_pieces[i]);
    table->unexplained[i] =
        direction == nullptr || background < rare ? 0.0F : kLogUnexplained;
    inverse_background[i] = 1.0F / std::max(background, kLeastBackground);
  }

  const auto local_target = [&](PieceId piece) {
    return piece < table->target_local.size() ? table->target_local[piece]
                                              : kAbsent;
  };
  table->offsets.reserve(source_pieces.size() + 1);
  for (const PieceId piece : source_pieces) {
    table->offsets.push_back(table->entries.size());
    const std::uint32_t self = local_target(piece);
    if (self != kAbsent) {
      table->entries.push_back({self, kIdentity * inverse_background[self]});
    }
    if (direction == nullptr) continue;
    for (const LexiconDirection::Entry& entry : direction->row(piece)) {
      const std::uint32_t known = local_target(entry.target);
      if (known == kAbsent) continue;
      table->entries.push_back(
          {known, entry.probability * inverse_background[known]});
    }
  }
  table->offsets.push_back(table->entries.size());
  table_ = std::move(table);
}

LexicalEvidence::Reader::Reader(const LexicalEvidence& evidence)
    : table_(evidence.table_), mass_(table_->unexplained.size(), 0.0F) {}

void LexicalEvidence::Reader::clear() {
  for (const std::uint32_t piece : touched_) mass_[piece] = 0.0F;
  touched_.clear();
  pieces_ = 0;
}

void LexicalEvidence::Reader::add(std::size_t i) {
  const Tokens& tokens = table_->source->tokens[i];
  pieces_ += tokens.pieces.size();
  for (const PieceId piece : tokens.pieces) {
    const std::uint32_t local = table_->source_local[piece];
    for (std::size_t e = table_->offsets[local]; e < table_->offsets[local + 1];
         ++e) {
      const Table::Entry& entry = table_->entries[e];
      if (mass_[entry.target] == 0.0F) touched_.push_back(entry.target);
      mass_[entry.target] += entry.ratio;
    }
  }
}

float LexicalEvidence::Reader::score(std::size_t j) const {
  const float share = (1.0F - kUnexplained) /
                      static_cast<float>(std::max<std::size_t>(1, pieces_));
  float sum = 0;
  for (const PieceId piece : table_->target->tokens[j].pieces) {
    const std::uint32_t local = table_->target_local[piece];
    const float mass = mass_[local];
    sum += mass == 0.0F ? table_->unexplained[local]
                        : std::min(kMostExplained,
                                   fast_log(kUnexplained + share * mass));
  }
  return sum;
}

PairLexicalEvidence make_lexical_evidence(const Model& model,
                                          const EncodedSegments& source,
                                          const EncodedSegments& target) {
  const std::optional<Lexicon> lexicon =
      model.lexicon(source.language, target.language);
  return {
      LexicalEvidence(lexicon ? &lexicon->forward : nullptr,
                      model.rare_background(source.language, target.language),
                      source, target),
      LexicalEvidence(lexicon ? &lexicon->backward : nullptr,
                      model.rare_background(target.language, source.language),
                      target, source)};
}

}  // namespace align
