# What `cmake --install` puts where: the headers, the library, the models, and
# the files by which find_package(libalign) and pkg-config find them. The tools
# install themselves (tools/CMakeLists.txt).

include(CMakePackageConfigHelpers)

set(align_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/libalign")

install(TARGETS libalign EXPORT libalignTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/libalign/include/align"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/models/"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/libalign/models" OPTIONAL)
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")

install(EXPORT libalignTargets NAMESPACE libalign::
  DESTINATION "${align_package_dir}")
configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/libalignConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/libalignConfig.cmake"
  INSTALL_DESTINATION "${align_package_dir}"
  PATH_VARS CMAKE_INSTALL_DATADIR)
# Until 1.0 a minor version may change the interface.
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/libalignConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/libalignConfig.cmake"
  "${PROJECT_BINARY_DIR}/libalignConfigVersion.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindSentencePiece.cmake"
  DESTINATION "${align_package_dir}")

# Paths in the .pc file are relative to the file, so that the whole tree can
# be moved. An absolute CMAKE_INSTALL_LIBDIR (as some distributions set) is
# written as it is.
cmake_path(SET align_pc_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(align_pc_prefix "${CMAKE_INSTALL_PREFIX}")
  set(align_pc_libdir "${CMAKE_INSTALL_LIBDIR}")
else()
  file(RELATIVE_PATH align_pc_up "/${align_pc_dir}" "/")
  string(REGEX REPLACE "/$" "" align_pc_up "${align_pc_up}")
  set(align_pc_prefix "\${pcfiledir}/${align_pc_up}")
  set(align_pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(align_pc_includedir "${CMAKE_INSTALL_INCLUDEDIR}")
else()
  set(align_pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
configure_file("${CMAKE_CURRENT_LIST_DIR}/libalign.pc.in"
  "${PROJECT_BINARY_DIR}/libalign.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/libalign.pc"
  DESTINATION "${align_pc_dir}")
