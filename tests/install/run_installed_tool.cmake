# Runs the align-parallel of PREFIX, which has to find its model by itself, on
# two lines a side in the folder WORK.
file(REMOVE_RECURSE "${WORK}")
file(WRITE "${WORK}/story.en" "The ministers met.\nThey signed it.\n")
file(WRITE "${WORK}/story.ar" "التقى الوزراء.\nووقعوا عليه.\n")
execute_process(
  COMMAND "${PREFIX}/bin/align-parallel" --pre-segmented --format vecalign
    -o "${WORK}/story.beads" "en=${WORK}/story.en" "ar=${WORK}/story.ar"
  COMMAND_ERROR_IS_FATAL ANY)
file(READ "${WORK}/story.beads" beads)
if(NOT beads MATCHES "^\\[0\\]:\\[0\\]:[0-9.]+\n\\[1\\]:\\[1\\]:[0-9.]+\n$")
  message(FATAL_ERROR "want two 1-1 beads, got:\n${beads}")
endif()
