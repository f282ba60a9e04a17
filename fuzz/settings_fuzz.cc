// What a user hands over beside texts: configuration files, manifests,
// segmentation rules, models.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "align/mine.h"
#include "align/parallel.h"
#include "align/segment.h"
#include "align/text.h"
#include "common/cli.h"
#include "support.h"
#include "support/word_model.h"
#include "targets.h"

namespace align::fuzz {
namespace {

constexpr std::string_view kSample =
    "Gen. Lee left the U.S. on 5 June. He said: \"We go.\" Then 3.5 km on.\n"
    "- first item\n- second item!\n\nA new paragraph... is here? Yes";

std::uint8_t take_byte(std::string_view& bytes) {
  const auto byte = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return byte;
}

}  // namespace

void fuzz_config(std::string_view bytes) {
  const MemoryFile file(bytes);
  std::string words[] = {"align-fuzz", "--config", file.path(),
                         "--dump-config"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  constexpr cli::ToolInfo kInfo = {"align-fuzz", "", "", ""};
  const int code = cli::run(static_cast<int>(arguments.size()),
                            arguments.data(), kInfo, cli::add_input_options,
                            [](cli::Session&) { return cli::kDone; });
  check(code == cli::kDone || code == cli::kUsage || code == cli::kFailed,
        "exit codes are ours");
}

void fuzz_lists(std::string_view bytes) {
  const MemoryFile file(bytes);
  try {
    for (const Input& input : read_manifest(file.path())) {
      check(!input.path.empty(), "manifests name files");
    }
  } catch (const Error&) {
    // No header, no such column, a malformed language tag.
  }
}

// The first byte says what the rest is: SRX rules, abbreviations, weights of
// the trained stage, or examples to learn them from.
void fuzz_rules(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::uint8_t choice = take_byte(bytes);
  try {
    SegmentOptions options;
    switch (choice & 3U) {
      case 0:
        options.srx = bytes;
        options.srx_name = "fuzz.srx";
        break;
      case 1:
        options.abbreviations = {std::string(bytes)};
        break;
      case 2:
        options.web_text = true;
        options.web_text_weights = bytes;
        break;
      default:
        static_cast<void>(
            train_web_text(read_segment_examples(bytes, "fuzz"), 1));
        return;
    }
    Text text = decode(kSample, "fuzz");
    text.language = "en";
    check_segments(segment(text, options), false);
  } catch (const Error&) {
    // Not SRX, not such weights.
  }
}

// The first byte chooses the section of a small sound model that the rest is
// put in place of; the last choice is the whole file.
void fuzz_model(std::string_view bytes) {
  if (bytes.empty()) return;
  constexpr const char* kSections[] = {"subwords", "vectors", "lexicon.ar-en",
                                       "lengths",  "beads",   "links",
                                       "card"};
  const std::size_t choice = take_byte(bytes) % (std::size(kSections) + 1);
  static const std::string sound = [] {
    std::string path = scratch_folder() + "/sound.align";
    test::write_word_model(path, test::make_meanings(12));
    return path;
  }();
  try {
    if (choice == std::size(kSections)) {
      const MemoryFile file(bytes);
      static_cast<void>(Model::load(file.path()));
      return;
    }
    const std::string path = scratch_folder() + "/model.align";
    replace_sections(sound, path, {{kSections[choice], std::string(bytes)}});
    const Model model = Model::load(path);
    Document arabic;
    Document english;
    for (const test::Meaning& meaning : test::make_meanings(12)) {
      Segment segment;
      segment.text = meaning.ar + " 12";
      arabic.segments.push_back(segment);
      segment.text = meaning.en + " 12";
      english.segments.push_back(segment);
    }
    const EncodedSegments source = encode(model, arabic.segments, "ar");
    const EncodedSegments target = encode(model, english.segments, "en");
    static_cast<void>(align_beads(model, source, target));
    static_cast<void>(mine_links(model, {arabic.segments, source},
                                 {english.segments, target}));
  } catch (const Error&) {
    // A model that is not one.
  }
}

}  // namespace align::fuzz
