#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "align/error.h"
#include "align/text.h"
#include "text/decode.h"

namespace align {
namespace {

namespace fs = std::filesystem;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

bool is_letter(char c) { return is_alphanumeric(c) && (c < '0' || c > '9'); }

// A language of two or three letters, then subtags of one to eight letters or
// digits. BCP-47 reserves longer languages and uses none.
bool is_language_tag(std::string_view tag) {
  const std::size_t dash = std::min(tag.find('-'), tag.size());
  if (dash < 2 || dash > 3) return false;
  if (!std::all_of(tag.begin(), tag.begin() + dash, is_letter)) return false;
  std::size_t at = dash;
  while (at < tag.size()) {
    const std::size_t end = std::min(tag.find('-', at + 1), tag.size());
    const std::string_view subtag = tag.substr(at + 1, end - at - 1);
    if (subtag.empty() || subtag.size() > 8) return false;
    if (!std::all_of(subtag.begin(), subtag.end(), is_alphanumeric)) {
      return false;
    }
    at = end;
  }
  return true;
}

bool exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

// The files below `folder`, hidden ones and linked folders left out (a link
// may lead back into its own folder).
void list_folder(const fs::path& folder, std::vector<std::string>& files) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) {
    throw IoError(folder.string() +
                  ": cannot read the folder: " + error.message());
  }
  for (const fs::directory_entry& entry : entries) {
    if (entry.path().filename().string().starts_with('.')) continue;
    if (entry.is_directory(error)) {
      if (!entry.is_symlink(error)) list_folder(entry.path(), files);
    } else {
      files.push_back(entry.path().string());
    }
  }
}

void expand(const Input& input, std::vector<Input>& inputs) {
  std::error_code error;
  if (input.path == "-" || !fs::is_directory(input.path, error)) {
    inputs.push_back(input);
    return;
  }
  std::vector<std::string> files;
  list_folder(input.path, files);
  std::sort(files.begin(), files.end());
  for (std::string& file : files) {
    Input one = input;
    one.path = std::move(file);
    inputs.push_back(std::move(one));
  }
}

Input parse_argument(const std::string& argument) {
  Input input;
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos || exists(argument)) {
    input.path = argument;
    return input;
  }
  const std::string tag = argument.substr(0, equals);
  if (!is_language_tag(tag)) {
    throw InvalidArgument("input '" + argument + "': '" + tag +
                          "' is no language tag, want one such as vi, en, ar "
                          "or en-GB");
  }
  input.language = tag;
  input.path = argument.substr(equals + 1);
  return input;
}

std::vector<std::string> split(std::string_view line, char mark) {
  std::vector<std::string> fields;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = std::min(line.find(mark, at), line.size());
    fields.emplace_back(line.substr(at, end - at));
    if (end == line.size()) return fields;
    at = end + 1;
  }
}

std::string join_names(const std::vector<std::string>& fields) {
  std::string joined;
  for (const std::string& field : fields) {
    joined += (joined.empty() ? "" : " ") + field;
  }
  return joined;
}

constexpr std::array<std::string_view, 5> kColumns = {"path", "lang", "date",
                                                      "event", "title"};

// The numbers of the known columns in a manifest's header.
std::array<std::optional<std::size_t>, 5> read_header(
    const std::vector<std::string>& fields, const std::string& where) {
  std::array<std::optional<std::size_t>, 5> found;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto* const column =
        std::find(kColumns.begin(), kColumns.end(), fields[i]);
    if (column == kColumns.end()) {
      throw FormatError(where + ": unknown column '" + fields[i] +
                        "', want path lang [date] [event] [title]");
    }
    auto& slot = found[static_cast<std::size_t>(column - kColumns.begin())];
    if (slot) {
      throw FormatError(where + ": column '" + fields[i] + "' stands twice");
    }
    slot = i;
  }
  if (!found[0] || !found[1]) {
    throw FormatError(where + ": the header is '" + join_names(fields) +
                      "', want tab-separated columns path lang [date] "
                      "[event] [title]");
  }
  return found;
}

}  // namespace

std::vector<Input> expand_inputs(const std::vector<std::string>& arguments) {
  std::vector<Input> inputs;
  for (const std::string& argument : arguments) {
    const Input input = parse_argument(argument);
    if (input.path.empty()) {
      throw InvalidArgument("input '" + argument + "' names no path");
    }
    if (input.path != "-" && !exists(input.path)) {
      throw IoError(input.path + ": no such file or folder");
    }
    expand(input, inputs);
  }
  return inputs;
}

std::vector<Input> read_manifest(const std::string& path) {
  DecodeOptions options;
  options.plain = true;
  const Text text = read_text(path, options);
  const fs::path folder =
      path == "-" ? fs::path() : fs::path(path).parent_path();
  std::vector<Input> inputs;
  std::optional<std::array<std::optional<std::size_t>, 5>> columns;
  std::size_t width = 0;
  std::size_t number = 0;
  std::string_view rest(text.utf8);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const std::vector<std::string> fields = split(line, '\t');
    const std::string where = path + ":" + std::to_string(number);
    if (!columns) {
      columns = read_header(fields, where);
      width = fields.size();
      continue;
    }
    if (fields.size() > width) {
      throw FormatError(where + ": " + std::to_string(fields.size()) +
                        " fields, the header has " + std::to_string(width));
    }
    const auto field = [&](std::size_t column) {
      const auto& at = (*columns)[column];
      return at && *at < fields.size() ? fields[*at] : std::string();
    };
    Input input;
    if (field(0).empty()) throw FormatError(where + ": the path is empty");
    input.path = field(0) == "-" || fs::path(field(0)).is_absolute()
                     ? field(0)
                     : (folder / field(0)).string();
    input.language = field(1);
    if (!input.language.empty() && !is_language_tag(input.language)) {
      throw FormatError(where + ": '" + input.language +
                        "' is no language tag, want one such as vi, en, ar "
                        "or en-GB");
    }
    input.date = field(2);
    input.event = field(3);
    input.title = field(4);
    if (!exists(input.path) && input.path != "-") {
      throw IoError(where + ": " + input.path + ": no such file or folder");
    }
    expand(input, inputs);
  }
  if (!columns) {
    throw FormatError(path +
                      ":1: no header, want tab-separated columns path lang "
                      "[date] [event] [title]");
  }
  return inputs;
}

}  // namespace align
