// Gzip streams in memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace align {

[[nodiscard]] inline bool is_gzip(std::string_view bytes) {
  return bytes.size() >= 3 && bytes[0] == '\x1F' && bytes[1] == '\x8B' &&
         bytes[2] == '\x08';
}

/// Unpacks all members. Throws FormatError naming `name` when the stream is
/// damaged or cut short.
[[nodiscard]] std::string gunzip(std::string_view bytes,
                                 const std::string& name);

/// Unpacks a stream that comes in pieces.
class Gunzip {
 public:
  explicit Gunzip(std::string name);
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;
  /// Gives `take` what `bytes` unpack to. Throws as gunzip().
  void add(std::string_view bytes,
           const std::function<void(std::string_view)>& take);
  /// Throws FormatError when the stream is not at its end.
  void finish() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace align
