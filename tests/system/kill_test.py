"""`viaja all` is killed at any moment, again and again, while trips are paid; then all books agree.

The seed of the chance is printed and can be given as the second argument.
"""
import http.client
import random
import signal
import sys
import threading
import time

import settled_books
from viaja_process import (check, check_equal, day_in, flight_wish, new_key, payment, room_wish,
                           run, wait_until)

ROUNDS = 25
NEW_TRIPS = 6
GONE = (OSError, http.client.HTTPException)  # the process was killed under the call
TOKENS = ('tok_ok', 'tok_ok', 'tok_ok', 'tok_insufficient_funds', 'tok_slow_3s',
          'tok_timeout_then_ok', 'tok_timeout_then_declined', 'tok_capture_fails_twice',
          'tok_capture_refused')
AGAIN = ('request_in_progress', 'hold_pending', 'payment_in_progress', 'busy')


class Trip:
    """A client that goes on where it was when the server comes back, under the same keys."""

    def __init__(self, wishes, token, cancels):
        self.wishes = [(new_key(), wish) for wish in wishes]
        self.token, self.pay_key, self.cancel_key = token, new_key(), new_key()
        self.cancels = cancels
        self.path = self.secret = self.amount = self.outcome = None
        self.answered = 0  # wishes that have their final answer
        self.paid = False
        self.cut_off = 0   # calls that a kill left without an answer
        self.without_retry_after = 0  # answers 503 that do not say when to come back
        self.last = None   # the last answer that asked for a repetition

    def session(self):
        return self.path.rsplit('/', 1)[1]

    def go_on(self, client, deadline):
        """Until the trip has its outcome, the server is gone or the deadline has passed."""
        try:
            while self.outcome is None and time.monotonic() < deadline:
                self.step(client)
        except GONE:
            self.cut_off += 1

    def step(self, client):
        if self.path is None:
            self.path, self.secret = client.open_session()
        elif self.answered < len(self.wishes):
            key, wish = self.wishes[self.answered]
            if self.ask(client, 'POST', '/holds', wish, key):
                self.answered += 1
        elif self.amount is None:
            self.amount = client.call('GET', self.path, token=self.secret).json()['total']
        else:
            self.pay_or_cancel(client)

    def pay_or_cancel(self, client):
        if not self.paid:
            answer = self.ask(client, 'POST', '/payments', payment(self.amount, self.token),
                              self.pay_key)
            if answer and answer.status == 200:
                check_equal(answer.json()['state'], 'confirmed', f'a payment {answer}')
                self.paid = True
            elif answer:
                self.outcome = answer.json()['code']
        elif not self.cancels:
            self.outcome = 'confirmed'
        else:
            answer = self.ask(client, 'POST', '/cancellations', {}, self.cancel_key)
            if answer:
                check_equal((answer.status, answer.json().get('state')), (200, 'cancelled'),
                            f'the cancellation: {answer}')
                self.outcome = 'cancelled'

    def ask(self, client, method, path, body, key):
        """The final answer, or None if the call has to be repeated."""
        answer = client.call(method, self.path + path, body, token=self.secret, key=key, wait=5)
        if answer.status == 202:
            return self.again(answer)
        check(answer.status in (200, 201, 402, 409, 503), f'{method} {self.path}{path}: {answer}')
        if answer.status == 503:
            # Undone or replayed, it is what became of the key; another one asks for patience.
            self.without_retry_after += 'Retry-After' not in answer.headers
            final = (answer.json()['side_effects'] == 'reversed'
                     or 'Idempotent-Replay' in answer.headers)
            return answer if final else self.again(answer)
        if answer.status == 409 and answer.json()['code'] in AGAIN:
            return self.again(answer)
        return answer

    def again(self, answer):
        self.last = answer
        self.pause.wait(0.05)

    pause = threading.Event()  # never set: a short pause between two equal calls


