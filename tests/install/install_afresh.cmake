# Installs BUILD and moves what came of it to PREFIX, since a package must work
# wherever it is put. What an earlier run left there is removed first.
file(REMOVE_RECURSE "${PREFIX}" "${PREFIX}-before-the-move")
execute_process(
  COMMAND "${CMAKE_COMMAND}" --install "${BUILD}"
    --prefix "${PREFIX}-before-the-move"
  COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${PREFIX}-before-the-move" "${PREFIX}")
