// A result against a gold one: precision, recall and F1 of beads, links and
// segments, how sure the figures are, and whether probabilities mean what they
// say.
//
// Every measure is a sum of counts over documents (or smaller pieces that share
// no segment), so that the same counts serve the total, the breakdown by type
// and the bootstrap. Strict and lax beads are counted as Vecalign's scorer does
// (Thompson & Koehn 2019, "Vecalign: Improved Sentence Alignment in Linear Time
// and Space").
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/types.h"

namespace align {

/// Right ones among all.
struct Rate {
  std::size_t right = 0;
  std::size_t all = 0;

  /// 0 when there are none at all.
  [[nodiscard]] double value() const;
  Rate& operator+=(const Rate& other);
  friend bool operator==(const Rate&, const Rate&) = default;
};

/// Harmonic mean, 0 when both are 0.
[[nodiscard]] double f1(double precision, double recall);

/// Segments of two documents said to correspond; a side may be empty.
struct EvalBead {
  std::vector<std::size_t> source;  ///< ascending
  std::vector<std::size_t> target;  ///< ascending
  std::optional<double> probability;

  [[nodiscard]] bool is_null() const {
    return source.empty() || target.empty();
  }
};

/// Lines `i,j:k` (gold) or `[i, j]:[k]:cost` (vecalign, cost = 1 -
/// probability); blank lines are skipped. `name` is for messages. Throws
/// FormatError naming the line.
[[nodiscard]] std::vector<EvalBead> parse_beads(std::string_view text,
                                                const std::string& name);

/// "1-2": how many segments each side has.
[[nodiscard]] std::string bead_type(const EvalBead& bead);

struct BeadCounts {
  Rate strict_precision;  ///< of the test's beads, the same stands in the gold
  Rate strict_recall;     ///< of the gold's beads that are not null
  Rate lax_precision;     ///< ... shares a pair of segments with a gold bead
  Rate lax_recall;

  BeadCounts& operator+=(const BeadCounts& other);
  friend bool operator==(const BeadCounts&, const BeadCounts&) = default;
};

struct BeadScoring {
  /// Null beads count in precision, as in Vecalign's scorer.
  bool has_nulls = true;
};

[[nodiscard]] BeadCounts count_beads(const std::vector<EvalBead>& gold,
                                     const std::vector<EvalBead>& test,
                                     const BeadScoring& scoring = {});

/// The same by type: precision by the type of the test's bead, recall by that
/// of the gold's.
[[nodiscard]] std::map<std::string, BeadCounts> count_beads_by_type(
    const std::vector<EvalBead>& gold, const std::vector<EvalBead>& test,
    const BeadScoring& scoring = {});

/// The same by any key of a bead.
[[nodiscard]] std::map<std::string, BeadCounts> count_beads_by(
    const std::vector<EvalBead>& gold, const std::vector<EvalBead>& test,
    const std::function<std::string(const EvalBead&)>& key,
    const BeadScoring& scoring = {});

/// For each distinct bead of `test` that has a probability: that and whether
/// the bead is strictly right.
[[nodiscard]] std::vector<std::pair<double, bool>> judge_beads(
    const std::vector<EvalBead>& gold, const std::vector<EvalBead>& test,
    const BeadScoring& scoring = {});

/// Splits several alignments of one document pair into the smallest pieces of
/// which no two share a segment. `result[p][a]` are the beads of alignment `a`
/// in piece `p`.
[[nodiscard]] std::vector<std::vector<std::vector<EvalBead>>> split_pieces(
    const std::vector<std::vector<EvalBead>>& alignments);

/// Two segments said to correspond.
struct EvalLink {
  std::size_t source = 0;
  std::size_t target = 0;
  std::optional<double> score;  ///< higher is surer
};

/// Lines `i:j`, `i TAB j` or `score TAB i TAB j [TAB ...]`; lines that start
/// with a letter, _ or # are headers; several numbers on a side mean all their
/// pairs. Throws FormatError naming the line.
[[nodiscard]] std::vector<EvalLink> parse_links(std::string_view text,
                                                const std::string& name);

struct LinkCounts {
  std::size_t right = 0;  ///< links of the test that the gold has
  std::size_t found = 0;  ///< distinct links of the test
  std::size_t gold = 0;   ///< distinct links of the gold

  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
  LinkCounts& operator+=(const LinkCounts& other);
  friend bool operator==(const LinkCounts&, const LinkCounts&) = default;
};

/// The links of one pair of lists, judged.
struct JudgedLinks {
  LinkCounts counts;
  /// One a distinct link of the test, in its order.
  std::vector<std::pair<std::optional<double>, bool>> rows;
};
[[nodiscard]] JudgedLinks judge_links(const std::vector<EvalLink>& gold,
                                      const std::vector<EvalLink>& test);

/// The best F1 that a threshold on the scores could give. An upper bound, since
/// the threshold is chosen on the gold itself.
struct BestThreshold {
  double threshold = 0;
  LinkCounts counts;
};
/// Nothing when a link has no score or none is right.
[[nodiscard]] std::optional<BestThreshold> best_threshold(
    const std::vector<JudgedLinks>& lists);

/// Sentences of one text by code points, half-open.
struct EvalSpans {
  std::string id;
  std::vector<CharRange> spans;
  std::vector<std::size_t> paragraph_ends;
  /// For each code point of the text whether it is white space; empty when the
  /// text is not known.
  std::vector<bool> is_space;
  std::string language;  ///< "lang" of the record, may be empty
  std::string text;      ///< UTF-8, may be empty
};

/// JSON lines: {"id","text","sents":[[s,e]..],"pars":[[s,e]..]} or
/// {"doc","sentences":[{"start","end"}..]}, or one segment a line as
/// align-segment writes it: {"doc","start","end"}. Throws FormatError.
[[nodiscard]] std::vector<EvalSpans> parse_spans(std::string_view text,
                                                 const std::string& name);

struct SpanCounts {
  std::size_t boundary_right = 0;  ///< ends inside paragraphs
  std::size_t boundary_found = 0;
  std::size_t boundary_gold = 0;
  std::size_t span_right = 0;  ///< both ends exact
  std::size_t span_found = 0;
  std::size_t span_gold = 0;
  std::size_t records = 0;
  std::size_t missing = 0;  ///< gold texts the test says nothing of
  std::size_t exact = 0;    ///< texts without any difference

