// Speed of the embedded model, one thread: raw text to pieces, to vectors, and
// lexicon scores of sentence pairs. News sentences of ALIGN_BENCHMARK_DATA (a
// folder with alt.en-vi.tsv.gz) or of ../shared/data/dev-bitext.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "align/embed.h"
#include "align/encoder.h"
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

// The optional encoder of scripts/fetch-encoder (or of ALIGN_TEST_ENCODER) on
// the first 256 sentences; `ratio`: how many times as many a second the
// embedded model takes in the same run.
void strong_encoder(benchmark::State& state, std::size_t column,
                    const char* language) {
  const char* named = std::getenv("ALIGN_TEST_ENCODER");
  const std::string path =
      named != nullptr ? named : ALIGN_SOURCE_DIR "/build/encoder/e5.onnx";
  if (!align::Encoder::is_supported() || !std::filesystem::exists(path)) {
    state.SkipWithError("no OpenVINO in this build, or no encoder");
    return;
  }
  const align::Encoder encoder = align::Encoder::load(path);
  std::vector<align::Segment> segments = sentences(column);
  segments.resize(std::min<std::size_t>(segments.size(), 256));
  std::vector<std::string_view> texts;
  for (const align::Segment& segment : segments) texts.push_back(segment.text);
  using Clock = std::chrono::steady_clock;
  Clock::duration by_encoder{};
  Clock::duration by_model{};
  for (auto _ : state) {
    const auto begin = Clock::now();
    benchmark::DoNotOptimize(encoder.encode(texts));
    by_encoder += Clock::now() - begin;
    state.PauseTiming();
    const auto again = Clock::now();
    benchmark::DoNotOptimize(encode(model(), segments, language));
    by_model += Clock::now() - again;
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(texts.size()));
  state.counters["ratio"] =
      static_cast<double>(by_encoder.count()) /
      static_cast<double>(std::max<Clock::rep>(1, by_model.count()));
}

BENCHMARK_CAPTURE(text_to_pieces, en, 0, "en");
BENCHMARK_CAPTURE(text_to_pieces, vi, 1, "vi");
BENCHMARK_CAPTURE(text_to_vector, en, 0, "en");
BENCHMARK_CAPTURE(text_to_vector, vi, 1, "vi");
BENCHMARK_CAPTURE(strong_encoder, en, 0, "en")->UseRealTime();
BENCHMARK_CAPTURE(strong_encoder, vi, 1, "vi")->UseRealTime();
BENCHMARK(lexicon_scores);
BENCHMARK(load_model)->Unit(benchmark::kMillisecond);

}  // namespace
