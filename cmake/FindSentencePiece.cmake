# Finds sentencepiece, which ships no CMake package. Its pkg-config file is of
# no use everywhere: from version 0.2 on it asks for protobuf's, which
# Debian's libsentencepiece-dev does not bring and the library does not need.
#
# Gives SentencePiece::sentencepiece and SentencePiece::train.

find_path(SentencePiece_INCLUDE_DIR sentencepiece_processor.h)
find_library(SentencePiece_LIBRARY sentencepiece)
find_library(SentencePiece_TRAIN_LIBRARY sentencepiece_train)
# No header says the version; the pkg-config file does, and reading it does not
# ask for what it requires.
if(SentencePiece_LIBRARY)
  get_filename_component(SentencePiece_folder "${SentencePiece_LIBRARY}" DIRECTORY)
  set(SentencePiece_pc "${SentencePiece_folder}/pkgconfig/sentencepiece.pc")
  if(EXISTS "${SentencePiece_pc}")
    file(STRINGS "${SentencePiece_pc}" SentencePiece_VERSION REGEX "^Version:")
    string(REGEX REPLACE "^Version: *" "" SentencePiece_VERSION
      "${SentencePiece_VERSION}")
  endif()
  unset(SentencePiece_folder)
  unset(SentencePiece_pc)
endif()
mark_as_advanced(SentencePiece_INCLUDE_DIR SentencePiece_LIBRARY
  SentencePiece_TRAIN_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SentencePiece REQUIRED_VARS
  SentencePiece_LIBRARY SentencePiece_TRAIN_LIBRARY SentencePiece_INCLUDE_DIR
  VERSION_VAR SentencePiece_VERSION)

if(SentencePiece_FOUND AND NOT TARGET SentencePiece::sentencepiece)
  add_library(SentencePiece::sentencepiece UNKNOWN IMPORTED)
  set_target_properties(SentencePiece::sentencepiece PROPERTIES
    IMPORTED_LOCATION "${SentencePiece_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${SentencePiece_INCLUDE_DIR}")
  add_library(SentencePiece::train UNKNOWN IMPORTED)
  set_target_properties(SentencePiece::train PROPERTIES
    IMPORTED_LOCATION "${SentencePiece_TRAIN_LIBRARY}"
    INTERFACE_LINK_LIBRARIES SentencePiece::sentencepiece)
endif()
