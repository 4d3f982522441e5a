# How the targets of this project are declared.
#
#   viaja_library(name SOURCES … [LINKS …] [PRIVATE_LINKS …])
#       A static library. LINKS reach its users too; PRIVATE_LINKS (vendor libraries, mostly)
#       stay inside, so that no other library can include their headers by accident.
#       A unity build compiles some libraries together: cmake/units.cmake.
#   viaja_core_library(name SOURCES … [LINKS …])
#       A pure library: decisions without clock, socket, SQL or log. It links viaja_contract and
#       the core libraries in LINKS; any other link stops the configuration.
#   viaja_executable(name SOURCES … [LINKS …])
#   viaja_catalogue_folder(target), viaja_name_version(target)
#       Give the target's sources VIAJA_CATALOGUE_FOLDER and VIAJA_VERSION.
#   viaja_test(name SUBJECTS … SOURCES … [LINKS …] [LABELS …] [LONG_FILTER pattern]
#              [TIMEOUT seconds])
#       A GoogleTest program, each of its tests a CTest test "name.Suite.Test", run in the project
#       root. Labels: the folder's name, the subjects, those given, and "core" in tests/core,
#       tests/transcripts and tests/properties. Tests that match LONG_FILTER get the label "long",
#       which `./test quick` leaves out.
#   viaja_command_test(name SUBJECTS … COMMAND … TIMEOUT seconds [PROGRAMS …] [LABELS …] [SERIAL])
#       One CTest test that runs a command in the project root; exit code 77 means skipped. Labels
#       as above. PROGRAMS are the targets that it runs. SERIAL: alone on the machine.
#
# SUBJECTS are words of VIAJA_SUBJECTS below: `ctest -L SUBJECT` runs what concerns one of them,
# and `cmake --build … --target tests_<label>` builds the programs for it.
#
# Sources without headers: a target without .cpp files becomes an interface library.

include(GoogleTest)

set(VIAJA_SUBJECTS
    contract session supplier flight hotel event payment search live operators catalogue
    pipeline bus database lock http web terminal deployment docs tidy)

function(viaja_compile_options target)
    set(warnings -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # g++ 12 reports overlapping copies inside std::string that do not exist (GCC PR 105651).
        list(APPEND warnings -Wno-restrict)
    endif()
    if(CMAKE_UNITY_BUILD)
        # The sources of a target are one text there, so names of one would be taken for another's,
        # and g++ 12 follows calls far enough to report members of an empty std::optional that
        # nothing reads. Preset dev gives these warnings for each source alone.
        list(APPEND warnings -Wno-shadow -Wno-subobject-linkage -Wno-maybe-uninitialized)
    endif()
    target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:${warnings}>")
endfunction()

function(viaja_require_sources name sources)
    if(NOT sources)
        message(FATAL_ERROR "${name}: name its files after SOURCES.")
    endif()
endfunction()

function(viaja_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;PRIVATE_LINKS")
    viaja_refuse_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
    viaja_require_sources(${name} "${arg_SOURCES}")
    set(compiled ${arg_SOURCES})
    list(FILTER compiled INCLUDE REGEX "\\.(cpp|c)$")
    if(NOT compiled)
        if(arg_PRIVATE_LINKS)
            message(FATAL_ERROR "${name} has only headers, so its links must be LINKS.")
        endif()
        add_library(${name} INTERFACE ${arg_SOURCES})
        target_include_directories(${name} INTERFACE "${VIAJA_ROOT}")
        target_link_libraries(${name} INTERFACE ${arg_LINKS})
        return()
    endif()
    get_property(unit GLOBAL PROPERTY viaja_unit_of_${name})
    if(unit AND CMAKE_UNITY_BUILD)
        viaja_join_unit(${unit} ${name} "${arg_SOURCES}" "${arg_LINKS}" "${arg_PRIVATE_LINKS}")
        return()
    endif()
    add_library(${name} STATIC ${arg_SOURCES})
    viaja_compile_options(${name})
    target_include_directories(${name} PUBLIC "${VIAJA_ROOT}")
    target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
endfunction()

function(viaja_core_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;PRIVATE_LINKS")
    viaja_refuse_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
    viaja_refuse_core_links(${name} "${arg_LINKS};${arg_PRIVATE_LINKS}")
    viaja_library(${name} SOURCES ${arg_SOURCES} LINKS viaja_contract ${arg_LINKS})
    # A link added later with target_link_libraries is found when the configuration ends.
    cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${CMAKE_SOURCE_DIR}]]
        CALL viaja_check_core_library [[${name}]])")
