"""scripts/restore with a `mariadb` that takes the first byte and refuses the rest: why it refuses
is told, whatever becomes of what was to be sent."""
import gzip
import json
import os
import pathlib
import subprocess
import tempfile

from viaja_process import check, check_equal

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIENT = '''#!/bin/sh
case "$*" in
    *--binary-mode*)
        head -c 1 >/dev/null
        echo 'ERROR 1044 (42000): Access denied' >&2
        exit 1 ;;
esac
'''
STATEMENTS = 100_000  # more than a pipe and a buffer take


def write_copy(path):
    header = {'at': '2027-02-01T10:00:00Z', 'databases': ['viaja_hotel'], 'server': '11.8'}
    with gzip.open(path, 'wt', encoding='utf-8') as file:
        file.write(f'-- viaja copy {json.dumps(header)}\n')
        file.write('-- Current Database: `viaja_hotel`\n')
        file.writelines(f'INSERT INTO units VALUES ({number});\n' for number in range(STATEMENTS))
        file.write('-- Dump completed\n')


def story(folder):
    for name in ('mariadb', 'mysql'):
        (folder / name).write_text(CLIENT, encoding='utf-8')
        (folder / name).chmod(0o755)
    write_copy(folder / 'copy')
    done = subprocess.run([ROOT / 'scripts' / 'restore', folder / 'copy'], capture_output=True,
                          text=True, check=False, timeout=50,
                          env={**os.environ, 'PATH': f'{folder}:{os.environ["PATH"]}'})
    check_equal(done.returncode, 1, f'{done.stderr}; the status')
    check('did not take' in done.stderr and 'Access denied' in done.stderr, done.stderr)


with tempfile.TemporaryDirectory(prefix='viaja-copy-') as name:
    story(pathlib.Path(name))
