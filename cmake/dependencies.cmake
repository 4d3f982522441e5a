# Libraries from Debian packages, by the names that targets link:
#
#   libuv::uv  libsodium::sodium  prometheus-cpp::core  hiredis::hiredis   (pkg-config)
#   rabbitmq-c::rabbitmq  jemalloc::jemalloc  ncursesw  qrencode          (pkg-config)
#   mysql-connector-cpp::jdbc  zopfli                      (no module of its own: found below)
#   SQLite::SQLite3  CURL::libcurl  OpenSSL::Crypto  OpenSSL::SSL  ZLIB::ZLIB    (CMake's own)
#   wslay  nlohmann_json::nlohmann_json  fmt::fmt  spdlog::spdlog  CLI11::CLI11
#   date::date  date::date-tz  GTest::gtest  GTest::gtest_main  GTest::gmock
#   rapidcheck  rapidcheck_gtest  yaml-cpp  Threads::Threads
#
# Libraries that only tests need are looked for only if VIAJA_TESTS is on, so that ./run does not
# have to install them. The matching package names are in scripts/packages.

option(VIAJA_TESTS "Build the tests" ON)
option(VIAJA_BENCH "Build the load generator and the floor, which tests run too" ${VIAJA_TESTS})
option(VIAJA_JEMALLOC "Allocate with jemalloc: preset release; a sanitizer brings its own" OFF)
option(VIAJA_FUZZ "Build the libFuzzer programs; preset fuzz, needs clang" OFF)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# Gives the pkg-config module MODULE the target name NAME.
function(viaja_pkg_config name module)
    string(MAKE_C_IDENTIFIER "viaja_${module}" prefix)
    pkg_check_modules(${prefix} REQUIRED QUIET IMPORTED_TARGET GLOBAL ${module})
    add_library(${name} ALIAS PkgConfig::${prefix})
endfunction()

viaja_pkg_config(libuv::uv libuv)
viaja_pkg_config(libsodium::sodium libsodium)
viaja_pkg_config(hiredis::hiredis hiredis)
viaja_pkg_config(rabbitmq-c::rabbitmq librabbitmq)
viaja_pkg_config(ncursesw ncursesw)
viaja_pkg_config(qrencode libqrencode)
if(VIAJA_JEMALLOC)
    viaja_pkg_config(jemalloc::jemalloc jemalloc)
endif()
# prometheus-cpp's CMake package asks for libraries that only its HTTP parts need.
viaja_pkg_config(prometheus-cpp::core prometheus-cpp-core)

# Connector/C++ 1.1 brings neither a CMake package nor a pkg-config file.
find_library(VIAJA_MYSQLCPPCONN mysqlcppconn REQUIRED)
find_path(VIAJA_MYSQLCPPCONN_HEADERS cppconn/driver.h REQUIRED)
add_library(mysql-connector-cpp::jdbc UNKNOWN IMPORTED GLOBAL)
set_target_properties(mysql-connector-cpp::jdbc PROPERTIES
    IMPORTED_LOCATION "${VIAJA_MYSQLCPPCONN}"
    INTERFACE_INCLUDE_DIRECTORIES "${VIAJA_MYSQLCPPCONN_HEADERS}")

# Zopfli brings neither as well.
find_library(VIAJA_ZOPFLI zopfli REQUIRED)
find_path(VIAJA_ZOPFLI_HEADERS zopfli/zopfli.h REQUIRED)
add_library(zopfli UNKNOWN IMPORTED GLOBAL)
set_target_properties(zopfli PROPERTIES
    IMPORTED_LOCATION "${VIAJA_ZOPFLI}"
    INTERFACE_INCLUDE_DIRECTORIES "${VIAJA_ZOPFLI_HEADERS}")

find_package(SQLite3 3.40 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto SSL)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(date REQUIRED)
find_package(CLI11 REQUIRED)
find_package(wslay CONFIG REQUIRED)

find_package(fmt REQUIRED)
find_package(CURL REQUIRED)

if(VIAJA_TESTS)
    find_package(GTest REQUIRED)
    find_package(rapidcheck REQUIRED)
    find_package(yaml-cpp REQUIRED)
endif()
