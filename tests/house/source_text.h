// Reading the project's own C++ files: what they include and what they call.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace align::house {

/// The root of the source tree.
std::filesystem::path root();

/// Files below `folder` whose names end in one of `endings`, sorted.
std::vector<std::filesystem::path> files_below(
    const std::filesystem::path& folder,
    const std::vector<std::string>& endings);

std::string read_file(const std::filesystem::path& path);

/// `source` with comments gone and the insides of strings and characters
/// blanked; line ends stay, so that line numbers hold.
std::string without_comments_and_strings(std::string_view source);

/// What `source` includes with quotes, in order.
std::vector<std::string> quoted_includes(std::string_view source);

}  // namespace align::house
