"""Runs a Python test in the virtual environment build/venv: in_venv.py SCRIPT [ARGUMENT…]

scripts/venv makes it where it is missing or old. Where the package index cannot be reached the test
is skipped (77).
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PYTHON = ROOT / 'build' / 'venv' / 'bin' / 'python'


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.splitlines()[0])
    made = subprocess.run([ROOT / 'scripts' / 'venv'], check=False)
    if made.returncode != 0:
        sys.exit(made.returncode)
    os.execv(PYTHON, [str(PYTHON), '-B', *sys.argv[1:]])


if __name__ == '__main__':
    main()
