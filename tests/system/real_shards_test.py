"""Sessions in two shards behind one HAProxy with the lines of docs/scaling.md: both sell the same
seats, a call finds the shard of its session by the id, a code for another device by its end, and a
shard whose replicas are killed leaves the other one selling and loses nothing."""
import os
import random
import re
import subprocess
import sys

from bookings import Booking
from haproxy import PROGRAM, ROOT, HaProxy, servers
from real_system import SKIPPED, run
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, day_in, flight_wish, wait_until

REPLICAS = {'session': 2, 'session.1': 2}


def documented(shard_ports):
    """Puts the two blocks of the documentation where it says, with these ports of shard 1."""
    with open(os.path.join(ROOT, 'docs', 'scaling.md'), encoding='utf-8') as text:
        rules, backends = re.findall(r'```haproxy\n(.*?)```', text.read(), re.DOTALL)
    backends = re.sub(r'    server-template .*\n', servers('session', shard_ports), backends)

    def more(text):
        place = '    # Reports of the gateway'
        check(place in text, 'haproxy.cfg has the line that the rules stand before')
        return text.replace(place, rules + place) + '\n' + backends

    return more


def ports_of(system, name):
    return [service.port() for service in system.of(name)]


def shard_of(session):
    """By the id alone, as everything finds it."""
    version, shard = session.split('-')[2][0], session.split('-')[2][1:]
    return int(shard, 16) if version == '8' else 0


def opened_in(client, shard):
    """A session of that shard; the entrance chooses by chance."""
    for _ in range(100):
        booking = Booking(client)
        if shard_of(booking.id()) == shard:
            return booking
    raise AssertionError(f'none of 100 sessions is in shard {shard}')


def check_ways(system, client):
    """Calls of a session reach its shard, and no process takes those of another."""
    for shard, name, other in ((0, 'session', 'session.1'), (1, 'session.1', 'session')):
        booking = opened_in(client, shard)
        booking.see(client)
        code = booking.call(client, 'POST', '/codes', {}, 201)['code']
        typed = f'{code[:3]}-{code[3:6]}%20{code[6:9]}-{code[9:]}-'.lower()
        redeemed = client.call('POST', f'/v1/codes/{typed}', {})
        check_equal((redeemed.status, redeemed.json().get('id')), (200, booking.id()),
                    f'the code of a session of shard {shard}')
        operators = client.call('GET', f'/v1/operator/sessions/{booking.id()}')
        check_equal(operators.status, 200, f'the operators\' view: {operators}')
        done = client.call('GET', f'/v1/operator/audit?session={booking.id()}')
        check_equal(done.status, 200, f'what operators did to it: {done}')
        for service in system.of(other):
            answer = service.client().call('GET', booking.path, token=booking.token)
            check_equal((answer.status, answer.json()['code']), (421, 'wrong_shard'),
                        f'a session of {name} at {service.name}')
        rows = system.store.rows_of('viaja_session' + ('_1' if shard else ''),
                                    f"SELECT id FROM sessions WHERE id = '{booking.id()}'")
        check_equal([row['id'] for row in rows], [booking.id()], f'its row in shard {shard}')
    for number in (0, 1):
        listed = client.call('GET', f'/shards/{number}/v1/operator/sessions')
        check_equal(listed.status, 200, f'the operators\' list of shard {number}: {listed}')
    check_equal(client.call('GET', '/shards/2/v1/operator/sessions').status, 404,
                'the operators\' list of a shard that there is not')


def check_one_seat(client):
    """The last seats of a flight are sold once, whichever shard asks."""
    flight = min(client.flights('REC', 'FEN', day_in(33)), key=lambda found: found['seats_left'])
    held = 0
    for turn in range(flight['seats_left'] + 2):
        booking = opened_in(client, turn % 2)
        answer = client.call('POST', booking.path + '/holds', flight_wish(flight),
                             token=booking.token, key=f'seat-{turn}', wait=20)
        held += answer.status == 201
    check_equal(held, flight['seats_left'], 'seats that were held from two shards')


def killed(system, sales, name):
    """All replicas of a shard at once; the other one sells meanwhile."""
    for service in system.of(name):
        service.kill()
    other = 'session' if name == 'session.1' else 'session.1'
    before = sum(service.metric('viaja_inputs_total') for service in system.of(other))
    wait_until(lambda: sum(service.metric('viaja_inputs_total') for service in system.of(other))
               > before + 50, 60, f'{other} goes on without {name}')
    for service in system.of(name):
        service.start(PORT=PORTS[service.name])
        service.wait_until_ready()
    sales.wait_for_more(20, 90, f'with {name} again')


def story(system):
    PORTS.update({service.name: service.port() for service in system.services.values()})
    proxy = HaProxy(system.servers.folder, ports_of(system, 'session'),
                    ports_of(system, 'payment'),
                    more=documented(ports_of(system, 'session.1')))
    client = proxy.client()
    check_ways(system, client)
    check_one_seat(client)
    sales = Sales(client, Wishes(client, bank=client), random.Random(1), 6)
    sales.wait_for_more(30, 90, 'over two shards')
    killed(system, sales, 'session.1')
    killed(system, sales, 'session')
    trips = sales.end()
    outcomes_of(trips)
    shards = {shard_of(trip.session()) for trip in trips if trip.path}
    check_equal(shards, {0, 1}, 'shards of the sessions')
    system.wait_until_at_rest()
    done = subprocess.run([os.path.join(ROOT, 'scripts', 'reconcile')], capture_output=True,
                          text=True, env={**os.environ, **system.servers.environment('tests')},
                          check=False)
    check_equal(done.returncode, 0, f'reconcile: {done.stdout[:2000]}{done.stderr}')
    check_promises(system.check_books(), trips)
    for trip in trips:
        trip.check_replays(client)


PORTS = {}
if PROGRAM is None:
    sys.exit(SKIPPED)
run(story, replicas=REPLICAS, shards=1, HOLD_SECONDS=60, IDLE_SECONDS=60, STEP_SECONDS=5,
    PIX_SECONDS=10)
