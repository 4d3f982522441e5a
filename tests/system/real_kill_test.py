"""Any service is killed at any moment, again and again, while trips are paid; then all books agree.

    real_kill_test.py BUILD [ROUNDS [SEED]]
"""
import random
import sys

from real_services import Replicas
from real_system import run
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal

TRAVELLERS = 8
ALL_AT_ONCE = 0.1  # the share of rounds in which everything is killed
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 60


def kill_and_start(system, sales, chance):
    """One service, or all of them, at any moment; the sales go on meanwhile."""
    services = list(system.services.values())
    killed = services if chance.random() < ALL_AT_ONCE else [chance.choice(services)]
    for service in killed:
        service.wait_until_ready()
    sales.over.wait(chance.uniform(0.02, 0.7))
    for service in killed:
        service.kill()
    sales.over.wait(chance.uniform(0, 0.3))
    for service in killed:
        service.start()
    sales.check()
    return 'all' if killed == services else killed[0].name


def story(system):
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    client = system.client()
    sales = Sales(client, Wishes(client, bank=Replicas(system.of('payment'))), chance, TRAVELLERS)
    killed = [kill_and_start(system, sales, chance) for _ in range(ROUNDS)]
    print({name: killed.count(name) for name in sorted(set(killed))}, flush=True)
    system.wait_until_ready()
    sales.wait_for_more(10, 60, 'after the last kill')
    trips = sales.end()
    outcomes_of(trips)
    print(f'slowest answer {sales.slowest():.1f} s, '
          f'{sum(trip.cut_off for trip in trips)} calls cut off', flush=True)
    system.wait_until_at_rest()
    books = system.check_books()
    check_promises(books, trips)
    for trip in chance.sample(trips, min(len(trips), 30)):
        trip.check_replays(client)
    check(sales.confirmed() >= ROUNDS, 'too few trips were confirmed to prove anything')
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')


run(story, replicas={'session': 2}, HOLD_SECONDS=20, IDLE_SECONDS=20, STEP_SECONDS=5,
    PIX_SECONDS=8)
