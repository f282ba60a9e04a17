#include "train/stages.h"

#include <xxhash.h>

#include <array>
#include <filesystem>
#include <optional>
#include <system_error>

#include "align/error.h"
#include "align/tokenize.h"
#include "tokenize/hexadecimal.h"

namespace align {
namespace {

std::optional<Sections> read_stage(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    return sections_of(Bundle::open(path));
  } catch (const ModelError&) {
    return std::nullopt;
  }
}

}  // namespace

StageKey& StageKey::add(std::string_view bytes) {
  const std::array<std::uint64_t, 3> parts = {
      state_, bytes.size(), XXH3_64bits(bytes.data(), bytes.size())};
  state_ = XXH3_64bits(parts.data(), sizeof parts);
  return *this;
}

StageKey& StageKey::add(std::uint64_t value) {
  const std::array<std::uint64_t, 2> parts = {state_, value};
  state_ = XXH3_64bits(parts.data(), sizeof parts);
  return *this;
}

std::string StageKey::digits() const { return hexadecimal(state_); }

Stages::Stages(std::string folder) : folder_(std::move(folder)) {
  if (folder_.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) {
    throw IoError("cannot make " + folder_ + ": " + error.message());
  }
}

Sections Stages::get(const std::string& name, const StageKey& key,
                     const std::function<Sections()>& make) const {
  if (folder_.empty()) return make();
  const std::string path =
      (std::filesystem::path(folder_) / (name + "-" + key.digits() + ".stage"))
          .string();
  if (std::optional<Sections> kept = read_stage(path)) return *kept;
  Sections sections = make();
  write_bundle(path, {}, sections);
  return sections;
}

}  // namespace align
