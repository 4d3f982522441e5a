"""deploy/cluster/mysql-pair with a `mysql` that answers as this test says: a follower whose data is
whole is never overwritten because one question about it was not answered, and a writer that was
started again is promoted away only when the follower has what that one committed at its start."""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.fspath(ROOT / 'tests' / 'system'))
from viaja_process import check, check_equal, wait_until  # noqa: E402  (the path stands above)

MYSQL = r'''#!/bin/bash
while (($#)); do
    case $1 in -h) server=$2 ;; -e) statements=$2 ;; esac
    shift
done
tr -s ' \n' ' ' <<<"$server: $statements" >>"$FOLDER/asked"
case $statements in
'''
# Both servers have the same transactions, of which the writer has purged some; the follower does
# not follow, and the first question what it has is not answered.
SILENT_ONCE = MYSQL + r'''
    'SELECT @@GLOBAL.super_read_only') [[ $server == mysql ]] && echo 0 || echo 1 ;;
    'SELECT @@GLOBAL.gtid_executed')
        if mkdir "$FOLDER/was-silent" 2>/dev/null; then
            echo 'Lost connection to MySQL server' >&2
            exit 1
        fi
        echo '0198c0de-0000-7000-8000-000000000001:1-9' ;;
    *"GTID_SUBSET('0198c0de"*) echo 1 ;;
    *GTID_SUBSET*|'SELECT COUNT'*) echo 0 ;;
esac
'''
# The writer has just started, read-only, with a commit that the follower, which is connected, has
# when the file `has-all` is there.
STARTED_AGAIN = MYSQL + r'''
    'SELECT @@GLOBAL.super_read_only')
        [[ $server == mysql && -e $FOLDER/state-at-opening ]] && echo 0 || echo 1 ;;
    *'super_read_only = OFF'*)
        cp "$FOLDER/state" "$FOLDER/state-then"
        mv "$FOLDER/state-then" "$FOLDER/state-at-opening" ;;
    'SELECT @@GLOBAL.gtid_executed') echo '0198c0de-0000-7000-8000-000000000001:1-9' ;;
    *GTID_SUBSET*) [[ -e $FOLDER/has-all ]] && echo 1 || echo 0 ;;
    'SELECT COUNT'*) echo 1 ;;
esac
'''


def paired(folder):
    """The program, with its files in that folder."""
    text = (ROOT / 'deploy' / 'cluster' / 'mysql-pair').read_text(encoding='utf-8')
    text, places = re.subn('/var/lib/mysql-pair/|/run/secrets/|/tmp/', f'{folder}/', text)
    check(places >= 5, f'mysql-pair names {places} files here, where this test knows more')
    (folder / 'mysql-pair').write_text(text, encoding='utf-8')
    return ['bash', folder / 'mysql-pair']


def environment_in(folder, mysql, state):
    """The environment of a mysql-pair that has written down `state`, and asks that `mysql`."""
    (folder / 'mysql').write_text('secret of root', encoding='utf-8')
    (folder / 'follower').write_text('secret of the follower', encoding='utf-8')
    (folder / 'state').write_text(f'{state}\n', encoding='utf-8')
    programs = folder / 'programs'
    programs.mkdir()
    (programs / 'mysql').write_text(mysql, encoding='utf-8')
    (programs / 'mysql').chmod(0o755)
    return {**os.environ, 'PATH': f'{programs}:{os.environ["PATH"]}', 'FOLDER': str(folder)}


@contextlib.contextmanager
def watching(folder, environment):
    with open(folder / 'said', 'w', encoding='utf-8') as out:
        pair = subprocess.Popen([*paired(folder), 'watch'], env=environment, stderr=out,
                                stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        pair.kill()
        pair.wait()


def keeps_a_silent_follower(folder):
    asked = folder / 'asked'

    def was_begun():
        text = asked.read_text(encoding='utf-8') if asked.exists() else ''
        return [word for word in ('CLONE INSTANCE', 'CHANGE REPLICATION SOURCE') if word in text]

    with watching(folder, environment_in(folder, SILENT_ONCE, 'mysql alone')):
        begun = wait_until(was_begun, 60, 'mysql-2 follows again')
    check_equal(begun, ['CHANGE REPLICATION SOURCE'], 'what was asked of mysql-2')
    told = (folder / 'said').read_text(encoding='utf-8')
    check('mysql-2 does not say what it has: Lost connection' in told, told)


def keeps_what_a_writer_committed_at_its_start(folder):
    environment = environment_in(folder, STARTED_AGAIN, 'mysql together')
    state, at_opening = folder / 'state', folder / 'state-at-opening'
    with watching(folder, environment):
        wait_until(at_opening.exists, 60, 'the writer is opened again')
        check_equal(at_opening.read_text(encoding='utf-8'), 'mysql joining\n',
                    'what is written down when services can read the commit')
        promoted = subprocess.run(['bash', folder / 'mysql-pair', 'promote'], env=environment,
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=60, check=False)
        check_equal(promoted.returncode, 1, f'promote of a follower without it: {promoted.stderr}')
        check('mysql-2 may lack what mysql has committed' in promoted.stderr, promoted.stderr)
        (folder / 'has-all').touch()
        wait_until(lambda: state.read_text(encoding='utf-8') == 'mysql together\n', 60,
                   'the follower has it, which is written down')


for story in (keeps_a_silent_follower, keeps_what_a_writer_committed_at_its_start):
    with tempfile.TemporaryDirectory(prefix='viaja-mysql-pair-') as name:
        story(pathlib.Path(name))
