"""Makes client.py, which blocks, from async_client.py: make_client.py [--check]

With --check it changes nothing and ends with 1 if client.py is not what it would be.
"""
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / 'src' / 'viaja'
HEAD = ('"""The client that blocks: made from async_client.py by make_client.py. It is for one '
        'thread."""\n')
REPLACED = (
    (r'\A""".*?"""\n', HEAD),
    (r'import anyio\n', ''),
    (r'anyio\.sleep', 'time.sleep'),
    (r'\basync (def|for|with)\b', r'\1'),
    (r'\bawait ', ''),
    (r'__aenter__', '__enter__'),
    (r'__aexit__', '__exit__'),
    (r'\ba(close|closing|read|iter_text)\b', r'\1'),
    (r'AsyncGenerator\[(\w+), None\]', r'Generator[\1, None, None]'),
    (r'\bAsync(Viaja|Trip|Generator)\b', r'\1'),
    (r'httpx\.Async(BaseTransport|Client)\b', lambda found: 'httpx.' + found[1]),
)


def made():
    text = (FOLDER / 'async_client.py').read_text(encoding='utf-8')
    for pattern, replacement in REPLACED:
        text = re.sub(pattern, replacement, text, flags=re.DOTALL)
    return text


def main():
    client = FOLDER / 'client.py'
    if '--check' not in sys.argv[1:]:
        client.write_text(made(), encoding='utf-8')
    elif client.read_text(encoding='utf-8') != made():
        sys.exit('client.py is not made from async_client.py; run make_client.py')


if __name__ == '__main__':
    main()
