"""deploy/cluster/mysql-pair with a `mysql` that answers as this test says: a follower whose data is
whole is never overwritten because one question about it was not answered."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.fspath(ROOT / 'tests' / 'system'))
from viaja_process import check, check_equal, wait_until  # noqa: E402  (the path stands above)

# Both servers have the same transactions, of which the writer has purged some; the follower does
# not follow, and the first question what it has is not answered.
MYSQL = r'''#!/bin/bash
while (($#)); do
    case $1 in -h) server=$2 ;; -e) statements=$2 ;; esac
    shift
done
tr -s ' \n' ' ' <<<"$server: $statements" >>"$FOLDER/asked"
case $statements in
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


def paired(folder):
    """The program, with its files in that folder."""
    text = (ROOT / 'deploy' / 'cluster' / 'mysql-pair').read_text(encoding='utf-8')
    text, places = re.subn('/var/lib/mysql-pair/|/run/secrets/|/tmp/', f'{folder}/', text)
    check(places >= 5, f'mysql-pair names {places} files here, where this test knows more')
    (folder / 'mysql-pair').write_text(text, encoding='utf-8')
    return ['bash', folder / 'mysql-pair']


def story(folder):
    (folder / 'mysql').write_text('secret of root', encoding='utf-8')
    (folder / 'follower').write_text('secret of the follower', encoding='utf-8')
    (folder / 'state').write_text('mysql alone\n', encoding='utf-8')
    programs = folder / 'programs'
    programs.mkdir()
    (programs / 'mysql').write_text(MYSQL, encoding='utf-8')
    (programs / 'mysql').chmod(0o755)
    asked, said = folder / 'asked', folder / 'said'
    environment = {**os.environ, 'PATH': f'{programs}:{os.environ["PATH"]}', 'FOLDER': str(folder)}

    def was_begun():
        text = asked.read_text(encoding='utf-8') if asked.exists() else ''
        return [word for word in ('CLONE INSTANCE', 'CHANGE REPLICATION SOURCE') if word in text]

    with open(said, 'w', encoding='utf-8') as out:
        pair = subprocess.Popen([*paired(folder), 'watch'], env=environment, stderr=out,
                                stdin=subprocess.DEVNULL)
    try:
        begun = wait_until(was_begun, 60, 'mysql-2 follows again')
    finally:
        pair.kill()
        pair.wait()
    check_equal(begun, ['CHANGE REPLICATION SOURCE'], 'what was asked of mysql-2')
    told = said.read_text(encoding='utf-8')
    check('mysql-2 does not say what it has: Lost connection' in told, told)


with tempfile.TemporaryDirectory(prefix='viaja-mysql-pair-') as name:
    story(pathlib.Path(name))
