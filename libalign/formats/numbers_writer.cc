// vecalign and hunalign's ladder: alignments of one document pair by segment
// numbers. Both want every segment exactly once and in order, which a bitext
// of near-parallel texts does not give. Rows that come in order are written at
// once; from the first that does not, rows are kept and the best chain of
// links that do not cross is chosen at the end.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "align/error.h"
#include "formats/parts.h"
#include "formats/plain.h"

namespace align {
namespace {

// More than any document has; a wrong number must not fill the disk.
constexpr std::size_t kMostSegments = 20'000'000;

struct Row {
  SegmentRange source;
  SegmentRange target;
  double probability = 0;
};

// Nothing when the numbers have a gap.
std::optional<SegmentRange> range_of(const std::vector<std::size_t>& segments) {
  for (std::size_t i = 1; i < segments.size(); ++i) {
    if (segments[i] != segments[i - 1] + 1) return std::nullopt;
  }
  return SegmentRange{segments.front(), segments.back() + 1};
}

// Greatest value and who has it among keys up to one.
class PrefixBest {
 public:
  struct Best {
    double value = 0;
    std::optional<std::size_t> owner;
  };
  explicit PrefixBest(std::size_t size) : tree_(size + 1) {}
  void put(std::size_t key, double value, std::size_t owner) {
    for (std::size_t i = key + 1; i < tree_.size(); i += i & (~i + 1)) {
      if (value > tree_[i].value) tree_[i] = {value, owner};
    }
  }
  [[nodiscard]] Best up_to(std::size_t key) const {
    Best best;
    for (std::size_t i = key + 1; i > 0; i -= i & (~i + 1)) {
      if (tree_[i].value > best.value) best = tree_[i];
    }
    return best;
  }

