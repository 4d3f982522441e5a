"""Two hundred clients of two replicas want the last seats of two flights: as a list of both, or one
after the other, beginning with either. Each call is answered, no seat is sold twice, and nothing
that was not paid for stays held."""
import collections
import random

from bookings import Booking
from real_system import run
from viaja_process import (check, check_equal, day_in, flight_wish, in_parallel, new_key,
                           wait_until)

CLIENTS = 200
FLIGHT = 'J09001'  # REC–FEN, with one seat
REFUSED = ('not_available', 'hold_pending', 'invalid_state')


def last_seats(client):
    """The aircraft with one seat on two days."""
    found = [segment for days in (20, 21) for segment in client.flights('REC', 'FEN', day_in(days))
             if segment['flight'] == FLIGHT]
    check_equal([segment['seats_left'] for segment in found], [1, 1], 'last seats')
    return found


def hold_both(client, wishes, together):
    """The session and how many of the two it holds."""
    booking = Booking(client)
    held = 0
    for body in [{'items': wishes}] if together else wishes:
        answer = client.call('POST', booking.path + '/holds', body, token=booking.token,
                             key=new_key(), wait=30)
        check(answer.status == 201 or answer.json()['code'] in REFUSED, f'a hold: {answer}')
        if answer.status != 201:
            break
        held += len(wishes) if together else 1
    return booking, held


def want(client, number, wishes):
    """A third asks for a list, the others one by one, in either order; what has both pays, the
    others end their session. How many of the seats they had."""
    together = number % 3 == 0
    in_order = wishes if together or number % 3 == 1 else wishes[::-1]
    booking, held = hold_both(client, in_order, together)
    if held == len(wishes):
        check_equal(booking.pay(client, wait=30)['state'], 'confirmed', 'a trip with both seats')
        return 'both'
    ended = client.call('DELETE', booking.path, token=booking.token, key=new_key(), wait=30)
    check_equal(ended.status, 200, f'a session that gives up: {ended}')
    return 'one' if held else 'none'


def story(system):
    client = system.client()
    segments = last_seats(client)
    wishes = [flight_wish(segment) for segment in segments]
    order = list(range(CLIENTS))
    random.Random(7).shuffle(order)
    outcomes = collections.Counter(in_parallel(
        [lambda number=number: want(system.client(), number, wishes) for number in order]))
    print(dict(outcomes), flush=True)
    check(outcomes['both'] <= 1, f'{outcomes["both"]} trips have the same two seats')

    def left():
        """What is on sale again; a flight without a seat is not shown."""
        return [sum(found['seats_left'] for found in client.flights('REC', 'FEN', segment['date'])
                    if found['flight'] == FLIGHT) for segment in segments]

    expected = [1 - outcomes['both']] * 2
    wait_until(lambda: left() == expected, 30, f'the seats on sale are {expected}')
    system.wait_until_at_rest()
    system.check_books()


run(story, replicas={'session': 2, 'J0': 2})
