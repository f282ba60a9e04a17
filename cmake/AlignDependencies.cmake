# The packages the library stands on. xxhash and libzip are found through
# pkg-config: the first ships no CMake package, and libzip's asks for programs
# that are not part of its development package.

find_package(ICU 72 REQUIRED COMPONENTS uc i18n data)
find_package(LibXml2 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Threads REQUIRED)
find_package(SentencePiece REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ALIGN_XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(ALIGN_LIBZIP REQUIRED IMPORTED_TARGET libzip)
if(ALIGN_WITH_OPENVINO)
  # PyPI's openvino has it in openvino/cmake: -DOpenVINO_DIR=...
  find_package(OpenVINO REQUIRED COMPONENTS Runtime)
endif()
if(ALIGN_BUILD_TOOLS)
  find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
endif()
if(ALIGN_BUILD_TESTS)
  find_package(GTest 1.12 REQUIRED)
endif()
if(ALIGN_BUILD_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()
