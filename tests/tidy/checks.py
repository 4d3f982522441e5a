"""The checks. Each takes a file's path from the root and its text, and yields (line, message).

A message says what is wrong and what to do instead.
"""
import ast
import os
import re

import cpp_text
import layers
import units

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 400
LINE_COLUMNS_MAX = 100

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def is_cpp(path):
    return path.endswith(('.cpp', '.hpp'))


def is_code(path, text):
    return (is_cpp(path) or path.endswith(('.cmake', '.sh', 'CMakeLists.txt', '.js'))
            or is_bash(text) or is_python(path, text))


def is_bash(text):
    return text.startswith(('#!/usr/bin/env bash', '#!/bin/bash'))


def is_python(path, text):
    return path.endswith('.py') or text.startswith('#!/usr/bin/env python3')


def inside(path, folder):
    return path.startswith(folder + '/')


def line_of(text, position):
    return text.count('\n', 0, position) + 1


def includes(text):
    # Comments are blanked, but the names between quotes are needed, so both texts are read.
    bare = cpp_text.without_comments(text)
    for match in _INCLUDE.finditer(text):
        if bare[match.start():match.end()].strip():
            yield line_of(text, match.start(2)), match.group(1), match.group(2)


# Where the two meet and do not mix: distances, from which the price of an imported flight is made.
_FLOATS_BESIDE_MONEY = {'flight-service/core/routes.cpp'}
_FLOAT = re.compile(r'\b(?:double|float)\b')
_MONEY = re.compile(r'\b\w*(?:money|price|amount|refund|fare|centavo)s?\w*\b', re.IGNORECASE)


def floats_near_money(path, text):
    """Binary floating point has no exact tenth, so that no sum of it is exact to the centavo."""
    if not is_cpp(path) or inside(path, 'tests') or inside(path, 'bench'):
        return
    bare = cpp_text.without_comments(text)
    pure = '/core/' in path and 'Money' in bare and path not in _FLOATS_BESIDE_MONEY
    for number, line in enumerate(bare.split('\n'), 1):
        if _FLOAT.search(line) and (pure or _MONEY.search(line)):
            yield number, ('floating point near money, which is then not exact; count minor units '
                           'in std::int64_t')


def names(path, text):
    parts = path.split('/')
    for index, part in enumerate(parts):
        for word in re.split(r'[_.\-]', part.lower()):
            if word.startswith(layers.EMPTY_NAMES) or word in layers.EMPTY_WORDS:
                yield 1, (f'the name "{part}" says nothing about what is inside; '
                          'name the thing, or put the code beside its only user')
        if part == 'common' and index > 0:
            yield 1, 'only the top folder may be called "common"; name the thing'
    if path.endswith(('.h', '.cc', '.cxx', '.hxx', '.hh')):
        yield 1, 'C++ files end in .hpp and .cpp here; rename it'
    if len(parts) == 2 and parts[0] == 'common':
        yield 1, 'common/ holds only folders, each a library; move the file into one'


def vendor_includes(path, text):
    if not is_cpp(path):
        return
    for line, _, name in includes(text):
        for header, folders in layers.VENDOR_HEADERS.items():
            if name.startswith(header) and not any(inside(path, folder) for folder in folders):
                yield line, (f'<{name}> may be included only in {", ".join(folders)}; '
                             'go through the port or the class that wraps it there')


def layer_includes(path, text):
    if not is_cpp(path) or inside(path, 'tests') or inside(path, 'bench'):
        return
    folders = [folder for folder in layers.LAYERS if inside(path, folder)]
    if not folders:
        yield 1, ('this folder has no layer yet; add it to LAYERS in tests/tidy/layers.py, with '
                  'what it may include')
        return
    own = max(folders, key=len)
    allowed = layers.LAYERS[own] + [own]
    names_parts = os.path.basename(path) == 'main.cpp' or path in layers.PARTS_LISTS
    for line, quote, name in includes(text):
        if quote == '<':
            continue
        if inside(name, layers.ADAPTERS):
            technology = '/'.join(path.split('/')[:3])
            if not names_parts and not inside(name, technology):
                yield line, (f'"{name}" is an adapter: only main.cpp and tests may name one; '
                             'take the port by reference instead')
        elif not any(inside(name, folder) for folder in allowed):
            yield line, (f'"{name}" is not below {own}, which may include only '
                         f'{", ".join(allowed)}; turn the dependency round or pass a value '
                         '(tests/tidy/layers.py)')


