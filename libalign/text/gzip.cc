#include "text/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "align/error.h"

namespace align {
namespace {

struct EndInflate {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

}  // namespace

std::string gunzip(std::string_view bytes, const std::string& name) {
  z_stream stream{};
  // 15 window bits, 16 more: gzip and nothing else.
  if (inflateInit2(&stream, 15 + 16) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, EndInflate> guard(&stream);
  std::string text;
  std::array<char, 1 << 16> chunk{};
  std::size_t at = 0;
  while (true) {
    const std::size_t given = std::min<std::size_t>(
        bytes.size() - at, std::numeric_limits<uInt>::max());
    // zlib does not write through next_in; its type only lacks a const.
    stream.next_in = reinterpret_cast<Bytef*>(
        const_cast<char*>(bytes.data() + at));  // NOLINT
    stream.avail_in = static_cast<uInt>(given);
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    at += given - stream.avail_in;
    text.append(chunk.data(), chunk.size() - stream.avail_out);
    if (status == Z_STREAM_END) {
      // Further members follow directly; zero bytes pad tapes and blocks.
      while (at < bytes.size() && bytes[at] == '\0') ++at;
      if (at == bytes.size()) return text;
      if (!is_gzip(bytes.substr(at))) {
        throw FormatError(
            name + ": corrupt gzip: " + std::to_string(bytes.size() - at) +
            " bytes follow the end of the stream");
      }
      inflateReset(&stream);
    } else if (status == Z_BUF_ERROR || (status == Z_OK && at == bytes.size() &&
                                         stream.avail_out != 0)) {
      throw FormatError(name + ": truncated gzip: it ends after " +
                        std::to_string(bytes.size()) +
                        " bytes in the middle of its stream");
    } else if (status != Z_OK) {
      throw FormatError(name + ": corrupt gzip at byte " + std::to_string(at) +
                        (stream.msg == nullptr
                             ? std::string()
                             : ": " + std::string(stream.msg)));
    }
  }
}

}  // namespace align
