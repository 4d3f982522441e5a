"""Viaja as processes on real servers, for measuring: what `./run --real` starts, in a folder of
its own and on free ports. Python's standard library only.
"""
import json
import os
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CARRIERS = ['I0', '8G', 'J0', 'P1', '9B', 'A0']
START_SECONDS = 90
STOP_SECONDS = 15
_UP = re.compile(r'"http":"(?:http://)?([0-9.]+:[0-9]+)"')


class Failed(Exception):
    """A sentence for the person who measures."""


def script(*words):
    """What scripts/servers prints."""
    done = subprocess.run([os.path.join(ROOT, 'scripts', 'servers'), *words], check=False,
                          stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Failed(f'scripts/servers {" ".join(words)} ended with {done.returncode}')
    return done.stdout


def environment_of(folder, service):
    """This process's variables without its own VIAJA_ ones, and those of a service."""
    variables = {name: value for name, value in os.environ.items()
                 if not name.startswith('VIAJA_')}
    for line in script('environment', folder, service).splitlines():
        name, _, value = line.partition('=')
        variables[name] = value
    return variables


def text_of(url):
    with urllib.request.urlopen(url, timeout=5) as response:
        return response.read().decode()


class Process:
    """One service; `name` is also the name under which its CPU time is counted."""

    def __init__(self, name, command, variables, folder):
        self.name, self.address = name, None
        self.log = os.path.join(folder, f'{name}-{len(os.listdir(folder))}.log')
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(command, env={**variables, 'VIAJA_PORT': '0'},
                                            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)

    def wait_until_ready(self, deadline):
        while True:
            if self.process.poll() is not None or time.monotonic() > deadline:
                with open(self.log, encoding='utf-8', errors='replace') as log:
                    end = ''.join(log.readlines()[-8:])
                raise Failed(f'{self.name} did not start; the end of its log:\n{end}')
            if self._is_ready():
                return
            time.sleep(0.1)

    def _is_ready(self):
        with open(self.log, encoding='utf-8', errors='replace') as log:
            found = _UP.search(log.read())
        if not found:
            return False
        self.address = 'http://' + found[1]
        try:
            text_of(self.address + '/readyz')
            return True
        except urllib.error.URLError:
            return False

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Services:
    """The servers and one process for each service and carrier. Use it in a `with`."""

    def __init__(self, build, replicas):
        self.build, self.replicas = build, replicas
        self.folder = tempfile.mkdtemp(prefix='viaja-bench-')
        self.servers = os.path.join(self.folder, 'servers')
        self.processes = []

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.stop()
        if os.path.isdir(self.servers):
            script('stop', self.servers)

    def _start(self):
        script('start', self.servers, '--any-port')
        for carrier in CARRIERS:
            self._begin('flights', 'flight-service', f'flight.{carrier}', '--carrier', carrier)
        self._begin('hotel', 'hotel-service', 'hotel')
        self._begin('payment', 'payment-service', 'payment')
        for _ in range(self.replicas):
            self._begin('session', 'session-service', 'session')
        deadline = time.monotonic() + START_SECONDS
        for process in self.processes:
            process.wait_until_ready(deadline)

    def _begin(self, name, program, service, *arguments):
        path = os.path.join(self.build, program, program)
        logs = os.path.join(self.folder, 'logs')
        os.makedirs(logs, exist_ok=True)
        self.processes.append(Process(name, [path, *arguments],
                                      environment_of(self.servers, service), logs))

    def urls(self):
        return [process.address for process in self.processes if process.name == 'session']

    def watched_servers(self):
        """"NAME=PID" of the servers."""
        lines = script('status', self.servers, '--ports').splitlines()
        fields = [line.split() for line in lines]
        return [f'{name}={pid}' for name, _, pid in fields if name != 'console']

    def watched_services(self):
        return [f'{process.name}={process.process.pid}' for process in self.processes]

    def metrics(self):
        """Sums of the counters of all services, by name."""
        sums = {}
        for process in self.processes:
            for line in text_of(process.address + '/metrics').splitlines():
                if line.startswith('viaja_'):
                    name, _, value = line.rpartition(' ')
                    name = name.partition('{')[0]
                    sums[name] = sums.get(name, 0) + float(value)
        return sums

    def mysql(self, statement):
        """Rows that the administrator gets, as lists of texts."""
        variables = environment_of(self.servers, 'tests')
        done = subprocess.run(
            ['mariadb', '--no-defaults', '-h', variables['VIAJA_MYSQL_HOST'],
             '-P', variables['VIAJA_MYSQL_PORT'], '-u', variables['VIAJA_MYSQL_USER'],
             f'-p{variables["VIAJA_MYSQL_PASSWORD"]}', '-N', '-B', '-e', statement],
            check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f'MySQL refused "{statement}": {done.stderr.strip()}')
        return [line.split('\t') for line in done.stdout.splitlines()]

    def mysql_counters(self):
        return {name: float(value) for name, value in self.mysql('SHOW GLOBAL STATUS')
                if re.fullmatch(r'[0-9]+', value)}

    def run_program(self, program, *arguments):
        """The JSON report of viaja_load or viaja_floor; None where it was to print none."""
        folder = 'load' if program == 'viaja_load' else 'floor'
        path = os.path.join(self.build, 'bench', folder, program)
        done = subprocess.run([path, '--json', *arguments], check=False, cwd=ROOT,
                              env=environment_of(self.servers, 'tests'),
                              stdout=subprocess.PIPE, text=True)
        if done.returncode not in (0, 1):
            raise Failed(f'{program} ended with {done.returncode}')
        return json.loads(done.stdout) if done.stdout else None