def core_includes(path, text):
    folders = path.split('/')[:-1]
    if not is_cpp(path) or folders[:1] == ['tests'] or 'core' not in folders:
        return
    for line, quote, name in includes(text):
        pure = any(inside(name, folder) for folder in (layers.TEXT, layers.CONTRACT))
        if quote == '"' and '/core/' not in name and not pure:
            yield line, (f'"{name}" in a core: it may include only {layers.CONTRACT}, cores and '
                         'the standard library; pass what it needs as a value')
        elif quote == '<' and not re.fullmatch(r'[a-z_]+', name):
            yield line, f'<{name}> in a core: only headers of the C++ standard library may be used'
        elif quote == '<' and name in layers.NOT_IN_A_CORE:
            yield line, f'<{name}> in a core: a core decides without I/O, threads and chance'


def core_calls(path, text):
    folders = path.split('/')[:-1]
    if not is_cpp(path) or folders[:1] == ['tests'] or 'core' not in folders:
        return
    for match in re.finditer(r'_clock\s*::\s*now\s*\(|\bgetenv\s*\(|\bstd::time\s*\(',
                             cpp_text.without_comments(text)):
        yield line_of(text, match.start()), (
            'a core reads no clock and no environment; take the value as a parameter')


def sizes(path, text):
    if not is_code(path, text):
        return
    lines = text.split('\n')
    count = len(lines) - (1 if lines[-1] == '' else 0)
    if count > FILE_LINES_MAX:
        yield FILE_LINES_MAX + 1, (f'{count} lines; a file has at most {FILE_LINES_MAX}: '
                                   'find the second subject in it and give it a file')
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_COLUMNS_MAX:
            yield number, f'{len(line)} columns; a line has at most {LINE_COLUMNS_MAX}: break it'
    for first, last in _functions(path, text):
        if last - first + 1 > FUNCTION_LINES_MAX:
            yield first, (f'a function of {last - first + 1} lines; at most {FUNCTION_LINES_MAX}: '
                          'keep the decision here and move a step into a function of its own')


