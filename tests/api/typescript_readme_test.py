"""Runs the code of clients/typescript/README.md as one program against `viaja all`, and compares
what it prints with its lines "// → …", in which … stands for anything:
typescript_readme_test.py VIAJA

Run by tests/in_venv.py.
"""
import re

from typescript_package import PACKAGE, Package
from viaja_process import check, check_equal, day_in, run

README = PACKAGE / 'README.md'
BLOCKS_MIN = 7


def matches(line, expected):
    return re.fullmatch('.*'.join(map(re.escape, expected.split('…'))), line)


def story(viaja):
    client = viaja.start()
    client.flights('GRU', 'REC', day_in(30))
    text = README.read_text(encoding='utf-8').replace('http://localhost:8080', client.url())
    blocks = re.findall(r'^```ts\n(.*?)^```$', text, re.M | re.S)
    check(len(blocks) >= BLOCKS_MIN, f'{README} has only {len(blocks)} blocks of code')
    code = '\n'.join(blocks)
    expected = re.findall(r'^ *// → (.*)$', code, re.M)
    with Package() as package:
        lines = package.lines_of(code)
    check_equal(len(lines), len(expected), f'lines printed, which were {lines}')
    for line, wanted in zip(lines, expected):
        check(matches(line, wanted), f'"{wanted}" is expected, but it prints "{line}"')


run(story, TEST_MODE=1)
