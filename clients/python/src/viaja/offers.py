"""What a search finds, and the wishes to hold it."""
from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Generic, Mapping, Optional, Sequence, TypeVar, Union

from .model import read_instant
from .money import Money

Body = Mapping[str, Any]
Day = Union[datetime.date, str]  # "2026-12-21"


def day_text(day: Day) -> str:
    return day if isinstance(day, str) else day.isoformat()


@dataclasses.dataclass(frozen=True)
class FlightWish:
    carrier: str
    flight: str
    date: Day
    travellers: tuple[str, ...]  # a name for each seat
    fare: str = 'light'          # or plus, or flex

    def body(self) -> dict[str, Any]:
        return {'type': 'flight', 'carrier': self.carrier, 'flight': self.flight,
                'date': day_text(self.date), 'fare': self.fare,
                'quantity': len(self.travellers),
                'travellers': [{'name': name} for name in self.travellers]}


@dataclasses.dataclass(frozen=True)
class RoomWish:
    room_type_id: str
    check_in: Day
    check_out: Day
    travellers: tuple[str, ...]  # a name for each room

    def body(self) -> dict[str, Any]:
        return {'type': 'room', 'room_type_id': self.room_type_id,
                'check_in': day_text(self.check_in), 'check_out': day_text(self.check_out),
                'quantity': len(self.travellers),
                'travellers': [{'name': name} for name in self.travellers]}


@dataclasses.dataclass(frozen=True)
class TicketWish:
    event_id: str
    section_id: str
    quantity: int

    def body(self) -> dict[str, Any]:
        return {'type': 'ticket', 'event_id': self.event_id, 'section_id': self.section_id,
                'quantity': self.quantity}


@dataclasses.dataclass(frozen=True)
class OtherWish:
    """Of a kind that its supplier describes."""

    supplier: str
    item_id: str
    first: Day
    last: Day
    quantity: int

    def body(self) -> dict[str, Any]:
        return {'type': 'other', 'supplier': self.supplier, 'item_id': self.item_id,
                'from': day_text(self.first), 'until': day_text(self.last),
                'quantity': self.quantity}


Wish = Union[FlightWish, RoomWish, TicketWish, OtherWish]


@dataclasses.dataclass(frozen=True)
class Segment:
    carrier: str
    flight: str
    origin: str
    destination: str
    date: str
    departs_at: datetime.datetime
    arrives_at: datetime.datetime
    departs_at_local: str
    arrives_at_local: str
    seats_left: int

    @classmethod
    def read(cls, body: Body) -> Segment:
        return cls(body['carrier'], body['flight'], body['from'], body['to'], body['date'],
                   read_instant(body['departs_at']), read_instant(body['arrives_at']),
                   body['departs_at_local'], body['arrives_at_local'], body['seats_left'])


@dataclasses.dataclass(frozen=True)
class FlightOffer:
    """One to four flights, each boarded where the one before has landed."""

    segments: tuple[Segment, ...]
    duration_minutes: int
    price: Money  # for all passengers
    marks: tuple[str, ...]

    def wishes(self, *travellers: str) -> list[Wish]:
        """Seats on every segment for these travellers: to be held together."""
        return [FlightWish(segment.carrier, segment.flight, segment.date, travellers)
                for segment in self.segments]

    @classmethod
    def read(cls, body: Body) -> FlightOffer:
        return cls(tuple(Segment.read(segment) for segment in body['segments']),
                   body['duration_minutes'], Money.read(body['price']), tuple(body['marks']))


@dataclasses.dataclass(frozen=True)
class StayOffer:
    hotel_id: str
    hotel: str
    room_type_id: str
    room: str
    check_in: str
    check_out: str
    nights: int
    rooms_left: int
    price: Money  # of one room for all nights

    def wishes(self, *travellers: str) -> list[Wish]:
        """A room for each of these travellers."""
        return [RoomWish(self.room_type_id, self.check_in, self.check_out, travellers)]

    @classmethod
    def read(cls, body: Body, check_in: Day, check_out: Day) -> StayOffer:
        return cls(body['hotel_id'], body['hotel'], body['room_type_id'], body['room'],
                   day_text(check_in), day_text(check_out), body['nights'], body['rooms_left'],
                   Money.read(body['price']))