  SpanCounts& operator+=(const SpanCounts& other);
  friend bool operator==(const SpanCounts&, const SpanCounts&) = default;
};

/// One entry a gold text that has sentences. The test's spans are trimmed of
/// white space first where the gold holds the text.
[[nodiscard]] std::vector<SpanCounts> count_spans(
    const std::vector<EvalSpans>& gold, const std::vector<EvalSpans>& test);

/// How many of the segments of each length, by the key that `key_of` gives to
/// a number of code points, are right: only the counts of spans are set.
[[nodiscard]] std::map<std::string, SpanCounts> count_spans_by_length(
    const std::vector<EvalSpans>& gold, const std::vector<EvalSpans>& test,
    const std::function<std::string(std::size_t)>& key_of);

/// Word links of one pair of segments.
struct EvalWords {
  using Pair = std::pair<std::size_t, std::size_t>;
  std::vector<Pair> sure;      ///< ascending, without repeats
  std::vector<Pair> possible;  ///< the sure ones among them
};

/// Pharaoh: a pair of segments a line, `0-0 1-2`; `1?3` or `1p3` is possible
/// only. Throws FormatError naming the line.
[[nodiscard]] std::vector<EvalWords> parse_word_lines(std::string_view text,
                                                      const std::string& name);

/// Och & Ney 2003: precision by the possible links, recall by the sure ones,
/// and the alignment error rate of both.
struct WordCounts {
  std::size_t possible_right = 0;
  std::size_t sure_right = 0;
  std::size_t found = 0;
  std::size_t sure = 0;

  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
  /// 0 when there is neither a link nor a sure one.
  [[nodiscard]] double error_rate() const;
  WordCounts& operator+=(const WordCounts& other);
  friend bool operator==(const WordCounts&, const WordCounts&) = default;
};
/// All links of `test` count, also those it calls possible.
[[nodiscard]] WordCounts count_words(const EvalWords& gold,
                                     const EvalWords& test);

/// Two documents said to belong together.
struct EvalDocuments {
  std::string first;
  std::string second;
  std::string relation;  ///< e.g. "parallel", may be empty
  std::optional<double> score;
};

/// A table with a header that names the columns doc1 and doc2, perhaps score
/// and relation; or a manifest with path and event, of which each two documents
/// of an event belong together. Throws FormatError.
[[nodiscard]] std::vector<EvalDocuments> parse_document_pairs(
    std::string_view text, const std::string& name);

struct DocumentCounts {
  LinkCounts pairs;
  Rate relation;  ///< of the right pairs whose gold names a relation
};

/// The pairs, in whatever order of the two, judged.
struct JudgedDocuments {
  DocumentCounts counts;
  std::vector<bool> is_right;  ///< of each of `test`; a repeat is wrong
  std::vector<bool> is_found;  ///< of each of `gold`
};
[[nodiscard]] JudgedDocuments judge_documents(
    const std::vector<EvalDocuments>& gold,
    const std::vector<EvalDocuments>& test);

/// One of ten equal steps of probability.
struct CalibrationBin {
  double low = 0;
  double high = 0;
  std::size_t count = 0;
  double mean_probability = 0;
  double share_right = 0;
};

struct Calibration {
  std::vector<CalibrationBin> bins;  ///< all ten, ascending
  double expected_error = 0;  ///< mean of |probability - share right|, weighted
};

/// Probabilities outside [0, 1] count as the nearer end.
[[nodiscard]] Calibration calibrate(
    const std::vector<std::pair<double, bool>>& judged);

struct BootstrapOptions {
  std::size_t samples = 1000;  ///< >= 1
  std::uint64_t seed = 1;
  double level = 0.95;  ///< share of the samples inside the interval, in (0, 1)
};

struct Interval {
  double low = 0;
  double high = 0;
};

/// The counts of one document or piece, whatever they count.
using Counts = std::vector<double>;
using Figure = std::function<double(const Counts& sums)>;

/// Percentile interval of `figure` over units drawn with replacement; nothing
/// for fewer than two units. All units have as many counts.
[[nodiscard]] std::optional<Interval> bootstrap_interval(
    const std::vector<Counts>& units, const Figure& figure,
    const BootstrapOptions& options = {});

struct Comparison {
  double difference = 0;  ///< first less second
  Interval interval;
  /// Two-sided: how often resampling turns the sign, at least 1 / (samples +
  /// 1).
  double p_value = 1;
};

/// Paired bootstrap (Koehn 2004, "Statistical Significance Tests for Machine
/// Translation Evaluation") of two results for the same units. Nothing for
/// fewer than two units. Throws InvalidArgument when the sizes disagree.
[[nodiscard]] std::optional<Comparison> compare_paired(
    const std::vector<Counts>& first, const std::vector<Counts>& second,
    const Figure& figure, const BootstrapOptions& options = {});

}  // namespace align
