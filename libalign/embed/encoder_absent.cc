// The encoder of a build without OpenVINO.
#include "align/encoder.h"
#include "align/error.h"

namespace align {

struct Encoder::State {};

bool Encoder::is_supported() { return false; }

Encoder Encoder::load(const std::string& path, const EncoderOptions&) {
  throw Unavailable("cannot load the encoder " + path +
                    ": libalign was built without OpenVINO, want a build with "
                    "-DALIGN_WITH_OPENVINO=ON");
}

std::size_t Encoder::dimension() const { return 0; }
std::vector<float> Encoder::encode(std::span<const std::string_view>) const {
  return {};
}
std::size_t Encoder::count() const { return 0; }

}  // namespace align
