// How good machine translation is: BLEU, chrF, TER, and whether the difference
// of two systems could be chance.
//
// In: lines of valid UTF-8, line i of a hypothesis translates what line i of
// each reference does. Scores, tokens and signatures are those of sacreBLEU
// 2.6.0 for the same options; random draws are those of numpy's default
// generator, so that p-values are the same too.
// Source: Papineni et al. 2002 (BLEU); Post 2018, "A Call for Clarity in
// Reporting BLEU Scores"; Popovic 2015 and 2017 (chrF, chrF++); Snover et al.
// 2006 (TER); Koehn 2004 (paired bootstrap); Riezler & Maxwell 2005
// (approximate randomization).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "align/types.h"

namespace align {

/// How BLEU cuts a line into tokens.
enum class MtTokenizer : std::uint8_t {
  k13a,            ///< mteval-v13a: ASCII punctuation
  kInternational,  ///< mteval-v14: Unicode punctuation and symbols
  kCharacters,     ///< every code point
  kNone,           ///< white space only
};

/// "13a", "intl", "char", "none". Throws InvalidArgument for another name.
[[nodiscard]] MtTokenizer parse_mt_tokenizer(std::string_view name);
[[nodiscard]] std::string_view to_string(MtTokenizer tokenizer);

/// The tokens of one line.
[[nodiscard]] std::vector<std::string> mt_tokenize(std::string_view line,
                                                   MtTokenizer tokenizer);

/// What BLEU does about an order without matches (Chen & Cherry 2014).
enum class BleuSmoothing : std::uint8_t {
  kExponential,  ///< halves the precision of each such order again
  kFloor,        ///< counts `smoothing_value` matches
  kAddK,         ///< adds `smoothing_value` to every order above the first
  kNone,
};

/// "exp", "floor", "add-k", "none". Throws InvalidArgument for another name.
[[nodiscard]] BleuSmoothing parse_bleu_smoothing(std::string_view name);
[[nodiscard]] std::string_view to_string(BleuSmoothing smoothing);

struct BleuOptions {
  MtTokenizer tokenizer = MtTokenizer::k13a;
  bool lowercase = false;
  BleuSmoothing smoothing = BleuSmoothing::kExponential;
  /// Of kFloor (standard 0.1) and kAddK (standard 1).
  std::optional<double> smoothing_value;
  /// Stops at the longest order the line has. Sentence scores always do.
  bool effective_order = false;
};

struct ChrfOptions {
  std::size_t char_order = 6;  ///< longest run of characters, in [1, 64]
  std::size_t word_order = 0;  ///< longest run of words, 2 makes chrF++
  std::size_t beta = 2;        ///< weight of recall
  bool lowercase = false;
  bool whitespace = false;     ///< white space counts as characters
  bool eps_smoothing = false;  ///< as chrF++.py: averages F, not P and R
};

struct TerOptions {
  bool case_sensitive = false;
};

using MtMetricOptions = std::variant<BleuOptions, ChrfOptions, TerOptions>;

/// What a metric counted in each line. Rows add up: the sum of any lines' rows
/// is what a score of those lines needs.
struct MtStatistics {
  std::size_t width = 0;
  std::vector<double> values;  ///< size() x width, row-major

  [[nodiscard]] std::size_t size() const {
    return width == 0 ? 0 : values.size() / width;
  }
  [[nodiscard]] std::span<const double> row(std::size_t line) const {
    return {values.data() + line * width, width};
  }
};

/// Lines of one text.
using MtLines = std::vector<std::string>;

/// A metric with its prepared references. Cheap to copy; thread-safe.
class MtMetric {
 public:
  /// `references`: one or more, all of the same number of lines. Throws
  /// InvalidArgument when they are not, or for an option out of range.
  MtMetric(const MtMetricOptions& options,
           const std::vector<MtLines>& references);

  /// "BLEU", "chrF2", "chrF2++", "TER", as sacreBLEU calls them.
  [[nodiscard]] std::string name() const;
  /// sacreBLEU's signature, `extra` after the number of references (for
  /// example "bs:1000|seed:12345"), and `|libalign:` with our version.
  [[nodiscard]] std::string signature(std::string_view extra = {}) const;
  [[nodiscard]] bool is_higher_better() const;
  /// Lines of each reference.
  [[nodiscard]] std::size_t size() const;

