// Differences of writing that scores take for differences of translation.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "align/error.h"
#include "align/mt_eval.h"
#include "eval/mt_symbols.h"
#include "eval/mt_text.h"

namespace align {
namespace {

const icu::Normalizer2& nfc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getNFCInstance(status);
  ALIGN_ASSERT(U_SUCCESS(status), "ICU carries the data of NFC");
  return *instance;
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

bool is_nfc(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  return nfc().isNormalizedUTF8(piece(text), status) != 0 && U_SUCCESS(status);
}

bool is_arabic_vowel_mark(char32_t c) {
  return (c >= 0x064B && c <= 0x0652) || c == 0x0670;
}

bool is_arabic_presentation_form(char32_t c) {
  return (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

// Marks of direction and joining that no reader sees. ZERO WIDTH NON-JOINER
// and JOINER are spelling in some languages and emoji.
bool is_invisible(char32_t c) {
  return c == 0x00AD || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool is_composed(char32_t c) {
  return u_getIntPropertyValue(static_cast<UChar32>(c),
                               UCHAR_DECOMPOSITION_TYPE) == U_DT_CANONICAL;
}

enum class TonePlace { kNone, kOld, kNew };

// Where the tone mark of a final oa, oe or uy stands: old style marks the first
// vowel, new style the second. Only there do the two styles differ. `qu` is a
// consonant, so quy is no such syllable.
TonePlace tone_place(std::u32string_view word) {
  struct Vowels {
    char32_t first;
    char32_t second;
    std::u32string_view first_marked;
    std::u32string_view second_marked;
  };
  static constexpr std::array<Vowels, 3> kVowels = {{
      {U'o', U'a', U"\u00F2\u00F3\u1ECF\u00F5\u1ECD",
       U"\u00E0\u00E1\u1EA3\u00E3\u1EA1"},
      {U'o', U'e', U"\u00F2\u00F3\u1ECF\u00F5\u1ECD",
       U"\u00E8\u00E9\u1EBB\u1EBD\u1EB9"},
      {U'u', U'y', U"\u00F9\u00FA\u1EE7\u0169\u1EE5",
       U"\u1EF3\u00FD\u1EF7\u1EF9\u1EF5"},
  }};
  if (word.size() < 2) return TonePlace::kNone;
  const char32_t first = word[word.size() - 2];
  const char32_t second = word[word.size() - 1];
  for (const Vowels& vowels : kVowels) {
    if (second == vowels.second &&
        vowels.first_marked.find(first) != std::u32string_view::npos) {
      return TonePlace::kOld;
    }
    if (first == vowels.first &&
        vowels.second_marked.find(second) != std::u32string_view::npos) {
      const bool is_after_q =
          first == U'u' && word.size() > 2 && word[word.size() - 3] == U'q';
      return is_after_q ? TonePlace::kNone : TonePlace::kNew;
    }
  }
  return TonePlace::kNone;
}

// How often something was met and where first.
struct Tally {
  std::size_t count = 0;
  std::size_t offset = 0;
  std::size_t line = 0;

  void add(std::size_t at_offset, std::size_t at_line) {
    if (count++ > 0) return;
    offset = at_offset;
    line = at_line;
  }
};

// What one text looks like. Counts are of lines unless they say otherwise.
struct Profile {
  std::size_t lines = 0;
  Tally empty;
  Tally decomposed;
  Tally composed;  // lines that have a composed letter
  Tally carriage_returns;
  Tally replaced;
  Tally vowel_marks;
  Tally tatweel;
  Tally presentation_forms;
  Tally invisible;
  Tally old_tones;  // words
  Tally new_tones;
};

// What a word has, a bit each.
enum : std::uint8_t {
  kReplaced = 1,
  kVowelMark = 2,
  kTatweel = 4,
  kPresentationForm = 8,
  kInvisible = 16,
  kComposed = 32,
  kDecomposed = 64,
};

struct WordFacts {
  std::uint8_t flags = 0;
  TonePlace tone = TonePlace::kNone;
};

// Combining marks never reach over white space, so normal forms too are a
// matter of single words.
WordFacts look_at(std::string_view word) {
  WordFacts facts;
  const auto set = [&](bool is_so, std::uint8_t flag) {
    if (is_so) facts.flags |= flag;
  };
  for (const char32_t c : mt::to_code_points(word)) {
    if (c < 0x80) continue;
    set(c == 0xFFFD, kReplaced);
    set(is_arabic_vowel_mark(c), kVowelMark);
    set(c == 0x0640, kTatweel);  // ARABIC TATWEEL
    set(is_arabic_presentation_form(c), kPresentationForm);
    set(is_invisible(c), kInvisible);
    set(is_composed(c), kComposed);
  }
  set(!is_nfc(word), kDecomposed);
  if ((facts.flags & (kComposed | kDecomposed)) != 0) {
    std::u32string letters = mt::to_code_points(to_nfc(mt::to_lower(word)));
    while (!letters.empty() &&
           u_isalpha(static_cast<UChar32>(letters.back())) == 0) {
      letters.pop_back();
    }
    facts.tone = tone_place(letters);
  }
  return facts;
}

// Words met so far, each looked at once.
class KnownWords {
 public:
  const WordFacts& operator[](std::string_view word) {
    const mt::Symbol number = words_.add(word);
    if (number == facts_.size()) facts_.push_back(look_at(word));
    return facts_[number];
  }

 private:
  mt::Vocabulary words_;
  std::vector<WordFacts> facts_;
};

void profile_line(std::string_view line, std::size_t offset, std::size_t number,
                  KnownWords& known, Profile& profile) {
  bool is_empty = true;
  std::uint8_t flags = 0;
  mt::visit_words(
      line,
      [&](std::string_view word, bool is_ascii) {
        is_empty = false;
        if (is_ascii) return;
        const WordFacts& facts = known[word];
        flags |= facts.flags;
        if (facts.tone == TonePlace::kOld) {
          profile.old_tones.add(offset, number);
        } else if (facts.tone == TonePlace::kNew) {
          profile.new_tones.add(offset, number);
        }
      },
      [&](char32_t space) {
        // EN QUAD and EM QUAD are other spaces in normal form C.
        if (space == 0x2000 || space == 0x2001) flags |= kDecomposed;
      });
  if (is_empty) {
    profile.empty.add(offset, number);
    return;
  }
  const std::array<std::pair<std::uint8_t, Tally*>, 7> tallies = {
      {{kReplaced, &profile.replaced},
       {kVowelMark, &profile.vowel_marks},
       {kTatweel, &profile.tatweel},
       {kPresentationForm, &profile.presentation_forms},
       {kInvisible, &profile.invisible},
       {kComposed, &profile.composed},
       {kDecomposed, &profile.decomposed}}};
  for (const auto& [flag, tally] : tallies) {
    if ((flags & flag) != 0) tally->add(offset, number);
  }
}

Profile profile_text(std::string_view utf8, KnownWords& known) {
  Profile profile;
  for (std::size_t begin = 0; begin < utf8.size();) {
    const std::size_t end = std::min(utf8.find('\n', begin), utf8.size());
    std::string_view line = utf8.substr(begin, end - begin);
    ++profile.lines;
    if (line.ends_with('\r')) {
      profile.carriage_returns.add(begin, profile.lines);
      line.remove_suffix(1);
    }
    profile_line(line, begin, profile.lines, known, profile);
    begin = end + 1;
  }
  return profile;
}

// Collects the diagnostics of one text.
class Report {
 public:
  Report(const std::string& file, std::vector<Diagnostic>& diagnostics)
      : file_(file), diagnostics_(diagnostics) {}

  void add(const char* code, const Tally& tally, std::string what,
           std::string remedy) {
    std::string message = std::to_string(tally.count) + ' ' + std::move(what) +
                          ", the first in line " + std::to_string(tally.line);
    diagnostics_.push_back(
        {code, file_, tally.offset, std::move(message), std::move(remedy)});
  }
  void add_whole(const char* code, std::string message, std::string remedy) {
    diagnostics_.push_back(
        {code, file_, 0, std::move(message), std::move(remedy)});
  }

 private:
  const std::string& file_;
  std::vector<Diagnostic>& diagnostics_;
};

void report_text(const Profile& profile, Report& report) {
  if (profile.decomposed.count > 0) {
    const bool is_mixed = profile.composed.count > 0;
    report.add(is_mixed ? "mixed-normal-forms" : "decomposed",
               profile.decomposed,
               is_mixed ? "lines not in normal form C beside composed letters"
                        : "lines not in normal form C",
               "they match nothing that is composed; --normalize");
  }
  if (profile.carriage_returns.count > 0) {
    report.add("carriage-returns", profile.carriage_returns,
               "lines end in CR LF", "the CR is left out of the scores");
  }
  if (profile.replaced.count > 0) {
    report.add("replacement-characters", profile.replaced,
               "lines hold U+FFFD, a damaged character",
               "look at how the file was decoded");
  }
  if (profile.presentation_forms.count > 0) {
    report.add("presentation-forms", profile.presentation_forms,
               "lines hold Arabic presentation forms",
               "plain letters do not match them; convert them by NFKC");
  }
  if (profile.old_tones.count > 0 && profile.new_tones.count > 0) {
    const bool is_old_rarer = profile.old_tones.count < profile.new_tones.count;
    report.add("tone-marks",
               is_old_rarer ? profile.old_tones : profile.new_tones,
               "words place the tone mark unlike the other " +
                   std::to_string(std::max(profile.old_tones.count,
                                           profile.new_tones.count)),
               "both placements are right, a metric takes them for two words");
  }
}

// What only matters where the other side has it not.
void report_difference(const Profile& reference, const Profile& hypothesis,
                       const std::string& reference_name, Report& report) {
  const auto differs = [&](const Tally Profile::*tally) {
    const double ours =
        static_cast<double>((hypothesis.*tally).count) /
        static_cast<double>(std::max<std::size_t>(1, hypothesis.lines));
    const double theirs =
        static_cast<double>((reference.*tally).count) /
        static_cast<double>(std::max<std::size_t>(1, reference.lines));
    // Twice as often on one side, and not a single line in a thousand.
    return std::max(ours, theirs) > 2 * std::min(ours, theirs) + 0.001;
  };
  const auto compare = [&](const char* code, const Tally Profile::*tally,
                           const std::string& what, const char* remedy) {
    if (!differs(tally)) return;
    report.add_whole(
        code,
        std::to_string((hypothesis.*tally).count) + " lines " + what + ", " +
            std::to_string((reference.*tally).count) + " in " + reference_name,
        remedy);
  };
  compare("vowel-marks", &Profile::vowel_marks, "with Arabic vowel marks",
          "marked words do not match bare ones");
  compare("tatweel", &Profile::tatweel, "with tatweel",
          "stretched words do not match plain ones");
  compare("invisible-controls", &Profile::invisible,
          "with invisible control characters",
          "words that hold one match nothing");
  const auto style = [](const Profile& profile) {
    return std::pair(profile.old_tones.count, profile.new_tones.count);
  };
  const auto [ours_old, ours_new] = style(hypothesis);
  const auto [theirs_old, theirs_new] = style(reference);
  const bool is_other_way = (ours_old > ours_new && theirs_old < theirs_new) ||
                            (ours_old < ours_new && theirs_old > theirs_new);
  if (is_other_way) {
    report.add_whole(
        "tone-marks",
        "tone marks stand mostly on the " +
            std::string(ours_old > ours_new ? "first" : "second") +
            " vowel of oa, oe, uy; on the other in " + reference_name,
        "the two placements are one word to a reader, two to a metric");
  }
}

}  // namespace

std::vector<Diagnostic> check_mt_texts(const std::vector<MtText>& references,
                                       const std::vector<MtText>& hypotheses) {
  std::vector<Diagnostic> diagnostics;
  KnownWords known;
  std::optional<Profile> first;
  std::size_t first_index = 0;
  for (std::size_t r = 0; r < references.size(); ++r) {
    const Profile profile = profile_text(references[r].utf8, known);
    Report report(references[r].name, diagnostics);
    report_text(profile, report);
    if (profile.empty.count > 0) {
      report.add("empty-references", profile.empty, "lines are empty",
                 "nothing can be right there");
    }
    if (!first) {
      first = profile;
      first_index = r;
    } else if (profile.lines != first->lines) {
      report.add_whole("line-counts",
                       std::to_string(profile.lines) + " lines, " +
                           std::to_string(first->lines) + " in " +
                           references[first_index].name,
                       "each line stands for one segment");
    }
  }
  for (const MtText& hypothesis : hypotheses) {
    const Profile profile = profile_text(hypothesis.utf8, known);
    Report report(hypothesis.name, diagnostics);
    report_text(profile, report);
    if (!first) continue;
    const std::string& name = references[first_index].name;
    report_difference(*first, profile, name, report);
    if (profile.lines != first->lines) {
      report.add_whole("line-counts",
                       std::to_string(profile.lines) + " lines, " +
                           std::to_string(first->lines) + " in " + name,
                       "--resegment cuts it into the reference's lines");
    }
  }
  return diagnostics;
}

MtLines split_mt_lines(std::string_view utf8) {
  MtLines lines;
  for (std::size_t begin = 0; begin < utf8.size();) {
    const std::size_t end = std::min(utf8.find('\n', begin), utf8.size());
    std::string_view line = utf8.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    begin = end + 1;
  }
  return lines;
}

std::string to_nfc(std::string_view utf8) {
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  UErrorCode status = U_ZERO_ERROR;
  nfc().normalizeUTF8(0, piece(utf8), sink, nullptr, status);
  ALIGN_ASSERT(U_SUCCESS(status), "NFC of any text exists");
  return composed;
}

}  // namespace align
