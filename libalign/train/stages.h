// Finished stages of training, kept so that a broken-off run goes on from them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace align {

/// Sections of a bundle: names and bytes.
using Sections = std::vector<std::pair<std::string, std::string>>;

/// All that decides the result of a stage, in sixteen hexadecimal digits.
class StageKey {
 public:
  StageKey& add(std::string_view bytes);
  StageKey& add(std::uint64_t value);
  [[nodiscard]] std::string digits() const;

 private:
  std::uint64_t state_ = 0;
};

/// A folder of stages, each a bundle `NAME-KEY.stage` of the sections it made.
class Stages {
 public:
  /// `folder` is made when missing; empty: nothing is kept. Throws IoError.
  explicit Stages(std::string folder);

  /// The sections of the stage: those kept under this key, else what `make`
  /// gives. A file that is damaged counts as missing. Throws IoError.
  [[nodiscard]] Sections get(const std::string& name, const StageKey& key,
                             const std::function<Sections()>& make) const;

 private:
  std::string folder_;
};

}  // namespace align
