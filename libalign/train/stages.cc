#include "train/stages.h"

#include <xxhash.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <system_error>

#include "align/error.h"
#include "align/tokenize.h"

namespace align {
namespace {

std::optional<Sections> read_stage(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    const Bundle bundle = Bundle::open(path);
    Sections sections;
    for (const std::string& name : bundle.section_names()) {
      const std::span<const std::byte> bytes = bundle.section(name);
      sections.emplace_back(
          name, std::string(reinterpret_cast<const char*>(bytes.data()),
                            bytes.size()));
    }
    return sections;
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

std::string StageKey::digits() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) {
    digits += kDigits[state_ >> static_cast<unsigned>(shift) & 15U];
  }
  return digits;
}

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
