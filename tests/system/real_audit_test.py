"""audit-service on the databases of a system that sells: it finds nothing while trips are bought
and given back, and each row that is changed by hand. Its login may write nothing.
"""
from bookings import Booking
from mysql_store import MysqlStore, client as mysql_client
from real_system import run
from viaja_process import (check, check_equal, day_in, flight_wish, in_parallel, room_wish,
                           wait_until)

TRAVELLERS, TRIPS = 4, 5
CHECK_IN, CHECK_OUT = day_in(50), day_in(52)
CHECKS = ('capacity', 'sums', 'payments', 'gateway', 'authorizations', 'unknown')


class Audit:
    """What /metrics of audit-service says."""

    def __init__(self, service):
        self.service = service

    def lines(self):
        text = self.service.client().call('GET', '/metrics').text
        return [line.rpartition(' ') for line in text.splitlines() if not line.startswith('#')]

    def wrong(self):
        """The sums of what should be 0, by check."""
        sums = dict.fromkeys(CHECKS, 0)
        for name, _, value in self.lines():
            for check_name in CHECKS:
                if f'check="{check_name}"' in name:
                    sums[check_name] += float(value)
        return {name: value for name, value in sums.items() if value}

    def audits(self):
        """When each database was audited last."""
        return {name: float(value) for name, _, value in self.lines()
                if name.startswith('viaja_audit_last_success_timestamp_seconds')}

    def wait_for_another(self):
        """All databases are read from now on."""
        before = self.audits()
        for _ in range(2):
            wait_until(lambda: all(at > before[part] for part, at in self.audits().items()), 30,
                       'all databases are audited again')
            before = self.audits()

    def wait_for(self, **wanted):
        wait_until(lambda: self.wrong() == wanted, 30, f'the audit finds {wanted}')


def check_rights(system):
    variables = system.servers.environment('audit')
    check('VIAJA_RABBITMQ_HOST' not in variables, 'the audit has no login at the broker')
    store = MysqlStore(mysql_client('mariadb', variables['VIAJA_MYSQL_USER'],
                                    variables['VIAJA_MYSQL_PASSWORD'],
                                    variables['VIAJA_MYSQL_PORT']), system.store.carriers)
    check(store.rows('viaja_session', 'SELECT id FROM sessions'), 'it reads')
    for statement in ("UPDATE sessions SET state = 'open'", 'DELETE FROM sessions',
                      'CREATE TABLE mine (id INT)'):
        try:
            store.run('viaja_session', statement)
        except AssertionError as error:
            check('denied' in str(error), f'{statement}: {error}')
        else:
            raise AssertionError(f'the audit may: {statement}')


def buy(client, flight, room):
    """Trips, of which one in two is given back, and declined cards."""
    for number in range(TRIPS):
        booking = Booking(client)
        booking.hold(client, flight)
        booking.hold(client, room)
        booking.pay(client, 'tok_do_not_honor', status=402)
        booking.pay(client)
        if number % 2:
            booking.cancel_trip(client)


def check_sales(system, audit):
    client = system.client()
    flight = flight_wish(client.flights('GRU', 'REC', CHECK_IN)[0])
    room = room_wish(client.rooms('REC', CHECK_IN, CHECK_OUT)[0], CHECK_IN, CHECK_OUT)
    in_parallel([lambda: buy(client, flight, room)] * TRAVELLERS)
    system.wait_until_at_rest()
    audit.wait_for_another()
    check_equal(audit.wrong(), {}, 'what the audit finds after sales')
    said = audit.service.said()
    check('"level":"error"' not in said, f'an error during the sales: {said[-2000:]}')
    return flight


def check_changed_rows(system, audit, flight):
    supplier = f'viaja_flight_{flight["carrier"].lower()}'
    unit = f"{flight['flight']}/{flight['date']}"
    system.store.run(supplier, f"UPDATE units SET capacity = capacity - 1000 WHERE id = '{unit}'")
    audit.wait_for(capacity=1)
    system.store.run(supplier, 'UPDATE units SET capacity = capacity + 1000, '
                               f"held = held + 1 WHERE id = '{unit}'")
    audit.wait_for(sums=1)
    system.store.run(supplier, f"UPDATE units SET held = held - 1 WHERE id = '{unit}'")
    audit.wait_for()
    one = "WHERE state = 'captured' ORDER BY session_id LIMIT 1"
    system.store.run('viaja_payment', f'UPDATE payments SET amount = amount - 1 {one}')
    audit.wait_for(payments=1)
    system.store.run('viaja_payment', f'UPDATE payments SET amount = amount + 1 {one}')
    audit.wait_for()
    check(f'"unit":"{unit}"' in audit.service.said(), 'the log names the unit')


def story(system):
    system.add('audit', 'audit', 'audit-service')
    [service] = system.of('audit')
    service.start(AUDIT_SECONDS=1)
    service.wait_until_ready()
    audit = Audit(service)
    flight = check_sales(system, audit)
    check_rights(system)
    check_changed_rows(system, audit, flight)
    service.terminate()
    del system.services[service.name]


run(story)
