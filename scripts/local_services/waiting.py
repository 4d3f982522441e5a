"""What a person sees while a process starts, and the port it starts on."""
import http.client
import os
import re
import time
import urllib.error
import urllib.request

from private_servers.processes import holder_of_port, port_is_taken
from private_servers.server import text_of
from private_servers.terminal import Failure, quiet

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, '.viaja')
ANSWER_SECONDS = 2
POLL_SECONDS = 0.2


def shown(path):
    """A file's path as a person at the project's root would write it."""
    return os.path.relpath(path, ROOT)


def end_of_log(path, lines=20):
    text = '\n'.join('  ' + line for line in text_of(path).rstrip().split('\n')[-lines:])
    return f'The end of {shown(path)}:\n{text}\n'


def last_line(path, columns):
    return text_of(path).rstrip().rpartition('\n')[2][:columns]


def note_start(path, sentence):
    """A line in the log that shows where a run begins."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'a', encoding='utf-8') as log:
        log.write(f'{time.strftime("%FT%TZ", time.gmtime())} {sentence}\n')


def readiness(port, verbose=False):
    """Whether the process on the port is ready, and what it answers: None if it does not."""
    url = f'http://localhost:{port}/readyz' + ('?verbose' if verbose else '')
    try:
        try:
            with urllib.request.urlopen(url, timeout=ANSWER_SECONDS) as response:
                return True, response.read().decode()
        except urllib.error.HTTPError as error:
            return False, error.read().decode()
    except (OSError, http.client.HTTPException, UnicodeDecodeError):
        return False, None


class Progress:
    """Says every few seconds what is waited for, and ends after a limit."""

    def __init__(self, limit, every):
        self.begin, self.limit, self.every = time.monotonic(), limit, every
        self.said = 0

    def is_over(self):
        return time.monotonic() - self.begin >= self.limit

    def say(self, text):
        """text() is the rest of the line."""
        waited = int(time.monotonic() - self.begin)
        if waited >= self.said + self.every:
            self.said = waited
            quiet(f'  starting, {waited} s: {text()}')


def wanted_port(largest):
    text = os.environ.get('VIAJA_PORT', '8080')
    if not re.fullmatch('[1-9][0-9]{0,4}', text) or int(text) > largest:
        raise Failure(f'VIAJA_PORT is "{text}"; it must be a number from 1 to {largest}.')
    return int(text)


def refuse_taken_port(port, option=''):
    if port_is_taken(port):
        holder = holder_of_port(port)
        raise Failure(f'Port {port} is taken{f" by {holder}" if holder else ""}. End that program, '
                      f'or choose another port: VIAJA_PORT={port + 1} ./run{option}')