def _functions(path, text):
    if is_cpp(path):
        return cpp_text.functions(text)
    if is_python(path, text):
        return [(node.lineno, node.end_lineno) for node in ast.walk(ast.parse(text))
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if is_bash(text):
        return [(line_of(text, match.start()), line_of(text, match.end() - 1))
                for match in re.finditer(r'^[a-z_]+\(\) \{\n.*?^\}', text, re.M | re.S)]
    return []


def headers(path, text):
    if not path.endswith('.hpp'):
        return
    lines = [line.strip() for line in text.split('\n')]
    if lines[0] != '#pragma once':
        yield 1, 'a header begins with #pragma once'
    elif not (lines + [''])[1].startswith('//'):
        yield 2, ('a header says in its first comment, right under #pragma once, what it is and '
                  'who may call it from which thread')
    for match in re.finditer(r'\busing\s+namespace\b', cpp_text.without_comments(text)):
        yield line_of(text, match.start()), (
            'using namespace in a header reaches every user; write the names out')


_REFUSED_CPP = [
    (r'\bcatch\s*\([^)]*\)\s*\{\s*\}',
     'an empty catch hides a failure; handle it, or say in a comment inside why nothing is to do'),
    (r'\bco_(await|return|yield)\b',
     'no coroutines: g++ 12 miscompiles them without a warning (docs/style.md)'),
    (r'^[ \t]*#[ \t]*define\b', 'no macros; use a constant, a function or a template'),
]
_SLEEP = re.compile(r'\b(sleep_for|sleep_until|usleep|nanosleep)\b')


def refused_cpp(path, text):
    if not is_cpp(path):
        return
    code = cpp_text.without_comments(text)
    for pattern, message in _REFUSED_CPP:
        for match in re.finditer(pattern, code, re.MULTILINE):
            # A comment is blank in `code`; a catch that holds one is not empty in `text`.
            if re.fullmatch(pattern, text[match.start():match.end()], re.MULTILINE):
                yield line_of(text, match.start()), message
    for match in _SLEEP.finditer(code):
        if path not in layers.SLEEPS_ALLOWED:
            yield line_of(text, match.start()), (
                f'{match.group()} waits by the clock; wait for the condition with a deadline, or '
                'add the file with a reason to SLEEPS_ALLOWED in tests/tidy/layers.py')


_REFUSED_TEXT = [
    (re.compile(r'\b(TODO|FIXME)\b'),
     'nothing half done is kept in the tree; finish it or take it out'),
    (re.compile(r'(?<![\w./~-])/(work|root|home/[a-z]\w*)(?=[/\s"\'`),;:]|$)', re.MULTILINE),
     'this path exists on one machine only; write it from the project root'),
    (re.compile(r'^(<{7}|>{7}) ', re.MULTILINE), 'a merge conflict was left here; resolve it'),
]


def refused_text(path, text):
    if path.startswith(layers.EXEMPT_FROM_TEXT_RULES):
        return
    for pattern, message in _REFUSED_TEXT:
        for match in pattern.finditer(text):
            yield line_of(text, match.start()), f'"{match.group().strip()}": {message}'


# Inside of a name too: a test that ends with BlocksNobody, a function call_somebody.
_VAGUE_WORD = re.compile(
    r"(?-i:[Ww]hoever|[Ss]omebody|[Nn]obody|[Aa]nybody|[Ee]verybody|[Ss]omeone|IsAway)|"
    r"\b(is|was) away\b|"
    r"\bgoodbyes?\b|\bwithout a word\b|\btold so\b(?! far)|\bmistake of ours\b|'s sake\b",
    re.IGNORECASE)


def vague_words(path, text):
    """Software is named: the session, the replica, the caller; a server is unavailable."""
    speaks = is_cpp(path) or path.endswith(('.md', '.yaml', '.py', '.sh', '.txt'))
    if not speaks or path.startswith(layers.EXEMPT_FROM_TEXT_RULES):
        return
    for match in _VAGUE_WORD.finditer(text):
        yield line_of(text, match.start()), (
            f'"{match.group()}": name the part of the program with a term of docs/glossary.md; '
            'a server that does not answer is unavailable')


def repeated_names(texts):
    """Of all files, path and text: yields (path, line, message).

    The release build compiles the sources of a target or unit as one, where an anonymous namespace
    keeps no name apart: the other one's function would be called, or nothing would compile.
    """
    texts = list(texts)
    unit_of = units.units_of_sources(texts)
    first = {}
    for path, text in texts:
        if not path.endswith('.cpp') or inside(path, 'tests') or inside(path, 'bench'):
            continue
        space = (unit_of.get(path), cpp_text.first_namespace(text))
        for line, name in cpp_text.anonymous_names(text):
            other = first.setdefault((os.path.dirname(path), name), path)
            if other == path and space[0]:
                other = first.setdefault((space, name), path)
            if other != path:
                yield path, line, (f'{name} is also a name in the anonymous namespace of {other}; '
                                   'share it, or say in the name what differs')


def repeated_types(texts):
    """Of all files, path and text: yields (path, line, message).

    A program with two types of one name has undefined behaviour, and the linker does not say so: it
    keeps one of the two destructors. Each test is a program of its own.
    """
    first = {}
    for path, text in texts:
        if not is_cpp(path) or inside(path, 'tests') or inside(path, 'bench'):
            continue
        for line, name in cpp_text.named_types(text):
            other = first.setdefault(name, path)
            if other != path:
                yield path, line, (f'{name} is also a type of {other}; '
                                   'share it, or say in the name what differs')


ALL = [names, vendor_includes, layer_includes, core_includes, core_calls, sizes, headers,
       refused_cpp, refused_text, vague_words, floats_near_money]
ALL_OF_THE_TREE = [repeated_names, repeated_types]