endfunction()

function(viaja_check_core_library name)
    set(links "")
    foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
        get_target_property(found ${name} ${property})
        if(found)
            list(APPEND links ${found})
        endif()
    endforeach()
    viaja_refuse_core_links(${name} "${links}")
endfunction()

function(viaja_refuse_core_links name links)
    list(REMOVE_ITEM links viaja_contract viaja_text "")
    list(FILTER links EXCLUDE REGEX "^viaja_[a-z_]+_(core|unit)$|LINK_ONLY")
    if(links)
        list(REMOVE_DUPLICATES links)
        message(FATAL_ERROR
            "The core library ${name} links ${links}. A core decides without I/O and may link only "
            "viaja_contract and cores: pass what it needs as a value, or move that code out.")
    endif()
endfunction()

function(viaja_executable name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
    viaja_refuse_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
    viaja_require_sources(${name} "${arg_SOURCES}")
    add_executable(${name} ${arg_SOURCES})
    viaja_compile_options(${name})
    target_include_directories(${name} PRIVATE "${VIAJA_ROOT}")
    target_link_libraries(${name} PRIVATE ${arg_LINKS})
    if(VIAJA_JEMALLOC)
        target_link_libraries(${name} PRIVATE jemalloc::jemalloc)
    endif()
endfunction()

function(viaja_catalogue_folder target)
    target_compile_definitions(${target} PRIVATE
        VIAJA_CATALOGUE_FOLDER="${VIAJA_ROOT}/data/demo")
endfunction()

function(viaja_name_version target)
    target_compile_definitions(${target} PRIVATE VIAJA_VERSION="${PROJECT_VERSION}")
endfunction()

# Sets `labels` to those of a test in the current folder.
macro(viaja_collect_labels name subjects more)
    if("${subjects}" STREQUAL "")
        message(FATAL_ERROR "${name}: name what it concerns after SUBJECTS: ${VIAJA_SUBJECTS}.")
    endif()
    foreach(subject ${subjects})
        if(NOT subject IN_LIST VIAJA_SUBJECTS)
            message(FATAL_ERROR "${name}: ${subject} is not a subject: ${VIAJA_SUBJECTS}.")
        endif()
    endforeach()
    cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME folder)
    set(labels ${folder} ${subjects} ${more})
    if(folder MATCHES "^(core|transcripts|properties)$")
        list(APPEND labels core)
    endif()
    list(REMOVE_DUPLICATES labels)
endmacro()

# What nearly every test includes is read once, which saves a quarter of a test's compile time.
# A source names these headers all the same.
function(viaja_precompile_test_headers name)
    if(NOT TARGET viaja_test_headers)
        set(source "${CMAKE_BINARY_DIR}/test_headers.cpp")
        file(CONFIGURE OUTPUT "${source}" CONTENT "")
        add_library(viaja_test_headers OBJECT "${source}")
        viaja_compile_options(viaja_test_headers)
        target_link_libraries(viaja_test_headers PRIVATE GTest::gtest nlohmann_json::nlohmann_json)
        target_precompile_headers(viaja_test_headers PRIVATE
            <gtest/gtest.h> <nlohmann/json.hpp> <algorithm> <chrono> <functional> <optional> <map>
            <set> <string> <variant> <vector>)
    endif()
    target_precompile_headers(${name} REUSE_FROM viaja_test_headers)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # From a precompiled header g++ 12 does not know what is a system's, so that it warns of
        # the copies of GCC PR 105651 in two more ways.
        target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-stringop-overflow)
    endif()