class Round:
    """Threads that drive the trips; an error in one of them fails the test."""

    def __init__(self, client, trips, seconds):
        self.errors = []
        self.finished = threading.Event()
        self.left = len(trips)
        self.lock = threading.Lock()
        deadline = time.monotonic() + seconds
        self.threads = [threading.Thread(target=self.drive, args=(client, trip, deadline))
                        for trip in trips]
        for thread in self.threads:
            thread.start()

    def drive(self, client, trip, deadline):
        try:
            trip.go_on(client, deadline)
        except Exception as error:  # raised again by end()
            self.errors.append(error)
        with self.lock:
            self.left -= 1
            if self.left == 0:
                self.finished.set()

    def end(self):
        for thread in self.threads:
            thread.join()
        if self.errors:
            raise self.errors[0]


class Wishes:
    """What can be held: flights of all carriers, the plane with one seat, rooms in Recife."""

    def __init__(self, client):
        self.check_in, self.check_out = day_in(31), day_in(34)
        self.rooms = client.rooms('REC', self.check_in, self.check_out)
        self.rooms.sort(key=lambda room: room['rooms_left'])
        self.flights = []
        for days in range(31, 38):
            for origin, destination in (('GRU', 'REC'), ('REC', 'FEN'), ('GRU', 'GIG'),
                                        ('REC', 'GRU'), ('CGH', 'SDU')):
                self.flights += client.flights(origin, destination, day_in(days))
        check(self.rooms and len(self.flights) > 5, 'there is not enough on sale')

    def trip(self, chance):
        wishes = [flight_wish(chance.choice(self.flights))]
        if chance.random() < 0.7:
            room = self.rooms[chance.randrange(min(3, len(self.rooms)))]
            wishes.append(room_wish(room, self.check_in, self.check_out))
        if chance.random() < 0.4:
            wishes.append(flight_wish(chance.choice(self.flights)))
        return Trip(wishes, chance.choice(TOKENS), chance.random() < 0.2)


def check_promises(books, trips):
    """What clients were told, and that a key that was sent twice worked once."""
    for trip in trips:
        if trip.path is None:
            continue
        check(trip.session() in books.sessions, f'{trip.session()} was opened, but is lost')
        state = books.sessions[trip.session()]['state']
        what = f'{trip.session()}, of which a client heard {trip.outcome}'
        if trip.outcome in ('confirmed', 'cancelled'):
            check_equal(state, trip.outcome, what)
        elif trip.outcome not in ('session_expired', 'invalid_state', None):
            check(state != 'confirmed', f'{what}, is {state}')
        check(len(books.holds_of(trip.session())) <= len(trip.wishes),
              f'{trip.session()} has more holds than were asked for')
        check(len(books.attempts_of(trip.session())) <= 1,
              f'{trip.session()} was paid twice under one key')


def story(viaja):
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    client = viaja.start()
    wishes = Wishes(client)
    trips = []
    for _ in range(ROUNDS):
        trips += [wishes.trip(chance) for _ in range(NEW_TRIPS)]
        running = Round(client, [trip for trip in trips if trip.outcome is None], 60)
        running.finished.wait(chance.uniform(0.01, 1.2))
        viaja.kill()
        running.end()
        client = viaja.start()
    Round(client, [trip for trip in trips if trip.outcome is None], 40).end()
    outcomes = sorted(str(trip.outcome) for trip in trips)
    print({outcome: outcomes.count(outcome) for outcome in outcomes})
    check('None' not in outcomes, 'trips have no outcome; they were told last:\n' + '\n'.join(
        f'{trip.session()} {trip.token}: {trip.last}' for trip in trips if trip.outcome is None))

    left = []

    def settled():
        left[:] = settled_books.unsettled(viaja.data)
        return not left

    try:
        wait_until(settled, 60, 'every session is settled')
    except AssertionError as error:
        raise AssertionError(f'{error}\n' + '\n'.join(left)) from None
    viaja.send(signal.SIGTERM)
    check_equal(viaja.wait(10), 0, 'the status after SIGTERM')
    books = settled_books.Books(viaja.data)
    books.check()
    check_promises(books, trips)
    check(outcomes.count('confirmed') >= 10, 'too few trips were confirmed to prove anything')
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')
    check(sum(trip.cut_off for trip in trips) >= ROUNDS, 'the kills met too few calls')


run(story, TEST_MODE=1, HOLD_SECONDS=20, IDLE_SECONDS=20, STEP_SECONDS=5)
