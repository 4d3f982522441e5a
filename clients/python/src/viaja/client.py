"""The client that blocks: made from async_client.py by make_client.py. It is for one thread."""
from __future__ import annotations

import contextlib
import time
from typing import Any, Callable, Generator, Optional, Sequence, TypeVar, Union

import httpx

from . import calls
from .calls import TripCalls
from .events import SILENCE_SECONDS, Follower, OutOfStep, Reconnection, StreamRefused
from .exchange import Answer, Attempt, Call, Lost, Reply, exchange
from .model import Code, Entry, Held, Quote, Session, Update
from .money import Money
from .offers import (Calendar, Day, FlightOffer, Offers, OtherOffer, Places, StayOffer, TicketOffer,
                     Wish)
from .transport import answer_of, lost_by, request_of, timeout_of

Result = TypeVar('Result')


class Viaja:
    """Searches, and opens trips. `timeout`: seconds after which no repetition of a call begins."""

    def __init__(self, url: str = 'http://localhost:8080', *, timeout: float = 60.0,
                 transport: Optional[httpx.BaseTransport] = None) -> None:
        self.timeout = timeout
        self.http = httpx.Client(base_url=url, transport=transport)

    def __enter__(self) -> Viaja:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        self.http.close()

    def run(self, call: Call[Result]) -> Result:
        """Makes the call until it has its outcome."""
        steps = exchange(call, self.timeout, time.monotonic)
        reply: Reply = None
        while True:
            try:
                step = steps.send(reply)
            except StopIteration as end:
                result: Result = end.value
                return result
            if isinstance(step, Attempt):
                reply = self._attempt(step)
            else:
                time.sleep(step.seconds)
                reply = None

    def _attempt(self, attempt: Attempt) -> Union[Answer, Lost]:
        try:
            return answer_of(self.http.send(request_of(self.http, attempt)))
        except httpx.TransportError as error:
            return lost_by(error)

    def search_flights(
            self, origin: str, destination: str, date: Day, *, passengers: int = 1,
            max_segments: int = 4) -> Offers[FlightOffer]:
        """Airports by their three letters."""
        call = calls.search_flights(origin, destination, date, passengers, max_segments)
        return self.run(call)

    def search_stays(
            self, near: str, check_in: Day, check_out: Day, *, guests: int = 1,
            after: Optional[str] = None) -> Offers[StayOffer]:
        """Rooms near an airport."""
        return self.run(calls.search_stays(near, check_in, check_out, guests, after))

    def search_events(
            self, city: str, date: Day, until: Optional[Day] = None, *, quantity: int = 1,
            after: Optional[str] = None) -> Offers[TicketOffer]:
        return self.run(calls.search_events(city, date, until, quantity, after))

    def search_other(
            self, supplier: str, city: str, first: Day, last: Optional[Day] = None, *,
            quantity: int = 1, after: Optional[str] = None) -> Offers[OtherOffer]:
        """What a supplier sells that is neither a flight, a room nor a ticket."""
        call = calls.search_other(supplier, city, first, last, quantity, after)
        return self.run(call)

    def other_suppliers(self) -> list[str]:
        return self.run(calls.other_suppliers())

    def flight_calendar(
            self, origin: str, destination: str, month: str, *, passengers: int = 1,
            max_segments: int = 4) -> Calendar:
        """The lowest price of each day of a month, "2026-12"."""
        call = calls.flight_calendar(origin, destination, month, passengers, max_segments)
        return self.run(call)

    def stay_calendar(self, near: str, month: str, *, guests: int = 1) -> Calendar:
        """The lowest price of each night of a month, "2026-12"."""
        return self.run(calls.stay_calendar(near, month, guests))

    def places(self) -> Places:
        """The airports and carriers of the system."""
        return self.run(calls.places())

    def open(self) -> Trip:
        """A new session."""
        body = self.run(calls.open_session())
        return Trip(self, body['id'], body['token'])

    def trip(self, session: str, token: str) -> Trip:
        """One that was opened before; nothing is asked of the server."""
        return Trip(self, session, token)

    def redeem(self, code: str) -> Trip:
        """The trip of another device, by its code, which works once."""
        body = self.run(calls.redeem(code))
        return Trip(self, body['id'], body['token'])


class Trip:
    """One session. Keep `id` and `token` to go on later: the token is not given again."""

    def __init__(self, viaja: Viaja, session: str, token: str) -> None:
        self.viaja, self.id, self.token = viaja, session, token
        self._calls = TripCalls(session, token)

    def show(self) -> Session:
        return self.viaja.run(self._calls.show())

    def timeline(self, after: int = 0) -> list[Entry]:
        """At most 200 entries behind that `seq`, oldest first."""
        return self.viaja.run(self._calls.timeline(after))

    def code(self) -> Code:
        return self.viaja.run(self._calls.code())

    def hold(
            self, wishes: Sequence[Wish], *, replaces: Sequence[str] = (),
            key: Optional[str] = None) -> Held:
        """Holds all of them or none; the holds in `replaces` are released for them."""
        return self.viaja.run(self._calls.hold(wishes, replaces, key))

    def drop(self, hold: str) -> Session:
        return self.viaja.run(self._calls.drop(hold))

    def pay(self, card: str, amount: Money, *, key: Optional[str] = None) -> Session:
        """Pays the total, which `amount` must be: the session as it is confirmed."""
        return self.viaja.run(self._calls.pay(card, amount, key))

    def quote_cancellation(self, holds: Sequence[str] = ()) -> Quote:
        """What comes back for these holds, or for all; nothing is cancelled by asking."""
        return self.viaja.run(self._calls.quote_cancellation(holds))

    def confirm_cancellation(self, quote: Quote, *, key: Optional[str] = None) -> Session:
        """Gives back what was quoted and refunds as much, once."""
        return self.viaja.run(self._calls.confirm_cancellation(quote.id, key))

    def cancel(self) -> Session:
        """Frees what is held; a trip that is paid is given back for what its terms say."""
        return self.confirm_cancellation(self.quote_cancellation())

    def watch(
            self, after: int = 0, until: Callable[[Session], bool] = lambda session: False
    ) -> Generator[Update, None, None]:
        """What happens behind the entry `after`, as it happens, until `until` is true of the
        session. A lost connection is made again where it was; NoAnswer after the client's timeout
        without one."""
        follower = Follower(after)
        reconnection = Reconnection(self.viaja.timeout, time.monotonic)
        while True:
            try:
                with contextlib.closing(self._stream(follower)) as updates:
                    for update in updates:
                        reconnection.connected()
                        yield update
                        if until(update.session):
                            return
                lost: Union[Answer, Lost] = Lost('The stream of events ended.', True)
            except OutOfStep as error:
                lost = Lost(str(error), True)
            except httpx.TransportError as error:
                lost = lost_by(error)
            except StreamRefused as refused:
                lost = refused.answer
            time.sleep(reconnection.pause_after(lost))

    def _stream(self, follower: Follower) -> Generator[Update, None, None]:
        stream = self.viaja.http.stream('GET', f'{self._calls.path}/events',
                                        headers=follower.headers(self.token),
                                        timeout=timeout_of(SILENCE_SECONDS))
        with stream as response:
            if response.status_code != 200:
                response.read()
                raise StreamRefused(answer_of(response))
            for text in response.iter_text():
                for update in follower.take(text):
                    yield update
