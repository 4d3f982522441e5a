"""`viaja all` is killed at any moment, again and again, while trips are paid; then all books agree.

The seed of the chance is printed and can be given as the second argument.
"""
import random
import signal
import sys

import settled_books
from trips import Round, Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, run

ROUNDS = 25
NEW_TRIPS = 6


def story(viaja):
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    client = viaja.start()
    wishes = Wishes(client, bank=client)
    trips = []
    for _ in range(ROUNDS):
        trips += [wishes.trip(chance) for _ in range(NEW_TRIPS)]
        running = Round(client, [trip for trip in trips if trip.outcome is None], 60)
        running.finished.wait(chance.uniform(0.01, 1.2))
        viaja.kill()
        running.end()
        client = viaja.start()
        for trip in trips:
            trip.bank = trip.bank and client
        wishes.bank = client
    Round(client, [trip for trip in trips if trip.outcome is None], 40).end()
    outcomes = outcomes_of(trips)
    store = settled_books.SqliteStore(viaja.data)
    settled_books.wait_until_settled(store, 60)
    viaja.send(signal.SIGTERM)
    check_equal(viaja.wait(10), 0, 'the status after SIGTERM')
    books = settled_books.Books(store)
    books.check()
    check_promises(books, trips)
    check(outcomes.get('confirmed', 0) >= 10, 'too few trips were confirmed to prove anything')
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')
    check(sum(trip.cut_off for trip in trips) >= ROUNDS, 'the kills met too few calls')


run(story, TEST_MODE=1, HOLD_SECONDS=20, IDLE_SECONDS=20, STEP_SECONDS=5, PIX_SECONDS=8)