 private:
  std::vector<Best> tree_;
};

// The links with the greatest total probability that neither cross nor
// overlap. O(n log n). The same result whatever the order of `links`.
std::vector<Row> best_chain(std::vector<Row> links) {
  const auto key = [](const Row& row) {
    return std::array<std::size_t, 4>{row.source.begin, row.target.begin,
                                      row.source.end, row.target.end};
  };
  std::sort(links.begin(), links.end(), [&](const Row& a, const Row& b) {
    return std::pair(key(a), -a.probability) <
           std::pair(key(b), -b.probability);
  });
  std::vector<std::size_t> by_end(links.size());
  std::vector<std::size_t> target_ends;
  for (std::size_t i = 0; i < links.size(); ++i) {
    by_end[i] = i;
    target_ends.push_back(links[i].target.end);
  }
  std::sort(target_ends.begin(), target_ends.end());
  // How many links end at a target segment or before it: numbers as small as
  // the links are many, whatever the segments are called.
  const auto rank = [&](std::size_t segment) {
    return static_cast<std::size_t>(
        std::upper_bound(target_ends.begin(), target_ends.end(), segment) -
        target_ends.begin());
  };
  std::stable_sort(by_end.begin(), by_end.end(),
                   [&](std::size_t a, std::size_t b) {
                     return links[a].source.end < links[b].source.end;
                   });
  // A link that claims nothing is still better than no link.
  constexpr double kLeast = 1e-6;
  std::vector<double> total(links.size());
  std::vector<std::optional<std::size_t>> before(links.size());
  PrefixBest ended(links.size() + 1);
  auto next = by_end.begin();
  for (std::size_t i = 0; i < links.size(); ++i) {
    for (; next != by_end.end() &&
           links[*next].source.end <= links[i].source.begin;
         ++next) {
      ended.put(rank(links[*next].target.end), total[*next], *next);
    }
    const PrefixBest::Best best = ended.up_to(rank(links[i].target.begin));
    total[i] = best.value + links[i].probability + kLeast;
    before[i] = best.owner;
  }
  std::vector<Row> chain;
  const auto last = std::max_element(total.begin(), total.end());
  if (last == total.end()) return chain;
  for (std::optional<std::size_t> i =
           static_cast<std::size_t>(last - total.begin());
       i; i = before[*i]) {
    chain.push_back(links[*i]);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

class NumbersWriter final : public BitextWriter {
 public:
  NumbersWriter(Format format, std::vector<std::string> languages,
                OutputFile& output)
      : format_(format), languages_(std::move(languages)), output_(output) {}

  void write(const Unit& unit) override;
  void finish() override;
  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return losses_.all(); }

 private:
  void check_documents(const Unit& unit);
  void keep(const std::vector<std::size_t>& source,
            const std::vector<std::size_t>& target, double probability);
  void put_nulls(std::size_t source_end, std::size_t target_end);
  void put(const Row& row);

  Format format_;
  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string line_;
  std::array<std::optional<std::string>, 2> documents_;
  std::size_t next_source_ = 0;  // first segment not written yet
  std::size_t next_target_ = 0;
  std::size_t source_end_ = 0;  // of all segments seen
  std::size_t target_end_ = 0;
  bool is_in_order_ = true;
  std::vector<Row> kept_;
  std::map<std::size_t, double> source_alone_;  // probability of null beads
  std::map<std::size_t, double> target_alone_;
  std::size_t broken_ = 0;
  LossCounter losses_{Field::kKind,     Field::kGrade,     Field::kStatus,
                      Field::kEvidence, Field::kWordLinks, Field::kOffsets,
                      Field::kDocument, Field::kText};
  std::vector<Diagnostic> diagnostics_;
};

void NumbersWriter::check_documents(const Unit& unit) {
  for (std::size_t side = 0; side < 2; ++side) {
    const Member* member = find_member(unit, languages_[side]);
    if (member == nullptr) continue;
    std::optional<std::string>& document = documents_[side];
    if (!document) document = member->document;
    if (*document != member->document) {
      throw FormatError(std::string(to_string(format_)) +
                        " holds one document a side, unit '" + unit.id +
                        "' is of " + member->document +
                        " and earlier ones of " + *document);
    }
  }
}

void NumbersWriter::write(const Unit& unit) {
  check_languages(unit, languages_);
  if (unit.members.empty()) return;
  check_documents(unit);
  losses_.see(unit);
  const Member* source = find_member(unit, languages_[0]);
  const Member* target = find_member(unit, languages_[1]);
  const std::vector<std::size_t> none;
  const auto& from = source == nullptr ? none : source->segments;
  const auto& to = target == nullptr ? none : target->segments;
  if (!from.empty()) source_end_ = std::max(source_end_, from.back() + 1);
  if (!to.empty()) target_end_ = std::max(target_end_, to.back() + 1);
  if (std::max(source_end_, target_end_) > kMostSegments) {
    throw FormatError("unit '" + unit.id + "' has a segment beyond " +
                      std::to_string(kMostSegments) + ", " +
                      std::string(to_string(format_)) +
                      " would need a line for every one before it");
  }
  if (is_in_order_) {
    const SegmentRange empty_source{next_source_, next_source_};
    const SegmentRange empty_target{next_target_, next_target_};
    const auto from_range = from.empty() ? empty_source : range_of(from);
    const auto to_range = to.empty() ? empty_target : range_of(to);
    if (from_range && to_range && from_range->begin == next_source_ &&
        to_range->begin == next_target_) {
      put({*from_range, *to_range, unit.probability});
      return;
    }
    is_in_order_ = false;
  }
  keep(from, to, unit.probability);
}

void NumbersWriter::keep(const std::vector<std::size_t>& source,
                         const std::vector<std::size_t>& target,
                         double probability) {
  if (target.empty()) {
    for (const std::size_t i : source) source_alone_.emplace(i, probability);
    return;
  }
  if (source.empty()) {
    for (const std::size_t i : target) target_alone_.emplace(i, probability);
    return;
  }
  const std::optional<SegmentRange> from = range_of(source);
  const std::optional<SegmentRange> to = range_of(target);
  if (!from || !to || from->begin < next_source_ || to->begin < next_target_) {
    ++broken_;
    return;
  }
  kept_.push_back({*from, *to, probability});
}

void NumbersWriter::put(const Row& row) {
  line_.clear();
  if (format_ == Format::kVecalign) {
    const auto append_list = [&](const SegmentRange& range) {
      line_ += '[';
      for (std::size_t i = range.begin; i < range.end; ++i) {
        if (i > range.begin) line_ += ", ";
        line_ += std::to_string(i);
      }
      line_ += ']';
    };
    append_list(row.source);
    line_ += ':';
    append_list(row.target);
    std::array<char, 32> cost{};
    std::snprintf(cost.data(), cost.size(), ":%.6f\n",
                  std::clamp(1 - row.probability, 0.0, 1.0));
    line_ += cost.data();
  } else {
    line_ += std::to_string(row.source.begin) + '\t' +
             std::to_string(row.target.begin) + '\t';
    append_number(line_, row.probability);
    line_ += '\n';
  }
  output_.write(line_);
  next_source_ = row.source.end;
  next_target_ = row.target.end;
}

// Null beads up to the two ends, those of the source first.
void NumbersWriter::put_nulls(std::size_t source_end, std::size_t target_end) {
  const auto probability = [](const std::map<std::size_t, double>& alone,
                              std::size_t segment) {
    const auto found = alone.find(segment);
    return found == alone.end() ? 0 : found->second;
  };
  while (next_source_ < source_end) {
    put({{next_source_, next_source_ + 1},
         {next_target_, next_target_},
         probability(source_alone_, next_source_)});
  }
  while (next_target_ < target_end) {
    put({{next_source_, next_source_},
         {next_target_, next_target_ + 1},
         probability(target_alone_, next_target_)});
  }
}

void NumbersWriter::finish() {
  const std::size_t links = kept_.size();
  const std::vector<Row> chain = best_chain(std::move(kept_));
  broken_ += links - chain.size();
  for (const Row& row : chain) {
    put_nulls(row.source.begin, row.target.begin);
    put(row);
  }
  put_nulls(source_end_, target_end_);
  if (format_ == Format::kLadder) {
    output_.write(std::to_string(next_source_) + '\t' +
                  std::to_string(next_target_) + "\t0\n");
  }
  if (broken_ > 0) {
    diagnostics_.push_back({"crossing-link", output_.path(), 0,
                            std::to_string(broken_) +
                                " links cross others or have gaps; " +
                                std::string(to_string(format_)) +
                                " cannot hold them and has null beads instead",
                            "tsv, jsonl and tmx hold them"});
  }
}

}  // namespace

std::unique_ptr<BitextWriter> make_numbers_writer(
    Format format, const std::vector<std::string>& languages,
    OutputFile& output) {
  return std::make_unique<NumbersWriter>(format, languages, output);
}

}  // namespace align
