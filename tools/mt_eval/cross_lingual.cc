#include "mt_eval/cross_lingual.h"

#include <algorithm>

#include "align/parallel.h"
#include "align/segment.h"
#include "align/text.h"

namespace align::cli {
namespace {

Document to_document(const std::string& utf8, const std::string& language,
                     bool is_cut) {
  Text text;
  text.utf8 = utf8;
  text.language = language;
  SegmentOptions options;
  options.pre_segmented = is_cut;
  return segment(text, options);
}

void append(const std::string& words, std::string& line) {
  if (!line.empty() && !words.empty()) line += ' ';
  line += words;
}

// Sentences of one bead over its source lines: each goes to the line whose
// share of the length its middle falls in.
void share_out(const Document& source, const Document& hypothesis,
               const Bead& bead, MtLines& lines) {
  const auto length = [](const Document& document, std::size_t segment) {
    return static_cast<double>(document.segments[segment].text.size() + 1);
  };
  double source_length = 0;
  double target_length = 0;
  for (std::size_t i = bead.source.begin; i < bead.source.end; ++i) {
    source_length += length(source, i);
  }
  for (std::size_t i = bead.target.begin; i < bead.target.end; ++i) {
    target_length += length(hypothesis, i);
  }
  double before = 0;
  double line_end = 0;
  std::size_t line = bead.source.begin;
  line_end = length(source, line) / source_length;
  for (std::size_t i = bead.target.begin; i < bead.target.end; ++i) {
    const double middle = (before + length(hypothesis, i) / 2) / target_length;
    while (line + 1 < bead.source.end && middle > line_end) {
      ++line;
      line_end += length(source, line) / source_length;
    }
    append(hypothesis.segments[i].text, lines[line]);
    before += length(hypothesis, i);
  }
}

}  // namespace

MtLines resegment_to_source(Session& session, const MtLines& source,
                            const std::string& source_language,
                            const std::string& hypothesis) {
  std::string joined;
  for (const std::string& line : source) joined += line + '\n';
  const Document lines = to_document(joined, source_language, true);
  std::string running = hypothesis;
  std::replace(running.begin(), running.end(), '\n', ' ');
  const Document sentences = to_document(running, "", false);

  MtLines result(source.size());
  if (result.empty()) return result;
  const Model& model = session.model();
  ParallelOptions options;
  options.threads = session.threads;
  const std::vector<Bead> beads = align_beads(
      model, encode(model, lines.segments, lines.language, session.threads),
      encode(model, sentences.segments, sentences.language, session.threads),
      options);
  // Sentences without a partner join the line before them.
  std::size_t line = 0;
  for (const Bead& bead : beads) {
    if (bead.source.is_empty()) {
      for (std::size_t i = bead.target.begin; i < bead.target.end; ++i) {
        append(sentences.segments[i].text, result[line]);
      }
      continue;
    }
    if (!bead.target.is_empty()) {
      share_out(lines, sentences, bead, result);
      line = bead.source.end - 1;
    }
  }
  return result;
}

}  // namespace align::cli
