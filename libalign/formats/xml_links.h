// What the XML formats of links without texts share: XCES and TEI.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/formats.h"
#include "formats/byte_source.h"
#include "formats/plain.h"

namespace align {

/// What such a format lacks.
inline LossCounter losses_of_links() {
  return {Field::kKind,      Field::kGrade,   Field::kStatus, Field::kEvidence,
          Field::kWordLinks, Field::kOffsets, Field::kText};
}

/// Segments of one document by their ids: `number` counts from 1; ids that are
/// no number are numbered as they come.
class SegmentIds {
 public:
  std::size_t segment_of(std::string_view id, std::string_view number) {
    const std::optional<std::size_t> count = parse_count(number);
    if (count && *count > 0) return *count - 1;
    return named_.emplace(std::string(id), named_.size()).first->second;
  }

 private:
  std::map<std::string, std::size_t> named_;
};

/// Reads the units that `Events` (XmlEvents with a deque `units`, `languages`
/// and `kFormat`) finds.
template <class Events>
class XmlLinksReader final : public BitextReader {
 public:
  explicit XmlLinksReader(std::unique_ptr<ByteSource> source)
      : events_(std::move(source)) {}

  bool read(Unit& unit) override {
    while (events_.units.empty()) {
      if (!events_.read_some()) return false;
    }
    unit = std::move(events_.units.front());
    events_.units.pop_front();
    return true;
  }

  const std::vector<std::string>& languages() const override {
    return events_.languages;
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  Format format() const override { return Events::kFormat; }

 private:
  Events events_;
  std::vector<Diagnostic> diagnostics_;  // there is nothing to repair
};

}  // namespace align
