"""How the programs of this folder talk to a person: sentences, and colours on a terminal."""
import os
import sys


class Failure(Exception):
    """A sentence for the person at the terminal; the program ends with status 1."""


def coloured(stream):
    return (stream.isatty() and not os.environ.get('NO_COLOR')
            and os.environ.get('TERM', 'dumb') != 'dumb')


def styled(text, code, stream):
    return f'\033[{code}m{text}\033[0m' if coloured(stream) else text


def heading(text):
    print(styled(text, 1, sys.stdout), flush=True)


def good(text):
    print(styled(text, 32, sys.stdout), flush=True)


def quiet(text):
    print(styled(text, 2, sys.stdout), flush=True)


def complain(text):
    sys.stdout.flush()
    print(styled(text, 31, sys.stderr), file=sys.stderr, flush=True)
