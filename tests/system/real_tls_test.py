"""Everything over TLS: RabbitMQ, MySQL and Redis take no connection without it. Trips are bought,
also after each server has ended and come back, and the operators' tools work.
"""
import os
import subprocess

import test_servers
from bookings import Booking
from real_system import run
from viaja_process import (check, check_equal, day_in, flight_wish, room_wish, ticket_wish,
                           wait_until)

CHECK_IN, CHECK_OUT = day_in(50), day_in(52)
SERVERS = ('rabbitmq', 'mysql', 'redis')


def check_trip(client, what):
    booking = Booking(client)
    booking.hold(client, flight_wish(client.flights('GRU', 'REC', CHECK_IN)[0]))
    room = client.rooms('REC', CHECK_IN, CHECK_OUT)[0]
    booking.hold(client, room_wish(room, CHECK_IN, CHECK_OUT))
    booking.hold(client, ticket_wish(client.tickets('REC', day_in(31), day_in(61))[0], 2))
    session = booking.pay(client)
    check_equal((session['state'], session['payment']['state']), ('confirmed', 'captured'), what)


def check_connections(system):
    """Two of each process at RabbitMQ, of which none speaks an older protocol."""
    lines = system.servers.command('rabbitmqctl', 'list_connections', '--silent',
                                   'ssl_protocol').split()
    check(len(lines) >= 2 * len(system.services), f'connections: {lines}')
    check_equal(set(lines) - {'tlsv1.2', 'tlsv1.3'}, set(), 'protocols of connections')


def check_lock(system):
    """A session's lock is at Redis, or /readyz of a replica would name it."""
    status, text = system.services['session-1'].ready()
    check_equal(status, 200, text)


def check_tools(system, settings, backup):
    """scripts/backup and scripts/reconcile, with the settings of services."""
    for words in (['scripts/backup', backup], ['scripts/reconcile']):
        done = subprocess.run(words, cwd=test_servers.ROOT, env={**os.environ, **settings},
                              capture_output=True, text=True, timeout=120, check=False)
        check_equal(done.returncode, 0, f'{words}: {done.stdout}{done.stderr}')
    strange = os.path.join(os.path.dirname(backup), 'strange.pem')
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1',
                    '-subj', '/CN=another', '-keyout', os.devnull, '-out', strange],
                   capture_output=True, check=True)
    done = subprocess.run(['scripts/reconcile'], cwd=test_servers.ROOT,
                          env={**os.environ, **settings, 'VIAJA_MYSQL_TLS_CA': strange},
                          capture_output=True, text=True, timeout=120, check=False)
    check_equal(done.returncode, 2, f'reconcile with an authority that signed nothing: {done}')


def story(system):
    client = system.client()
    check_trip(client, 'a trip')
    check_connections(system)
    for server in SERVERS:
        system.servers.kill(server)
        system.servers.revive(server)
        system.wait_until_ready()
        wait_until(lambda: system.services['session-1'].ready()[0] == 200, 60, 'session is ready')
        check_trip(client, f'a trip after the end of {server}')
    check_lock(system)
    system.wait_until_at_rest()
    system.check_books()
    check_tools(system, system.servers.environment('tests'),
                os.path.join(system.servers.folder, 'viaja.sql.gz'))


run(story, tls=True)
