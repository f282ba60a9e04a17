#include "eval/mt_edit_distance.h"

#include <algorithm>
#include <cmath>

namespace align::mt {
namespace {

// Cells outside the band. Far from overflowing when one is added.
constexpr std::int32_t kOutside = 1 << 29;

constexpr double kBandWidth = 25;

}  // namespace

void EditDistance::set_reference(std::span<const Symbol> reference) {
  reference_ = reference;
  previous_.assign(reference.size() + 2, kOutside);
  current_.assign(reference.size() + 2, kOutside);
}

void EditDistance::set_bands(std::size_t length) {
  const std::size_t columns = reference_.size() + 1;
  const double slope = length == 0 ? 1.0
                                   : static_cast<double>(reference_.size()) /
                                         static_cast<double>(length);
  // So much longer a reference that bands of neighbouring rows would part.
  const double width =
      kBandWidth < slope / 2 ? std::ceil(slope / 2 + kBandWidth) : kBandWidth;
  bands_.resize(length + 1);
  bands_[0] = {0, columns, 0};
  std::size_t start = columns;
  for (std::size_t i = 1; i <= length; ++i) {
    const double diagonal = std::floor(static_cast<double>(i) * slope);
    const auto begin =
        static_cast<std::size_t>(std::max(0.0, diagonal - width));
    const auto end =
        i == length
            ? columns
            : std::min(columns, static_cast<std::size_t>(diagonal + width));
    bands_[i] = {begin, end, start};
    start += end - begin;
  }
  costs_.resize(start);
}

void EditDistance::fill_row(std::span<const Symbol> words, std::size_t i) {
  const Band& above = bands_[i - 1];
  const Band& band = bands_[i];
  const Symbol word = words[i - 1];
  // What the row above left outside its band, as far as this row looks there.
  for (std::size_t j = above.end; j < band.end; ++j) {
    previous_[j + 1] = kOutside;
  }
  previous_[above.begin] = kOutside;
  Cost left = kOutside;
  std::size_t j = band.begin;
  if (j == 0) {
    left = previous_[1] + 1;
    current_[1] = left;
    ++j;
  }
  for (; j < band.end; ++j) {
    const Cost diagonal =
        previous_[j] + static_cast<Cost>(word != reference_[j - 1]);
    const Cost best = std::min({diagonal, previous_[j + 1] + 1, left + 1});
    left = std::min(best, kOutside);
    current_[j + 1] = left;
  }
  previous_.swap(current_);
}

void EditDistance::load_row(std::size_t i) {
  const Band& band = bands_[i];
  std::copy_n(costs_.begin() + static_cast<std::ptrdiff_t>(band.start),
              band.end - band.begin,
              previous_.begin() + static_cast<std::ptrdiff_t>(band.begin + 1));
}

EditDistance::Cost EditDistance::at(std::size_t i, std::size_t j) const {
  const Band& band = bands_[i];
  if (j < band.begin || j >= band.end) return kOutside;
  return costs_[band.start + j - band.begin];
}

EditAlignment EditDistance::align(std::span<const Symbol> hypothesis) {
  set_bands(hypothesis.size());
  for (std::size_t j = 0; j <= reference_.size(); ++j) {
    costs_[j] = static_cast<Cost>(j);
  }
  load_row(0);
  for (std::size_t i = 1; i <= hypothesis.size(); ++i) {
    fill_row(hypothesis, i);
    const Band& band = bands_[i];
    std::copy_n(previous_.begin() + static_cast<std::ptrdiff_t>(band.begin + 1),
                band.end - band.begin,
                costs_.begin() + static_cast<std::ptrdiff_t>(band.start));
  }

  EditAlignment alignment;
  std::size_t i = hypothesis.size();
  std::size_t j = reference_.size();
  alignment.distance = static_cast<std::size_t>(at(i, j));
  alignment.behind.resize(j);
  alignment.is_reference_wrong.assign(j, true);
  alignment.is_hypothesis_wrong.assign(i, true);
  // Back from the end; of equal ways first the pair of words, then the
  // hypothesis word that nothing in the reference answers, as Tercom does.
  while (i > 0 || j > 0) {
    const Cost cost = at(i, j);
    if (i > 0 && j > 0) {
      const bool is_equal = hypothesis[i - 1] == reference_[j - 1];
      if (at(i - 1, j - 1) + static_cast<Cost>(!is_equal) == cost) {
        alignment.behind[j - 1] = i;
        alignment.is_reference_wrong[j - 1] = !is_equal;
        alignment.is_hypothesis_wrong[i - 1] = !is_equal;
        --i;
        --j;
        continue;
      }
    }
    if (i > 0 && at(i - 1, j) + 1 == cost) {
      --i;
    } else {
      alignment.behind[j - 1] = i;
      --j;
    }
  }
  return alignment;
}

std::size_t EditDistance::distance(std::span<const Symbol> variant,
                                   std::size_t common) {
  load_row(common);
  for (std::size_t i = common + 1; i <= variant.size(); ++i) {
    fill_row(variant, i);
  }
  return static_cast<std::size_t>(previous_[reference_.size() + 1]);
}

}  // namespace align::mt
