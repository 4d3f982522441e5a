"""The log of `viaja all`: a payment whose `traceparent` is sampled is found in it by its trace, in
every service and in order; one without writes nothing."""
import json

from bookings import Booking
from viaja_process import check, check_equal, day_in, flight_wish, room_wish, run, wait_until

TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
TRACEPARENT = f'00-{TRACE}-00f067aa0ba902b7-01'
STEPS = ['session POST', 'payment authorize', 'payment answer to authorize', 'session authorized',
         'session confirmed', 'session confirmed', 'payment capture', 'payment answer to capture',
         'session captured']
AT_SUPPLIERS = ['flight.I0 confirm', 'hotel confirm']


class Tracing:
    """A client that sends a `traceparent` with each call."""

    def __init__(self, client, traceparent):
        self.client, self.traceparent = client, traceparent
        self.request_id = None  # of the last call

    def call(self, *call, **more):
        answer = self.client.call(*call, **more, headers={'traceparent': self.traceparent})
        self.request_id = answer.headers['X-Request-Id']
        return answer


def lines(viaja, text):
    return [json.loads(line) for line in viaja.said().split('\n') if text in line]


def hold_trip(client):
    booking = Booking(client)
    day = day_in(40)
    flight = next(segment for segment in client.flights('GRU', 'REC', day)
                  if segment['carrier'] == 'I0')
    booking.hold(client, flight_wish(flight))
    booking.hold(client, room_wish(client.rooms('REC', day, day_in(42))[0], day, day_in(42)))
    return booking


def step_of(line):
    return line['part'] + ' ' + line['input'].partition(' /')[0]


def check_followed(viaja, client):
    booking = hold_trip(client)
    total = booking.see(client)['total']
    check_equal(lines(viaja, booking.id()), [], 'lines of a session that is not traced')
    tracing = Tracing(client, TRACEPARENT)
    booking.call(tracing, 'POST', '/payments',
                 {'method': 'card', 'token': 'tok_ok', 'amount': total}, key='pay', wait=20)
    # The answer may overtake the line of the decision that it comes from.
    followed = wait_until(lambda: (lambda found: len(found) >= len(STEPS + AT_SUPPLIERS) and found)(
        lines(viaja, TRACE)), 10, 'the lines of the payment')
    for line in followed:
        check_equal((line['msg'], line['level'], line['trace'], line['session'], line['request']),
                    ('input decided', 'info', TRACE, booking.id(), tracing.request_id), line)
        check(('message' in line) == (not line['input'].startswith(('POST', 'answer'))), line)
    steps = [step_of(line) for line in followed]
    check_equal([step for step in steps if step not in AT_SUPPLIERS], STEPS, 'the saga')
    check_equal(sorted(step for step in steps if step in AT_SUPPLIERS), AT_SUPPLIERS,
                'the suppliers')


def check_silent(viaja, client):
    """Neither without a `traceparent`, nor with one that is not sampled, nor with a broken one."""
    before = viaja.said()
    for traceparent in (None, TRACEPARENT[:-2] + '00', TRACEPARENT + '-more', 'x' * 4000):
        caller = Tracing(client, traceparent) if traceparent else client
        booking = Booking(client)
        flight = client.flights('GRU', 'REC', day_in(41))[0]
        answer = booking.call(caller, 'POST', '/holds', flight_wish(flight), 201, key='hold',
                              wait=20)
        check_equal(answer['state'], 'held', f'a hold with {traceparent}')
    check_equal(viaja.said(), before, 'the log')


def story(viaja):
    client = viaja.start()
    check_followed(viaja, client)
    check_silent(viaja, client)


run(story)
