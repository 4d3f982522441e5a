"""Runs a Python test in the virtual environment build/venv: in_venv.py SCRIPT [ARGUMENT…]

The environment has the packages of tests/requirements.txt. The first test that needs it makes it,
under a lock; it is made again when the list changes. Where the package index cannot be reached the
test is skipped (77).
"""
import fcntl
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / 'tests' / 'requirements.txt'
VENV = ROOT / 'build' / 'venv'
PYTHON = VENV / 'bin' / 'python'
INSTALLED = VENV / 'installed.txt'  # the list as it was when all of it had been installed
SKIPPED = 77
AWAY = ('Retrying', 'ConnectionError', 'NewConnectionError', 'Timeout', 'ProxyError')


def is_complete():
    return INSTALLED.exists() and INSTALLED.read_bytes() == REQUIREMENTS.read_bytes()


def make():
    subprocess.run([sys.executable, '-m', 'venv', '--clear', VENV], check=True)
    install = subprocess.run(
        [PYTHON, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check',
         '--retries', '1', '--timeout', '10', '--no-deps', '--requirement', REQUIREMENTS],
        stderr=subprocess.PIPE, text=True, check=False)
    if install.returncode == 0:
        INSTALLED.write_bytes(REQUIREMENTS.read_bytes())
        return
    sys.stderr.write(install.stderr)
    if any(word in install.stderr for word in AWAY):
        print('skipped: the Python package index cannot be reached')
        sys.exit(SKIPPED)
    sys.exit('tests/requirements.txt could not be installed; see above.')


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.splitlines()[0])
    VENV.parent.mkdir(exist_ok=True)
    with open(VENV.parent / 'venv.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_complete():
            make()
    os.execv(PYTHON, [str(PYTHON), '-B', *sys.argv[1:]])


if __name__ == '__main__':
    main()
