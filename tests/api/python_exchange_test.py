"""The decisions of the Python package viaja (clients/python) that need no server: what a call ends
with, what is sent, and what an error tells. Run by tests/in_venv.py.
"""
import asyncio
import json
import os
import pathlib
import socket
import sys
import traceback

import httpx

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in (ROOT / 'clients' / 'python' / 'src', ROOT / 'tests' / 'system'):
    sys.path.insert(0, os.fspath(folder))
import viaja  # noqa: E402  (the paths stand above)
from viaja.calls import TripCalls, redeem, search_flights  # noqa: E402
from viaja.events import Reconnection  # noqa: E402
from viaja.exchange import Answer, Attempt, Lost, attempt_of, exchange  # noqa: E402
from viaja.transport import answer_of  # noqa: E402
from viaja_process import check, check_equal  # noqa: E402

SECRET = 'secret-of-the-session'
TRIP = TripCalls('0198c0de-0000-7000-8000-000000000001', SECRET)
PAY = TRIP.pay('tok_secret_card', viaja.Money(100), 'key-1')
SEARCH = search_flights('GRU', 'REC', '2027-02-01', 1, 1)
SESSION = {'id': '0198c0de-0000-7000-8000-000000000001', 'state': 'paying', 'version': 7,
           'holds': [], 'total': {'amount': 100, 'currency': 'BRL'}, 'payment': None,
           'booking_references': [], 'available_actions': [], 'timeout': {'expires_at': None},
           'server_time': '2027-02-01T10:00:00.000Z'}


def problem(status, code, side_effects, **headers):
    return Answer(status, headers, {'code': code, 'title': code, 'detail': 'Later.',
                                    'side_effects': side_effects})


NOT_NOW = problem(503, 'unavailable', 'none')
PERHAPS = problem(503, 'unavailable', 'possible')
WRONG_SHARD = problem(421, 'wrong_shard', 'none')
LOST = Lost('No answer: cut.', True)
NOT_SENT = Lost('No answer: refused.', False)


def error_of(kinds, function):
    try:
        result = function()
    except kinds as error:
        return error
    raise AssertionError(f'an error is expected, not {result!r}')


def end_of(call, *replies, seconds=10.0):
    """The error that the call ends with; after these replies the last one comes each time."""
    now = 0.0
    steps = exchange(call, seconds, lambda: now)
    left = list(replies)

    def run():
        nonlocal now
        step = next(steps)
        while True:
            if isinstance(step, Attempt):
                step = steps.send(left.pop(0) if len(left) > 1 else left[0])
            else:
                now += step.seconds
                step = steps.send(None)

    return error_of(viaja.ViajaError, run)


def check_open_calls():
    """What may have been done is never told as not done."""
    not_viaja = Answer(502, {}, None)
    for left_open in (LOST, PERHAPS, not_viaja, problem(409, 'request_in_progress', 'possible')):
        for last in (NOT_NOW, NOT_SENT, WRONG_SHARD, left_open,
                     problem(429, 'too_many_requests', 'none')):
            error = end_of(PAY, left_open, last)
            check_equal((type(error), getattr(error, 'key', None)), (viaja.NoAnswer, 'key-1'),
                        f'a payment after {left_open}, then {last}')
    drop = TRIP.drop('0198c0de-0000-7000-8000-000000000002')
    check_equal(type(end_of(drop, LOST, NOT_NOW)), viaja.NoAnswer, 'a release that was lost')
    check_equal(type(end_of(redeem('ABCD'), PERHAPS)), viaja.NoAnswer, 'a code perhaps used up')
    error = end_of(PAY, Answer(202, {}, {'session': SESSION}), NOT_NOW)
    check_equal((type(error), error.key, error.session.state),
                (viaja.Undecided, 'key-1', 'paying'), 'a payment that was accepted')


def check_decided_calls():
    for call, replies in ((PAY, [NOT_NOW]), (PAY, [NOT_SENT, NOT_NOW]), (SEARCH, [LOST, NOT_NOW]),
                          (SEARCH, [PERHAPS])):
        error = end_of(call, *replies)
        check_equal(type(error), viaja.Unavailable, f'{call.path} after {replies}')
    error = end_of(PAY, LOST, problem(402, 'payment_declined', 'none'))
    check_equal(type(error), viaja.PaymentDeclined, 'an outcome after a loss')


def check_another_shard():
    """It says nothing of a call that came to the right one before."""
    error = end_of(PAY, LOST, WRONG_SHARD, problem(402, 'payment_declined', 'none'))
    check_equal(type(error), viaja.PaymentDeclined, 'a payment that came to its shard again')
    error = end_of(redeem('ABCD'), WRONG_SHARD, problem(404, 'not_found', 'none'))
    check_equal(error.code, 'wrong_shard', 'a code of a shard that there is not')
    Reconnection(10.0, lambda: 0.0).pause_after(WRONG_SHARD)


