"""RabbitMQ, MySQL, Redis and a process for each service and replica, of a test's own.

A test is a script that gets the build folder and calls run(); it fails by an exception. Without the
servers' packages it ends with 77, which CTest shows as skipped.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

import mysql_store
import settled_books
from console import Console
from mysql_store import MysqlStore
from real_services import Replica, Replicas, Service
from viaja_process import check

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVERS = os.path.join(ROOT, 'scripts', 'servers')
SKIPPED = 77
CARRIERS = ('I0', 'J0')
# Ends the servers when the test is gone, however it went: then its pipe closes.
GUARDIAN = 'cat >/dev/null; [ ! -d "$1/servers" ] || "$0" stop "$1/servers"; rm -rf "$1"'


def servers_are_installed():
    path = os.environ.get('PATH', '') + ':/usr/sbin:/sbin'
    return (all(shutil.which(name, path=path) for name in ('mariadbd', 'mariadb', 'redis-server'))
            and os.path.isdir('/usr/lib/rabbitmq/lib'))


class Servers:
    """scripts/servers on a folder. Names of servers are rabbitmq, mysql and redis."""

    def __init__(self, folder):
        self.folder = folder

    def call(self, command, *arguments):
        result = subprocess.run([SERVERS, command, self.folder, *arguments], check=False,
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
        check(result.returncode == 0, f'servers {command} {" ".join(arguments)}: '
                                      f'{(result.stdout + result.stderr).decode()}')
        return result.stdout.decode()

    def start(self):
        self.call('start', '--any-port')

    def environment(self, service):
        lines = self.call('environment', service).split()
        return dict(line.split('=', 1) for line in lines)

    def kill(self, server):
        self.call('kill', server)

    def freeze(self, server):
        self.call('freeze', server)

    def thaw(self, server):
        self.call('thaw', server)

    def revive(self, server):
        self.call('revive', server)

    def wipe(self):
        self.call('wipe', 'rabbitmq')


class RealSystem:
    """servers, services by name (session-1, session-2, flight-I0-1, hotel-1, …), and what looks
    into them."""

    def __init__(self, folder, build, replicas, settings):
        """Replicas by program or carrier ({'session': 2, 'I0': 2}), 1 where nothing is said."""
        self.folder, self.build = folder, build
        self.servers = Servers(os.path.join(folder, 'servers'))
        self.services = {}
        self.replicas, self.settings = replicas, settings
        self.store = self.console = None

    def start_servers(self):
        self.servers.start()
        tests = self.servers.environment('tests')
        self.console = Console(int(tests['VIAJA_RABBITMQ_CONSOLE_PORT']))
        self.store = MysqlStore(mysql_store.client('mariadb', tests['VIAJA_MYSQL_USER'],
                                                   tests['VIAJA_MYSQL_PASSWORD'],
                                                   tests['VIAJA_MYSQL_PORT']), CARRIERS)
        self.add('session', 'session', 'session-service')
        for carrier in CARRIERS:
            self.add(carrier, f'flight.{carrier}', 'flight-service', '--carrier', carrier)
        self.add('hotel', 'hotel', 'hotel-service')
        self.add('payment', 'payment', 'payment-service')

    def add(self, name, account, program, *arguments):
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith('VIAJA_')}
        environment.update(self.servers.environment(account))
        environment.update({f'VIAJA_{key}': str(value) for key, value in self.settings.items()})
        environment.update({'VIAJA_PORT': '0', 'VIAJA_TEST_MODE': '1',
                            'VIAJA_CARRIERS': ','.join(CARRIERS)})
        command = [os.path.join(self.build, program, program), *arguments]
        for number in range(1, self.replicas.get(name, 1) + 1):
            replica = f'{name}-{number}'
            self.services[replica] = Service(replica, command, dict(environment),
                                             os.path.join(self.folder, replica + '.log'))

    def start_services(self):
        """All at the same moment: replicas agree on who makes the schema."""
        for service in self.services.values():
            service.start()
        self.wait_until_ready()

    def wait_until_ready(self):
        for service in self.services.values():
            service.wait_until_ready()

    def of(self, name):
        """The replicas of one service."""
        return [service for service in self.services.values()
                if service.name.rpartition('-')[0] == name]

    def client(self):
        """Calls the replicas of session-service in turn."""
        return Replicas(self.of('session'))

    def replica(self, number):
        return Replica(self.services[f'session-{number}'])

    def wait_until_at_rest(self, seconds=120):
        """Every session has reached its end, and no message is left but dead letters."""
        settled_books.wait_until_settled(self.store, seconds)
        self.console.wait_until_empty(60)

    def check_books(self, dead_letters=False):
        """At rest: the Books, which agree; and no dead letter, unless some are expected."""
        books = settled_books.Books(self.store)
        books.check()
        for service in self.services.values():
            check(service.runs(), f'{service.name} has ended:\n{service.said()[-2000:]}')
        if not dead_letters:
            self.console.check_no_dead_letters()
        return books

    def ends_of_logs(self, lines=12):
        parts = []
        for service in self.services.values():
            end = service.said().rstrip().split('\n')[-lines:]
            parts.append(f'--- {service.name}\n' + '\n'.join(line[:400] for line in end))
        return '\n'.join(parts)


def run(story, replicas=None, services=True, **settings):
    """Runs story(system) on a new folder with everything started, or without the services; ends all
    of it whatever happens, and says how long it took."""
    if not servers_are_installed():
        print('RabbitMQ, MySQL or Redis is not installed: ./run --real installs them')
        sys.exit(SKIPPED)
    folder = tempfile.mkdtemp(prefix='viaja-real-')
    guardian = subprocess.Popen(['setsid', '--fork', 'bash', '-c', GUARDIAN, SERVERS, folder],
                                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
    system = RealSystem(folder, os.path.abspath(sys.argv[1]), replicas or {}, settings)
    begin = time.monotonic()
    try:
        system.start_servers()
        if services:
            system.start_services()
        print(f'started in {time.monotonic() - begin:.1f} s', flush=True)
        story(system)
        print(f'over after {time.monotonic() - begin:.1f} s', flush=True)
    except BaseException:
        sys.stderr.write(f'The ends of the logs:\n{system.ends_of_logs()}\n')
        raise
    finally:
        for service in system.services.values():
            service.end()
        system.servers.call('stop')
        shutil.rmtree(folder, ignore_errors=True)
        guardian.stdin.close()
