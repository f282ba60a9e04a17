// The fuzz targets: one function a reader, given any bytes. A target returns
// when it has read or refused them; what it finds wrong aborts.
//
// libFuzzer runs them through libfuzzer_main.cc, the test suite replays the
// files of fuzz/corpus through tests/fuzz.
#pragma once

#include <span>
#include <string_view>

namespace align::fuzz {

void fuzz_align(std::string_view bytes);
void fuzz_bitext(std::string_view bytes);
void fuzz_config(std::string_view bytes);
void fuzz_docx(std::string_view bytes);
void fuzz_gzip(std::string_view bytes);
void fuzz_html(std::string_view bytes);
void fuzz_lattice(std::string_view bytes);
void fuzz_lists(std::string_view bytes);
void fuzz_model(std::string_view bytes);
void fuzz_rules(std::string_view bytes);
void fuzz_segment(std::string_view bytes);
void fuzz_subtitle(std::string_view bytes);

struct Target {
  std::string_view name;  ///< also of its folder in fuzz/corpus
  void (*run)(std::string_view bytes);
};

/// All targets in the order of their names. Each bitext format is a target of
/// its own over fuzz_bitext(), so that each keeps its own corpus.
[[nodiscard]] std::span<const Target> targets();

}  // namespace align::fuzz
