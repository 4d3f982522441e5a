"""An hour of sales at a part of what the machine can sell, with a kill every 20 s and each failure
of soak_failures.py once; what the processes use is written to a CSV file and drawn. By hand:

    soak.py BUILD [--minutes 60] [--part 0.7] [--rate N] [--pause 20] [--to build/soak]

A stream of trips comes from viaja_load, at a rate of its own whatever happens. Beside it travellers
who keep what they were told, and go on under their keys, are the witnesses: what they were promised
is compared with the books at the end. It fails where a promise was broken, where the books of one
service disagree with another's, and where memory, descriptors or threads of a process that nothing
killed have grown. BUILD has the programs of the preset with VIAJA_BENCH.
"""
import argparse
import os
import random
import subprocess
import sys
import time

import soak_failures
import soak_figure
from real_system import run
from sales import Sales
from soak_load import Load
from soak_samples import Samples, growth, process_numbers, take_turns
from test_servers import ROOT
from trips import Wishes, outcomes_of
from viaja_process import check, check_equal

LOOK_SECONDS = 5
# Of the last quarter of the time against the second: a share, and a number beside it.
BOUNDS = {'rss_kb': (1.25, 32_000), 'threads': (1.1, 3)}
# At rest, when the stream has ended, against before it began: while it runs, its connections are
# among them, and those are as many as it has trips under way.
MORE_DESCRIPTORS_MAX = 30
REPLICAS = {'session': 3, 'hotel': 2, 'payment': 2, 'I0': 2, 'J0': 2}


def settings():
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n', maxsplit=1)[0])
    parser.add_argument('build')
    parser.add_argument('--minutes', type=float, default=60)
    parser.add_argument('--part', type=float, default=0.7, help='of the peak, which is measured')
    parser.add_argument('--rate', type=float, help='trips a second, instead')
    parser.add_argument('--pause', type=float, default=20, help='seconds from kill to kill')
    parser.add_argument('--to', default=os.path.join(ROOT, 'build', 'soak'))
    parser.add_argument('--seed', type=int, default=random.SystemRandom().randrange(1 << 32))
    return parser.parse_args()


def spared(system):
    """The last replica of each service that has several, which shows what grows."""
    return {f'{name}-{count}' for name, count in REPLICAS.items() if count > 1}


def kill_one(system, chance):
    names = [name for name in system.services if name not in spared(system)]
    service = system.services[chance.choice(names)]
    service.wait_until_ready()
    service.kill()
    service.start()
    return service.name


def trouble(system, chance, sales, samples, words):
    """Kills in turn, and each failure once, evenly over the time."""
    failures = list(soak_failures.ALL)
    chance.shuffle(failures)
    begin, seconds = time.monotonic(), words.minutes * 60
    done = 0
    while (now := time.monotonic() - begin) < seconds:
        if done < len(failures) and now >= seconds * 0.9 * done / len(failures):
            name = failures[done].__name__
            failures[done](system)
            system.wait_until_ready()
            done += 1
        else:
            name = 'kill ' + kill_one(system, chance)
        samples.note('failure', name, 1)
        print(f'{now:6.0f} s  {name}', flush=True)
        sales.check()
        sales.over.wait(max(0.0, words.pause - (time.monotonic() - begin - now)))
    check_equal(done, len(failures), 'failures that happened')


def descriptors(system):
    """Of the spared replicas."""
    return {name: process_numbers(system.services[name].process.pid)['descriptors']
            for name in sorted(spared(system))}


def check_descriptors(before, after):
    print(f'descriptors at rest, before {before}, after {after}', flush=True)
    grown = {name for name in before if after[name] > before[name] + MORE_DESCRIPTORS_MAX}
    check(not grown, f'descriptors grew: {sorted(grown)}')


def sold_in_all(system):
    [row] = system.store.rows('viaja_session', "SELECT COUNT(*) AS count FROM sessions "
                                               "WHERE paid_at IS NOT NULL")
    return int(row['count'])


def check_flat(system, samples, seconds):
    steady = spared(system) | {'mysql', 'rabbitmq', 'redis'}
    grown = []
    for what, (share, more) in BOUNDS.items():
        looked_at = growth(samples.rows, what, seconds)
        check(steady <= set(looked_at), f'{what} of {steady - set(looked_at)} was not looked at')
        for name, (early, late) in sorted(looked_at.items()):
            print(f'{what:12} {name:12} {early:10} {late:10}', flush=True)
            # Servers are killed too, and MySQL fills its buffer pool.
            if name in steady - {'mysql', 'rabbitmq'} and late > early * share + more:
                grown.append(f'{what} of {name} from {early} to {late}')
    check(not grown, 'grown: ' + '; '.join(grown))


def check_books(system, trips):
    """By the programs of operators, which read whatever there is one session after the other."""
    done = subprocess.run([os.path.join(ROOT, 'scripts', 'reconcile')], capture_output=True,
                          text=True, env={**os.environ, **system.servers.environment('tests')},
                          check=False)
    check_equal(done.returncode, 0, f'reconcile: {done.stdout[:2000]}{done.stderr}')
    for supplier in system.store.suppliers():
        check_equal(system.store.rows(supplier, 'SELECT id FROM units WHERE held + confirmed > '
                                                'capacity'), [], f'oversold at {supplier}')
    for trip in trips:
        if trip.outcome in ('confirmed', 'cancelled'):
            [row] = system.store.rows('viaja_session', 'SELECT state FROM sessions WHERE id = '
                                                       f"'{trip.session()}'")
            check_equal(row['state'], trip.outcome, f'{trip.session()}, as its traveller heard')


def story(system):
    words = WORDS
    print(f'seed {words.seed}', flush=True)
    chance = random.Random(words.seed)
    os.makedirs(words.to, exist_ok=True)
    take_turns(system.servers)
    descriptors_before = descriptors(system)
    load = Load(system.services[f'session-{REPLICAS["session"]}'], words.build, words.to)
    rate = words.rate or words.part * load.peak()
    print(f'{rate:.0f} trips a second for {words.minutes:g} minutes', flush=True)
    client = system.client()
    sales = Sales(client, Wishes(client), chance)
    path = os.path.join(words.to, 'soak.csv')
    samples = Samples(system, path, LOOK_SECONDS, lambda: sold_in_all(system))
    load.start(rate)
    try:
        trouble(system, chance, sales, samples, words)
    finally:
        samples.end()
        soak_figure.draw(path, os.path.join(words.to, 'soak.svg'))
        load.end()
    trips = sales.end()
    outcomes_of(trips)
    load.check_sold()
    system.wait_until_at_rest(300)
    print(f'{sold_in_all(system)} trips were sold', flush=True)
    check_books(system, trips)
    check_flat(system, samples, words.minutes * 60)
    check_descriptors(descriptors_before, descriptors(system))


WORDS = settings()
sys.argv = [sys.argv[0], WORDS.build]
run(story, replicas=REPLICAS, HOLD_SECONDS=60, IDLE_SECONDS=60, STEP_SECONDS=5)
