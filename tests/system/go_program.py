"""Builds a Go program of examples/ from Debian's packages of its libraries, so without a network.
The test is skipped (77) where they are not installed."""
import os
import subprocess
import sys

import test_servers
from viaja_process import check

SKIPPED = 77
GO = '/usr/bin/go'
LIBRARIES = '/usr/share/gocode'
BUILD_SECONDS = 400


def build(name, folder):
    """The path of the program of examples/<name>, made in `folder`."""
    if not (os.path.exists(GO) and os.path.isdir(f'{LIBRARIES}/src/github.com/rabbitmq')):
        print('skipped: Go and its libraries of scripts/packages are not installed')
        sys.exit(SKIPPED)
    program = os.path.join(folder, name)
    environment = {**os.environ, 'GO111MODULE': 'off', 'GOPATH': LIBRARIES, 'GOFLAGS': ''}
    made = subprocess.run([GO, 'build', '-o', program, '.'], env=environment, check=False,
                          cwd=os.path.join(test_servers.ROOT, 'examples', name),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=BUILD_SECONDS)
    check(made.returncode == 0, f'examples/{name} cannot be built:\n{made.stdout[-3000:]}')
    return program
