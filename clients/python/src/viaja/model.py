"""Sessions and what belongs to them, as the API shows them. Values: they do not change.

Members that this version does not know are ignored, since the API may add some.
"""
from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Mapping, Optional

from .money import Money

Body = Mapping[str, Any]


def read_instant(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))


@dataclasses.dataclass(frozen=True)
class Hold:
    id: str
    type: str   # flight, room, ticket or other
    state: str  # asked, held, confirmed, refused, releasing, released or lost
    description: str
    quantity: int
    price: Optional[Money]   # for the whole quantity; None until the supplier has said it
    reason: Optional[str]    # of one that is refused
    travellers: tuple[str, ...]
    # Of one that is held: until when its price is guaranteed; None where it is not.
    price_guarantee_expires_at: Optional[datetime.datetime] = None

    @classmethod
    def read(cls, body: Body) -> Hold:
        guaranteed_until = body.get('price_guarantee_expires_at')
        return cls(body['id'], body['type'], body['state'], body['description'], body['quantity'],
                   Money.read(body['price']) if body['price'] else None, body.get('reason'),
                   tuple(traveller['name'] for traveller in body.get('travellers', ())),
                   read_instant(guaranteed_until) if guaranteed_until else None)


@dataclasses.dataclass(frozen=True)
class Payment:
    """The latest attempt to pay."""

    attempt: int
    state: str  # authorizing, authorized, capturing, captured, declined, …
    amount: Money

    @classmethod
    def read(cls, body: Body) -> Payment:
        return cls(body['attempt'], body['state'], Money.read(body['amount']))


@dataclasses.dataclass(frozen=True)
class Quote:
    """What comes back if holds are cancelled; it can be confirmed until `expires_at`."""

    id: str
    refund: Money
    expires_at: datetime.datetime
    refunds: Mapping[str, Money]  # by hold

    @classmethod
    def read(cls, body: Body) -> Quote:
        return cls(body['id'], Money.read(body['refund']), read_instant(body['expires_at']),
                   {item['hold']: Money.read(item['refund']) for item in body['items']})


@dataclasses.dataclass(frozen=True)
class Session:
    id: str
    state: str  # open, paying, confirmed, expired, cancelling or cancelled
    holds: tuple[Hold, ...]
    total: Money
    payment: Optional[Payment]
    references: Mapping[str, str]  # booking references by hold
    available_actions: tuple[str, ...]
    expires_at: Optional[datetime.datetime]
    server_time: datetime.datetime  # the clock that expires_at is measured by
    version: int
    needs_attention: bool

    @property
    def is_settled(self) -> bool:
        """No payment and no cancellation is on its way."""
        return self.state not in ('paying', 'cancelling')

    @classmethod
    def read(cls, body: Body) -> Session:
        expires_at = body['timeout']['expires_at']
        return cls(
            id=body['id'], state=body['state'],
            holds=tuple(Hold.read(hold) for hold in body['holds']),
            total=Money.read(body['total']),
            payment=Payment.read(body['payment']) if body['payment'] else None,
            references={each['hold']: each['reference'] for each in body['booking_references']},
            available_actions=tuple(body['available_actions']),
            expires_at=read_instant(expires_at) if expires_at else None,
            server_time=read_instant(body['server_time']), version=body['version'],
            needs_attention=bool(body.get('needs_attention')))


@dataclasses.dataclass(frozen=True)
class Held:
    """What was held by one call, and the session after it."""

    holds: tuple[Hold, ...]
    session: Session

    @classmethod
    def read(cls, body: Body) -> Held:
        holds = body['holds'] if 'holds' in body else [body]
        return cls(tuple(Hold.read(hold) for hold in holds), Session.read(body['session']))


@dataclasses.dataclass(frozen=True)
class Entry:
    """A line of the timeline. New types may come."""

    seq: int
    at: datetime.datetime
    type: str
    hold: Optional[str]
    attempt: Optional[int]
    detail: Optional[str]

    @classmethod
    def read(cls, body: Body) -> Entry:
        return cls(body['seq'], read_instant(body['at']), body['type'], body.get('hold'),
                   body.get('attempt'), body.get('detail'))


@dataclasses.dataclass(frozen=True)
class Update:
    """What has happened to a session since the update before, and the session after it."""

    entries: tuple[Entry, ...]
    session: Session


@dataclasses.dataclass(frozen=True)
class Code:
    """Brings the session to another device, once."""

    code: str
    expires_at: datetime.datetime

    @classmethod
    def read(cls, body: Body) -> Code:
        return cls(body['code'], read_instant(body['expires_at']))
