"""Viaja on RabbitMQ, MySQL and Redis: a process for each service and carrier, and two replicas of
session-service.
"""
import os
import re

from local_services.waiting import (DATA, POLL_SECONDS, ROOT, Progress, end_of_log, last_line,
                                    note_start, readiness, refuse_taken_port, wanted_port)
from private_servers.accounts import DEMO_CARRIERS
from private_servers.folder import ServerFolder, in_parallel
from private_servers.ports import Ports
from private_servers.processes import RecordedProcess, port_is_taken
from private_servers.terminal import Failure, good, heading

FOLDER = os.path.join(DATA, 'real')
START_SECONDS = 120  # for all of them: the first time each loads its catalogue
STOP_SECONDS = 15
# The other processes get ports from ten further on than the first.
LARGEST_PORT = 65000
# Settings that would make a service look elsewhere than at the servers of this folder.
NOT_INHERITED = ('VIAJA_RABBITMQ_PASSWORD_FILE', 'VIAJA_MYSQL_PASSWORD_FILE',
                 'VIAJA_REDIS_PASSWORD_FILE', 'VIAJA_RABBITMQ_VHOST', 'VIAJA_EXCHANGE',
                 'VIAJA_GATEWAY_DATABASE',
                 *(f'VIAJA_{server}_TLS_{file}' for server in ('RABBITMQ', 'MYSQL', 'REDIS')
                   for file in ('CA', 'CERTIFICATE', 'KEY')))


class Service:
    """A process by its name: session-1, hotel, event, flight-I0."""

    def __init__(self, name):
        self.title = self.name = name
        self.log = os.path.join(FOLDER, 'logs', name + '.log')
        self.process = RecordedProcess(os.path.join(FOLDER, 'services', name + '.process'))

    def is_up(self):
        return self.process.pid() is not None

    def account(self):
        """flight-I0 is flight.I0 on the bus; replicas of session-service share an account."""
        return 'session' if self.name.startswith('session-') else self.name.replace('-', '.')

    def command(self):
        program, _, rest = self.name.partition('-')
        path = os.path.join(ROOT, 'build', 'release', f'{program}-service', f'{program}-service')
        return [path, *(['--carrier', rest] if program == 'flight' else [])]

    def start(self, port, variables):
        note_start(self.log, './run --real starts it')
        os.makedirs(os.path.dirname(self.process.path), exist_ok=True)
        inherited = {name: value for name, value in os.environ.items()
                     if name not in NOT_INHERITED}
        self.process.start(self.command(), self.log,
                           environment={**inherited, **variables, 'VIAJA_PORT': str(port)})


def carriers():
    text = os.environ.get('VIAJA_CARRIERS') or ','.join(DEMO_CARRIERS)
    if not re.fullmatch('[A-Z0-9]{2}(,[A-Z0-9]{2})*', text):
        raise Failure(f'VIAJA_CARRIERS is "{text}"; it must be carriers\' codes such as I0,8G.')
    return text.split(',')


