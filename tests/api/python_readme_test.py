"""Runs the code of clients/python/README.md, block by block, against `viaja all`, and compares what
it prints with its lines "# → …", in which … stands for anything: python_readme_test.py VIAJA

Run by tests/in_venv.py.
"""
import contextlib
import io
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in (ROOT / 'clients' / 'python' / 'src', ROOT / 'tests' / 'system'):
    sys.path.insert(0, str(folder))
from viaja_process import check, check_equal, day_in, run  # noqa: E402  (the paths stand above)

README = ROOT / 'clients' / 'python' / 'README.md'
BLOCKS_MIN = 9


def matches(line, expected):
    return re.fullmatch('.*'.join(map(re.escape, expected.split('…'))), line)


def run_block(code, names):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(README), 'exec'), names)
    lines = printed.getvalue().splitlines()
    expected = re.findall(r'^ *# → (.*)$', code, re.M)
    check_equal(len(lines), len(expected), f'lines printed by\n{code}\nwhich were {lines}')
    for line, wanted in zip(lines, expected):
        check(matches(line, wanted), f'"{wanted}" is expected, but it prints "{line}":\n{code}')


def story(viaja):
    client = viaja.start()
    client.flights('GRU', 'REC', day_in(30))
    text = README.read_text(encoding='utf-8').replace('http://localhost:8080', client.url())
    blocks = re.findall(r'^```python\n(.*?)^```$', text, re.M | re.S)
    check(len(blocks) >= BLOCKS_MIN, f'{README} has only {len(blocks)} blocks of code')
    names = {}
    for code in blocks:
        run_block(code, names)


run(story, TEST_MODE=1)
