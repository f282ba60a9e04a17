# Compiles SOURCE with what pkg-config says of the libalign under PC_PATH, and
# runs the program OUT on the folder MODELS.
set(ENV{PKG_CONFIG_PATH} "${PC_PATH}")
execute_process(
  COMMAND "${PKG_CONFIG}" --cflags --libs libalign
  OUTPUT_VARIABLE package OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(package UNIX_COMMAND "${package}")
separate_arguments(flags UNIX_COMMAND "${FLAGS}")
execute_process(
  COMMAND "${CXX}" -std=c++20 ${flags} "${SOURCE}" ${package} -o "${OUT}"
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${OUT}" "${MODELS}" COMMAND_ERROR_IS_FATAL ANY)