endfunction()

function(viaja_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "LONG_FILTER;TIMEOUT" "SUBJECTS;SOURCES;LINKS;LABELS")
    viaja_refuse_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
    if(NOT VIAJA_TESTS)
        return()
    endif()
    viaja_collect_labels(${name} "${arg_SUBJECTS}" "${arg_LABELS}")
    viaja_executable(${name} SOURCES ${arg_SOURCES} LINKS ${arg_LINKS} GTest::gtest_main)
    viaja_precompile_test_headers(${name})
    foreach(label IN LISTS labels)
        viaja_label_target(${label} ${name})
    endforeach()

    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(arg_LONG_FILTER)
        viaja_discover(${name} "-${arg_LONG_FILTER}" ${arg_TIMEOUT} "${labels}" ${name}_short)
        viaja_discover(${name} "${arg_LONG_FILTER}" ${arg_TIMEOUT} "${labels};long" ${name}_long)
    else()
        viaja_discover(${name} "*" ${arg_TIMEOUT} "${labels}" ${name}_all)
    endif()
endfunction()

# COMMAND is the test, which exits with 77 to be skipped. Those that may take long start first, so
# that none is left to run alone in the end; before them those with a LOCK, of which one at a time
# runs.
function(viaja_command_test name)
    cmake_parse_arguments(
        PARSE_ARGV 1 arg "SERIAL" "TIMEOUT;LOCK" "SUBJECTS;COMMAND;PROGRAMS;LABELS")
    viaja_refuse_unknown(${name} "${arg_UNPARSED_ARGUMENTS}")
    viaja_collect_labels(${name} "${arg_SUBJECTS}" "${arg_LABELS}")
    add_test(NAME ${name} COMMAND ${arg_COMMAND} WORKING_DIRECTORY "${VIAJA_ROOT}")
    set_tests_properties(${name} PROPERTIES
        LABELS "${labels}" TIMEOUT ${arg_TIMEOUT} COST ${arg_TIMEOUT} RUN_SERIAL ${arg_SERIAL}
        SKIP_RETURN_CODE 77)
    if(arg_LOCK)
        math(EXPR first "10000 + ${arg_TIMEOUT}")
        set_tests_properties(${name} PROPERTIES RESOURCE_LOCK ${arg_LOCK} COST ${first})
    endif()
    foreach(label IN LISTS labels)
        viaja_label_target(${label} "${arg_PROGRAMS}")
    endforeach()
endfunction()

# Lists the tests of a program that match FILTER when it has been built.
function(viaja_discover name filter timeout labels list)
    gtest_discover_tests(${name}
        TEST_PREFIX "${name}."
        TEST_FILTER "${filter}"
        TEST_LIST ${list}
        NO_PRETTY_VALUES
        WORKING_DIRECTORY "${VIAJA_ROOT}"
        DISCOVERY_TIMEOUT 60
        PROPERTIES TIMEOUT ${timeout})
    # Lists do not survive PROPERTIES above, so the labels are set by a script that CTest reads
    # after the one with the tests. A program that was not built has no tests to label.
    set(script "${CMAKE_CURRENT_BINARY_DIR}/${list}_labels.cmake")
    file(WRITE "${script}"
        "if(${list})\n"
        "  set_tests_properties(\${${list}} PROPERTIES LABELS \"${labels}\")\n"
        "endif()\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${script}")
endfunction()

# `cmake --build … --target tests_<label>` builds the programs of the tests with that label.
function(viaja_label_target label programs)
    if(NOT TARGET tests_${label})
        add_custom_target(tests_${label})
    endif()
    if(programs)
        add_dependencies(tests_${label} ${programs})
    endif()
endfunction()

# The two that ./test asan builds are there even before a test carries their label.
viaja_label_target(core "")
viaja_label_target(simulation_short "")

function(viaja_refuse_unknown name arguments)
    if(arguments)
        message(FATAL_ERROR "${name}: unknown arguments: ${arguments}. See cmake/viaja.cmake.")
    endif()
endfunction()