  /// Throws InvalidArgument when the number of lines is not size(). `threads`
  /// >= 1 never changes the result.
  [[nodiscard]] MtStatistics count(const MtLines& hypothesis,
                                   unsigned threads = 1) const;
  /// Score of summed rows, BLEU and chrF in [0, 100], TER >= 0.
  [[nodiscard]] double score(std::span<const double> sums) const;
  /// Score of one row taken as a text of its own.
  [[nodiscard]] double sentence_score(std::span<const double> row) const;
  /// Score of all rows.
  [[nodiscard]] double corpus_score(const MtStatistics& statistics) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// How a difference is tested.
enum class MtTest : std::uint8_t {
  kBootstrap,      ///< lines drawn with replacement, the same for both systems
  kRandomization,  ///< each line's translations swapped or not
};

struct MtTestOptions {
  MtTest test = MtTest::kBootstrap;
  std::size_t samples = 1000;  ///< >= 1; sacreBLEU: 1000, randomization 10000
  std::uint64_t seed = 12345;
};

/// The result for one system beside the first one, the baseline.
struct MtTestResult {
  double score = 0;
  /// That chance alone would give at least this difference; absent for the
  /// baseline.
  std::optional<double> p_value;
  /// Bootstrap only: mean over the samples and half of the 95 % interval.
  std::optional<double> mean;
  std::optional<double> interval;
};

/// Compares each system with the first. `statistics` come from `metric`, one a
/// system, and have the same number of rows, >= 1. Throws InvalidArgument.
///
/// p = (c + 1) / (samples + 1). Bootstrap: c counts the samples whose absolute
/// difference of scores exceeds the mean of these differences by more than the
/// difference on all lines. Randomization: c counts the trials whose absolute
/// difference is larger than that on all lines.
[[nodiscard]] std::vector<MtTestResult> compare_systems(
    const MtMetric& metric, const std::vector<MtStatistics>& statistics,
    const MtTestOptions& options = {}, unsigned threads = 1);

/// A text as the user gave it.
struct MtText {
  std::string name;
  std::string utf8;  ///< valid UTF-8, line ends and all
};

/// What in references and hypotheses changes scores without being better or
/// worse translation: decomposed or mixed normal forms, Arabic vowel marks,
/// tatweel and presentation forms, Vietnamese tone marks placed in two ways,
/// CR LF, U+FFFD, invisible controls, empty references, different numbers of
/// lines. One diagnostic a kind and text; its offset is that of the first place
/// in bytes of `utf8`.
[[nodiscard]] std::vector<Diagnostic> check_mt_texts(
    const std::vector<MtText>& references,
    const std::vector<MtText>& hypotheses);

/// The lines of a text: LF or CR LF ends one, a last line end makes no further
/// line.
[[nodiscard]] MtLines split_mt_lines(std::string_view utf8);

/// Unicode normal form C.
[[nodiscard]] std::string to_nfc(std::string_view utf8);

/// Cuts `hypothesis`, whose line breaks mean nothing, into as many lines as
/// `reference` has, so that line i holds what translates line i. All words of
/// the hypothesis in order, their spacing kept, each line break a space.
///
/// Two passes. An alignment of the words, with words that both texts have once
/// as fixed points, says roughly where each line ends; then the cuts near there
/// are chosen together so that words, neighbours, marks, capitals and lengths
/// agree most, line by line, in whatever order the words of a line stand.
/// Time and memory near linear in the text.
[[nodiscard]] MtLines resegment(const MtLines& reference,
                                std::string_view hypothesis);

/// What a translation left out, put in and moved, counted in segments.
struct MtCoverage {
  std::vector<std::size_t> omissions;  ///< of the source, ascending
  std::vector<std::size_t> additions;  ///< of the translation, ascending
  std::vector<Link> moved;             ///< by source; out of order in between
  std::map<std::string, std::size_t> types;  ///< beads by type, "1-1", "2-1"
};

/// Reads it off an alignment in order. `links` tie segments without partner in
/// `beads` that say the same thing; such a pair is moved, not left out and put
/// in. Links to other segments are ignored, as are links that share a segment
/// with an earlier one.
[[nodiscard]] MtCoverage report_coverage(const std::vector<Bead>& beads,
                                         const std::vector<Link>& links);

}  // namespace align
