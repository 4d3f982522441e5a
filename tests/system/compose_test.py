"""`docker compose up`, and trips bought through HAProxy while every container is killed, restarted
or paused in turn, the replicas are scaled, and the whole is stopped and started again.

    compose_test.py SOURCE_ROOT [SEED]
"""
import contextlib
import csv
import itertools
import random
import sys
import time

import legacy_calls
import legacy_text
from bookings import Booking
from compose_system import CARRIERS, run
from console import EXCHANGE
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, day_in, flight_wish, room_wish, wait_until

NOTICED_WITHIN = 40  # two heartbeats of the broker, and what a loaded machine adds
SILENCE_SECONDS = 25
TRAVELLERS = 4
CARRIERS_IN_A_RUN = 3
DAYS = itertools.count(30)
FLIGHTS = f'/v1/flights/search?from=GRU&to=REC&date={day_in(20)}&passengers=1'
ROOMS = f'/v1/hotels/search?near=REC&check_in={day_in(20)}&check_out={day_in(22)}&guests=1'
TICKETS = f'/v1/events/search?city=Recife&date={day_in(20)}'
# What a search names as missing while the service does not run.
MISSING = {f'flight-{carrier.lower()}': carrier for carrier in CARRIERS}
MISSING['hotel-service'] = 'hotel'
MISSING['event-service'] = 'event'


@contextlib.contextmanager
def killed(container):
    container.kill()
    yield
    container.start()


@contextlib.contextmanager
def restarted(container):
    container.restart()
    yield


@contextlib.contextmanager
def crashed(container):
    container.crash()
    yield


@contextlib.contextmanager
def paused(container):
    container.pause()
    yield
    container.unpause()


def plan(chance):
    """Failures: the name of a container and how it fails, in a random order."""
    failures = [(server, way) for server in ('rabbitmq-1', 'mysql-1') for way in (killed, paused)]
    failures.append(('redis-1', chance.choice((killed, restarted, paused))))
    carriers = chance.sample(CARRIERS, CARRIERS_IN_A_RUN)
    services = ['session-service-1', 'session-service-2', 'hotel-service-1', 'event-service-1',
                'payment-service-1', 'entrance-1',
                *(f'flight-{carrier.lower()}-1' for carrier in carriers)]
    # Each way at least once, whatever the chance.
    ways = [killed, restarted, crashed, paused]
    ways += [chance.choice(ways) for _ in services[len(ways):]]
    chance.shuffle(ways)
    failures += zip(services, ways)
    chance.shuffle(failures)
    return failures


def fail(system, sales, name, way, chance):
    container = system.containers[name]
    begin = time.monotonic()
    with way(container):
        if container.service in ('rabbitmq', 'mysql'):
            wait_until(lambda: system.readiness() != 200, NOTICED_WITHIN,
                       f'/readyz tells that {name} is {way.__name__}')
            check_refusal(system, container.service)
        elif container.service in ('session-service', 'redis'):
            sales.wait_for_more(4, 90, f'while {name} is {way.__name__}')
        elif container.service in MISSING and way in (killed, paused):
            check_missing(system, MISSING[container.service])
        linger(sales, container, way, begin, chance)
    away = time.monotonic() - begin
    begin = time.monotonic()
    container.wait_until_ready()
    wait_until(lambda: system.readiness() == 200, 60, f'/readyz after {name} came back')
    ready = time.monotonic() - begin
    sales.wait_for_more(4, 90, f'after {name} was {way.__name__}')
    print(f'{name} {way.__name__} for {away:.1f} s: ready after {ready:.1f} s, four more sold '
          f'after {time.monotonic() - begin:.1f} s', flush=True)


def linger(sales, container, way, begin, chance):
    """A moment; two heartbeats where a connection that is silent for so long has to be noticed."""
    seconds = chance.uniform(1, 5)
    if way is paused and container.service in ('rabbitmq', 'session-service'):
        seconds = max(seconds, SILENCE_SECONDS - (time.monotonic() - begin))
    sales.over.wait(seconds)
    sales.check()


def check_refusal(system, server):
    """What a traveller gets meanwhile."""
    if server == 'mysql':
        answer = system.client().call('POST', '/v1/sessions', {})
        check_equal((answer.status, answer.json()['code']), (503, 'unavailable'),
                    f'a new session without MySQL: {answer}')
        check('Retry-After' in answer.headers, f'no Retry-After without MySQL: {answer}')
        return
    answer = system.client().call('GET', flights_of(CARRIERS[0]))
    check(answer.status == 503 or answer.status == 200 and answer.json()['missing'],
          f'a search without RabbitMQ: {answer}')


def check_missing(system, name):
    """A search says which service did not answer, and one of all carriers has what the others
    offer."""
    path = {'hotel': ROOMS, 'event': TICKETS}.get(name) or flights_of(name)
    answer = system.client().call('GET', path)
    check_equal((answer.status, answer.json().get('missing')), (200, [name]), f'{path}: {answer}')
    if name in CARRIERS:
        answer = system.client().call('GET', FLIGHTS)
        check_equal(answer.status, 200, f'{FLIGHTS}: {answer}')
        check(answer.json()['offers'], f'no other carrier has a flight: {answer}')


