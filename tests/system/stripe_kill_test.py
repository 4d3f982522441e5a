"""`viaja all` with payments by Stripe is killed at any moment, again and again, while trips are
paid and cancelled; then Stripe's book and ours agree. The seed is printed.

    stripe_kill_test.py VIAJA [ROUNDS [SEED]]
"""
import random
import signal
import sys

import settled_books
from stripe_server import StripeServer
from trips import Round, Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, run

KEY, SECRET = 'sk_test_of_the_story', 'whsec_of_the_story'
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 15
NEW_TRIPS = 6


def start(viaja, stripe):
    client = viaja.start(STRIPE_URL=stripe.url())
    stripe.target = (client.host, client.port)
    return client


def kill_while_paying(viaja, stripe, chance):
    client = start(viaja, stripe)
    wishes = Wishes(client)
    trips = []
    for _ in range(ROUNDS):
        trips += [wishes.trip(chance) for _ in range(NEW_TRIPS)]
        for trip in trips[-NEW_TRIPS:]:
            trip.cancels = chance.random() < 0.5
        running = Round(client, [trip for trip in trips if trip.outcome is None], 60)
        running.finished.wait(chance.uniform(0.05, 1.5))
        viaja.kill()
        stripe.target = None
        running.end()
        client = start(viaja, stripe)
    Round(client, [trip for trip in trips if trip.outcome is None], 60).end()
    return trips


def story(viaja):
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    stripe = StripeServer(KEY, SECRET, random.Random(seed + 1))
    trips = kill_while_paying(viaja, stripe, chance)
    outcomes = outcomes_of(trips)
    store = settled_books.SqliteStore(viaja.data)
    settled_books.wait_until_settled(store, 90)
    stripe.check_events()
    check(viaja.metric('viaja_payment_gateway_events_total') > 0, 'payment has heard no event')
    viaja.send(signal.SIGTERM)
    check_equal(viaja.wait(10), 0, 'the status after SIGTERM')
    books = settled_books.Books(store)
    books.check()
    check_promises(books, trips)
    payments = stripe.check_against(books)
    print(f'{payments} payments, {len(stripe.refunds)} refunds; {dict(stripe.events)} events, '
          f'{dict(stripe.answered_forged)} forged', flush=True)
    check(outcomes.get('cancelled', 0) >= ROUNDS / 2, 'too few trips were cancelled')
    check(sum(trip.cut_off for trip in trips) >= ROUNDS / 2, 'the kills met too few calls')
    stripe.stop()


run(story, TEST_MODE=1, HOLD_SECONDS=20, IDLE_SECONDS=20, STEP_SECONDS=5, GATEWAY='stripe',
    STRIPE_KEY=KEY, STRIPE_WEBHOOK_SECRET=SECRET)
