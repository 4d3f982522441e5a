"""Which sources a unity build compiles as one text: cmake/units.cmake, read without CMake."""
import os
import re

_UNIT = re.compile(r'^viaja_unit\(\s*(\w+)\s+([^)]*)\)', re.MULTILINE)
_LIBRARY = re.compile(r'^viaja_(?:core_)?library\(\s*(\w+)\s+SOURCES\s+([^)]*?)'
                      r'(?:\bLINKS|\bPRIVATE_LINKS|\))', re.MULTILINE)


def units_of_sources(texts):
    """Of all files, path and text: the unit of each .cpp that shares one with another library."""
    texts = dict(texts)
    units = {library: unit for unit, libraries in _UNIT.findall(texts.get('cmake/units.cmake', ''))
             for library in libraries.split()}
    found = {}
    for path, text in texts.items():
        if os.path.basename(path) != 'CMakeLists.txt':
            continue
        for library, sources in _LIBRARY.findall(text):
            for source in sources.split():
                if library in units and source.endswith('.cpp'):
                    found[os.path.join(os.path.dirname(path), source)] = units[library]
    return found
