"""A service that is started with --migrate brings its database to its schema and ends, also without
RabbitMQ and Redis, twice and beside itself; afterwards the services start as ever.
"""
import subprocess

from real_system import run
from viaja_process import check, check_equal

SECONDS = 60


def start(service, *words):
    return subprocess.Popen([*service.command, '--migrate', *words], env=service.environment,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)


def end(name, process, code):
    said, _ = process.communicate(timeout=SECONDS)
    check_equal(process.returncode, code, f'{name} --migrate: {said}; its status')
    return said


def steps(system, database):
    return system.store.rows(database, 'SELECT number FROM schema_migrations')


def databases(system):
    return ['viaja_session', 'viaja_payment', 'viaja_gateway', *system.store.suppliers()]


def story(system):
    for server in ('rabbitmq', 'redis'):
        system.servers.kill(server)
    services = list(system.services.values())
    # Two of each at once: one makes the schema, the other finds it.
    for _ in range(2):
        for name, process in [(service.name, start(service)) for service in services * 2]:
            check('schema is up to date' in end(name, process, 0), f'{name} says what it did')
    made = {database: len(steps(system, database)) for database in databases(system)}
    check(all(made.values()), f'steps of the schemas: {made}')
    check(system.store.rows('viaja_hotel', 'SELECT 1 AS one FROM units LIMIT 1') is not None,
          'the tables of the hotels')
    refused = end('session', start(services[0], '--nothing'), 109)
    check('--nothing' in refused, refused)
    system.store.run('viaja_session', "INSERT INTO schema_migrations VALUES (9999, 'new', 'x', 0)")
    said = end('session', start(services[0]), 1)
    check('was changed by a newer program' in said, said)
    system.store.run('viaja_session', 'DELETE FROM schema_migrations WHERE number = 9999')
    for server in ('rabbitmq', 'redis'):
        system.servers.revive(server)
    system.start_services()
    check_equal({database: len(steps(system, database)) for database in databases(system)}, made,
                'steps of the schemas after a start')


run(story, services=False)
