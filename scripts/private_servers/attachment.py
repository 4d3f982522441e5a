"""Servers for one test program: they start in a temporary folder and obey commands.

The program at the other end writes each command as a line, a JSON list of words as on the command
line of scripts/servers without the folder, and reads an answer, {"text": …} or {"error": …}. The
first answer, to no command, is the folder. When the program has ended, however it did, the servers
are killed and the folder is removed: so start this with `setsid --fork`, out of reach of what kills
the program.
"""
import json
import os
import shutil
import signal
import sys
import tempfile

from private_servers.folder import ServerFolder
from private_servers.terminal import Failure

QUICK_CONSOLE_MS = 200


def attach(words, perform):
    """Serves standard input. The words are names of servers, or --quick-console: RabbitMQ's console
    is up to date within a moment; or --carriers=G3,W0: these get a user and a schema too; or
    --suppliers=cars: these get a user at RabbitMQ; or --shards=2: of sessions beside shard 0; or
    --tls: they take connections with TLS alone.
    perform(folder, words) is a command's text."""
    names = [word for word in words if not word.startswith('--')]
    carriers = [word.partition('=')[2] for word in words if word.startswith('--carriers=')]
    suppliers = [word.partition('=')[2] for word in words if word.startswith('--suppliers=')]
    shards = [word.partition('=')[2] for word in words if word.startswith('--shards=')]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Not SIG_IGN, which the servers would inherit.
        signal.signal(number, lambda *_: None)
    os.environ['VIAJA_CARRIERS'] = ','.join(carriers)  # the terminal's are not the program's
    os.environ['VIAJA_SUPPLIERS'] = ','.join(suppliers)
    os.environ['VIAJA_SHARDS'] = ''.join(shards)
    path = tempfile.mkdtemp(prefix='viaja-servers-')
    quick = '--quick-console' in words
    folder = ServerFolder(path, statistics_ms=QUICK_CONSOLE_MS if quick else None)

    def start():
        folder.start(names, any_port=True, report=lambda line: None, tls='--tls' in words)
        return folder.path

    try:
        _answer(start)
        for line in sys.stdin:
            _answer(lambda: perform(folder, json.loads(line)))
    finally:
        try:
            folder.kill_all()
        finally:
            shutil.rmtree(path, ignore_errors=True)


def _answer(work):
    try:
        answer = {'text': work()}
    except Failure as failure:
        answer = {'error': str(failure)}
    try:
        print(json.dumps(answer), flush=True)
    except BrokenPipeError:
        pass  # the program has ended; so will standard input
