// Speed of the embedded model, one thread: raw text to pieces, to vectors, and
// lexicon scores of sentence pairs. News sentences of ALIGN_BENCHMARK_DATA (a
// folder with alt.en-vi.tsv.gz) or of ../shared/data/dev-bitext.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "align/embed.h"
#include "align/score.h"
#include "align/text.h"
#include "align/tokenize.h"
#include "align/types.h"

namespace {

const align::Model& model() {
  static const align::Model loaded =
      align::Model::load(ALIGN_SOURCE_DIR "/models/vi-en-ar.align");
  return loaded;
}

// Column `column` of the news table, without its header.
std::vector<align::Segment> sentences(std::size_t column) {
  const char* folder = std::getenv("ALIGN_BENCHMARK_DATA");
  const std::string bytes =
      align::read_bytes(std::string(folder != nullptr ? folder
                                                      : ALIGN_SOURCE_DIR
                                        "/../shared/data/dev-bitext") +
                        "/alt.en-vi.tsv.gz");
  std::vector<align::Segment> segments;
  std::string_view left = bytes;
  for (bool is_header = true; !left.empty(); is_header = false) {
    std::string_view line = left.substr(0, left.find('\n'));
    left.remove_prefix(line.size() + 1);
    if (is_header) continue;
    for (std::size_t c = 0; c < column; ++c) {
      line.remove_prefix(line.find('\t') + 1);
    }
    align::Segment segment;
    segment.text = std::string(line.substr(0, line.find('\t')));
    segments.push_back(segment);
  }
  return segments;
}

void text_to_pieces(benchmark::State& state, std::size_t column,
                    const char* language) {
  const std::vector<align::Segment> segments = sentences(column);
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        model().tokenizer().tokenize(segments[i].text, language));
    i = (i + 1) % segments.size();
  }
  state.SetItemsProcessed(state.iterations());
}

void text_to_vector(benchmark::State& state, std::size_t column,
                    const char* language) {
  const std::vector<align::Segment> segments = sentences(column);
  std::vector<float> sum(model().vectors().dimension());
  std::size_t i = 0;
  std::size_t characters = 0;
  for (auto _ : state) {
    const align::Tokens tokens =
        model().tokenizer().tokenize(segments[i].text, language);
    std::fill(sum.begin(), sum.end(), 0.0F);
    model().vectors().add(tokens.pieces, sum);
    const float norm = std::sqrt(align::dot(sum, sum));
    for (float& value : sum) value /= norm;
    benchmark::DoNotOptimize(sum.data());
    characters += tokens.length;
    i = (i + 1) % segments.size();
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["characters"] =
      static_cast<double>(characters) / static_cast<double>(state.iterations());
}

// Each source sentence against all target sentences, one direction.
void lexicon_scores(benchmark::State& state) {
  const align::EncodedSegments source = encode(model(), sentences(0), "en");
  const align::EncodedSegments target = encode(model(), sentences(1), "vi");
  const align::PairLexicalEvidence evidence =
      make_lexical_evidence(model(), source, target);
  align::LexicalEvidence::Reader reader(evidence.forward);
  std::size_t i = 0;
  for (auto _ : state) {
    reader.clear();
    reader.add(i);
    float sum = 0;
    for (std::size_t j = 0; j < target.size(); ++j) sum += reader.score(j);
    benchmark::DoNotOptimize(sum);
    i = (i + 1) % source.size();
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(target.size()));
}

void load_model(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        align::Model::load(ALIGN_SOURCE_DIR "/models/vi-en-ar.align"));
  }
}

BENCHMARK_CAPTURE(text_to_pieces, en, 0, "en");
BENCHMARK_CAPTURE(text_to_pieces, vi, 1, "vi");
BENCHMARK_CAPTURE(text_to_vector, en, 0, "en");
BENCHMARK_CAPTURE(text_to_vector, vi, 1, "vi");
BENCHMARK(lexicon_scores);
BENCHMARK(load_model)->Unit(benchmark::kMillisecond);

}  // namespace
