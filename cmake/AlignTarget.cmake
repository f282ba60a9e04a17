# What every target of the project is built with: the language, the warnings,
# and the sanitizers or coverage asked for. Only targets are touched, never
# global flags, so the library can be a part of another build.

function(align_configure_target target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    # The same bytes on every machine: no contraction of a*b+c that one
    # processor has and another has not.
    -ffp-contract=off
    # GCC 12 sees overlaps in std::string where there are none (its bug 105651);
    # only the release preset optimises enough to show them.
    "$<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>")
  if(ALIGN_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(ALIGN_SANITIZE)
    target_compile_options(${target} PRIVATE
      -fsanitize=${ALIGN_SANITIZE} -fno-omit-frame-pointer
      -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${ALIGN_SANITIZE})
  endif()
  if(ALIGN_COVERAGE)
    target_compile_options(${target} PRIVATE --coverage)
    target_link_options(${target} PRIVATE --coverage)
  endif()
endfunction()
