"""Trips as clients make them: each goes on under its keys until it knows how it ended."""
import http.client
import threading
import time

from viaja_process import (check, check_equal, day_in, flight_wish, new_key, payment, pix_payment,
                           room_wish, ticket_wish)

GONE = (OSError, http.client.HTTPException)  # the process was killed under the call
TOKENS = ('tok_ok', 'tok_ok', 'tok_ok', 'tok_insufficient_funds', 'tok_slow_3s',
          'tok_timeout_then_ok', 'tok_timeout_then_declined', 'tok_capture_fails_twice',
          'tok_capture_refused')
# What a person who plays the bank does with the code of a Pix, in centavos beside the amount.
PIX = {'pix': (0,), 'pix_twice': (0, 0), 'pix_wrong': (-1, 0), 'pix_never': (), 'pix_stopped': ()}
AGAIN = ('request_in_progress', 'hold_pending', 'payment_in_progress', 'busy')
STATUSES = (200, 201, 202, 402, 409, 503)


class Trip:
    """A client that goes on where it was when the server comes back, under the same keys."""

    def __init__(self, wishes, token, cancels, bank=None):
        """With a bank, a client of the test bank, the trip is paid by Pix: the token is of PIX."""
        self.bank, self.receipts = bank, list(PIX[token]) if bank else []
        self.stops = token == 'pix_stopped'
        self.wishes = [(new_key(), wish) for wish in wishes]
        self.token, self.pay_key, self.cancel_key = token, new_key(), new_key()
        self.cancels = cancels
        self.path = self.secret = self.amount = self.quote = self.outcome = None
        self.answered = 0  # wishes that have their final answer
        self.paid = False
        self.cut_off = 0   # calls that a kill left without an answer
        self.without_retry_after = 0  # answers 503 that do not say when to come back
        self.last = None   # the last answer that asked for a repetition
        self.final = []    # (method, path, body, key, Answer) of what got its final answer
        self.slowest = 0.0  # seconds of the slowest call

    def session(self):
        return self.path.rsplit('/', 1)[1]

    def go_on(self, client, deadline, patient=False):
        """Until the trip has its outcome or the deadline has passed; where the server goes away, a
        patient client tries again and another one comes back later."""
        while self.outcome is None and time.monotonic() < deadline:
            try:
                self.step(client)
            except GONE:
                self.cut_off += 1
                if not patient:
                    return
                self.pause.wait(0.05)

    def step(self, client):
        if self.path is None:
            self.open(client)
        elif self.answered < len(self.wishes):
            key, wish = self.wishes[self.answered]
            if self.ask(client, 'POST', '/holds', wish, key):
                self.answered += 1
        elif self.amount is None:
            answer = self.call(client, 'GET', self.path, token=self.secret)
            if answer.status == 200:
                self.amount = answer.json()['total']
        else:
            self.pay_or_cancel(client)

    def open(self, client):
        answer = self.call(client, 'POST', '/v1/sessions', {})
        if answer.status == 201:
            self.path = '/v1/sessions/' + answer.json()['id']
            self.secret = answer.json()['token']

    def pay_or_cancel(self, client):
        if not self.paid:
            wish = pix_payment(self.amount) if self.bank else payment(self.amount, self.token)
            answer = self.ask(client, 'POST', '/payments', wish, self.pay_key)
            if self.bank and not answer:
                self.play_the_bank(client)
            if answer and answer.status == 200:
                check_equal(answer.json()['state'], 'confirmed', f'a payment {answer}')
                self.paid = True
            elif answer:
                self.outcome = answer.json()['code']
        elif not self.cancels:
            self.outcome = 'confirmed'
        elif self.quote is None:
            answer = self.call(client, 'POST', f'{self.path}/cancellations', {},
                               token=self.secret)
            if answer.status == 201:
                self.quote = answer.json()['id']
            elif answer.status == 409:
                self.again(answer)
        else:
            answer = self.ask(client, 'POST', f'/cancellations/{self.quote}/confirm', {},
                              self.cancel_key)
            if answer:
                check_equal((answer.status, answer.json().get('state')), (200, 'cancelled'),
                            f'the cancellation: {answer}')
                self.outcome = 'cancelled'

    def play_the_bank(self, client):
        """Pays what is left to be paid of the code, as far as it is there, or stops the payment."""
        seen = self.last.json() if self.last.status == 202 else {}
        if (seen.get('payment') or {}).get('state') != 'waiting':
            return
        if self.stops:
            self.call(client, 'POST', self.path + '/payments/stop', {}, token=self.secret)
        while self.receipts:
            bank = f'/test/bank/{self.session()}/{seen["payment"]["attempt"]}/receipts'
            answer = self.bank.call('POST', bank,
                                    {'amount': self.amount['amount'] + self.receipts[0]},
                                    headers={'Accept': 'application/json'})
            if answer.status != 201:
                return
            self.receipts.pop(0)

    def call(self, client, method, path, body=None, **more):
        """An answer of those that there may be; what asks for patience has been waited for."""
        begin = time.monotonic()
        answer = client.call(method, path, body, **more)
        self.slowest = max(self.slowest, time.monotonic() - begin)
        check(answer.status in STATUSES, f'{method} {path}: {answer}')
        if answer.status == 503:
            self.without_retry_after += 'Retry-After' not in answer.headers
            self.again(answer)
        return answer

    def ask(self, client, method, path, body, key):
        """The final answer, or None if the call has to be repeated."""
        answer = self.call(client, method, self.path + path, body, token=self.secret, key=key,
                           wait=5)
        if answer.status == 503:
            return None
        if answer.status == 202 or answer.status == 409 and answer.json()['code'] in AGAIN:
            return self.again(answer)
        self.final.append((method, self.path + path, body, key, answer))
        return answer

    def again(self, answer):
        self.last = answer
        self.pause.wait(0.05)

    def check_replays(self, client):
        """The same key gets the same answer, from whichever replica."""
        for method, path, body, key, first in self.final:
            answer = client.call(method, path, body, token=self.secret, key=key, wait=5)
            check_equal((answer.status, resource_of(answer)), (first.status, resource_of(first)),
                        f'{method} {path} under its old key; it was {first}, and is {answer}')

    pause = threading.Event()  # never set: a short pause between two equal calls


