"""Trips over two replicas of session-service: each call of a trip goes to the other one."""
import legacy_calls
from bookings import Booking
from real_system import run
from viaja_process import (check, check_equal, day_in, flight_wish, in_parallel, new_key, room_wish,
                           ticket_wish, wait_until)

CROSSINGS = 10
CHECK_IN, CHECK_OUT = day_in(50), day_in(52)


class Offers:
    """What the trips are made of; the test items are sold by every carrier and listed by none."""

    def __init__(self, client):
        found = client.flights('GRU', 'REC', CHECK_IN)
        self.flight, self.other_flight = flight_wish(found[0]), flight_wish(found[1])
        self.room = room_wish(client.rooms('REC', CHECK_IN, CHECK_OUT)[0], CHECK_IN, CHECK_OUT)
        self.tickets = ticket_wish(client.tickets('REC', day_in(31), day_in(61))[0], 2)
        self.refusing = dict(self.flight, flight=self.flight['carrier'] + '9901')


def state_of(session):
    return session['state'], session['timeout']['state'], [hold['state'] for hold in
                                                           session['holds']]


def check_crossing(first, second, offers):
    """A request that waits at one replica is woken by what the other one did: otherwise it would be
    answered with 202 after its twenty seconds."""
    booking = Booking(first)
    booking.hold(second, offers.flight)
    booking.hold(first, offers.room)
    booking.hold(second, offers.tickets)
    check_equal(state_of(booking.see(second)), ('open', 'running', ['held'] * 3), 'the holds')
    key = new_key()
    paid = in_parallel([lambda: booking.pay(first, key=key), lambda: booking.pay(second, key=key)])
    for session in paid + [booking.see(second)]:
        check_equal(state_of(session), ('confirmed', 'cancelled', ['confirmed'] * 3),
                    'a paid trip')
        check_equal(session['payment']['state'], 'captured', 'its payment')
        check_equal(len(session['booking_references']), 3, 'its booking references')
    kinds = [entry['type'] for entry in booking.call(second, 'GET', '/timeline')['entries']]
    check(kinds[0] == 'session.opened' and 'session.confirmed' in kinds, f'the timeline: {kinds}')
    return booking


def check_cancellation(first, second, offers):
    booking = check_crossing(first, second, offers)
    session = booking.cancel_trip(second)
    check_equal((session['state'], session['payment']['state']), ('cancelled', 'refunded'),
                'a trip that was paid and cancelled')
    check_equal(booking.see(first)['state'], 'cancelled', 'the same from the other replica')


def check_declined_card(first, second, offers):
    booking = Booking(first)
    booking.hold(second, offers.flight)
    answer = booking.pay(first, 'tok_insufficient_funds', status=402)
    check_equal((answer['code'], answer['decline_code'], answer['session_state']),
                ('payment_declined', 'insufficient_funds', 'open'), 'a declined card')
    check_equal(state_of(booking.see(second)), ('open', 'running', ['held']), 'after the decline')
    check_equal(booking.pay(second)['state'], 'confirmed', 'with another card')


def check_refused_confirm(first, second, offers):
    booking = Booking(first)
    booking.hold(first, offers.room)
    refusing = booking.hold(second, offers.refusing)['id']
    answer = booking.pay(first, status=409)
    check_equal((answer['code'], answer['side_effects']), ('supplier_refused', 'reversed'),
                'a supplier that refuses to confirm')
    session = booking.see(second)
    check_equal((state_of(session), session['payment']['state']),
                (('open', 'running', ['held', 'held']), 'voided'), 'after the refusal')
    booking.drop(second, refusing)
    check_equal(booking.pay(first)['state'], 'confirmed', 'without the hold that was refused')


def check_swap(first, second, offers):
    booking = Booking(first)
    old = booking.hold(first, offers.flight)['id']
    new = booking.swap(second, old, offers.other_flight)['id']
    check(new != old, 'a swap has to have an id of its own')

    def swapped():
        holds = {hold['id']: hold['state'] for hold in booking.see(first)['holds']}
        return holds == {old: 'released', new: 'held'}

    wait_until(swapped, 10, 'the old hold is released')
    check_equal(booking.pay(second)['state'], 'confirmed', 'after the swap')


def check_expiry(system, first, second, offers):
    booking = Booking(first)
    hold = booking.hold(second, offers.flight)['id']
    check_equal(supplier_state(system, offers.flight['carrier'], hold), 'held', 'the hold')
    wait_until(lambda: booking.see(second)['state'] == 'expired', 40, 'the time runs out')
    wait_until(lambda: supplier_state(system, offers.flight['carrier'], hold) == 'expired', 10,
               'the seat is given back')
    answer = booking.call(first, 'POST', '/holds', offers.flight, status=409, key=new_key())
    check_equal(answer['session_state'], 'expired', 'a refusal names the state')


def supplier_state(system, carrier, hold):
    rows = system.store.rows(f'viaja_flight_{carrier.lower()}',
                             f"SELECT state FROM holds WHERE id = '{hold}'")
    return rows[0]['state'] if rows else 'none'


def story(system):
    client, first, second = system.client(), system.replica(1), system.replica(2)
    offers = Offers(client)
    check_declined_card(first, second, offers)
    check_refused_confirm(first, second, offers)
    check_swap(first, second, offers)
    check_cancellation(first, second, offers)
    for number in range(CROSSINGS):
        check_crossing(*((first, second) if number % 2 else (second, first)), offers)
    legacy_calls.check_all(client)
    check_expiry(system, first, second, offers)
    system.wait_until_at_rest()
    system.check_books()


run(story, replicas={'session': 2}, HOLD_SECONDS=12, IDLE_SECONDS=12, PAUSE_SECONDS=6)
