"""The Python package viaja (clients/python), both clients, against `viaja all` behind an entrance
that loses requests, answers and streams: python_client_test.py VIAJA. Run by tests/in_venv.py.

Whatever is lost, a trip is held once, paid once and watched without a gap.
"""
import asyncio
import inspect
import itertools
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = ROOT / 'clients' / 'python'
for folder in (PACKAGE / 'src', ROOT / 'tests' / 'system', ROOT / 'tests' / 'terminal'):
    sys.path.insert(0, os.fspath(folder))
import viaja  # noqa: E402  (the paths stand above)
from lossy_entrance import Entrance  # noqa: E402
from viaja_process import check, check_equal, day_in, new_key, run  # noqa: E402

days = itertools.count(30)


class Blocking:
    """AsyncViaja's methods and results over a Viaja, so that one story tests both."""

    def __init__(self, target):
        self.target = target

    def __getattr__(self, name):
        member = getattr(self.target, name)
        if not callable(member):
            return member

        async def call(*arguments, **more):
            result = member(*arguments, **more)
            return Blocking(result) if isinstance(result, viaja.Trip) else result

        def iterate(*arguments, **more):
            return self.iterate(member(*arguments, **more))

        return iterate if inspect.isgeneratorfunction(member) else call

    @staticmethod
    async def iterate(results):
        for result in results:
            yield result


