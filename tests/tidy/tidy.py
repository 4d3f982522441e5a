"""The tidy test: reads every file of the tree and says where it leaves the house style.

    python3 -B tests/tidy/tidy.py [--root DIR] [--clang-format PROGRAM]

Ends with 1 if it found something. The rules stand in checks.py, their tables in layers.py.
"""
import argparse
import os
import subprocess
import sys

import checks
import layers


def files(root):
    """Paths of all text files from the root, sorted."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - layers.SKIPPED_FOLDERS)
        for name in sorted(names):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and name not in layers.SKIPPED_FOLDERS:
                yield os.path.relpath(path, root)


def read(root, path):
    """The file's text, or None where it is none (a picture, a corpus of raw bytes)."""
    with open(os.path.join(root, path), 'rb') as file:
        data = file.read()
    if b'\0' in data:
        return None
    try:
        return data.decode('utf-8')
    except UnicodeDecodeError:
        return None


def check_file(path, text):
    for check in checks.ALL:
        for line, message in check(path, text):
            yield f'{path}:{line}: {message}'


def check_bash(root, path):
    result = subprocess.run(['bash', '-n', os.path.join(root, path)], capture_output=True,
                            text=True, check=False)
    if result.returncode != 0:
        yield f'{path}:1: bash cannot read it: {result.stderr.strip()}'


def check_format(root, paths, program):
    """All C++ files through one run of clang-format; one finding a file."""
    if not paths:
        return
    result = subprocess.run([program, '--dry-run', '--Werror', '--style=file', *paths], cwd=root,
                            capture_output=True, text=True, check=False)
    found = {}
    for line in result.stderr.split('\n'):
        path, _, rest = line.partition(':')
        number = rest.split(':')[0]
        if path in paths and number.isdigit():
            found.setdefault(path, number)
    for path, number in found.items():
        yield f'{path}:{number}: not formatted; run: clang-format -i {path}'
    if result.returncode != 0 and not found:
        yield f'.clang-format:1: clang-format failed: {result.stderr.strip()}'


def findings(root, clang_format):
    formatted = []
    texts = []
    for path in files(root):
        text = read(root, path)
        if text is None:
            continue
        yield from check_file(path, text)
        texts.append((path, text))
        if checks.is_bash(text):
            yield from check_bash(root, path)
        if checks.is_cpp(path):
            formatted.append(path)
    for check in checks.ALL_OF_THE_TREE:
        for path, line, message in check(texts):
            yield f'{path}:{line}: {message}'
    yield from check_format(root, formatted, clang_format)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description='Checks the tree against docs/style.md.')
    parser.add_argument('--root', default=os.path.dirname(os.path.dirname(here)))
    parser.add_argument('--clang-format', default='clang-format')
    arguments = parser.parse_args()
    try:
        found = list(findings(os.path.abspath(arguments.root), arguments.clang_format))
    except FileNotFoundError as error:
        sys.exit(f'{error.filename} is missing; ./test installs what the tests need.')
    for finding in found:
        print(finding)
    print(f'{len(found)} findings.' if found else 'The tree is tidy.')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