@dataclasses.dataclass(frozen=True)
class TicketOffer:
    event_id: str
    section_id: str
    event: str
    starts_at: datetime.datetime
    starts_at_local: str
    tickets_left: int
    price: Money  # of all tickets asked for
    quantity: int

    def wishes(self) -> list[Wish]:
        """As many tickets as the search asked for."""
        return [TicketWish(self.event_id, self.section_id, self.quantity)]

    @classmethod
    def read(cls, body: Body, quantity: int) -> TicketOffer:
        return cls(body['event_id'], body['section_id'], body['event'],
                   read_instant(body['starts_at']), body['starts_at_local'], body['tickets_left'],
                   Money.read(body['price']), quantity)


@dataclasses.dataclass(frozen=True)
class OtherOffer:
    """Texts are in English; `body` has the Portuguese ones too, as the API has them."""

    supplier: str
    item_id: str
    first: str
    last: str
    kind: str                 # what such a thing is called
    title: str                # this one
    details: Mapping[str, str]
    near: str
    starts_at: datetime.datetime
    starts_at_local: str
    left: int
    price: Money  # of as many as were asked for
    quantity: int
    body: Body

    def wishes(self) -> list[Wish]:
        """As many as the search asked for."""
        return [OtherWish(self.supplier, self.item_id, self.first, self.last, self.quantity)]

    @classmethod
    def read(cls, body: Body, quantity: int) -> OtherOffer:
        return cls(body['supplier'], body['item_id'], body['from'], body['until'], body['kind'],
                   body['title'], {each['name']: each['value'] for each in body['details']},
                   body['near'], read_instant(body['starts_at']), body['starts_at_local'],
                   body['left'], Money.read(body['price']), quantity, body)


@dataclasses.dataclass(frozen=True)
class DayPrice:
    """The lowest price of a day; None where there is nothing, or not enough, to buy."""

    date: str
    price: Optional[Money]
    checked: bool  # False: a supplier has not answered, and the price may be another

    @classmethod
    def read(cls, body: Body) -> DayPrice:
        price = body.get('price')
        return cls(body['date'], Money.read(price) if price else None, body['checked'])


@dataclasses.dataclass(frozen=True)
class Calendar(Sequence[DayPrice]):
    """The days of a month that are on sale."""

    days: tuple[DayPrice, ...]
    missing: tuple[str, ...]  # suppliers that did not answer

    def __len__(self) -> int:
        return len(self.days)

    def __getitem__(self, index: Any) -> Any:
        return self.days[index]

    @property
    def cheapest(self) -> Optional[DayPrice]:
        priced = [day for day in self.days if day.price]
        return min(priced, key=lambda day: day.price.amount if day.price else 0, default=None)

    @classmethod
    def read(cls, body: Body) -> Calendar:
        return cls(tuple(DayPrice.read(day) for day in body['days']), tuple(body['missing']))


@dataclasses.dataclass(frozen=True)
class Airport:
    code: str
    name: str
    city: Mapping[str, str]  # by language: en, pt
    country: str
    zone: str                # "America/Recife"
    latitude: float
    longitude: float

    @classmethod
    def read(cls, body: Body) -> Airport:
        return cls(body['code'], body['name'], body['city'], body['country'], body['zone'],
                   body['lat'], body['lon'])


@dataclasses.dataclass(frozen=True)
class Places:
    """Where the system sells, and which carriers it has, by their codes."""

    airports: Mapping[str, Airport]
    carriers: Mapping[str, str]  # names

    @classmethod
    def read(cls, body: Body) -> Places:
        return cls({each['code']: Airport.read(each) for each in body['airports']},
                   {each['code']: each['name'] for each in body['carriers']})


Offer = TypeVar('Offer')


@dataclasses.dataclass(frozen=True)
class Offers(Sequence[Offer], Generic[Offer]):
    """A page of offers, in the order of the search."""

    offers: tuple[Offer, ...]
    missing: tuple[str, ...]  # suppliers that did not answer
    next: Optional[str]       # `after` of the same search, for the next page

    def __len__(self) -> int:
        return len(self.offers)

    def __getitem__(self, index: Any) -> Any:
        return self.offers[index]
