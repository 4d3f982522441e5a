"""RabbitMQ, MySQL, Redis and a process for each service and replica, of a test's own.

A test is a script that gets the build folder and calls run(); it fails by an exception. Without the
servers' packages it ends with 77, which CTest shows as skipped.
"""
import os
import sys
import time

import mysql_store
import settled_books
import test_servers
from console import Console
from mysql_store import MysqlStore
from real_services import Replica, Replicas
from viaja_process import Service, check, own_environment

SKIPPED = 77
CARRIERS = ('I0', 'J0')


class RealSystem:
    """servers, services by name (session-1, session-2, flight-I0-1, hotel-1, …), and what looks
    into them."""

    def __init__(self, build, replicas, settings, newcomers=(), suppliers=(), shards=0,
                 tls=False):
        """Replicas by program or carrier ({'session': 2, 'I0': 2}), 1 where nothing is said.
        `newcomers`: carriers beside the demo's that may be added; `suppliers`: of other items;
        `shards`: of sessions beside shard 0; `tls`: the servers take no connections without it."""
        self.tls = tls
        self.build, self.newcomers, self.suppliers = build, newcomers, suppliers
        self.shards = [f'session.{number}' for number in range(1, shards + 1)]
        self.servers = None
        self.services = {}
        self.replicas, self.settings = replicas, settings
        self.store = self.console = None

    def start_servers(self):
        self.servers = test_servers.Servers(
            ('--quick-console', *[f'--carriers={carrier}' for carrier in self.newcomers],
             *[f'--suppliers={supplier}' for supplier in self.suppliers],
             f'--shards={len(self.shards)}', *(['--tls'] if self.tls else [])))
        tests = self.servers.environment('tests')
        self.console = Console(int(tests['VIAJA_RABBITMQ_CONSOLE_PORT']))
        self.store = MysqlStore(mysql_store.client('mariadb', tests['VIAJA_MYSQL_USER'],
                                                   tests['VIAJA_MYSQL_PASSWORD'],
                                                   tests['VIAJA_MYSQL_PORT'],
                                                   authorities=tests.get('VIAJA_MYSQL_TLS_CA')),
                                CARRIERS,
                                [f'viaja_session_{number}'
                                 for number, _ in enumerate(self.shards, 1)])
        self.add('session', 'session', 'session-service')
        for number, shard in enumerate(self.shards, 1):
            self.add(shard, shard, 'session-service', shard=number)
        for carrier in CARRIERS:
            self.add(carrier, f'flight.{carrier}', 'flight-service', '--carrier', carrier)
        self.add('hotel', 'hotel', 'hotel-service')
        self.add('event', 'event', 'event-service')
        self.add('payment', 'payment', 'payment-service')

    def add(self, name, account, program, *arguments, shard=0):
        environment = own_environment({'PORT': 0, 'TEST_MODE': 1, 'CARRIERS': ','.join(CARRIERS),
                                       'SHARD': shard, **self.settings})
        environment.update(self.servers.environment(account))
        command = [os.path.join(self.build, program, program), *arguments]
        for number in range(1, self.replicas.get(name, 1) + 1):
            replica = f'{name}-{number}'
            self.services[replica] = Service(replica, command, dict(environment),
                                             os.path.join(self.servers.folder, replica + '.log'))

    def add_carrier(self, carrier, **settings):
        """A flight-service that joins those of the beginning; it is started, but may not be up."""
        self.add(carrier, f'flight.{carrier}', 'flight-service', '--carrier', carrier)
        self.store.carriers += (carrier,)
        [service] = self.of(carrier)
        service.start(**settings)
        return service

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

    def check_books(self, dead_letters=False, foreign_voids=False):
        """At rest: the Books, which agree; and no dead letter, unless some are expected."""
        books = settled_books.Books(self.store)
        books.check(foreign_voids)
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


def run(story, replicas=None, services=True, newcomers=(), suppliers=(), shards=0, tls=False,
        **settings):
    """Runs story(system) on a new folder with everything started, or without the services; ends all
    of it whatever happens, and says how long it took."""
    if not test_servers.are_installed():
        sys.exit(SKIPPED)
    system = RealSystem(os.path.abspath(sys.argv[1]), replicas or {}, settings, newcomers,
                        suppliers, shards, tls)
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
        if system.servers:
            system.servers.close()