def check_retry_after():
    late = problem(503, 'unavailable', 'none', **{'retry-after': '120'})
    check_equal(end_of(PAY, late).retry_after, 120.0, 'Retry-After of a call')
    check_equal(end_of(PAY, NOT_NOW).retry_after, None, 'no Retry-After')
    error = error_of(viaja.Problem, lambda: Reconnection(10.0, lambda: 0.0).pause_after(late))
    check_equal(error.retry_after, 120.0, 'Retry-After of a stream')


def check_entrance():
    """deploy/haproxy answers with the bytes of its files."""
    for name, kind in (('no-answer', viaja.NoAnswer), ('no-replica', viaja.Unavailable)):
        head, _, body = (ROOT / 'deploy' / 'haproxy' / f'{name}.http').read_text(
            encoding='utf-8').partition('\n\n')
        answer = answer_of(httpx.Response(int(head.split(' ')[1]), text=body))
        check_equal(type(end_of(PAY, answer)), kind, f'a payment after {name}.http')
        error = end_of(SEARCH, answer)
        check_equal((type(error), error.code, error.request_id),
                    (viaja.Unavailable, 'unavailable', None), f'a search after {name}.http')
    error = end_of(PAY, Answer(400, {}, {'code': 'bad'}))
    check_equal((error.code, error.detail), ('bad', 'bad'), 'a problem with a code alone')


def check_secrets():
    for shown in (PAY, attempt_of(PAY, 10.0), Answer(201, {}, {'token': SECRET})):
        check('secret' not in repr(shown), f'a secret is shown: {shown!r}')


def check_paths():
    sent = []

    def handle(request):
        sent.append(request.url.raw_path.decode())
        return httpx.Response(404, json={'code': 'not_found'})

    with viaja.Viaja('http://viaja', transport=httpx.MockTransport(handle)) as client:
        calls = (lambda: client.redeem('../a?b#c'), lambda: client.trip('a/b', SECRET).drop('c/d'),
                 lambda: list(client.trip('a/b', SECRET).watch()))
        for call in calls:
            error_of(viaja.NotFound, call)
        trip = client.trip('a', SECRET)
        for nothing in ('', ' ', '.', '..'):
            for function in (client.redeem, trip.drop, lambda id: client.trip(id, SECRET)):
                error_of(ValueError, lambda call=function, text=nothing: call(text))
    check_equal(sent, ['/v1/codes/..%2Fa%3Fb%23c', '/v1/sessions/a%2Fb/holds/c%2Fd',
                       '/v1/sessions/a%2Fb/events'], 'the paths')


def check_not_sendable(error):
    text = ''.join(traceback.format_exception(error))
    check('cannot be sent as it is' in text and SECRET not in text, f'it tells: {text}')


def check_sendable():
    """What no repetition mends is told at once, and without the token."""
    with socket.create_server(('127.0.0.1', 0)) as silent:
        address = f'127.0.0.1:{silent.getsockname()[1]}'
        for url, token in ((address, SECRET), (f'ftp://{address}', SECRET),
                           (f'http://{address}', f'{SECRET}\n')):
            with viaja.Viaja(url, timeout=1.0) as client:
                trip = client.trip('a', token)
                for call in (trip.show, lambda trip=trip: list(trip.watch())):
                    check_not_sendable(error_of((ValueError, viaja.ViajaError), call))


# To Python lines end at these, too; to a stream of events they are letters.
ODD_LETTERS = 'Recife\u2028by\u2029night\u0085.'


class Bytes(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes byte by byte."""

    def __init__(self, body):
        self.body = body

    def __iter__(self):
        return (self.body[at:at + 1] for at in range(len(self.body)))

    async def __aiter__(self):
        for part in self:
            yield part


def frame_with(text):
    entry = {'seq': 1, 'at': '2027-02-01T10:00:00.000Z', 'type': 'hold.held', 'detail': text}
    return {'type': 'state', 'after': 0, 'entries': [entry], 'session': SESSION}


def check_lines_of_events():
    for end in ('\n', '\r\n'):
        data = json.dumps(frame_with(ODD_LETTERS), ensure_ascii=False)
        body = f': beat{end}{end}event: state{end}data: {data}{end}{end}'.encode()

        def handle(_, body=body):
            return httpx.Response(200, headers={'Content-Type': 'text/event-stream'},
                                  stream=Bytes(body))

        def is_over(_):
            return True

        with viaja.Viaja('http://viaja', timeout=1.0,
                         transport=httpx.MockTransport(handle)) as client:
            updates = list(client.trip('a', SECRET).watch(until=is_over))
        check_equal([update.entries[0].detail for update in updates], [ODD_LETTERS], 'the detail')

        async def watch(handle=handle):
            async with viaja.AsyncViaja('http://viaja', timeout=1.0,
                                        transport=httpx.MockTransport(handle)) as client:
                return [update async for update in client.trip('a', SECRET).watch(until=is_over)]

        updates = asyncio.run(watch())
        check_equal([update.entries[0].detail for update in updates], [ODD_LETTERS], 'the detail')


def main():
    check_open_calls()
    check_decided_calls()
    check_another_shard()
    check_retry_after()
    check_entrance()
    check_secrets()
    check_paths()
    check_sendable()
    check_lines_of_events()


main()
