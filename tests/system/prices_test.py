"""Prices change while things are held: `viaja all` charges what was shown, or nothing, and finds
what has become cheap."""
from last_seat import only_flight
from settled_books import SqliteStore
from viaja_process import (check, check_equal, day_in, flight_wish, new_key, payment, pix_payment,
                           run, wait_until)


class Trip:
    def __init__(self, client):
        self.client = client
        self.path, self.token = client.open_session()

    def call(self, method, more='', body=None, key=None):
        return self.client.call(method, self.path + more, body, token=self.token,
                                key=key or new_key(), wait=20)

    def session(self):
        return self.call('GET').json()

    def hold(self, wish):
        answer = self.call('POST', '/holds', wish)
        check_equal(answer.status, 201, f'the hold: {answer}')
        return answer.json()

    def pay(self, amount, key=None):
        return self.call('POST', '/payments', payment(amount), key)

    def give_up(self):
        check_equal(self.call('DELETE').status, 200, 'the trip is given up')


def set_price(client, flight, amount):
    answer = client.call('PUT', '/v1/operator/prices', {
        'address': 'flight.J0', 'reason': 'test',
        'items': [{'item': flight, 'price': {'amount': amount, 'currency': 'BRL'}}]})
    check_equal(answer.status, 200, f'the change of a price: {answer}')


def check_refused(trip, answer, held):
    """Both prices; nothing was charged or changed. Returns the current price."""
    problem = answer.json()
    check_equal((answer.status, problem['code']), (409, 'price_changed'), f'{answer}')
    check_equal((problem['side_effects'], problem['session_state']), ('none', 'open'), f'{answer}')
    (changed,) = problem['prices']
    check_equal((changed['hold'], changed['price']), (held['id'], held['price']), 'what was held')
    check(changed['current_price'] != held['price'], f'the price is the same: {answer}')
    check_equal(problem['total'], held['price'], 'the total')
    check_equal(problem['current_total'], changed['current_price'], 'the total of now')
    check_equal(trip.session()['payment'], None, 'a payment')
    return changed['current_price']


def not_guaranteed(client):
    """The last seat: the new price is taken without losing it, and nothing else is ever charged."""
    segment = only_flight(client)
    wish = flight_wish(segment)
    trip = Trip(client)
    held = trip.hold(wish)
    check_equal(held['price_guarantee_expires_at'], None, 'the end of the guarantee')
    set_price(client, segment['flight'], 50000)
    now = check_refused(trip, trip.pay(held['price']), held)
    check_refused(trip, trip.call('POST', '/payments', pix_payment(held['price'])), held)

    swapped = trip.call('PUT', '/holds/' + held['id'], wish)
    check_equal(swapped.status, 201, f'the same at its new price: {swapped}')
    check_equal(swapped.json()['price'], now, 'the price of the new hold')
    other = Trip(client)
    gone = other.call('POST', '/holds', wish)
    check_equal(gone.json().get('code'), 'not_available', f'the last seat is held: {gone}')
    check_equal(trip.pay(held['price']).json()['code'], 'amount_mismatch', 'the old price')
    key = new_key()
    paid = trip.pay(now, key)
    check_equal((paid.status, paid.json()['payment']['amount']), (200, now), f'{paid}')

    set_price(client, segment['flight'], 60000)
    repeated = trip.pay(now, key)
    check_equal((repeated.status, repeated.headers['Idempotent-Replay']), (200, 'true'),
                'a payment that was accepted is not refused later')
    return trip, now


def guaranteed_for_a_second(client, segment):
    """A price that fell after its guarantee is not charged at the old price either."""
    trip = Trip(client)
    held = trip.hold(segment)
    until = held['price_guarantee_expires_at']
    check(until < trip.session()['timeout']['expires_at'], 'the guarantee lasts as the session')
    wait_until(lambda: trip.session()['server_time'] > until, 10, 'the guarantee is over')
    set_price(client, segment['flight'], 30000)
    now = check_refused(trip, trip.pay(held['price']), held)
    check(now['amount'] < held['price']['amount'], 'the price fell')
    trip.give_up()


def found_as_soon_as_cheap(client, flight, day):
    """What a flight cost before, which searches have read, does not hide that it is cheap now."""
    set_price(client, flight, 90000)

    def listed():
        return next(each for each in client.search(
            f'/v1/flights/search?from=REC&to=FEN&date={day}&passengers=1&max_segments=1&all=1')
                    if each['segments'][0]['flight'] == flight)

    def lowest():
        answer = client.call('GET', '/v1/flights/calendar?from=REC&to=FEN&passengers=1'
                             f'&max_segments=1&month={day[:7]}')
        check_equal(answer.status, 200, f'the calendar: {answer}')
        (found,) = [each for each in answer.json()['days'] if each['date'] == day]
        check(found['checked'], f'an unchecked price: {found}')
        return found['price']['amount']

    before = lowest()
    wait_until(lambda: listed()['price']['amount'] > before, 10, 'the dear flight is read')
    set_price(client, flight, 10000)
    wait_until(lambda: lowest() < before, 10, 'the calendar has the cheap flight')
    check_equal(lowest(), listed()['price']['amount'], 'the price of the cheap flight')


def guaranteed_as_long_as_held(client, segment):
    trip = Trip(client)
    held = trip.hold(segment)
    check_equal(held['price_guarantee_expires_at'], trip.session()['timeout']['expires_at'],
                'the end of the guarantee')
    set_price(client, segment['flight'], 70000)
    paid = trip.pay(held['price'])
    check_equal((paid.status, paid.json()['payment']['amount']), (200, held['price']), f'{paid}')
    return trip, held['price']


def captured(viaja, trip):
    """The sums that the gateway took for the trip, by its own book."""
    session = trip.path.rsplit('/', 1)[1]
    rows = SqliteStore(viaja.data).rows('viaja_gateway', 'SELECT * FROM executions')
    return [row['amount'] for row in rows
            if row['stem'].startswith(session) and row['operation'] == 'capture']


def story(viaja):
    client = viaja.start(PRICE_GUARANTEE_SECONDS=0)
    paid = [not_guaranteed(client)]
    segment = next(each for each in client.flights('REC', 'FEN', day_in(20))
                   if each['flight'] == 'J01176')
    viaja.terminate()
    client = viaja.start(PRICE_GUARANTEE_SECONDS=1)
    guaranteed_for_a_second(client, flight_wish(segment))
    found_as_soon_as_cheap(client, segment['flight'], segment['date'])
    viaja.terminate()
    client = viaja.start(PRICE_GUARANTEE_SECONDS='')
    paid.append(guaranteed_as_long_as_held(client, flight_wish(segment)))
    for trip, amount in paid:
        check_equal(captured(viaja, trip), [amount['amount']], 'what the gateway has taken')


run(story, TEST_MODE=1)
