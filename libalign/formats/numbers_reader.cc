#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "formats/parts.h"
#include "formats/plain.h"

namespace align {
namespace {

// Two rungs may lie far apart in a file that is no ladder; a list of billions
// would only fill the memory.
constexpr std::size_t kMostSegments = 1'000'000;

std::string_view without_spaces(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "[0, 1]", "0,1" or nothing between the brackets.
std::optional<std::vector<std::size_t>> parse_list(std::string_view text) {
  text = without_spaces(text);
  if (text.starts_with('[') != text.ends_with(']')) return std::nullopt;
  if (text.starts_with('[')) text = text.substr(1, text.size() - 2);
  std::vector<std::size_t> list;
  if (without_spaces(text).empty()) return list;
  for (const std::string_view field : split_fields(text, ',')) {
    const std::optional<std::size_t> number =
        parse_count(without_spaces(field));
    if (!number) return std::nullopt;
    list.push_back(*number);
  }
  std::sort(list.begin(), list.end());
  return list;
}

class NumbersReader : public BitextReader {
 public:
  NumbersReader(Format format, std::unique_ptr<ByteSource> source)
      : lines_(std::move(source)), format_(format), log_(lines_.name()) {}

  const std::vector<std::string>& languages() const override {
    return languages_;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return format_; }

 protected:
  [[noreturn]] void fail(const std::string& what) const {
    throw FormatError(lines_.name() + ":" +
                      std::to_string(lines_.line_number()) + ": " + what);
  }

  // False at the end; blank lines are skipped.
  bool next_line(std::string_view& line) {
    do {
      if (!lines_.next(line)) return false;
      line = without_spaces(line);
    } while (line.empty());
    return true;
  }

  Unit make_unit(const std::vector<std::size_t>& source,
                 const std::vector<std::size_t>& target, double probability) {
    Unit unit;
    unit.id = std::to_string(++count_);
    unit.probability = std::clamp(probability, 0.0, 1.0);
    for (std::size_t side = 0; side < 2; ++side) {
      const std::vector<std::size_t>& segments = side == 0 ? source : target;
      if (segments.empty()) continue;
      Member member;
      member.language = languages_[side];
      member.document = languages_[side];
      member.segments = segments;
      unit.members.push_back(std::move(member));
    }
    const bool is_linked = unit.members.size() == 2;
    unit.kind = is_linked ? UnitKind::kParallel : UnitKind::kUnlinked;
    if (is_linked) unit.score = log_odds(unit.probability);
    return unit;
  }

  LineReader lines_;

 private:
  Format format_;
  RepairLog log_;
  std::size_t count_ = 0;
  std::vector<std::string> languages_ = {"src", "tgt"};
};

class VecalignReader final : public NumbersReader {
 public:
  explicit VecalignReader(std::unique_ptr<ByteSource> source)
      : NumbersReader(Format::kVecalign, std::move(source)) {}

  bool read(Unit& unit) override {
    std::string_view line;
    if (!next_line(line)) return false;
    const std::vector<std::string_view> parts = split_fields(line, ':');
    if (parts.size() < 2 || parts.size() > 3) {
      fail("want [SEGMENTS]:[SEGMENTS]:COST");
    }
    const auto source = parse_list(parts[0]);
    const auto target = parse_list(parts[1]);
    if (!source || !target || (source->empty() && target->empty())) {
      fail("want [SEGMENTS]:[SEGMENTS]:COST with a segment on one side");
    }
    double cost = 0;
    if (parts.size() == 3) {
      const std::optional<double> number =
          parse_number(without_spaces(parts[2]));
      if (!number) fail("cost '" + std::string(parts[2]) + "' is no number");
      cost = *number;
    }
    // Costs have six decimals; so has what is left of 1.
    unit = make_unit(*source, *target, std::round((1 - cost) * 1e6) / 1e6);
    return true;
  }
};

class LadderReader final : public NumbersReader {
 public:
  explicit LadderReader(std::unique_ptr<ByteSource> source)
      : NumbersReader(Format::kLadder, std::move(source)) {}

  bool read(Unit& unit) override {
    std::string_view line;
    while (next_line(line)) {
      const Rung rung = parse(line);
      const std::optional<Rung> last = std::exchange(last_, rung);
      if (!last) continue;
      if (rung.source < last->source || rung.target < last->target) {
        fail("a rung goes back");
      }
      if (rung.source == last->source && rung.target == last->target) continue;
      unit = make_unit(numbers(last->source, rung.source),
                       numbers(last->target, rung.target), last->confidence);
      return true;
    }
    return false;
  }

 private:
  struct Rung {
    std::size_t source = 0;
    std::size_t target = 0;
    double confidence = 0;
  };

  Rung parse(std::string_view line) const {
    const std::vector<std::string_view> fields = split_fields(line);
    const auto source = parse_count(fields[0]);
    const auto target =
        fields.size() > 1 ? parse_count(fields[1]) : std::nullopt;
    const auto confidence =
        fields.size() > 2 ? parse_number(fields[2]) : std::nullopt;
    if (!source || !target || !confidence || fields.size() > 3) {
      fail("want three columns: segment, segment, confidence");
    }
    return {*source, *target, *confidence};
  }

  std::vector<std::size_t> numbers(std::size_t begin, std::size_t end) const {
    if (end - begin > kMostSegments) {
      fail("a rung of more than a million segments");
    }
    std::vector<std::size_t> list;
    for (std::size_t i = begin; i < end; ++i) list.push_back(i);
    return list;
  }

  std::optional<Rung> last_;
};

}  // namespace

std::unique_ptr<BitextReader> make_numbers_reader(
    Format format, std::unique_ptr<ByteSource> source) {
  if (format == Format::kLadder) {
    return std::make_unique<LadderReader>(std::move(source));
  }
  return std::make_unique<VecalignReader>(std::move(source));
}

}  // namespace align
