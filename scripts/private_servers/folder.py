"""The servers of one folder: started, stopped and, for tests, broken."""
import contextlib
import fcntl
import os
import re
import shutil
import signal
import threading
import time

from private_servers.accounts import DEMO_CARRIERS, Accounts, login, schemas
from private_servers.certificates import Certificates
from private_servers.mysql import MySql
from private_servers.ports import Ports
from private_servers.processes import holder_of_port, port_is_taken
from private_servers.rabbitmq import RabbitMq
from private_servers.redis import Redis
from private_servers.terminal import Failure, quiet

LOCK_SECONDS = 180
STOP_SECONDS = 40
EPMD_SECONDS = 5
POLL_SECONDS = 0.05
# A killed process lets go of its port a moment after its end.
FREE_PORT_SECONDS = 5
# A frozen one goes on until its threads are interrupted.
FROZEN_SECONDS = 10


def wanted_carriers():
    """The demo's and those of VIAJA_CARRIERS, each once."""
    text = os.environ.get('VIAJA_CARRIERS', '')
    more = [code for code in text.split(',') if code]
    if not all(re.fullmatch('[A-Z0-9]{2}', code) for code in more):
        raise Failure(f'VIAJA_CARRIERS is "{text}"; it must be codes of two letters or digits.')
    return tuple(dict.fromkeys([*DEMO_CARRIERS, *more]))


def wanted_suppliers():
    """Of other items: those of VIAJA_SUPPLIERS, each once."""
    text = os.environ.get('VIAJA_SUPPLIERS', '')
    names = [name for name in text.split(',') if name]
    if not all(re.fullmatch('[a-z0-9-]{1,32}', name) for name in names):
        raise Failure(f'VIAJA_SUPPLIERS is "{text}"; it must be names of small letters, digits '
                      'and "-".')
    return tuple(dict.fromkeys(names))


def wanted_shards():
    """Of sessions beside shard 0: VIAJA_SHARDS."""
    text = os.environ.get('VIAJA_SHARDS') or '0'
    if not re.fullmatch('[0-9]{1,3}', text):
        raise Failure(f'VIAJA_SHARDS is "{text}"; it must be a number below 1000.')
    return int(text)


