#include "targets.h"

#include <array>

namespace align::fuzz {

std::span<const Target> targets() {
  static constexpr std::array kTargets = {
      Target{"align", fuzz_align},       Target{"config", fuzz_config},
      Target{"docx", fuzz_docx},         Target{"gzip", fuzz_gzip},
      Target{"html", fuzz_html},         Target{"jsonl", fuzz_bitext},
      Target{"ladder", fuzz_bitext},     Target{"lattice", fuzz_lattice},
      Target{"lists", fuzz_lists},       Target{"model", fuzz_model},
      Target{"rules", fuzz_rules},       Target{"segment", fuzz_segment},
      Target{"subtitle", fuzz_subtitle}, Target{"table", fuzz_bitext},
      Target{"tmx", fuzz_bitext},        Target{"vecalign", fuzz_bitext},
      Target{"xces", fuzz_bitext},       Target{"xliff", fuzz_bitext},
  };
  return kTargets;
}

}  // namespace align::fuzz