class Real:
    def __init__(self):
        # Of all services that were ever started here, by name.
        self.ports = Ports(os.path.join(FOLDER, 'http-ports'))

    def wanted(self):
        """The services that ./run --real starts, those that travellers talk to first."""
        return [Service(name) for name in ['session-1', 'session-2', 'hotel', 'payment', 'event',
                                           *[f'flight-{code}' for code in carriers()]]]

    @staticmethod
    def started():
        """All that were ever started here and not stopped, with other carriers too."""
        try:
            files = sorted(os.listdir(os.path.join(FOLDER, 'services')))
        except FileNotFoundError:
            return []
        return [Service(file.removesuffix('.process')) for file in files
                if file.endswith('.process')]

    @staticmethod
    def servers():
        return ServerFolder(FOLDER, create=True)

    def is_up(self):
        """Whether anything that ./run --real started still runs."""
        if not os.path.isdir(FOLDER):
            return False
        servers = self.servers()
        return (any(service.is_up() for service in self.started())
                or any(server.process.pid() for server in servers.servers.values())
                or servers.rabbitmq.epmd.pid() is not None)

    def is_complete(self):
        return (os.path.isdir(FOLDER) and all(service.is_up() for service in self.wanted())
                and self.servers().status()[1])

    def url(self, name):
        return f'http://localhost:{self.ports[name]}'

    # --- start and stop ------------------------------------------------------------------------

    def check_start(self):
        os.makedirs(FOLDER, exist_ok=True)
        self._choose_ports()

    def _choose_ports(self):
        """The first port and the one after it for session-service, which travellers are told about;
        for the others, free ones from ten further on. Processes that run keep theirs."""
        first = wanted_port(LARGEST_PORT)
        chosen, names = {}, {service.name: service for service in self.wanted() + self.started()}
        following = first + 10
        for name, service in names.items():
            if service.is_up():
                chosen[name] = self.ports[name]
            elif name.startswith('session-'):
                chosen[name] = first + int(name.removeprefix('session-')) - 1
                refuse_taken_port(chosen[name], ' --real')
            else:
                while port_is_taken(following) or following in chosen.values():
                    following += 1
                chosen[name] = following
        self.ports.replace(chosen)

    def start(self):
        """Returns when all of it is ready."""
        servers = self.servers()
        heading('Starting RabbitMQ, MySQL and Redis …')
        try:
            servers.start()
        except Failure as failure:
            self.stop()
            raise Failure(f'{failure}\nViaja cannot start without them.') from None
        wanted = self.wanted()
        try:
            servers.rabbitmq.remove_queues_of_another_type(
                os.environ.get('VIAJA_RABBITMQ_QUEUES') or 'classic')
            self._choose_ports()
            heading(f'Starting {len(wanted)} processes of Viaja …')
            for service in wanted:
                if not service.is_up():
                    service.start(self.ports[service.name], servers.environment(service.account()))
        except (Failure, OSError):
            self.stop()
            raise
        self._wait_until_ready(wanted)
        good(f'Viaja is up: {self.url("session-1")} and {self.url("session-2")}')

    def _wait_until_ready(self, services):
        progress, waiting = Progress(START_SECONDS, 3), list(services)
        while waiting:
            for service in waiting:
                if not service.is_up():
                    raise self._failed(service, 'ended while it was starting')
            first = waiting[0]
            if readiness(self.ports[first.name])[0]:
                waiting.pop(0)
                continue
            if progress.is_over():
                raise self._failed(first, f'was not ready within {START_SECONDS} s')
            progress.say(lambda service=first: f'{service.name}: {last_line(service.log, 100)}')
            first.process.wait(POLL_SECONDS)

    def _failed(self, service, problem):
        log = end_of_log(service.log)
        self.stop()
        return Failure(f'\n{log}{service.name} {problem}; the end of its log stands above. '
                       'Everything has been stopped.')

    def stop(self):
        """Services first, so that they can finish what they accepted; then the servers. What is
        killed loses nothing that it promised."""
        def end(service):
            if not service.process.end(STOP_SECONDS):
                print(f'{service.name} did not end within {STOP_SECONDS} s and was killed.')

        failures = in_parallel(self.started(), end)
        if os.path.isdir(FOLDER):
            self.servers().stop(report=print)
        if failures:
            raise Failure('\n'.join(map(str, failures)))

    # --- what there is -------------------------------------------------------------------------

    def print_status(self):
        """False if a part is down or not ready."""
        heading('Viaja runs on RabbitMQ, MySQL and Redis:')
        all_ready = True
        for name, port in self.ports.items():
            state, ready = self._state(Service(name), port)
            all_ready = all_ready and ready
            print(f'  {name:<12} {self.url(name):<24} {state}')
        lines, all_up = self.servers().status()
        print('\n'.join(lines))
        return all_ready and all_up

    @staticmethod
    def _state(service, port):
        pid = service.process.pid()
        if pid is None:
            return 'down', False
        if readiness(port)[0]:
            return f'process {pid}, ready', True
        text = readiness(port, verbose=True)[1] or f'no answer; ./run logs {service.name}'
        return f'process {pid}, not ready: {" ".join(text.split())[:300]}', False

    def logs(self, name):
        """Of one service, or of all; a Failure that says which there are."""
        folder = os.path.join(FOLDER, 'logs')
        files = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        if not files:
            raise Failure('There is no log yet; ./run --real starts Viaja.')
        if name and name + '.log' not in files:
            there_are = ' '.join(file.removesuffix('.log') for file in files)
            raise Failure(f'There is no log of "{name}"; there are: {there_are}')
        return [os.path.join(folder, file) for file in files if name in ('', file[:-len('.log')])]
