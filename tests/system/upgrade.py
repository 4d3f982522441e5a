"""From one version of all programs to another, one replica after the other, while trips are sold,
and back: `docs/operations.md`, "Upgrade". upgrade_test.py runs it with the last release.

    upgrade.py OLD_BUILD NEW_BUILD [--back] [--seed N]

Suppliers first, then payment, then session-service, and back in the reverse order. Old and new
replicas of each service work side by side, share its queue and its database, and sell more trips
before the next one is replaced. Travellers come through HAProxy, pay by card and by Pix and
cancel; each call must be answered, and with nothing but what an API may answer at any time, 503
with Retry-After included. At the end each promise is compared with the books, and each key gets
its old answer again.

--back goes back to the old programs afterwards. One that refuses the newer schema is started once
the rows of the steps that only added something are out of its sight, as operations.md says.
"""
import argparse
import os
import random
import re
import sys

from haproxy import HaProxy
from real_system import run
from sales import Sales
from test_servers import ROOT
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, wait_until

REPLICAS = {'session': 2, 'payment': 2, 'hotel': 2, 'event': 2, 'I0': 2, 'J0': 2}
SUPPLIERS_FIRST = ('hotel', 'event', 'I0', 'J0', 'payment', 'session')
TRIPS_SIDE_BY_SIDE = 15
TRAVELLERS = 6
SECONDS = 90


def settings():
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n', maxsplit=1)[0])
    parser.add_argument('old', help='the build folder of the version before')
    parser.add_argument('new', help='the build folder of the version after')
    parser.add_argument('--back', action='store_true', help='and to the old version again')
    parser.add_argument('--seed', type=int, default=random.SystemRandom().randrange(1 << 32))
    return parser.parse_args()


def replace(system, service, build):
    """A replica ends by SIGTERM, without a call cut off, and comes back as the other version."""
    service.terminate(30)
    program = os.path.basename(service.command[0])
    service.command[0] = os.path.join(os.path.abspath(build), program, program)
    service.start(PORT=PORTS[service.name])
    wait_until(lambda: service.port() is not None or not service.runs(), SECONDS,
               f'{service.name} is up or has ended')
    if not service.runs() and 'newer program' in service.said():
        hide_additions(system)
        service.start()
    service.wait_until_ready()


def documented_statements():
    with open(os.path.join(ROOT, 'docs', 'operations.md'), encoding='utf-8') as page:
        text = page.read()
    hide = re.search(r'\*\*The way back\.\*\*.*?```sql\n(.*?)```', text, re.DOTALL)[1]
    return [statement.rstrip(';') for statement in hide.splitlines()]


def hide_additions(system):
    """For programs from before schema_additions, which refuse every step that they do not know."""
    for database in ('viaja_session', 'viaja_payment', 'viaja_gateway', *system.store.suppliers()):
        for statement in documented_statements():
            system.store.run(database, statement)


def replace_all(system, sales, names, build, version):
    for name in names:
        for service in system.of(name):
            replace(system, service, build)
            sales.wait_for_more(TRIPS_SIDE_BY_SIDE, SECONDS, f'with {service.name} {version}')
            print(f'{service.name} is {version}, {sales.confirmed()} trips sold', flush=True)


def check_answers(trips):
    """A call that waits when its replica is told to end is answered, too, by it or the entrance."""
    check_equal([trip.path for trip in trips if trip.cut_off], [], 'sessions with a call cut off')
    check_equal([trip.path for trip in trips if trip.without_retry_after], [],
                'sessions with a 503 without Retry-After')


def story(system):
    print(f'seed {WORDS.seed}', flush=True)
    PORTS.update({service.name: service.port() for service in system.services.values()})
    client = HaProxy(system.servers.folder, *[[PORTS[service.name] for service in system.of(name)]
                                              for name in ('session', 'payment')]).client()
    wishes = Wishes(client, bank=client)
    sales = Sales(client, wishes, random.Random(WORDS.seed), TRAVELLERS)
    sales.wait_for_more(TRIPS_SIDE_BY_SIDE, SECONDS, 'before')
    replace_all(system, sales, SUPPLIERS_FIRST, WORDS.new, 'new')
    if WORDS.back:
        replace_all(system, sales, reversed(SUPPLIERS_FIRST), WORDS.old, 'old again')
    trips = sales.end()
    outcomes_of(trips)
    print(f'slowest call {sales.slowest():.2f} s', flush=True)
    system.wait_until_at_rest()
    books = system.check_books()
    check_promises(books, trips)
    check(books.sessions, 'no session in the books')
    for trip in trips:
        trip.check_replays(client)
    check_answers(trips)


PORTS = {}
WORDS = settings()
sys.argv = [sys.argv[0], WORDS.old]
run(story, replicas=REPLICAS, HOLD_SECONDS=60, IDLE_SECONDS=60, PIX_SECONDS=10)