def resource_of(answer):
    """What stays the same when an answer is given again: the id of what was made, or the code."""
    body = answer.json()
    return body.get('code') or body.get('id') or [hold['id'] for hold in body['holds']]


def items_of(wish):
    return wish.get('items', [wish])


class Round:
    """Threads that drive the trips; an error in one of them fails the test."""

    def __init__(self, client, trips, seconds, patient=False):
        self.errors = []
        self.finished = threading.Event()
        self.left = len(trips)
        self.lock = threading.Lock()
        self.patient = patient
        deadline = time.monotonic() + seconds
        self.threads = [threading.Thread(target=self.drive, args=(client, trip, deadline))
                        for trip in trips]
        for thread in self.threads:
            thread.start()

    def drive(self, client, trip, deadline):
        try:
            trip.go_on(client, deadline, self.patient)
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
    """What can be held: flights of all carriers, the plane with one seat, rooms in Recife, and
    tickets of a section that has ten."""

    def __init__(self, client, days=7, bank=None):
        """With a bank, a client of the test bank, a third of the trips is paid by Pix."""
        self.bank = bank
        self.check_in, self.check_out = day_in(31), day_in(34)
        self.rooms = client.rooms('REC', self.check_in, self.check_out)
        self.rooms.sort(key=lambda room: room['rooms_left'])
        self.boxes = [section for section in client.tickets('GRU', day_in(31), day_in(61))
                      if section['section_id'] == 'CAMAROTE']
        self.flights = []
        for day in range(31, 31 + days):
            for origin, destination in (('GRU', 'REC'), ('REC', 'FEN'), ('GRU', 'GIG'),
                                        ('REC', 'GRU'), ('CGH', 'SDU')):
                self.flights += client.flights(origin, destination, day_in(day))
        check(self.rooms and self.boxes and len(self.flights) > 5, 'there is not enough on sale')

    def trip(self, chance):
        wishes = [flight_wish(chance.choice(self.flights))]
        if chance.random() < 0.7:
            room = self.rooms[chance.randrange(min(3, len(self.rooms)))]
            wishes.append(room_wish(room, self.check_in, self.check_out))
        if chance.random() < 0.4:
            wishes.append(ticket_wish(self.boxes[0], chance.randrange(1, 4)))
        if chance.random() < 0.4:
            wishes.append(flight_wish(chance.choice(self.flights)))
        if len(wishes) > 1 and chance.random() < 0.5:
            wishes = [{'items': wishes}]
        if self.bank and chance.random() < 0.33:
            return Trip(wishes, chance.choice(sorted(PIX)), chance.random() < 0.2, self.bank)
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
        asked = sum(len(items_of(wish)) for _, wish in trip.wishes)
        check(len(books.holds_of(trip.session())) <= asked,
              f'{trip.session()} has more holds than were asked for')
        check(len(books.attempts_of(trip.session())) <= 1,
              f'{trip.session()} was paid twice under one key')


def outcomes_of(trips):
    """How many trips had which outcome; an error where one had none."""
    outcomes = sorted(str(trip.outcome) for trip in trips)
    counts = {outcome: outcomes.count(outcome) for outcome in outcomes}
    print(counts, flush=True)
    check('None' not in counts, 'trips have no outcome; they were told last:\n' + '\n'.join(
        f'{trip.path} {trip.token}: {trip.last}' for trip in trips if trip.outcome is None))
    return counts
