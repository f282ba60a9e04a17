// CSV for spreadsheets: the columns of TSV with quotes where RFC 4180 wants
// them. A cell that a spreadsheet would take for a formula gets an apostrophe
// in front, which the reader takes off.
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "align/error.h"
#include "formats/parts.h"
#include "formats/plain.h"
#include "formats/table.h"

namespace align {
namespace {

// Characters that start a formula, and the apostrophe itself, so that taking
// one off always gives back what was there.
constexpr std::string_view kGuarded = "=+-@\t\r'";

void append_quoted(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_guarded(std::string& out, std::string_view cell) {
  if (cell.empty() || kGuarded.find(cell[0]) == std::string_view::npos) {
    append_quoted(out, cell);
  } else {
    append_quoted(out, "'" + std::string(cell));
  }
}

std::string_view unguarded(std::string_view cell) {
  if (cell.size() > 1 && cell[0] == '\'' &&
      kGuarded.find(cell[1]) != std::string_view::npos) {
    cell.remove_prefix(1);
  }
  return cell;
}

class CsvWriter final : public BitextWriter {
 public:
  CsvWriter(std::vector<std::string> languages, OutputFile& output,
            const WriteOptions& options)
      : languages_(std::move(languages)), output_(output) {
    if (options.byte_order_mark) line_ = "\xEF\xBB\xBF";
    line_ += "id,score,type";
    for (const std::string& language : languages_) {
      line_.append(",doc.").append(language);
      line_.append(",segs.").append(language);
      line_.append(",text.").append(language);
    }
    line_ += "\r\n";
    output_.write(line_);
  }

  void write(const Unit& unit) override {
    check_languages(unit, languages_);
    losses_.see(unit);
    line_.clear();
    append_guarded(line_, unit.id);
    line_ += ',';
    append_number(line_, unit.score);
    line_ += ',';
    // A type such as 1-2 would become the second of January.
    append_quoted(line_, "'" + unit_type(unit, languages_));
    for (const std::string& language : languages_) {
      const Member* member = find_member(unit, language);
      std::string segments;
      if (member != nullptr) append_segments(segments, member->segments);
      line_ += ',';
      if (member != nullptr) append_guarded(line_, member->document);
      line_ += ',';
      append_quoted(line_, segments);
      line_ += ',';
      if (member != nullptr) append_guarded(line_, member->text);
    }
    line_ += "\r\n";
    output_.write(line_);
  }

  void finish() override {}
  const std::vector<Diagnostic>& diagnostics() const override {
    return diagnostics_;
  }
  std::vector<Loss> losses() const override { return losses_.all(); }

 private:
  std::vector<std::string> languages_;
  OutputFile& output_;
  std::string line_;
  LossCounter losses_{Field::kKind,        Field::kGrade,    Field::kStatus,
                      Field::kProbability, Field::kEvidence, Field::kWordLinks,
                      Field::kOffsets};
  std::vector<Diagnostic> diagnostics_;
};

class CsvReader final : public BitextReader {
 public:
  explicit CsvReader(std::unique_ptr<ByteSource> source)
      : source_(std::move(source)), log_(source_->name()) {
    buffer_.resize(std::size_t{1} << 16);
    if (source_->peek().starts_with("\xEF\xBB\xBF")) {
      static_cast<void>(source_->read(buffer_.data(), 3));
    }
    std::vector<std::string> fields;
    if (!next_record(fields)) return;
    columns_.read_header(
        std::vector<std::string_view>(fields.begin(), fields.end()), place());
  }

  bool read(Unit& unit) override {
    std::vector<std::string> fields;
    if (!next_record(fields)) return false;
    // The guard stands before text; numbers have none.
    std::vector<std::string_view> cells;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool is_text =
          i == 0 || (i >= kFixedColumns && i % kLanguageColumns != 1);
      cells.push_back(is_text ? unguarded(fields[i]) : fields[i]);
    }
    columns_.read_row(cells, place(), unit);
    return true;
  }

  const std::vector<std::string>& languages() const override {
    return columns_.languages();
  }
  const std::vector<Diagnostic>& diagnostics() const override {
    return log_.all();
  }
  Format format() const override { return Format::kCsv; }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw FormatError(source_->name() + ":" + std::to_string(record_line_) +
                      ": " + what);
  }

  // The next byte, or nothing at the end.
  std::optional<char> next_byte() {
    if (at_ == end_) {
      end_ = source_->read(buffer_.data(), buffer_.size());
      at_ = 0;
      if (end_ == 0) return std::nullopt;
    }
    ++offset_;
    return buffer_[at_++];
  }

  void add_field(std::vector<std::string>& fields, std::string& field) {
    std::string repaired;
    fields.emplace_back(
        valid_utf8(field, repaired, record_line_, record_offset_, log_));
    field.clear();
  }

  // False at the end. A quoted field may hold line ends; blank lines are
  // skipped.
  bool next_record(std::vector<std::string>& fields) {
    fields.clear();
    std::string field;
    bool is_quoted = false;   // inside quotes
    bool has_quotes = false;  // the field had any
    bool has_return = false;  // a carriage return may end the record
    record_line_ = line_;
    record_offset_ = offset_;
    while (const std::optional<char> byte = next_byte()) {
      const char c = *byte;
      if (c == '\n') ++line_;
      if (is_quoted && c != '"') {
        field += c;
        continue;
      }
      if (has_return && c != '\n') field += '\r';
      has_return = false;
      if (c == '"') {
        // Two quotes in a row stand for one.
        if (!is_quoted && has_quotes) field += c;
        is_quoted = !is_quoted;
        has_quotes = true;
      } else if (c == ',') {
        add_field(fields, field);
        has_quotes = false;
      } else if (c == '\r') {
        has_return = true;
      } else if (c != '\n') {
        field += c;
      } else if (fields.empty() && field.empty() && !has_quotes) {
        record_line_ = line_;
        record_offset_ = offset_;
      } else {
        add_field(fields, field);
        return true;
      }
    }
    if (is_quoted) fail("a quote is not closed");
    if (fields.empty() && field.empty() && !has_quotes) return false;
    add_field(fields, field);
    return true;
  }

  [[nodiscard]] RowPlace place() const { return {log_.file(), record_line_}; }

  std::unique_ptr<ByteSource> source_;
  RepairLog log_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::size_t offset_ = 0;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
  std::size_t record_offset_ = 0;
  TableColumns columns_;
};

}  // namespace

std::unique_ptr<BitextWriter> make_csv_writer(
    const std::vector<std::string>& languages, OutputFile& output,
    const WriteOptions& options) {
  return std::make_unique<CsvWriter>(languages, output, options);
}

std::unique_ptr<BitextReader> make_csv_reader(
    std::unique_ptr<ByteSource> source) {
  return std::make_unique<CsvReader>(std::move(source));
}

}  // namespace align
