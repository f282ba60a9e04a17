#include "align/error.h"

#include <string>

namespace align {

void fail_assertion(const char* condition, const char* why, const char* file,
                    int line) {
  throw std::logic_error(std::string(file) + ":" + std::to_string(line) +
                         ": internal error: " + condition + " does not hold (" +
                         why + ")");
}

}  // namespace align
