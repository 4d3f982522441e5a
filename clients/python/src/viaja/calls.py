"""The calls of the API, one function for each."""
from __future__ import annotations

import urllib.parse
import uuid
from typing import Any, Mapping, Optional, Sequence

from .exchange import Call
from .model import Code, Entry, Held, Quote, Session
from .money import Money
from .offers import (Calendar, Day, FlightOffer, Offers, OtherOffer, Places, StayOffer, TicketOffer,
                     Wish, day_text)

Body = Mapping[str, Any]


def new_key() -> str:
    """A key for a call that holds, pays or cancels; kept, the call can go on after a crash."""
    return str(uuid.uuid4())


def _offers(body: Body, offers: Sequence[Any]) -> Offers[Any]:
    return Offers(tuple(offers), tuple(body['missing']), body.get('next'))


def _segment(text: str, what: str) -> str:
    """Of a path: whatever is in the text, it names nothing above or below."""
    if not text.strip('. '):
        raise ValueError(f'{what} is empty or has only dots and spaces')
    return urllib.parse.quote(text, safe='')


def _query(**values: object) -> dict[str, str]:
    return {name.rstrip('_'): str(value) for name, value in values.items() if value is not None}


def search_flights(origin: str, destination: str, date: Day, passengers: int,
                   max_segments: int) -> Call[Offers[FlightOffer]]:
    return Call('GET', '/v1/flights/search',
                lambda body: _offers(body, [FlightOffer.read(each) for each in body['offers']]),
                query=_query(from_=origin, to=destination, date=day_text(date),
                             passengers=passengers, max_segments=max_segments))


def search_stays(near: str, check_in: Day, check_out: Day, guests: int,
                 after: Optional[str]) -> Call[Offers[StayOffer]]:
    def read(body: Body) -> Offers[StayOffer]:
        return _offers(body, [StayOffer.read(each, check_in, check_out)
                              for each in body['offers']])

    return Call('GET', '/v1/hotels/search', read,
                query=_query(near=near, check_in=day_text(check_in),
                             check_out=day_text(check_out), guests=guests, after=after))


def search_events(city: str, date: Day, until: Optional[Day], quantity: int,
                  after: Optional[str]) -> Call[Offers[TicketOffer]]:
    return Call('GET', '/v1/events/search',
                lambda body: _offers(body, [TicketOffer.read(each, quantity)
                                            for each in body['offers']]),
                query=_query(city=city, date=day_text(date),
                             until=day_text(until) if until else None, quantity=quantity,
                             after=after))


def search_other(supplier: str, city: str, first: Day, last: Optional[Day], quantity: int,
                 after: Optional[str]) -> Call[Offers[OtherOffer]]:
    return Call('GET', '/v1/other/search',
                lambda body: _offers(body, [OtherOffer.read(each, quantity)
                                            for each in body['offers']]),
                query=_query(supplier=supplier, city=city, from_=day_text(first),
                             until=day_text(last) if last else None, quantity=quantity,
                             after=after))


def other_suppliers() -> Call[list[str]]:
    return Call('GET', '/v1/other/suppliers', lambda body: list(body['suppliers']))


def flight_calendar(origin: str, destination: str, month: str, passengers: int,
                    max_segments: int) -> Call[Calendar]:
    return Call('GET', '/v1/flights/calendar', Calendar.read,
                query=_query(from_=origin, to=destination, month=month, passengers=passengers,
                             max_segments=max_segments))


def stay_calendar(near: str, month: str, guests: int) -> Call[Calendar]:
    return Call('GET', '/v1/hotels/calendar', Calendar.read,
                query=_query(near=near, month=month, guests=guests))


def places() -> Call[Places]:
    return Call('GET', '/v1/places', Places.read)


def open_session() -> Call[Body]:
    """If its answer is lost another one is opened; the first holds nothing and expires."""
    return Call('POST', '/v1/sessions', dict, body={})


def redeem(code: str) -> Call[Body]:
    """Not repeated when its answer is lost: the code may be used up."""
    return Call('POST', f'/v1/codes/{_segment(code, "the code")}', dict, body={}, repeatable=False)


class TripCalls:
    """The calls of one session."""

    def __init__(self, session: str, token: str) -> None:
        self.path = f'/v1/sessions/{_segment(session, "the id of the session")}'
        self.token = token

    def show(self) -> Call[Session]:
        return Call('GET', self.path, Session.read, token=self.token)

    def timeline(self, after: int) -> Call[list[Entry]]:
        return Call('GET', f'{self.path}/timeline',
                    lambda body: [Entry.read(entry) for entry in body['entries']],
                    query=_query(after=after), token=self.token)

    def code(self) -> Call[Code]:
        """If its answer is lost another one is made; the first expires."""
        return Call('POST', f'{self.path}/codes', Code.read, body={}, token=self.token)

    def hold(self, wishes: Sequence[Wish], replaces: Sequence[str],
             key: Optional[str]) -> Call[Held]:
        if not wishes:
            raise ValueError('there is nothing to hold: name at least one wish')
        body: dict[str, Any] = {'items': [wish.body() for wish in wishes]}
        if replaces:
            body['replaces'] = list(replaces)
        elif len(wishes) == 1:
            body = wishes[0].body()
        return Call('POST', f'{self.path}/holds', Held.read, body=body, token=self.token,
                    key=key or new_key(), waits=True)

    def drop(self, hold: str) -> Call[Session]:
        return Call('DELETE', f'{self.path}/holds/{_segment(hold, "the id of the hold")}',
                    Session.read, token=self.token)

    def pay(self, card: str, amount: Money, key: Optional[str]) -> Call[Session]:
        return Call('POST', f'{self.path}/payments', Session.read,
                    body={'method': 'card', 'token': card, 'amount': amount.body()},
                    token=self.token, key=key or new_key(), waits=True)

    def quote_cancellation(self, holds: Sequence[str]) -> Call[Quote]:
        """If its answer is lost another one is made; only the newest can be confirmed."""
        return Call('POST', f'{self.path}/cancellations', Quote.read,
                    body={'holds': list(holds)} if holds else {}, token=self.token)

    def confirm_cancellation(self, quote: str, key: Optional[str]) -> Call[Session]:
        return Call('POST',
                    f'{self.path}/cancellations/{_segment(quote, "the id of the quote")}/confirm',
                    Session.read, body={}, token=self.token, key=key or new_key(), waits=True)
