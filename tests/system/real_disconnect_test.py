"""Connections to MySQL and RabbitMQ break at any moment, and queues are deleted, while two replicas
of every service sell; then all books agree.

    real_disconnect_test.py BUILD [ROUNDS [SEED]]
"""
import random
import subprocess
import sys

from real_system import CARRIERS, run
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal

ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 60
TRAVELLERS = 8
QUEUES = ('session', *(f'flight.{carrier}' for carrier in CARRIERS), 'hotel', 'event',
          'payment')


def break_database_connections(system, chance):
    """Half of them, in the middle of whatever they do, COMMIT too."""
    rows = system.store.rows('information_schema',
                             "SELECT id FROM processlist WHERE user NOT IN ('viaja', 'root') "
                             "AND command <> 'Daemon'")
    chosen = [row['id'] for row in rows if chance.random() < 0.5]
    statement = ';'.join(f'KILL {number}' for number in chosen)
    # --force: one that is gone already is no error.
    subprocess.run([*system.store.command, '--force', '-e', statement], check=False, timeout=30,
                   capture_output=True)
    return len(chosen)


def break_broker_connections(system, chance):
    names = [connection['name'] for connection in
             system.console.call('GET', 'connections?columns=name') if 'name' in connection]
    chosen = [name for name in names if chance.random() < 0.5]
    return sum(system.console.disconnect(name) for name in chosen)


def delete_queue(system, chance):
    system.console.delete(chance.choice(QUEUES))
    return 1


BREAKS = (break_database_connections, break_broker_connections, delete_queue)


def story(system):
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    client = system.client()
    sales = Sales(client, Wishes(client), chance, TRAVELLERS)
    broken = dict.fromkeys((function.__name__ for function in BREAKS), 0)
    for number in range(ROUNDS):
        sales.over.wait(chance.uniform(0.02, 0.8))
        function = chance.choice(BREAKS)
        broken[function.__name__] += function(system, chance)
        sales.check()
        if number % 10 == 9:
            sales.wait_for_more(5, 60, f'after {number + 1} rounds')
    print(broken, flush=True)
    check(all(broken.values()), f'something was never broken: {broken}')
    system.wait_until_ready()
    sales.wait_for_more(20, 60, 'after all is whole again')
    trips = sales.end()
    outcomes_of(trips)
    print(f'slowest answer {sales.slowest():.1f} s', flush=True)
    system.wait_until_at_rest()
    check_promises(system.check_books(), trips)
    check_equal(sum(trip.cut_off for trip in trips), 0, 'calls that were left without an answer')
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')
    for trip in chance.sample(trips, min(len(trips), 30)):
        trip.check_replays(client)


run(story, replicas={'session': 2, 'I0': 2, 'hotel': 2, 'event': 2, 'payment': 2},
    HOLD_SECONDS=20, IDLE_SECONDS=20, STEP_SECONDS=5)
