"""How services start and end: before their servers are there, with a schema of a newer program, and
by SIGTERM while trips are sold."""
import random

from real_system import run
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, wait_until

KINDS = ('session', 'I0', 'hotel', 'event', 'payment')
STOPS = 3


def wait_for_line(service, text):
    wait_until(lambda: text in service.said(), 30, f'{service.name} says {text!r}')
    check(service.runs(), f'{service.name} has ended instead of waiting')


def check_waiting(system):
    """All services start while nothing is there, and say what they wait for."""
    for server in ('rabbitmq', 'mysql'):
        system.servers.kill(server)
    for service in system.services.values():
        service.start()
    for service in system.services.values():
        wait_for_line(service, '"waiting for dependency","name":"broker')
    system.servers.revive('rabbitmq')
    for service in system.services.values():
        wait_for_line(service, '"waiting for dependency","name":"database')
    system.servers.revive('mysql')
    system.wait_until_ready()
    for service in system.services.values():
        check_equal(service.said().count('"msg":"up"'), 1, f'{service.name} came up so often')


def check_end_while_waiting(system):
    """SIGTERM ends also a process that still waits for its servers."""
    system.servers.kill('rabbitmq')
    service = system.services['hotel-1']
    service.start()
    wait_for_line(service, '"waiting for dependency","name":"broker')
    service.terminate()
    system.servers.revive('rabbitmq')


def refused(service):
    """The last words of a service that does not start."""
    service.start()
    wait_until(lambda: not service.runs(), 30, f'{service.name} refuses the schema')
    check_equal(service.run.process.returncode, 1, f'the status of {service.name}')
    return service.said()


def check_newer_schema(system, name):
    """A step of a newer program, and an edited one, are refused; without them it starts again."""
    service = system.of(name)[0]
    database = service.environment['VIAJA_MYSQL_DATABASE']
    service.terminate()
    system.store.run(database, "INSERT INTO schema_migrations VALUES (999999, 'new', 'x', 0)")
    said = refused(service)
    check('newer program' in said and '999999' in said, f'{name}, a newer schema: {said[-500:]}')
    system.store.run(database, 'DELETE FROM schema_migrations WHERE number = 999999')
    step = system.store.rows(database, 'SELECT * FROM schema_migrations ORDER BY number')[0]
    change = 'UPDATE schema_migrations SET checksum = \'{}\' WHERE number = {}'
    system.store.run(database, change.format('0' * 16, step['number']))
    said = refused(service)
    check('another text' in said, f'{name}, another checksum: {said[-500:]}')
    system.store.run(database, change.format(step['checksum'], step['number']))
    service.start()
    service.wait_until_ready()


def check_stops(system):
    """Each service is asked to end while trips are sold, and nothing is lost by it."""
    client = system.client()
    sales = Sales(client, Wishes(client), random.Random(1))
    for _ in range(STOPS):
        for service in system.services.values():
            sales.wait_for_more(1, 60, f'before {service.name} is stopped')
            service.terminate(10)
            check('"msg":"ended"' in service.said(), f'{service.name} does not say that it ended')
            service.start()
            service.wait_until_ready()
    trips = sales.end()
    outcomes_of(trips)
    system.wait_until_at_rest()
    check_promises(system.check_books(), trips)
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')
    for trip in trips[-20:]:
        trip.check_replays(client)


def story(system):
    check_end_while_waiting(system)
    check_waiting(system)
    for name in KINDS:
        check_newer_schema(system, name)
    check_stops(system)


run(story, services=False, replicas={'session': 2}, HOLD_SECONDS=20, IDLE_SECONDS=20,
    STEP_SECONDS=5)