class ServerFolder:
    """Methods raise Failure with what went wrong. Only one process at a time starts or stops
    servers in a folder; another one waits."""

    def __init__(self, path, create=False, statistics_ms=None):
        if create:
            os.makedirs(path, exist_ok=True)
        if not os.path.isdir(path):
            raise Failure(f'There is no folder {path}.')
        self.path = os.path.realpath(path)
        if re.search(r'["\\]', self.path):
            raise Failure("The folder's path must be without quotes and backslashes.")
        self.interrupted = threading.Event()
        self.ports = Ports(os.path.join(self.path, 'ports'))
        self.accounts = Accounts(wanted_carriers(), suppliers=wanted_suppliers(),
                                 shards=wanted_shards())
        self.certificates = Certificates(self.path)
        common = (self.path, self.ports, self.accounts, self.certificates)
        self.rabbitmq = RabbitMq(*common, statistics_ms=statistics_ms)
        self.servers = {server.name: server
                        for server in (self.rabbitmq, MySql(*common), Redis(*common))}

    def server(self, name):
        if name not in self.servers:
            raise Failure(f'Which one: {", ".join(self.servers)}? Not "{name or ""}".')
        return self.servers[name]

    def chosen(self, names):
        """The servers of these names; all where there are none."""
        return [self.server(name) for name in names or self.servers]

    @contextlib.contextmanager
    def locked(self):
        with open(os.path.join(self.path, 'lock'), 'ab') as file:
            deadline = time.monotonic() + LOCK_SECONDS
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise Failure('Another process has been starting or stopping servers in '
                                      f'{self.path} for {LOCK_SECONDS // 60} minutes.') from None
                    time.sleep(POLL_SECONDS)
            self.ports.read()
            yield

    # --- start and stop ------------------------------------------------------------------------

    def check_installed(self, names=()):
        missing = [server.package for server in self.chosen(names) if not server.is_installed()]
        if missing:
            raise Failure(f'Missing are Debian\'s packages: {" ".join(missing)}. '
                          './run --real installs them.')

    def start(self, names=(), any_port=False, report=print, tls=False):
        """Starts what does not run and waits until it is ready: report(line) for each server. On
        the usual ports where they are free, unless any_port. tls: with certificates, made now
        where the folder has none; it keeps them."""
        servers = self.chosen(names)
        self.check_installed(names)
        with self.locked():
            if tls:
                self.certificates.make()
            for server in servers:
                if server.process.pid() is None:
                    self._choose_ports(server, any_port)
            self.interrupted.clear()
            failures = in_parallel(servers, lambda server: self._begin(server, report),
                                   self.interrupted.set)
            if failures:
                raise Failure('\n'.join(map(str, failures)))

    def _choose_ports(self, server, any_port):
        for name, usual in server.port_names.items():
            # The epmd of a node that has ended is used again.
            if name != 'epmd' or self.rabbitmq.epmd.pid() is None:
                self.ports.choose(name, None if any_port else usual)

    def _begin(self, server, report):
        if server.process.pid() is None:
            server.prepare()
            if not self.interrupted.is_set():
                server.begin()
        deadline = time.monotonic() + server.ready_seconds
        while not self.interrupted.is_set() and not server.is_ready():
            pid = server.process.pid()
            if pid is None:
                raise server.failed('ended while it was starting')
            if time.monotonic() > deadline:
                raise server.failed(f'was not ready within {server.ready_seconds} s '
                                    f'(process {pid})')
            server.process.wait(POLL_SECONDS)
        if self.interrupted.is_set():
            return
        server.refresh()
        report(f'  {server.title:<34} {server.where()}, process {server.process.pid()}')

    def stop(self, report=quiet):
        def end(server):
            if not server.process.end(STOP_SECONDS):
                report(f'{server.title} did not end within {STOP_SECONDS} s and was killed.')

        with self.locked():
            failures = in_parallel(self.servers.values(), end)
            self.rabbitmq.epmd.end(EPMD_SECONDS)
        if failures:
            raise Failure('\n'.join(map(str, failures)))

    # --- for tests -----------------------------------------------------------------------------

    def kill(self, name):
        self.server(name).process.kill()

    def kill_all(self):
        """At once, for data that is not needed any more."""
        failures = in_parallel(self.servers.values(), lambda server: server.process.kill())
        self.rabbitmq.epmd.kill()
        if failures:
            raise Failure('\n'.join(map(str, failures)))

    def freeze(self, name):
        """Returns when all its threads stand still, which is a moment after the signal."""
        self._signal(name, signal.SIGSTOP)
        deadline = time.monotonic() + FROZEN_SECONDS
        while not self.server(name).process.is_frozen():
            if time.monotonic() > deadline:
                raise Failure(f'{name} goes on although it was frozen.')
            time.sleep(POLL_SECONDS)

    def thaw(self, name):
        self._signal(name, signal.SIGCONT)

    def _signal(self, name, number):
        if not self.server(name).process.signal(number):
            raise Failure(f'{name} does not run in {self.path}.')

    def revive(self, name):
        """Starts it again with its data and on its ports."""
        server = self.server(name)
        with self.locked():
            if server.process.pid() is not None:
                return
            for port_name in server.port_names:
                if port_name not in self.ports:
                    raise Failure(f'{name} was never started in {self.path}.')
                if port_name != 'epmd' or self.rabbitmq.epmd.pid() is None:
                    self._wait_until_free(self.ports[port_name], name)
            self._begin(server, report=lambda line: None)

    @staticmethod
    def _wait_until_free(port, name):
        deadline = time.monotonic() + FREE_PORT_SECONDS
        while port_is_taken(port):
            if time.monotonic() > deadline:
                raise Failure(f'Port {port} of {name} is taken: {holder_of_port(port)}')
            time.sleep(POLL_SECONDS)

    def wipe(self, name):
        """Ends RabbitMQ at once and removes its data."""
        if name != 'rabbitmq':
            raise Failure('Only rabbitmq can be wiped: Redis keeps nothing, and what MySQL keeps '
                          'is authoritative.')
        with self.locked():
            self.rabbitmq.process.kill()
            shutil.rmtree(self.rabbitmq.path('data'), ignore_errors=True)

    # --- what there is -------------------------------------------------------------------------

    def status(self):
        """A line for each server; whether all of them are up."""
        lines = []
        for server in self.servers.values():
            pid, state = server.process.pid(), 'down'
            if pid is not None:
                state = f'{"frozen" if server.process.is_frozen() else "up"}, process {pid}'
            where = server.where() if self._has_ports(server) else 'never started'
            lines.append(f'  {server.title:<34} {where}, {state}')
        return lines, all(server.process.pid() for server in self.servers.values())

    def _has_ports(self, server):
        return all(name in self.ports for name in server.port_names)

    def environment(self, service):
        """The variables of session, session.1, flight.I0, hotel, event, other.cars, payment,
        audit, or of tests: the administrator's."""
        if not re.fullmatch(r'tests|session(\.[0-9]+)?|hotel|event|payment|audit'
                            r'|flight\.[0-9A-Z]{2}|other\.[0-9a-z-]{1,32}', service):
            raise Failure(f'There is no service {service}; there are session, session.1, '
                          'flight.I0, hotel, event, other.cars, payment, audit, tests.')
        user = 'viaja' if service == 'tests' else service
        variables = {}

        def add(server, port_name):
            prefix = 'VIAJA_' + server.upper()
            if port_name in self.ports:
                variables.update({prefix + '_HOST': '127.0.0.1',
                                  prefix + '_PORT': str(self.ports[port_name]),
                                  prefix + '_USER': login(user, server),
                                  prefix + '_PASSWORD': self.accounts.password_of(user, server)})
                if self.certificates.are_used():
                    variables[prefix + '_TLS_CA'] = self.certificates.authority

        if service.startswith('other.'):  # it keeps its rows where it likes
            add('rabbitmq', 'amqp')
            return variables
        add('mysql', 'mysql')
        if service == 'audit':  # it reads all schemas, and nothing else
            return variables
        add('rabbitmq', 'amqp')
        if service != 'tests':
            variables['VIAJA_MYSQL_DATABASE'] = schemas(service)[0]
        # Only session-service locks; suppliers do not know Redis.
        if service == 'tests' or service in self.accounts.sessions():
            add('redis', 'redis')
        if service == 'tests' and 'console' in self.ports:
            variables['VIAJA_RABBITMQ_CONSOLE_PORT'] = str(self.ports['console'])
        return variables


def in_parallel(servers, work, abandon=None):
    """Calls work(server) for each at the same time; the Failures. Interrupted, it calls abandon(),
    which lets the work end, and waits for that; without it, the work ends with the program."""
    failures = []

    def run(server):
        try:
            work(server)
        except Failure as failure:
            failures.append(failure)
        except Exception as error:  # a mistake of the program still ends the start
            failures.append(Failure(f'{server.title}: {error!r}'))

    threads = [threading.Thread(target=run, args=(server,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        if abandon:
            abandon()
            for thread in threads:
                thread.join()
        raise
    return failures