def flights_of(carrier):
    """A search that asks this carrier alone, on a day of its own: what was asked before is known
    for a minute."""
    with open(f'{sys.argv[1]}/data/demo/flights.csv', encoding='utf-8') as catalogue:
        flight = next(row for row in csv.DictReader(catalogue)
                      if row['carrier'] == carrier and row['days'] == '1234567')
    return (f'/v1/flights/search?from={flight["from"]}&to={flight["to"]}&passengers=1'
            f'&date={day_in(next(DAYS))}&carriers={carrier}&only=1')


def sample_trip(client):
    """A flight and three nights, paid; the Booking."""
    flight = client.flights('GRU', 'REC', day_in(30))[0]
    room = next(room for room in client.rooms('REC', day_in(30), day_in(33))
                if room['rooms_left'] > 0)
    booking = Booking(client)
    for wish in (flight_wish(flight), room_wish(room, day_in(30), day_in(33))):
        check_equal(booking.hold(client, wish)['state'], 'held', f'the hold of {wish}')
    paid = booking.pay(client)
    check_equal((paid['state'], len(paid['booking_references'])), ('confirmed', 2), 'the sample')
    return booking


def check_console(system):
    exchange = system.console.call('GET', f'exchanges/%2F/{EXCHANGE}')
    check_equal((exchange['type'], exchange['durable']), ('topic', True), EXCHANGE)
    expected = {f'flight.{carrier}': 1 for carrier in CARRIERS}
    expected.update({'session': 2, 'hotel': 1, 'event': 1, 'payment': 1})
    wait_until(lambda: all(consumers_of(system, queue) == count
                           for queue, count in expected.items()), 60,
               f'the console shows so many consumers: {expected}')


def consumers_of(system, queue):
    """None as long as the console has not counted them."""
    return system.console.call('GET', f'queues/%2F/{queue}').get('consumers')


def check_volumes(system):
    """One without a name would stay behind at every `down`."""
    found = {mount['Name'] for container in system.containers.values()
             for mount in container.look('.Mounts') if mount['Type'] == 'volume'}
    check_equal(found, {f'{system.project}_mysql-data', f'{system.project}_rabbitmq-data'},
                'volumes')


def check_scaling(system, sales):
    """A third replica gets its share of the travellers and of the messages, and goes again."""
    system.up(replicas=3)
    replicas = system.of('session-service')
    check_equal(len(replicas), 3, 'replicas of session-service')
    third = system.containers['session-service-3']
    third.wait_until_ready()
    before = {replica: served(replica) for replica in replicas}

    def all_serve():
        sales.check()
        return all(now > then for replica in replicas
                   for now, then in zip(served(replica), before[replica]))

    wait_until(all_serve, 60, 'each of three replicas serves')
    system.up(replicas=2)
    check('session-service-3' not in system.containers, 'the third replica is still there')
    check_equal(system.deaths.of(third), [0], 'ends of the third replica')
    sales.wait_for_more(4, 60, 'by two replicas again')


def served(replica):
    """What it made for travellers, and the messages that it got."""
    return (replica.metric('viaja_http_answers_total{status="201"}'),
            replica.metric('viaja_bus_delivered_total'))


def check_stop(system, sales, command):
    """In the middle of sales; afterwards the volumes have everything."""
    begin = time.monotonic()
    system.stop(command)
    stopped = time.monotonic() - begin
    system.up()
    system.wait_until_ready()
    print(f'"{command}" took {stopped:.1f} s, ready again after '
          f'{time.monotonic() - begin - stopped:.1f} s', flush=True)
    sales.wait_for_more(4, 90, f'after "{command}" and "up"')


def check_still_there(client, sample, trips):
    check_equal(sample.see(client)['state'], 'confirmed', 'the sample trip in the end')
    for trip in trips:
        if trip.outcome == 'confirmed':
            answer = client.call('GET', trip.path, token=trip.secret)
            check_equal((answer.status, answer.json().get('state')), (200, 'confirmed'),
                        f'{trip.path} in the end: {answer}')


def story(system):
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    client = system.client()
    sample = sample_trip(client)
    check_console(system)
    check_volumes(system)
    sales = Sales(client, Wishes(client), chance, TRAVELLERS)
    sales.wait_for_more(10, 60, 'at first')
    for name, way in plan(chance):
        fail(system, sales, name, way, chance)
    check_scaling(system, sales)
    check_stop(system, sales, chance.choice(('stop', 'down')))
    trips = sales.end()
    outcomes_of(trips)
    legacy_calls.check_all(client, rounds=5)
    carrier = system.containers[f'flight-{legacy_text.CARRIER.lower()}-1']
    legacy_text.check_all(system, client, carrier)
    system.wait_until_at_rest()
    check_still_there(client, sample, trips)
    check_promises(system.check_books(), trips)
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')
    for trip in chance.sample(trips, min(len(trips), 20)):
        trip.check_replays(client)
    print(f'slowest answer {sales.slowest():.1f} s, {sum(trip.cut_off for trip in trips)} calls '
          'without an answer', flush=True)


run(story, HOLD_SECONDS=20, IDLE_SECONDS=20, PAUSE_SECONDS=20, STEP_SECONDS=5)
