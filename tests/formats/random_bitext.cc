#include "formats/random_bitext.h"

#include <array>
#include <memory>
#include <string_view>

namespace align::test {
namespace {

// One step past the end of the last value.
std::size_t below(std::mt19937& random, std::size_t end) {
  return random() % end;
}

float random_score(std::mt19937& random) {
  return static_cast<float>(static_cast<double>(random()) / 4294967295.0 * 20 -
                            10);
}

CharRange random_range(std::mt19937& random) {
  const std::size_t begin = below(random, 1000);
  return {begin, begin + below(random, 1000)};
}

}  // namespace

std::string random_text(std::mt19937& random) {
  constexpr std::array<std::string_view, 34> kPieces = {
      "a",
      "word",
      " ",
      "\t",
      "\n",
      "\r",
      "\r\n",
      std::string_view("\0", 1),
      "\x01",
      "\x08",
      "\x0B",
      "\x1F",
      "\x7F",
      "\xC2\x85",          // U+0085 NEXT LINE
      "\xE2\x80\xA8",      // U+2028 LINE SEPARATOR
      "\xE2\x80\x8D",      // U+200D ZERO WIDTH JOINER
      "\xE2\x80\x8F",      // U+200F RIGHT-TO-LEFT MARK
      "\xE2\x80\x8E",      // U+200E LEFT-TO-RIGHT MARK
      "\xEF\xBF\xBE",      // U+FFFE, no character
      "\xEF\xBB\xBF",      // U+FEFF ZERO WIDTH NO-BREAK SPACE
      "\xF0\x9F\x98\x80",  // U+1F600 GRINNING FACE
      "\xF4\x8F\xBF\xBF",  // U+10FFFF, no character
      "&amp;",
      "<b>",
      "]]>",
      "\"",
      "'",
      "\\",
      "\\n",
      "{\"",
      "=1+1",
      "hoa\xCC\x80",               // combining grave accent
      "\xE1\xBB\x87",              // Vietnamese e with circumflex and dot
      "\xD8\xB3\xD9\x84\xD8\xA7",  // Arabic seen, lam, alef
  };
  std::string text;
  for (std::size_t i = below(random, 12); i > 0; --i) {
    text += kPieces[below(random, kPieces.size())];
  }
  return text;
}

std::vector<Unit> random_units(std::mt19937& random,
                               const std::vector<std::string>& languages,
                               std::size_t count) {
  std::vector<Unit> units;
  while (units.size() < count) {
    Unit unit;
    unit.id = std::to_string(units.size()) + random_text(random);
    for (const std::string& language : languages) {
      if (below(random, 4) == 0) continue;
      Member member;
      member.language = language;
      member.document = "d" + random_text(random);
      std::size_t segment = below(random, 50);
      for (std::size_t n = 1 + below(random, 3); n > 0; --n) {
        member.segments.push_back(segment);
        segment += 1 + below(random, 2);
      }
      member.chars = random_range(random);
      member.text = random_text(random);
      if (member.segments.size() > 1) {
        for (std::size_t i = 0; i < member.segments.size(); ++i) {
          member.parts.push_back({random_range(random), random_text(random)});
        }
      }
      unit.members.push_back(member);
    }
    if (unit.members.empty()) continue;
    for (std::size_t i = 1; i < unit.members.size(); ++i) {
      if (below(random, 2) == 0) continue;
      unit.words.push_back({unit.members[0].language,
                            unit.members[i].language,
                            {{0, below(random, 9)}, {1, below(random, 9)}}});
    }
    unit.status = static_cast<UnitStatus>(below(random, 3));
    unit.probability = (random_score(random) + 10) / 20;
    if (unit.members.size() > 1) {
      unit.kind = static_cast<UnitKind>(below(random, 2));
      unit.grade = static_cast<Grade>(below(random, 3));
      unit.score = random_score(random);
      if (below(random, 2) == 0) unit.score *= 1.0 / 3;  // no float
      if (below(random, 2) == 0) {
        unit.evidence = Evidence{random_score(random), random_score(random),
                                 random_score(random), random_score(random)};
      }
    } else {
      unit.kind = UnitKind::kUnlinked;
    }
    units.push_back(unit);
  }
  return units;
}

std::vector<Unit> random_beads(std::mt19937& random,
                               const std::vector<std::string>& languages,
                               std::size_t count) {
  std::vector<Unit> units;
  std::array<std::size_t, 2> next = {0, 0};
  while (units.size() < count) {
    Unit unit;
    unit.id = std::to_string(units.size() + 1);
    for (std::size_t side = 0; side < 2; ++side) {
      Member member;
      member.language = languages[side];
      member.document = languages[side];
      for (std::size_t n = below(random, 4); n > 0; --n) {
        member.segments.push_back(next[side]++);
      }
      if (!member.segments.empty()) unit.members.push_back(member);
    }
    if (unit.members.empty()) continue;
    if (unit.members.size() < 2) unit.kind = UnitKind::kUnlinked;
    unit.probability = static_cast<double>(below(random, 1000)) / 1000;
    units.push_back(unit);
  }
  return units;
}

Unit simple_unit(
    const std::string& id,
    const std::vector<std::pair<std::string, std::string>>& texts) {
  Unit unit;
  unit.id = id;
  for (const auto& [language, text] : texts) {
    Member member;
    member.language = language;
    member.document = language + ".txt";
    member.segments = {0};
    member.text = text;
    unit.members.push_back(std::move(member));
  }
  if (texts.size() > 1) {
    unit.grade = Grade::kEquivalent;
    unit.score = 2.5;
    unit.probability = 0.9375;
  } else {
    unit.kind = UnitKind::kUnlinked;
  }
  return unit;
}

std::vector<Diagnostic> write_units(Format format,
                                    const std::vector<std::string>& languages,
                                    const std::vector<Unit>& units,
                                    const std::string& path,
                                    const WriteOptions& options) {
  OutputFile output(path);
  const std::unique_ptr<BitextWriter> writer =
      make_writer(format, languages, output, options);
  for (const Unit& unit : units) writer->write(unit);
  writer->finish();
  output.commit();
  return writer->diagnostics();
}

ReadResult read_units(const std::string& path, const ReadOptions& options) {
  ReadResult result;
  const std::unique_ptr<BitextReader> reader = open_bitext(path, options);
  Unit unit;
  while (reader->read(unit)) result.units.push_back(unit);
  result.languages = reader->languages();
  result.diagnostics = reader->diagnostics();
  return result;
}

}  // namespace align::test
