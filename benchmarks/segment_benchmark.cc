// Speed of decoding and segmenting beside ICU's sentence iterator on the same
// text. Bytes a second; the text is the five reports, repeated.

#include <benchmark/benchmark.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <memory>
#include <string>
#include <vector>

#include "align/segment.h"
#include "align/text.h"

namespace {

constexpr std::size_t kLeastBytes = 1 << 20;

struct Sample {
  const char* language;
  std::vector<const char*> reports;
};

const std::vector<Sample>& samples() {
  static const std::vector<Sample> kSamples = {
      {"vi",
       {"vi-2019-04-moscow-and-haftar.txt", "vi-2020-06-unsmil-talks.txt"}},
      {"en",
       {"en-2020-06-erdogan-putin-call.txt", "en-2020-06-talks-restart.txt"}},
      {"ar", {"ar-2020-06-talks-begin.txt"}}};
  return kSamples;
}

std::string text_of(const Sample& sample) {
  std::string once;
  for (const char* report : sample.reports) {
    once += align::read_bytes(std::string(ALIGN_SOURCE_DIR) +
                              "/corpora/libya-2020/" + report);
    once += "\n\n";
  }
  std::string text;
  while (text.size() < kLeastBytes) text += once;
  return text;
}

void set_bytes(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(
      static_cast<std::int64_t>(state.iterations() * text.size()));
}

// ICU's iterator over UTF-16 that lies ready in memory.
void icu_sentences(benchmark::State& state, const Sample& sample) {
  const std::string text = text_of(sample);
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createSentenceInstance(icu::Locale(sample.language),
                                                 status));
  for (auto _ : state) {
    iterator->setText(wide);
    std::size_t ends = 0;
    while (iterator->next() != icu::BreakIterator::DONE) ++ends;
    benchmark::DoNotOptimize(ends);
  }
  set_bytes(state, text);
}

// The sentences of running text, as ranges.
void split(benchmark::State& state, const Sample& sample) {
  const std::string text = text_of(sample);
  for (auto _ : state) {
    benchmark::DoNotOptimize(align::split_sentences(text, sample.language));
  }
  set_bytes(state, text);
}

// All a tool does with a file: decoding, blocks, sentences, kinds, repeats and
// the text of each segment.
void decode_and_segment(benchmark::State& state, const Sample& sample) {
  const std::string text = text_of(sample);
  for (auto _ : state) {
    align::Text decoded = align::decode(text, "benchmark");
    decoded.language = sample.language;
    benchmark::DoNotOptimize(align::segment(decoded));
  }
  set_bytes(state, text);
}

bool register_all() {
  for (const Sample& sample : samples()) {
    const std::string language = sample.language;
    benchmark::RegisterBenchmark(("icu_sentences/" + language).c_str(),
                                 icu_sentences, sample);
    benchmark::RegisterBenchmark(("split_sentences/" + language).c_str(), split,
                                 sample);
    benchmark::RegisterBenchmark(("decode_and_segment/" + language).c_str(),
                                 decode_and_segment, sample);
  }
  return true;
}

const bool kIsRegistered = register_all();

}  // namespace
