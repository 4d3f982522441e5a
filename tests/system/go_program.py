"""Builds a Go program of examples/ with the modules that its go.sum names; the test is skipped (77)
where Go is not installed or the module proxy cannot be reached."""
import os
import shutil
import subprocess
import sys

import test_servers
from viaja_process import check

SKIPPED = 77
BUILD_SECONDS = 500
AWAY = ('dial tcp', 'i/o timeout', 'no such host', 'connection refused', 'proxyconnect',
        'TLS handshake', 'network is unreachable')


def build(name, folder):
    """The path of the program of examples/<name>, made in `folder`."""
    go = shutil.which('go')
    if go is None:
        print('skipped: Go is not installed')
        sys.exit(SKIPPED)
    program = os.path.join(folder, name)
    environment = {**os.environ, 'GOFLAGS': '-mod=readonly -buildvcs=false', 'GOTOOLCHAIN': 'local'}
    made = subprocess.run([go, 'build', '-o', program, '.'], env=environment, check=False,
                          cwd=os.path.join(test_servers.ROOT, 'examples', name),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=BUILD_SECONDS)
    if made.returncode != 0 and any(word in made.stdout for word in AWAY):
        print(f'skipped: the proxy for Go modules cannot be reached\n{made.stdout[-500:]}')
        sys.exit(SKIPPED)
    check(made.returncode == 0, f'examples/{name} cannot be built:\n{made.stdout[-3000:]}')
    return program
