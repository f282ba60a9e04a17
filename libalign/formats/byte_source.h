// The bytes of a file or of standard input, gunzipped when they are gzip, and
// the lines made of them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace align {

/// A stream of bytes. Memory does not grow with the file.
class ByteSource {
 public:
  /// "-" is standard input; `name` is for messages, empty: the path. Throws
  /// IoError.
  explicit ByteSource(const std::string& path, std::string name = {});
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// The next bytes, at most `size`; fewer only at the end. Throws IoError,
  /// FormatError for damaged gzip.
  std::size_t read(char* bytes, std::size_t size);
  /// The first bytes of the file, before anything is read: 64 KiB or all.
  [[nodiscard]] std::string_view peek();
  /// The name for messages.
  [[nodiscard]] const std::string& name() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Lines without their LF or CR LF; a UTF-8 byte-order mark is skipped.
class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteSource> source);
  /// False at the end. `line` is valid until the next call.
  bool next(std::string_view& line);
  /// Of the line last given, from 1.
  [[nodiscard]] std::size_t line_number() const { return line_number_; }
  /// Where the line last given starts, in bytes.
  [[nodiscard]] std::size_t offset() const { return offset_; }
  [[nodiscard]] const std::string& name() const { return source_->name(); }

 private:
  bool fill();

  std::unique_ptr<ByteSource> source_;
  std::string buffer_;
  std::size_t begin_ = 0;   // of what is not given yet, in buffer_
  std::size_t before_ = 0;  // bytes of the file before buffer_
  std::size_t line_number_ = 0;
  std::size_t offset_ = 0;
  bool ended_ = false;
};

}  // namespace align