class Story:
    """Of one of the two clients; `direct` is a client of the tests', without losses."""

    def __init__(self, client, entrance, direct):
        self.client, self.entrance, self.direct = client, entrance, direct

    async def held(self):
        """A trip with a seat of a flight that answers twice, on a day of its own."""
        trip = await self.client.open()
        wish = viaja.FlightWish('I0', 'I09903', day_in(next(days)), ('Ana Souza',))
        return trip, await trip.hold([wish])

    def payments_of(self, trip):
        answer = self.direct.call('GET', f'/v1/operator/sessions/{trip.id}')
        return answer.json()['payments']

    async def expect(self, kind, awaitable):
        try:
            result = await awaitable
        except viaja.ViajaError as error:
            check(type(error) is kind, f'{kind.__name__} is expected, not {error!r}')
            return error
        raise AssertionError(f'{kind.__name__} is expected, not {result}')

    async def buys_a_trip(self):
        found = await self.client.search_flights('GRU', 'REC', day_in(30), max_segments=1)
        rooms = await self.client.search_stays('REC', day_in(30), day_in(33))
        tickets = await self.client.search_events('GRU', day_in(31), day_in(61), quantity=2)
        check(found and rooms and tickets, f'found: {found}, {rooms}, {tickets}')
        trip = await self.client.open()
        held = await trip.hold(found[0].wishes('Ana Souza') + rooms[0].wishes('Ana Souza'))
        check_equal([hold.state for hold in held.holds], ['held', 'held'], 'the holds')
        held = await trip.hold(tickets[0].wishes())
        check_equal(held.session.total, viaja.Money(
            found[0].price.amount + rooms[0].price.amount + tickets[0].price.amount), 'the total')
        session = await trip.drop(held.holds[0].id)
        session = await trip.pay('tok_ok', session.total)
        check_equal((session.state, session.payment.state, len(session.references)),
                    ('confirmed', 'captured', 2), 'the paid trip')
        again = self.client.trip(trip.id, trip.token)
        again = await again if inspect.isawaitable(again) else again
        check_equal((await again.show()).version, session.version, 'the trip by id and token')
        other = await self.client.redeem((await trip.code()).code)
        check_equal((await other.cancel()).state, 'cancelled', 'the trip, cancelled elsewhere')
        check_equal((await trip.timeline())[-1].type, 'session.cancelled', 'the last entry')

    async def loses_nothing(self):
        """Requests and answers of every call are lost; each key stays the same."""
        for how in ('request', 'answer'):
            for method, path_end in (('POST', '/v1/sessions'), ('POST', '/holds')):
                self.entrance.lose(method, path_end, how).release()
                trip, held = await self.held()
                check_equal(len((await trip.show()).holds), 1, f'holds after a lost {how}')
            self.entrance.calls.clear()
            self.entrance.lose('POST', '/payments', how).release()
            session = await trip.pay('tok_ok', held.session.total)
            check_equal(session.state, 'confirmed', f'a trip paid over a lost {how}')
            check(self.entrance.count('POST', '/payments') >= 2, 'the payment was not repeated')
            check_equal(len(self.entrance.keys('/payments')), 1, 'keys of the payment')
            check_equal(len(self.payments_of(trip)), 1, 'payments')
            self.entrance.lose('POST', '/confirm', how).release()
            check_equal((await trip.cancel()).state, 'cancelled', 'a cancellation')
        self.entrance.loss = None

    async def goes_on_under_its_key(self):
        """An answer that is not Viaja's decides nothing; later the same key finds the outcome."""
        trip, held = await self.held()
        self.set_timeout(1.0)
        key = new_key()
        for status, text in ((200, '<html>log in first</html>'), (502, 'bad gateway')):
            self.entrance.forced = ('POST', '/payments', status, text)
            error = await self.expect(viaja.NoAnswer,
                                      trip.pay('tok_ok', held.session.total, key=key))
            check_equal(error.key, key, 'the key of an error')
        self.entrance.forced = None
        self.set_timeout(60.0)
        check_equal((await trip.pay('tok_ok', held.session.total, key=key)).state, 'confirmed',
                    'the payment under its old key')
        check_equal(len(self.payments_of(trip)), 1, 'payments')

    def set_timeout(self, seconds):
        getattr(self.client, 'target', self.client).timeout = seconds

    async def follows_what_the_server_asks(self):
        """503 and request_in_progress are repeated under the same key, after Retry-After."""
        trip, held = await self.held()
        for status, code in ((503, 'overloaded'), (409, 'request_in_progress'), (409, 'busy')):
            problem = {'type': f'/problems/{code}', 'title': code, 'status': status, 'code': code,
                       'detail': 'Later.', 'request_id': 'x', 'side_effects': 'none'}
            self.entrance.calls.clear()
            self.entrance.forced = ('DELETE', f'/holds/{held.holds[0].id}', status,
                                    json.dumps(problem))
            self.set_timeout(1.5)
            error = await self.expect(viaja.Unavailable if status == 503 else viaja.Conflict,
                                      trip.drop(held.holds[0].id))
            check_equal(error.code, code, 'the code')
            check(self.entrance.count('DELETE', '') >= 2, f'{code} was not repeated')
        self.entrance.forced = None
        self.set_timeout(60.0)

    async def tells_what_went_wrong(self):
        trip, held = await self.held()
        total = held.session.total
        error = await self.expect(viaja.AmountMismatch,
                                  trip.pay('tok_ok', viaja.Money(total.amount + 1)))
        check_equal(error.expected_amount, total, 'the right amount')
        error = await self.expect(viaja.PaymentDeclined, trip.pay('tok_insufficient_funds', total))
        check_equal((error.decline_code, error.session.state), ('insufficient_funds', 'open'),
                    'a declined card')
        check('nothing was charged' in str(error), f'it does not say what was charged: {error}')
        error = await self.expect(viaja.InvalidRequest, trip.hold(
            [viaja.FlightWish('I0', 'I09903', 'tomorrow', ('Ana Souza',))]))
        check('/date' in error.errors, f'the member is not named: {error.errors}')
        wrong = self.client.trip(trip.id, 'x' * 43)
        wrong = await wrong if inspect.isawaitable(wrong) else wrong
        await self.expect(viaja.NotFound, wrong.show())
        await self.expect(viaja.NotFound, self.client.redeem('AAAAAAAA'))
        await trip.cancel()
        error = await self.expect(viaja.Conflict, trip.pay('tok_ok', total))
        check_equal(error.session_state, 'cancelled', 'the state that a refusal names')

    async def watches_over_losses(self):
        """The stream is cut after each frame: every entry comes once, in order."""
        trip, held = await self.held()
        self.entrance.frames_max = 1
        seen = []
        paying = asyncio.create_task(self.pay_beside(trip, held.session.total))
        async for update in trip.watch(until=lambda session: session.state == 'confirmed'):
            seen += [entry.seq for entry in update.entries]
            await asyncio.sleep(0)
        await paying
        self.entrance.frames_max = None
        check_equal(seen, list(range(1, len(seen) + 1)), 'the entries seen')
        check(seen[-1] > 5, f'only {seen} were seen')
        check(self.entrance.count('GET', '/events') > 1, 'the stream was never cut')

    async def pay_beside(self, trip, total):
        """By another client, on a thread: a blocking one stands in the way of its own stream."""
        def pay():
            with viaja.Viaja(self.entrance.url) as client:
                return client.trip(trip.id, trip.token).pay('tok_slow_3s', total)

        return await asyncio.to_thread(pay)

    async def run(self):
        await self.buys_a_trip()
        await self.loses_nothing()
        await self.goes_on_under_its_key()
        await self.follows_what_the_server_asks()
        await self.tells_what_went_wrong()
        await self.watches_over_losses()


def check_made():
    """The two clients are one text."""
    made = subprocess.run([sys.executable, '-B', PACKAGE / 'make_client.py', '--check'],
                          check=False)
    check_equal(made.returncode, 0, 'the status of make_client.py --check')


def check_money():
    check_equal(str(viaja.Money(103190)), 'BRL 1031.90', 'money as text')
    try:
        viaja.Money(1031.9)
    except TypeError:
        return
    raise AssertionError('money was made of a float')


async def both(url, entrance, direct):
    async with viaja.AsyncViaja(url) as client:
        await Story(client, entrance, direct).run()
    with viaja.Viaja(url) as client:
        await Story(Blocking(client), entrance, direct).run()


def story(process):
    check_made()
    check_money()
    direct = process.start()
    direct.flights('REC', 'GRU', day_in(30))
    entrance = Entrance(process.port())
    try:
        asyncio.run(both(entrance.url, entrance, direct))
    finally:
        entrance.close()


run(story, TEST_MODE=1)
