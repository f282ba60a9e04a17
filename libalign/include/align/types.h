// The values that pass between the rooms: documents, segments, beads, links,
// groups and bitexts. Plain data; nothing here opens a file or keeps state.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace align {

/// A half-open range [begin, end) counted in one unit. Ranges of different
/// units are different types, so that a byte offset is never taken for a code
/// point.
template <class Unit>
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const { return end - begin; }
  [[nodiscard]] bool is_empty() const { return begin == end; }
  friend auto operator<=>(const Range&, const Range&) = default;
};

/// Code points of the decoded file, counted from 0. A byte-order mark is not
/// counted; CR LF counts as two.
using CharRange = Range<struct CharUnit>;
/// Bytes of the file as it lies on disk (after gunzip), counted from 0.
using ByteRange = Range<struct ByteUnit>;
/// Segments of one document, counted from 0.
using SegmentRange = Range<struct SegmentUnit>;

/// Something imperfect that was met and survived: a repair, a reject, a
/// suspicion. `remedy` says what the user can do about it, may be empty.
struct Diagnostic {
  std::string code;        ///< stable name, e.g. "invalid-utf8"
  std::string file;        ///< as the user named it
  std::size_t offset = 0;  ///< byte in the file; 0 when the file as a whole
  std::string message;     ///< lower case, no full stop
  std::string remedy;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// What a segment is on the page.
enum class SegmentKind : std::uint8_t {
  kSentence,
  kHeading,
  kListItem,
  kCaption,
  kCredit,
  kDateline,
  kByline,
  kLine,  ///< a line of pre-segmented input, kept as it is
};

/// "sentence", "heading", "list-item", "caption", "credit", "dateline",
/// "byline", "line".
[[nodiscard]] std::string_view to_string(SegmentKind kind);

/// The smallest unit that is aligned, usually a sentence.
struct Segment {
  CharRange chars;   ///< in the decoded file
  ByteRange bytes;   ///< in the file on disk
  std::string text;  ///< that slice, UTF-8, trimmed, each run of white space
                     ///< one space, nothing else changed
  SegmentKind kind = SegmentKind::kSentence;
  std::size_t block = 0;  ///< number of the paragraph it stands in, from 0
  /// That of the paragraph when it is another than the document's, else empty.
  std::string language;
  /// The earlier segment (or a longer one) of this document that already says
  /// these words, when this one only repeats it.
  std::optional<std::size_t> repeats;

  friend bool operator==(const Segment&, const Segment&) = default;
};

/// A report: its identity and its segments in reading order.
struct Document {
  std::string name;      ///< path as given by the user, without `LANG=`
  std::string language;  ///< BCP-47, e.g. "vi", "en-GB"; "und" when unknown
  std::string date;      ///< ISO 8601 day when known, else empty
  std::string event;     ///< from a manifest, else empty
  std::string title;     ///< from a manifest or the file, else empty
  std::vector<Segment> segments;
  std::vector<Diagnostic> diagnostics;
};

/// The language without region or script: "en" of "en-GB".
[[nodiscard]] std::string_view primary_language(std::string_view tag);

/// Segments of two documents that say the same thing, in order-keeping
/// alignment. Either side may be empty (a null bead), never both.
struct Bead {
  SegmentRange source;
  SegmentRange target;
  float score = 0;        ///< log-odds of the bead, natural logarithm
  float probability = 0;  ///< posterior in [0, 1], calibrated

  friend bool operator==(const Bead&, const Bead&) = default;
};

/// How much of the meaning two linked segments share.
enum class Grade : std::uint8_t {
  kEquivalent,  ///< the same statement
  kNear,        ///< the same core fact with parts extra or missing
  kPartial,     ///< some fact in common
};

/// "equivalent", "near", "partial".
[[nodiscard]] std::string_view to_string(Grade grade);

/// The parts of a score, each a log-odds contribution; they explain a link and
/// add up to its score only up to the model's bias.
struct Evidence {
  float vector = 0;   ///< closeness of the segment vectors
  float lexicon = 0;  ///< known translations, both ways
  float length = 0;   ///< how well the lengths fit
  float numbers = 0;  ///< shared and contradicting numbers, dates, names

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// Segments of two documents that say the same thing, wherever they stand.
struct Link {
  SegmentRange source;  ///< never empty
  SegmentRange target;  ///< never empty
  float score = 0;      ///< log-odds
  float probability = 0;
  Grade grade = Grade::kEquivalent;
  Evidence evidence;

