"""RabbitMQ, MySQL and Redis are killed and frozen in turn while trips are sold.

    real_servers_fail_test.py BUILD [SEED]
"""
import contextlib
import itertools
import random
import sys
import time

from real_system import run
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, day_in, wait_until

NOTICED_WITHIN = 40  # two heartbeats of the broker, and what a loaded machine adds
DAYS = itertools.count(20)
SERVICES_BY_SERVER = {'rabbitmq': None, 'mysql': None, 'redis': 'session'}


@contextlib.contextmanager
def killed(system, server):
    system.servers.kill(server)
    yield
    system.servers.revive(server)


@contextlib.contextmanager
def frozen(system, server):
    system.servers.freeze(server)
    yield
    system.servers.thaw(server)


def readiness(system, server):
    """What /readyz says of each service that uses the server."""
    only = SERVICES_BY_SERVER[server]
    services = system.of(only) if only else system.services.values()
    return {service.name: service.ready() for service in services}


def all_are(system, server, status):
    found = readiness(system, server)
    check(all(code in (200, 503) for code, _ in found.values()), f'/readyz: {found}')
    if server == 'redis' and status == 503:
        # Not needed, only missed.
        check(all(code == 200 for code, _ in found.values()), f'/readyz without Redis: {found}')
        return all('degraded' in text for _, text in found.values())
    return all(code == status and 'degraded' not in text for code, text in found.values())


def check_refusal(system, server):
    """What a traveller gets meanwhile."""
    if server == 'redis':
        return
    begin = time.monotonic()
    if server == 'mysql':
        answer = system.client().call('POST', '/v1/sessions', {})
        check_equal(answer.status, 503, f'a new session without {server}: {answer}')
        check_equal(answer.json()['code'], 'unavailable', f'{answer}')
        check('Retry-After' in answer.headers, f'{server}: no Retry-After: {answer}')
    else:
        # A day of its own each time: what was asked before is known for a minute.
        answer = system.client().call('GET', '/v1/flights/search?from=GRU&to=REC&passengers=1'
                                             f'&date={day_in(next(DAYS))}')
        check(answer.status in (200, 503), f'a search without {server}: {answer}')
        check(answer.status == 503 or answer.json()['missing'],
              f'a search without {server} names no supplier as missing: {answer}')
    print(f'  refused after {time.monotonic() - begin:.1f} s', flush=True)


def fail(system, sales, way, server, chance):
    begin = time.monotonic()
    with way(system, server):
        wait_until(lambda: all_are(system, server, 503), NOTICED_WITHIN,
                   f'/readyz tells that {server} is {way.__name__}')
        print(f'{server} {way.__name__}: noticed after {time.monotonic() - begin:.1f} s',
              flush=True)
        check_refusal(system, server)
        if server == 'redis':
            sales.wait_for_more(5, 60, 'while Redis is unavailable')
        sales.over.wait(chance.uniform(0, 3))
        sales.check()
    begin = time.monotonic()
    wait_until(lambda: all_are(system, server, 200), 60, f'/readyz after {server} came back')
    ready = time.monotonic() - begin
    sales.wait_for_more(10, 60, f'after {server} came back')
    print(f'  ready after {ready:.1f} s, ten more sold after {time.monotonic() - begin:.1f} s',
          flush=True)


def story(system):
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    client = system.client()
    sales = Sales(client, Wishes(client), chance)
    # A queue that was declared less than a second before its node is killed may come back without
    # a leader, which is RabbitMQ's own matter (its directory of Raft servers is saved so often).
    sales.wait_for_more(20, 60, 'at first')
    for server in SERVICES_BY_SERVER:
        for way in (killed, frozen):
            fail(system, sales, way, server, chance)
    trips = sales.end()
    outcomes_of(trips)
    print(f'slowest answer {sales.slowest():.1f} s', flush=True)
    system.wait_until_at_rest()
    books = system.check_books()
    check_promises(books, trips)
    check_equal(sum(trip.cut_off for trip in trips), 0, 'calls that were left without an answer')
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')
    for trip in chance.sample(trips, min(len(trips), 30)):
        trip.check_replays(client)


run(story, replicas={'session': 2}, HOLD_SECONDS=20, IDLE_SECONDS=20, STEP_SECONDS=5)
