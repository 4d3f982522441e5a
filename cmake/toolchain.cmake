# Compiler, language level and compiler cache, the same for every target.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# The compiler must be able to read C++20; the oldest one that is tested is Debian 12's g++ 12.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12)
    message(FATAL_ERROR
        "Viaja needs g++ 12 or newer; this is ${CMAKE_CXX_COMPILER_VERSION}. "
        "On Debian 12: apt-get install g++")
endif()

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Debug CACHE STRING "Build type" FORCE)
endif()

# ccache makes a second build of the same sources nearly free. It is used when it is installed.
find_program(VIAJA_CCACHE ccache)
if(VIAJA_CCACHE)
    foreach(language C CXX)
        if(NOT DEFINED CMAKE_${language}_COMPILER_LAUNCHER)
            # Without these ccache keeps nothing that is compiled with a precompiled header.
            set(CMAKE_${language}_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
                CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
                "${VIAJA_CCACHE}")
        endif()
    endforeach()
endif()

# g++ looks for garbage each time its heap has grown beyond 128 MB or less by a part. With 512 MB it
# rarely has to: a source of the tests takes a tenth to a fifth less time.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:--param=ggc-min-heapsize=524288>")
endif()

# mold links a test in a third of the time of GNU ld. It is used when it is installed, and not for
# what ./run starts.
find_program(VIAJA_MOLD mold)
if(VIAJA_MOLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_link_options(-fuse-ld=mold)
endif()
