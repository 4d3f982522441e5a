"""The program `viaja` as travellers run it: in pipes, and by pexpect at a terminal of 80 × 24.

Each traveller has a folder of their own for what is kept, so that two of them are two machines.
"""
import json
import os
import resource
import stat
import subprocess
import sys
import tempfile

import pexpect

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'system'))
from viaja_process import check, check_equal  # noqa: E402  (the path stands above)

WAIT_SECONDS = 60
CARD_TOKENS = ('tok_ok', 'tok_insufficient_funds', 'tok_do_not_honor', 'tok_slow_3s')


class Result:
    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors

    def json(self):
        return json.loads(self.output)

    def __str__(self):
        return f'exit {self.code}\noutput: {self.output}\nerrors: {self.errors}'


class Traveller:
    def __init__(self, program, url, folder):
        self.program, self.url, self.folder = program, url, folder
        self.seen = ''  # all that was printed, by every run

    def environment(self, **more):
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(('VIAJA_', 'LC_')) and name not in ('LANG', 'NO_COLOR')}
        return {**kept, 'LANG': 'C.UTF-8', 'TERM': 'xterm-256color', 'VIAJA_URL': self.url,
                'XDG_STATE_HOME': self.folder, **more}

    def begin(self, *words, file_bytes_max=None, **more):
        """A process in pipes, to be killed or waited for."""
        def limit():
            if file_bytes_max is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes_max, file_bytes_max))
        return subprocess.Popen([self.program, *words], env=self.environment(**more),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, preexec_fn=limit)

    def run(self, *words, **more):
        process = self.begin(*words, **more)
        output, errors = process.communicate(timeout=WAIT_SECONDS)
        self.seen += output + errors
        return Result(process.returncode, output, errors)

    def expect(self, code, *words, **more):
        result = self.run(*words, **more)
        check(result.code == code, f'viaja {" ".join(words)}: {code} is expected; {result}')
        return result

    def at_terminal(self, *words, **more):
        return pexpect.spawn(self.program, list(words), env=self.environment(**more),
                             dimensions=(24, 80), encoding='utf-8', timeout=WAIT_SECONDS)

    def trip_file(self):
        return os.path.join(self.folder, 'viaja', 'trip.json')

    def kept(self):
        with open(self.trip_file(), encoding='utf-8') as file:
            return json.load(file)

    def check_secrets(self, tokens=CARD_TOKENS):
        """What was printed names no token; what is kept is the traveller's alone."""
        for token in (*tokens, self.kept()['token']):
            check(not token or token not in self.seen, f'a token was printed: {token[:8]}…')
        check_equal(stat.S_IMODE(os.stat(self.trip_file()).st_mode), 0o600, 'mode of the trip')


def travellers(viaja, url=None):
    """Makes a new traveller at each call, with a folder below that of the Viaja under test."""
    def make(at=url or f'http://127.0.0.1:{viaja.port()}'):
        return Traveller(viaja.program, at, tempfile.mkdtemp(prefix='traveller-', dir=viaja.folder))
    return make


def payments_of(client, session):
    """The attempts to pay of a session, as operators see them."""
    answer = client.call('GET', f'/v1/operator/sessions/{session}')
    check_equal(answer.status, 200, 'the status of the operator\'s view')
    return answer.json()['payments']


def end_of(child):
    """The exit code of a program at a terminal that has nothing more to ask."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus
