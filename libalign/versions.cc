#include <libxml/xmlversion.h>
#include <unicode/uversion.h>
#include <xxhash.h>
#include <zip.h>
#include <zlib.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "align/types.h"

namespace align {

std::vector<std::pair<std::string, std::string>> library_versions() {
  return {
      {"libalign", ALIGN_VERSION},
      {"ICU", U_ICU_VERSION},
      {"sentencepiece", ALIGN_SENTENCEPIECE_VERSION},
      {"libxml2", LIBXML_DOTTED_VERSION},
      {"zlib", zlibVersion()},
      {"libzip", zip_libzip_version()},
      {"xxHash", std::to_string(XXH_VERSION_MAJOR) + '.' +
                     std::to_string(XXH_VERSION_MINOR) + '.' +
                     std::to_string(XXH_VERSION_RELEASE)},
      {"nlohmann-json", std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + '.' +
                            std::to_string(NLOHMANN_JSON_VERSION_MINOR) + '.' +
                            std::to_string(NLOHMANN_JSON_VERSION_PATCH)},
  };
}

}  // namespace align
