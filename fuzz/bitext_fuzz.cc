// Any bitext format, known by its content. What is read is written again: to
// JSONL, which must give the same units back, and in one other format.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "align/error.h"
#include "align/formats.h"
#include "align/text.h"
#include "support.h"
#include "targets.h"

namespace align::fuzz {
namespace {

std::vector<Unit> read_units(const std::string& path,
                             const ReadOptions& options) {
  const std::unique_ptr<BitextReader> reader = open_bitext(path, options);
  std::vector<Unit> units;
  for (Unit unit; reader->read(unit);) units.push_back(unit);
  return units;
}

void write_units(const std::vector<Unit>& units, Format format,
                 const std::vector<std::string>& languages,
                 OutputFile& output) {
  const std::unique_ptr<BitextWriter> writer =
      make_writer(format, languages, output);
  for (const Unit& unit : units) writer->write(unit);
  writer->finish();
  output.commit();
}

void check_alike(const Unit& one, const Unit& other) {
  check(one.id == other.id && one.kind == other.kind, "JSONL keeps the kind");
  check(one.members.size() == other.members.size(), "JSONL keeps members");
  for (std::size_t m = 0; m < one.members.size(); ++m) {
    check(one.members[m].text == other.members[m].text &&
              one.members[m].segments == other.members[m].segments &&
              one.members[m].chars == other.members[m].chars,
          "JSONL keeps texts and places");
  }
}

}  // namespace

void fuzz_bitext(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto choice = static_cast<unsigned char>(bytes.back());
  const MemoryFile file(bytes);
  ReadOptions options;
  options.name = "fuzz";
  options.inline_codes =
      (choice & 1U) != 0 ? InlineCodes::kKeep : InlineCodes::kDrop;
  std::vector<std::string> languages;
  std::vector<Unit> units;
  try {
    languages = read_languages(file.path(), options);
    units = read_units(file.path(), options);
  } catch (const Error&) {
    return;  // damaged, or none of our formats
  }
  for (const Unit& unit : units) {
    for (const Member& member : unit.members) {
      check(std::is_sorted(member.segments.begin(), member.segments.end()),
            "segments are ascending");
    }
  }
  const std::string first = scratch_folder() + "/first.jsonl";
  const std::string second = scratch_folder() + "/second.jsonl";
  try {
    OutputFile output(first);
    write_units(units, Format::kJsonl, languages, output);
    const std::vector<Unit> again = read_units(first, {});
    check(again.size() == units.size(), "JSONL keeps every unit");
    for (std::size_t i = 0; i < units.size(); ++i) {
      check_alike(units[i], again[i]);
    }
    OutputFile copy(second);
    write_units(again, Format::kJsonl, languages, copy);
  } catch (const Error&) {
    check(false, "JSONL holds whatever can be read");
  }
  check(read_bytes(first) == read_bytes(second), "JSONL is read as written");
  constexpr Format kOthers[] = {
      Format::kTmx,  Format::kTsv,   Format::kVecalign, Format::kLadder,
      Format::kXces, Format::kLaser, Format::kXliff,    Format::kXliff2,
      Format::kCsv,  Format::kHtml};
  const Format other = kOthers[(choice >> 1U) % std::size(kOthers)];
  try {
    OutputFile output("/dev/null");
    write_units(units, other, languages, output);
  } catch (const Error&) {
    // Too many languages, a second document.
  }
}

}  // namespace align::fuzz
