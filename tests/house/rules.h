// The rules of the house, as CONTRIBUTING.md states them. Each check returns
// complaints, empty when all is well.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace align::house {

/// The rooms in the order in which text flows through them.
const std::vector<std::string>& rooms();

/// The room whose public header `align/<stem>.h` is; "" for types and error,
/// which belong to all.
std::string room_of_header(std::string_view stem);

/// Whether a file of room `room` may include `include` (as written between the
/// quotes): its own room, types.h, error.h and the rooms above; formats and
/// eval see nothing but types.h and error.h.
bool may_include(std::string_view room, std::string_view include);

/// Calls in `source` that a library must leave to the program: printing,
/// ending the process, the clock, the environment, true random numbers.
std::vector<std::string> forbidden_calls(std::string_view source);

/// Calls in `source` that open files.
std::vector<std::string> file_openings(std::string_view source);

/// Whether the files of `room` may open files.
bool may_open_files(std::string_view room);

}  // namespace align::house
