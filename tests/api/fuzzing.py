"""Runs Schemathesis against a Viaja: requests by the schema alone, then trips along its links.

Python of build/venv, which tests/in_venv.py makes.
"""
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SYSTEM = os.path.join(HERE, '..', 'system')
sys.path.insert(0, SYSTEM)
from viaja_process import check, check_equal  # noqa: E402  (the path stands above)

SCHEMA = os.path.join(HERE, '..', '..', 'docs', 'openapi.yaml')
# A stream does not end: tests/services and tests/system follow it.
WITHOUT_STREAM = '--exclude-operation-id=followSession'
# tests/api/CMakeLists.txt adds these up to the time that ctest gives.
SECONDS_MORE = 60  # for a run to end by itself
REQUESTS_SECONDS_MAX = 600
ROUNDS_MAX = 4
FINDING_LINES = 30  # .ci/failures.py shows the last 40 of a test
# What a run must have reached, or it has proved nothing.
TRIP = ('openSession 201', 'hold 201', 'swapHold 201', 'dropHold 200', 'pay 200', 'pay 402',
        'quoteCancellation 201', 'confirmCancellation 200', 'cancelSession 200', 'makeCode 201',
        'redeemCode 200')
SETTINGS = {'TEST_MODE': 1, 'HOLD_SECONDS': 10, 'IDLE_SECONDS': 10, 'PAUSE_SECONDS': 4,
            'STEP_SECONDS': 5}


def seed_of(arguments):
    """The seed given, else a new one; it is printed."""
    seed = int(arguments[0]) if arguments else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    return seed


class Fuzzing:
    """Runs against one address under one seed; `reached` counts answers by operation and status."""

    def __init__(self, url, seed):
        self.url, self.seed = url, seed
        self.reached = collections.Counter()

    def requests(self, examples):
        """Each operation by examples, boundary values and chance, right and wrong ones."""
        self.run(self.seed, REQUESTS_SECONDS_MAX, '--phases=examples,coverage,fuzzing',
                 f'--max-examples={examples}', WITHOUT_STREAM)

    def trips(self, seconds):
        """Sessions opened, held, paid and cancelled along the links, for so long; where the machine
        was too slow for a whole trip, again under the next seeds."""
        for seed in range(self.seed, self.seed + ROUNDS_MAX):
            self.run(seed, seconds + SECONDS_MORE, '--phases=stateful',
                     f'--max-time={seconds}', '--max-examples=1000', '--exclude-tag=legacy',
                     WITHOUT_STREAM)
            missing = [name for name in TRIP if not self.reached[name]]
            if not missing:
                return
        raise AssertionError(f'never answered: {missing}; answered were {dict(self.reached)}')

    def run(self, seed, seconds, *options):
        with tempfile.TemporaryDirectory(prefix='viaja-fuzzing-') as folder:
            reached = os.path.join(folder, 'reached')
            environment = {**os.environ, 'PYTHONPATH': f'{HERE}:{SYSTEM}',
                           'PYTHONDONTWRITEBYTECODE': '1',
                           'SCHEMATHESIS_HOOKS': 'live_sessions', 'VIAJA_FUZZ_URL': self.url,
                           'VIAJA_FUZZ_SEED': str(seed), 'VIAJA_FUZZ_REACHED': reached}
            command = [sys.executable, '-m', 'schemathesis.cli', '--no-color',
                       f'--config-file={HERE}/schemathesis.toml', 'run', SCHEMA,
                       f'--url={self.url}', f'--seed={seed}', *options]
            report, passed = report_of(command, environment, folder, seconds)
            print(report, flush=True)
            check(passed, f'under the seed {seed}:\n{findings_of(report)}')
            with open(reached, encoding='utf-8') as file:
                self.reached.update(json.load(file))


def report_of(command, environment, folder, seconds):
    """What it printed, and whether it ended by itself, with success."""
    try:
        done = subprocess.run(command, env=environment, cwd=folder, timeout=seconds, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.stdout.decode(errors='replace'), done.returncode == 0
    except subprocess.TimeoutExpired as error:
        report = (error.output or b'').decode(errors='replace')
        return f'{report}\nIt did not end within {seconds} s.', False


def findings_of(report):
    """The part of Schemathesis's report that tells what was wrong, cut to the end of a log; of a
    report without one, its end."""
    found = re.search(r'^=+ (?:FAILURES|ERRORS) =+\n(.*?)^=+ SUMMARY =+$', report, re.M | re.S)
    lines = (found[1] if found else report).splitlines()
    return '\n'.join(lines[:FINDING_LINES] if found else lines[-FINDING_LINES:])


def check_no_bug(said):
    """Nothing that the service itself calls an error has been logged."""
    errors = [line for line in said.splitlines() if '"level":"error"' in line]
    check_equal(errors, [], 'errors in the log')


def check_no_dead_letter(client):
    answer = client.call('GET', '/v1/operator/dead-letters')
    check_equal(answer.json()['dead_letters'], [], 'dead letters')
