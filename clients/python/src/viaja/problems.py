"""What can go wrong, as exceptions.

A Problem is an answer of Viaja: it is known what happened. With NoAnswer and Undecided it is not:
the call may have been made, so it goes on under its `key`, and not under a new one.
"""
from __future__ import annotations

from typing import Any, Mapping, Optional

from .model import Session
from .money import Money

_SIDE_EFFECTS = {
    'none': 'Nothing was done and nothing was charged.',
    'reversed': 'Everything was undone; nothing was charged.',
}


class ViajaError(Exception):
    """Of this package."""


class NoAnswer(ViajaError):
    """No answer within the time says what came of the call: whether it was made is not known."""

    def __init__(self, why: str, key: Optional[str] = None) -> None:
        super().__init__(f'{why} Whether the call was made is not known.'
                         + (f' It goes on with key={key!r}.' if key else ''))
        self.key = key


class Undecided(ViajaError):
    """The call was accepted; its outcome is not there yet."""

    def __init__(self, body: Mapping[str, Any], key: Optional[str]) -> None:
        super().__init__('The call was accepted and is not decided yet. It is waited for with '
                         f'key={key!r}.')
        self.key = key
        self.session = Session.read(body.get('session', body))


class Problem(ViajaError):
    """An answer that is a problem: str() says what happened, whether anything was done.

    `retry_after`: seconds before which the server does not want the call again. `request_id`: by
    which its log knows the call; None of an answer that a proxy before Viaja gave.
    """

    def __init__(self, status: int, body: Mapping[str, Any], key: Optional[str] = None,
                 retry_after: Optional[float] = None) -> None:
        self.status = status
        self.body = body
        self.key = key
        self.code: str = body['code']
        self.title: str = body.get('title', self.code)
        self.detail: str = body.get('detail', self.title)
        self.request_id: Optional[str] = body.get('request_id')
        self.retry_after = retry_after
        self.session_state: Optional[str] = body.get('session_state')
        self.side_effects: Optional[str] = body.get('side_effects')
        self.available_actions = tuple(body.get('available_actions', ()))
        self.errors = {each['pointer']: each['detail'] for each in body.get('errors', ())}
        super().__init__(' '.join(self.sentences()))

    def sentences(self) -> list[str]:
        """What happened, what is wrong with which member, and what was done."""
        told = [self.detail]
        told += [f'{pointer} {detail}.' for pointer, detail in self.errors.items()]
        if self.side_effects in _SIDE_EFFECTS:
            told.append(_SIDE_EFFECTS[self.side_effects])
        return told

    @property
    def session(self) -> Optional[Session]:
        """After a payment that failed."""
        body = self.body.get('session')
        return Session.read(body) if body else None


class InvalidRequest(Problem):
    """400: `errors` names the members that cannot be used."""


class PaymentDeclined(Problem):
    """402: nothing was charged, what was held is held; another card may be tried."""

    @property
    def decline_code(self) -> Optional[str]:
        return self.body.get('decline_code')


class NotFound(Problem):
    """404: no such thing, or not with this token."""


class Conflict(Problem):
    """409: not possible in the state that the session is in; `code` says why."""


class NotAvailable(Conflict):
    """Sold out, or refused by the supplier."""


class Expired(Conflict):
    """The time of the session is over."""


class PriceChanged(Conflict):
    """409: a price was no longer guaranteed and has changed; nothing was charged.

    To pay the current price, hold the same in place of each hold of `prices`, then pay the total.
    """

    @property
    def prices(self) -> dict[str, tuple[Money, Optional[Money]]]:
        """By hold what it is held at and what it costs now; None where it is not sold any more."""
        return {each['hold']: (Money.read(each['price']), self._read(each['current_price']))
                for each in self.body['prices']}

    @property
    def current_total(self) -> Optional[Money]:
        """Of all that is held, with the current prices."""
        return self._read(self.body['current_total'])

    @staticmethod
    def _read(body: Optional[Mapping[str, Any]]) -> Optional[Money]:
        return Money.read(body) if body else None


class AmountMismatch(Problem):
    """422: the amount is not the session's total."""

    @property
    def expected_amount(self) -> Money:
        return Money.read(self.body['expected_amount'])


class TooManyRequests(Problem):
    """429: from this address came too many."""


class Unavailable(Problem):
    """503: Viaja, or one supplier (`supplier_unavailable`), cannot serve now."""


_BY_CODE = {'not_available': NotAvailable, 'supplier_refused': NotAvailable,
            'session_expired': Expired, 'price_changed': PriceChanged,
            'amount_mismatch': AmountMismatch}
_BY_STATUS = {400: InvalidRequest, 402: PaymentDeclined, 404: NotFound, 409: Conflict,
              429: TooManyRequests, 503: Unavailable}


def problem_of(status: int, body: Mapping[str, Any], key: Optional[str] = None,
               retry_after: Optional[float] = None) -> Problem:
    kind = _BY_CODE.get(body['code']) or _BY_STATUS.get(status) or Problem
    return kind(status, body, key, retry_after)