  friend bool operator==(const Link&, const Link&) = default;
};

/// How a unit of a bitext came about.
enum class UnitKind : std::uint8_t {
  kParallel,      ///< by order-keeping alignment
  kNearParallel,  ///< by order-free linking
  kUnlinked,      ///< a segment without a partner
};

/// "parallel", "near-parallel", "unlinked".
[[nodiscard]] std::string_view to_string(UnitKind kind);

/// What a person has said about a unit.
enum class UnitStatus : std::uint8_t { kProposed, kAccepted, kRejected };

/// "proposed", "accepted", "rejected".
[[nodiscard]] std::string_view to_string(UnitStatus status);

/// One segment inside a member that has several.
struct MemberPart {
  CharRange chars;   ///< in the decoded file
  std::string text;  ///< Segment::text

  friend bool operator==(const MemberPart&, const MemberPart&) = default;
};

/// One language's side of a unit.
struct Member {
  std::string language;               ///< BCP-47
  std::string document;               ///< Document::name
  std::vector<std::size_t> segments;  ///< ascending, 0-based, never empty
  CharRange chars;                    ///< of the whole run in the decoded file
  std::string text;                   ///< the segments joined by one space
  /// One a segment when there are several and their limits are known, else
  /// empty. Lets a person split the run; JSONL keeps it.
  std::vector<MemberPart> parts;

  friend bool operator==(const Member&, const Member&) = default;
};

/// Links between the words of two members of a unit, which are what stands
/// between white space in their texts, counted from 0.
struct WordLinks {
  std::string source;  ///< language of a member
  std::string target;
  /// Ascending, source word first.
  std::vector<std::pair<std::size_t, std::size_t>> pairs;

  friend bool operator==(const WordLinks&, const WordLinks&) = default;
};

/// A translation unit: one to three (or more) members, each in a language and
/// document of its own.
struct Unit {
  std::string id;  ///< unique in the bitext
  UnitKind kind = UnitKind::kParallel;
  UnitStatus status = UnitStatus::kProposed;
  std::optional<Grade> grade;   ///< none on unlinked units
  double score = 0;             ///< log-odds; 0 on unlinked units
  double probability = 0;       ///< of the link; of being alone when unlinked
  std::vector<Member> members;  ///< in the order of Bitext::languages
  std::optional<Evidence> evidence;
  /// Of some or all pairs of members; empty when nobody looked for them.
  std::vector<WordLinks> words;

  friend bool operator==(const Unit&, const Unit&) = default;
};

/// Aligned text: units in the order of the first language's documents.
struct Bitext {
  std::vector<std::string> languages;  ///< BCP-47, the first is the source
  std::vector<Unit> units;
  std::vector<Diagnostic> diagnostics;
};

/// "1-2", "1-1-2", "1-0": how many segments each of `languages` has in `unit`.
[[nodiscard]] std::string unit_type(const Unit& unit,
                                    const std::vector<std::string>& languages);

/// The member of `unit` in `language`, or null.
[[nodiscard]] const Member* find_member(const Unit& unit,
                                        std::string_view language);

/// The member made of a run of segments of `document`. Throws InvalidArgument
/// when the run is empty or the document has no such segments.
[[nodiscard]] Member make_member(const Document& document, SegmentRange run);

/// Names and versions of libalign and of the libraries it stands on, libalign
/// first.
[[nodiscard]] std::vector<std::pair<std::string, std::string>>
library_versions();

}  // namespace align
