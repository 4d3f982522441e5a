"""Programs for tests that are built from Go modules.

Go keeps what it downloads and compiles in its own caches, so only a machine's first build takes
minutes.
"""
import os
import re
import shutil
import subprocess
import sys

SKIPPED = 77
# Go itself knows from here on where to find the newer one that a module asks for.
OLDEST_GO = (1, 21)


def skip(why):
    print(f'skipped: {why}')
    sys.exit(SKIPPED)


def go(*words, folder=None, **environment):
    return subprocess.run(['go', *words], cwd=folder, stdin=subprocess.DEVNULL,
                          env={**os.environ, 'GOFLAGS': '-buildvcs=false', **environment},
                          capture_output=True, text=True, check=False)


def require_go(program):
    """Ends the test with 77 where Go is too old to build the program."""
    found = re.search(r'go(\d+)\.(\d+)', go('version').stdout) if shutil.which('go') else None
    if not found or (int(found[1]), int(found[2])) < OLDEST_GO:
        skip(f'it builds {program}, for which there is no Go {OLDEST_GO[0]}.{OLDEST_GO[1]} '
             'or newer')


def require_download(downloaded, program):
    """Ends the test with 77 where the module proxy did not give the program's sources."""
    if downloaded.returncode != 0:
        sys.stderr.write(downloaded.stderr[-2000:])
        skip(f'the Go module proxy does not give {program}')
