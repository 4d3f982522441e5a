"""The trace of one trip, as a receiver of spans has it."""
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from bookings import Booking  # noqa: E402  (needs the path above)
from viaja_process import (Client, check, check_equal, day_in, flight_wish,  # noqa: E402
                           room_wish, wait_until)

CARD = 'tok_ok'
SERVER, CONSUMER = 2, 5


class Tracing(Client):
    """A client that sends headers with each call."""

    def __init__(self, client, **headers):
        super().__init__(None, None)
        self.client, self.headers = client, headers

    def call(self, *call, **more):
        return self.client.call(*call, **more, headers=self.headers)


def book(client, days=40):
    """A trip of a flight of I0 and a room, paid. On other days nothing is in a replica's cache."""
    day, leave = day_in(days), day_in(days + 2)
    flight = next(segment for segment in client.flights('GRU', 'REC', day)
                  if segment['carrier'] == 'I0')
    room = client.rooms('REC', day, leave)[0]
    booking = Booking(client)
    booking.hold(client, flight_wish(flight))
    booking.hold(client, room_wish(room, day, leave))
    check_equal(booking.pay(client, CARD)['state'], 'confirmed', 'the trip')
    return booking


def trace_of(booking):
    return booking.id().replace('-', '')


def path_to_root(span, by_id):
    """Names from the span to the root of its tree."""
    names = []
    while span is not None:
        names.append(f'{span.service} {span.name}')
        check(len(names) < 100, f'a circle: {names[:6]}')
        parent = span.parent
        span = by_id.get(parent)
    return names, parent


def check_tree(spans, root=''):
    """All spans are of one tree; `root` is the parent of its root."""
    by_id = {span.id: span for span in spans}
    check_equal(len(by_id), len(spans), 'spans with an id of their own')
    for span in spans:
        names, end = path_to_root(span, by_id)
        check_equal(end, root, f'the end of {names}')
        check(span.begun <= span.ended, f'{span} ends before it begins')
        parent = by_id.get(span.parent)
        if parent and parent.service == span.service:
            check(parent.begun <= span.begun, f'{span} begins before {parent}')
    return by_id


def saga_is_there(spans):
    names = {f'{span.service} {span.name}' for span in spans}
    return {'payment capture', 'session captured'} <= names and spans


def check_saga(spans, by_id):
    """From the socket to the row: what each service did, and what it followed from."""
    def one(service, name):
        found = [span for span in spans if (span.service, span.name) == (service, name)]
        check(found, f'no span {service} {name} in {spans}')
        return found[0]

    captured, _ = path_to_root(one('session', 'captured'), by_id)
    check('session POST /v1/sessions/{id}/payments' in captured, f'the way back: {captured}')
    steps = captured[:captured.index('session POST /v1/sessions/{id}/payments') + 1]
    # The flight and the room are confirmed at once; the later of the two answers goes on.
    check_equal([step for step in steps if not step.startswith(('hotel', 'flight'))],
                ['session captured', 'payment answer to capture', 'payment capture',
                 'session confirmed', 'session authorized', 'payment answer to authorize',
                 'payment authorize', 'session decide', 'session POST /v1/sessions/{id}/payments'],
                'what the capture followed from')
    for service in ('flight.I0', 'hotel'):
        for name in ('hold', 'confirm'):
            span = one(service, name)
            check_equal(span.kind, CONSUMER, f'the kind of {span}')
            [transaction] = [child for child in spans if child.parent == span.id
                             and child.name == 'transaction']
            check(transaction.attributes['viaja.batch.inputs'] >= 1, f'{transaction.attributes}')
    paid = one('session', 'POST /v1/sessions/{id}/payments')
    check_equal((paid.kind, paid.attributes['http.response.status_code']), (SERVER, 200), paid)


def check_no_secret(receiver, booking):
    for text in receiver.texts:
        for secret in (booking.token, CARD, 'Ana Souza'):
            check(secret not in text, f'a span has {secret}')


def check_own_trace(receiver, client):
    """Without a `traceparent` the trip, which is returned, is its session's trace, one tree."""
    booking = book(client)
    trace = trace_of(booking)
    wait_until(lambda: saga_is_there(receiver.spans(trace)), 15, 'the spans of a trip')
    spans = wait_until(lambda: (lambda found: all(
        span.parent in {one.id for one in found} | {''} for span in found) and found)(
            receiver.spans(trace)), 15, 'a tree')
    by_id = check_tree(spans)
    check_saga(spans, by_id)
    roots = [span for span in spans if not span.parent]
    check_equal([f'{span.service} {span.name}' for span in roots], ['session POST /v1/sessions'],
                'the root')
    check_no_secret(receiver, booking)
    return booking


def check_callers_trace(receiver, client):
    """With one, all of it is of the caller's trace, below the caller's span."""
    trace, span = '4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'
    booking = book(Tracing(client, traceparent=f'00-{trace}-{span}-01'), 50)
    wait_until(lambda: saga_is_there(receiver.spans(trace)), 15, 'the spans of a trip')
    spans = wait_until(lambda: (lambda found: all(
        one.parent in {other.id for other in found} | {span} for one in found) and found)(
            receiver.spans(trace)), 15, 'a tree')
    by_id = check_tree(spans, span)
    check_saga(spans, by_id)
    for service in ('flight.I0', 'hotel'):
        [question] = [one for one in spans if one.service == service
                      and by_id[one.parent].name.endswith('/search')]
        check_equal(question.kind, CONSUMER, f'the kind of {question}')
    # The root of the session's own trace is there for requests without the header.
    root = wait_until(lambda: receiver.spans(trace_of(booking)), 15, 'the session\'s own root')[0]
    check_equal((root.name, root.parent), ('session', ''), 'the root')


def check_unsampled(receiver, client):
    """Of a caller that does not record its trace there are no spans."""
    trace = '00000000000000000000000000000abc'
    book(Tracing(client, traceparent=f'00-{trace}-00f067aa0ba902b7-00'), 60)
    last = book(client)
    wait_until(lambda: saga_is_there(receiver.spans(trace_of(last))), 15, 'spans of a later trip')
    check_equal(receiver.spans(trace), [], 'spans of a trace that is not sampled')
