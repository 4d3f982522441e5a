"""Viaja as processes on real servers, for measuring: what `./run --real` starts, in a folder of
its own and on free ports. Python's standard library only.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
import test_servers  # noqa: E402  (needs the path above)
from viaja_process import Service, own_environment, wait_until  # noqa: E402

CARRIERS = ['I0', '8G', 'J0', 'P1', '9B', 'A0']
STOP_SECONDS = 15
START_SECONDS = 600  # with a large catalogue
STATEMENT_SECONDS = 60
# Of a program beside what it measures: connecting, making tables, ending.
PROGRAM_SECONDS = 120


class Failed(Exception):
    """A sentence for the person who measures."""


def build(folder, programs):
    preset = os.path.basename(folder)
    for command in (['cmake', '--preset', preset, '-DVIAJA_BENCH=ON'],
                    ['cmake', '--build', '--preset', preset, '-j2', '--target', *programs]):
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def run_within(seconds, name, command, **options):
    """The command's result with what it printed; Failed after so many seconds."""
    try:
        return subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True,
                              timeout=seconds, **options)
    except subprocess.TimeoutExpired:
        raise Failed(f'{name} has not ended within {seconds:.0f} s') from None


def run_program(build, program, arguments, seconds, environment):
    """The JSON report of viaja_load or viaja_floor, which measures for so long; None where it was
    to print none."""
    folder = 'load' if program == 'viaja_load' else 'floor'
    path = os.path.join(build, 'bench', folder, program)
    done = run_within(seconds + PROGRAM_SECONDS, program, [path, '--json', *arguments],
                      cwd=ROOT, env=environment)
    if done.returncode not in (0, 1):
        raise Failed(f'{program} ended with {done.returncode}')
    return json.loads(done.stdout) if done.stdout else None


class Embedded:
    """`viaja all` on SQLite, in a folder of its own. Use it in a `with`."""

    def __init__(self, build):
        self.build = build
        self.folder = tempfile.mkdtemp(prefix='viaja-bench-')  # of the log and the databases
        self.service = None

    def __enter__(self):
        command = [os.path.join(self.build, 'viaja', 'viaja'), 'all']
        settings = own_environment({'PORT': 0, 'DATA': os.path.join(self.folder, 'data'),
                                    'CATALOGUE': os.path.join(ROOT, 'data', 'demo')})
        self.service = Service('viaja', command, settings, os.path.join(self.folder, 'viaja.log'))
        try:
            self.service.start()
            self.service.wait_until_ready()
        except AssertionError as error:
            self.__exit__()
            raise Failed(error) from None
        return self

    def __exit__(self, *_):
        if self.service.runs():
            self.service.terminate(STOP_SECONDS)

    def urls(self):
        return [f'http://127.0.0.1:{self.service.port()}']

    def watched_servers(self):
        return []

    def watched_services(self):
        return [f'viaja={self.service.process.pid}']

    def metrics(self):
        return self.service.metrics()

    def mysql_counters(self):
        return {}

    def run_program(self, program, *arguments, seconds=0):
        return run_program(self.build, program, arguments, seconds, os.environ)


class Services:
    """The servers and one process for each service and carrier. Use it in a `with`."""

    def __init__(self, build, replicas, carriers=tuple(CARRIERS), catalogue=None, servers=None):
        """`catalogue`: the folder of the carriers' flights, if another than the demo's. `servers`
        starts them, if they are to be others than test_servers.Servers."""
        self.build, self.replicas, self.carriers = build, replicas, carriers
        self.of_flights = {'CATALOGUE': catalogue} if catalogue else {}
        self.folder = tempfile.mkdtemp(prefix='viaja-bench-')  # of logs
        self.start_servers = servers or (lambda: test_servers.Servers(
            options=['--carriers=' + ','.join(self.carriers)]))
        self.servers = None
        self.start_seconds = None  # from the start of the first service until all are ready
        self.services = {}  # by the name under which their CPU time is counted

    def __enter__(self):
        try:
            self._start()
        except BaseException as error:
            self.__exit__()
            if isinstance(error, (AssertionError, RuntimeError)):
                raise Failed(error) from None
            raise
        return self

    def __exit__(self, *_):
        for service in self._all():
            if service.runs():
                service.terminate(STOP_SECONDS)
        if self.servers:
            self.servers.close()

    def _all(self):
        return [service for services in self.services.values() for service in services]

    def _start(self):
        self.servers = self.start_servers()
        begin = time.monotonic()
        for carrier in self.carriers:
            self._begin('flights', 'flight-service', f'flight.{carrier}', '--carrier', carrier,
                        **self.of_flights)
        self._begin('hotel', 'hotel-service', 'hotel')
        self._begin('event', 'event-service', 'event')
        self._begin('payment', 'payment-service', 'payment')
        for _ in range(self.replicas):
            self._begin('session', 'session-service', 'session',
                        CARRIERS=','.join(self.carriers), **self.of_flights)
        for service in self._all():
            wait_until(service.is_up, START_SECONDS, f'"up" in the log of {service.name}')
            service.wait_until_ready()
        self.start_seconds = time.monotonic() - begin

    def _begin(self, name, program, account, *arguments, **settings):
        services = self.services.setdefault(name, [])
        command = [os.path.join(self.build, program, program), *arguments]
        log = os.path.join(self.folder, f'{name}-{len(services)}.log')
        services.append(Service(name, command, self.environment(account, PORT=0, **settings), log))
        services[-1].start()

    def environment(self, account, **settings):
        return {**own_environment(settings), **self.servers.environment(account)}

    def urls(self):
        return [f'http://127.0.0.1:{service.port()}' for service in self.services['session']]

    def watched_servers(self):
        """"NAME=PID" of the servers."""
        fields = [line.split() for line in self.servers.command('ports').split('\n')]
        return [f'{name}={pid}' for name, _, pid in fields if name != 'console']

    def watched_services(self):
        return [f'{service.name}={service.process.pid}' for service in self._all()]

    def metrics(self):
        """Sums of the counters of all services, by name."""
        sums = {}
        for service in self._all():
            for name, value in service.metrics().items():
                sums[name] = sums.get(name, 0) + value
        return sums

    def mysql(self, statement):
        """Rows that the administrator gets, as lists of texts."""
        variables = self.servers.environment('tests')
        done = run_within(
            STATEMENT_SECONDS, 'MySQL',
            ['mariadb', '--no-defaults', '-h', variables['VIAJA_MYSQL_HOST'],
             '-P', variables['VIAJA_MYSQL_PORT'], '-u', variables['VIAJA_MYSQL_USER'],
             f'-p{variables["VIAJA_MYSQL_PASSWORD"]}', '-N', '-B', '-e', statement],
            stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise Failed(f'MySQL refused "{statement}": {done.stderr.strip()}')
        return [line.split('\t') for line in done.stdout.splitlines()]

    def mysql_counters(self):
        return {name: float(value) for name, value in self.mysql('SHOW GLOBAL STATUS')
                if re.fullmatch(r'[0-9]+', value)}

    def run_program(self, program, *arguments, seconds=0):
        return run_program(self.build, program, arguments, seconds, self.environment('tests'))
