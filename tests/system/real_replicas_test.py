"""Two replicas of session-service and of one carrier sell. One of each is killed, and comes back;
one of each is frozen for longer than its locks last, and goes on as if nothing had happened."""
import random
import time

from real_system import run
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, wait_until

KILLS = ('session-1', 'I0-1', 'session-2', 'I0-2')
FROZEN_SECONDS = 25
FREEZES = ('session-1', 'I0-1', 'session-2')


def survive(system, sales, name):
    """The other replica goes on alone, and again beside the one that comes back."""
    service = system.services[name]
    service.kill()
    sales.wait_for_more(10, 60, f'without {name}')
    check(not service.runs(), f'{name} came back by itself')
    service.start()
    service.wait_until_ready()
    sales.wait_for_more(10, 60, f'with {name} again')


def survive_frozen(system, sales, name):
    """The frozen one keeps what it was about to do, and does it on what is old news by then."""
    service = system.services[name]
    begin = time.monotonic()
    service.freeze()
    sales.wait_for_more(10, 90, f'while {name} is frozen')
    print(f'ten sold {time.monotonic() - begin:.1f} s after {name} was frozen', flush=True)
    # Longer than two heartbeats, after which the broker gives its messages to the other one.
    wait_until(lambda: time.monotonic() - begin > FROZEN_SECONDS, 60, 'the locks have run out')
    service.thaw()
    sales.wait_for_more(10, 90, f'after {name} was thawed')


def check_both_work(system, name):
    """Both replicas of a service have their share of the messages."""
    for service in system.of(name):
        check(service.metric('viaja_bus_delivered_total') > 0, f'{service.name} got no message')


def story(system):
    chance = random.Random(1)
    client = system.client()
    sales = Sales(client, Wishes(client), chance)
    sales.wait_for_more(20, 60, 'over two replicas')
    check_both_work(system, 'session')
    check_both_work(system, 'I0')
    for name in KILLS:
        survive(system, sales, name)
    for name in FREEZES:
        survive_frozen(system, sales, name)
    trips = sales.end()
    outcomes_of(trips)
    check_both_work(system, 'session')
    check_both_work(system, 'I0')
    system.wait_until_at_rest()
    books = system.check_books()
    check_promises(books, trips)
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')
    for trip in chance.sample(trips, min(len(trips), 30)):
        trip.check_replays(client)


run(story, replicas={'session': 2, 'I0': 2}, HOLD_SECONDS=20, IDLE_SECONDS=20, STEP_SECONDS=5)
