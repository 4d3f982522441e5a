# The package of Debian: cpack in a build folder whose programs are built. It has all programs, the
# demo's catalogue and units of systemd, none of which is enabled by the installation. A
# `cmake --install` has the client for a terminal alone, as before.
include(GNUInstallDirs)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

install(TARGETS session-service flight-service hotel-service event-service payment-service
        audit-service
    RUNTIME COMPONENT services EXCLUDE_FROM_ALL)
install(DIRECTORY data/demo DESTINATION share/viaja COMPONENT services EXCLUDE_FROM_ALL)
set(units viaja viaja-session viaja-flight@ viaja-hotel viaja-event viaja-payment)
list(TRANSFORM units REPLACE "(.+)" "deploy/systemd/\\1.service")
install(FILES ${units} DESTINATION lib/systemd/system COMPONENT services EXCLUDE_FROM_ALL)
install(FILES deploy/systemd/viaja.env DESTINATION /etc/viaja COMPONENT services EXCLUDE_FROM_ALL)
install(FILES LICENSE RENAME copyright DESTINATION share/doc/viaja
    COMPONENT services EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME viaja)
set(CPACK_PACKAGE_CONTACT "Viaja <viaja@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Sells whole trips: all or nothing, paid once")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL Unspecified services)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
file(WRITE "${CMAKE_BINARY_DIR}/conffiles" "/etc/viaja/viaja.env\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CMAKE_BINARY_DIR}/conffiles")
include(CPack)
