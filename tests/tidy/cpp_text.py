"""Reads C++ just well enough to measure it: comments, strings and function bodies.

This is no parser. It knows the shapes that this project's style allows; where it is unsure, it
takes a brace for no function, so that a doubt never stops a build.
"""
import re

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)
_DIRECTIVE = re.compile(r'^[ \t]*#(?:\\\n|[^\n])*', re.MULTILINE)
_SCOPE = re.compile(r'\b(namespace|class|struct|union|enum|extern)\b')


def _blank(text):
    return re.sub(r'[^\n]', ' ', text)


def without_comments(text):
    """The same text, line for line, with comments and the insides of literals blanked."""
    def replace(match):
        token = match.group()
        if token.startswith('/'):
            return _blank(token)
        return token[0] + _blank(token[1:-1]) + token[-1]
    return _TOKEN.sub(replace, text)


def functions(text):
    """Yields (first line, last line) of every function body outside other functions."""
    code = _DIRECTIVE.sub(lambda match: _blank(match.group()), without_comments(text))
    position = header = 0
    while position < len(code):
        character = code[position]
        if character in ';}':
            header = position + 1
        elif character == '{':
            head = code[header:position]
            if _opens_scope(head):
                header = position + 1
            else:
                end = _closing_brace(code, position)
                if _continues_head(code, head, end):
                    position = end
                    continue
                if '(' in head and not head.rstrip().endswith('='):
                    first = header + len(head) - len(head.lstrip())
                    yield _line(code, first), _line(code, end)
                header = end + 1
                position = end
        position += 1


def anonymous_names(text):
    """Yields (line, name) of the types, constants and functions in anonymous namespaces.

    The house's format writes them from the first column, and says at the end of a namespace that it
    is one. A using-declaration adds no new thing.
    """
    inside = False
    lines = zip(text.split('\n'), without_comments(text).split('\n'))
    for number, (written, line) in enumerate(lines, 1):
        if line == 'namespace {':
            inside = True
        elif written == '}  // namespace':
            inside = False
        elif inside and re.match(r'[A-Za-z]', line):
            name = _declared(line)
            if name:
                yield number, name


def first_namespace(text):
    """The first that has a name, or ''."""
    named = re.search(r'^namespace ([\w:]+) \{', text, re.MULTILINE)
    return named.group(1) if named else ''


def named_types(text):
    """Yields (line, name with its namespace) of the types defined outside anonymous namespaces.

    The house's format says at the end of a namespace that it is one.
    """
    namespaces = []
    lines = zip(text.split('\n'), without_comments(text).split('\n'))
    for number, (written, line) in enumerate(lines, 1):
        opened = re.match(r'namespace(?: ([\w:]+))? \{$', line)
        if opened:
            namespaces.append(opened.group(1))
        elif namespaces and line.startswith('}') and '// namespace' in written:
            namespaces.pop()
        defined = re.match(r'(?:class|struct|enum class|enum) +(\w+)(?!\w*::)[^;]*\{', line)
        if defined and None not in namespaces:
            yield number, '::'.join([*namespaces, defined.group(1)])


def _declared(line):
    named = re.match(r'(?:class|struct|enum class|enum|using) +(\w+)(?!\w*::)', line)
    if named:
        return named.group(1)
    constant = re.search(r'\b(k[A-Z]\w*)$', re.split(r'[={(\[]', line)[0].rstrip())
    if constant:
        return constant.group(1)
    function = re.search(r'(?<![:\w])(\w+)\(', line)
    return function.group(1) if function else None


def _line(code, position):
    return code.count('\n', 0, position) + 1


def _opens_scope(head):
    return bool(_SCOPE.search(head)) and not head.rstrip().endswith((')', '='))\
        and not re.search(r'\)\s*(const|noexcept|override|final|->.*)*\s*$', head)


def _continues_head(code, head, end):
    """A brace that is part of a signature: a default argument, or a member's initialiser."""
    if head.count('(') > head.count(')'):
        return True
    if '(' not in head or head.rstrip().endswith('='):
        return False
    rest = code[end + 1:end + 200].lstrip()
    return rest.startswith((',', '{'))


def _closing_brace(code, position):
    depth = 0
    for index in range(position, len(code)):
        if code[index] == '{':
            depth += 1
        elif code[index] == '}':
            depth -= 1
            if depth == 0:
                return index
    return len(code) - 1
