"""scripts/restore with a `mariadb` that takes the first byte and refuses the rest: why it refuses
is told, whatever becomes of what was to be sent. scripts/backup with a `mariadb-dump` that fails,
or does not end: nothing is left of the copy."""
import gzip
import json
import os
import pathlib
import signal
import subprocess
import tempfile

from viaja_process import check, check_equal, wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIENT = '''#!/bin/sh
case "$*" in
    *--binary-mode*)
        head -c 1 >/dev/null
        echo 'ERROR 1044 (42000): Access denied' >&2
        exit 1 ;;
    *"SHOW DATABASES"*) echo viaja_hotel ;;
    *"VERSION()"*) echo 11.8-MariaDB ;;
esac
'''
DUMP = '''#!/bin/sh
case "$*" in
    *--version*) echo MariaDB ;;
    *) echo 'INSERT INTO travellers'; cat "$(dirname "$0")/end" >&2; exit 2 ;;
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


def environment(folder):
    return {**os.environ, 'PATH': f'{folder}:{os.environ["PATH"]}'}


def check_restore(folder):
    write_copy(folder / 'copy')
    done = subprocess.run([ROOT / 'scripts' / 'restore', folder / 'copy'], capture_output=True,
                          text=True, check=False, timeout=50, env=environment(folder))
    check_equal(done.returncode, 1, f'{done.stderr}; the status')
    check('did not take' in done.stderr and 'Access denied' in done.stderr, done.stderr)


def check_nothing_is_left(folder):
    left = [path.name for path in folder.iterdir() if path.name.startswith('new')]
    check_equal(left, [], 'files of a copy that was not made')


def check_backup(folder):
    (folder / 'end').write_text('Table is gone', encoding='utf-8')
    done = subprocess.run([ROOT / 'scripts' / 'backup', folder / 'new'], capture_output=True,
                          text=True, check=False, timeout=50, env=environment(folder))
    check_equal(done.returncode, 1, f'{done.stderr}; the status')
    check('was not copied: Table is gone' in done.stderr, done.stderr)
    check_nothing_is_left(folder)


def check_stopped_backup(folder):
    """Told to end while the dump program waits for the end of a pipe."""
    (folder / 'end').unlink()
    os.mkfifo(folder / 'end')
    with subprocess.Popen([ROOT / 'scripts' / 'backup', folder / 'new'], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, env=environment(folder)) as process:
        with open(folder / 'end', 'w', encoding='utf-8'):  # when the dump program reads
            wait_until((folder / 'new.unfinished').exists, 20, 'the copy is begun')
            process.send_signal(signal.SIGTERM)
            wait_until(lambda: not (folder / 'new.unfinished').exists(), 20, 'it is gone')
        check_equal(process.wait(20), 128 + signal.SIGTERM, 'the status')
    check_nothing_is_left(folder)


def story(folder):
    for name, text in (('mariadb', CLIENT), ('mysql', CLIENT), ('mariadb-dump', DUMP)):
        (folder / name).write_text(text, encoding='utf-8')
        (folder / name).chmod(0o755)
    check_restore(folder)
    check_backup(folder)
    check_stopped_backup(folder)


with tempfile.TemporaryDirectory(prefix='viaja-copy-') as name:
    story(pathlib.Path(name))
