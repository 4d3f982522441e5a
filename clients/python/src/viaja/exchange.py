"""One call from its first attempt to its outcome: what is repeated, when, and for how long.

No network here: exchange() is a generator that asks for attempts and pauses, which both clients
make in their own way. A repeated call is the same call, under the same key, so that the server
answers it with the same outcome and nothing is held or paid twice.
"""
from __future__ import annotations

import dataclasses
import math
import random
from typing import Any, Callable, Generator, Generic, Mapping, Optional, TypeVar, Union

from .problems import NoAnswer, Undecided, problem_of

Body = Mapping[str, Any]
Result = TypeVar('Result')

WAIT_SECONDS_MAX = 20       # that the server is asked to wait for an outcome; it allows 30
ANSWER_SECONDS = 10         # for an answer when nothing more is waited for
PAUSE_SECONDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # where no Retry-After says how long
ASKS_FOR_REPEAT = ('busy', 'request_in_progress')


@dataclasses.dataclass(frozen=True)
class Call(Generic[Result]):
    """A request, what its body means, and whether it may be repeated when its answer is lost."""

    method: str
    path: str
    read: Callable[[Body], Result]
    query: Mapping[str, str] = dataclasses.field(default_factory=dict)
    body: Optional[Body] = dataclasses.field(default=None, repr=False)  # of a card: its token
    token: Optional[str] = dataclasses.field(default=None, repr=False)
    key: Optional[str] = None
    waits: bool = False       # for an outcome: 202 is not yet one
    repeatable: bool = True   # made twice it does no more than once


@dataclasses.dataclass(frozen=True)
class Attempt:
    """To be made now; the answer is awaited for `seconds`."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = dataclasses.field(repr=False)
    body: Optional[Body] = dataclasses.field(repr=False)
    seconds: float


@dataclasses.dataclass(frozen=True)
class Pause:
    seconds: float


@dataclasses.dataclass(frozen=True)
class Answer:
    """`body` is None where it is no JSON object."""

    status: int
    headers: Mapping[str, str]
    body: Optional[Body] = dataclasses.field(repr=False)

    @property
    def code(self) -> Optional[str]:
        return self.body.get('code') if self.body is not None else None

    @property
    def side_effects(self) -> Optional[str]:
        return self.body.get('side_effects') if self.body is not None else None

    @property
    def retry_after(self) -> Optional[float]:
        """Seconds; None where the header is not there or is a date."""
        text = self.headers.get('retry-after', '')
        return float(text) if text.isdecimal() else None

    @property
    def is_from_viaja(self) -> bool:
        """Not the page of a network that wants a login first, or the error of a proxy."""
        if self.status == 204:
            return True
        return self.body is not None and (self.status < 300 or 'code' in self.body)


@dataclasses.dataclass(frozen=True)
class Lost:
    """No answer came. `sent`: the request may have reached the server."""

    why: str
    sent: bool


Reply = Union[Answer, Lost, None]
Steps = Generator[Union[Attempt, Pause], Reply, Result]


def attempt_of(call: Call[Any], seconds_left: float) -> Attempt:
    headers = {'Accept': 'application/json'}
    if call.token:
        headers['Authorization'] = f'Bearer {call.token}'
    if call.key:
        headers['Idempotency-Key'] = call.key
    waited = max(0, min(WAIT_SECONDS_MAX, math.floor(seconds_left))) if call.waits else 0
    if call.waits:
        headers['Prefer'] = f'wait={waited}'
    return Attempt(call.method, call.path, call.query, headers, call.body, waited + ANSWER_SECONDS)


def is_undecided(call: Call[Any], reply: Union[Answer, Lost]) -> bool:
    """Whether the same call has to be made again to know its outcome, or to have one."""
    if isinstance(reply, Lost):
        return call.repeatable or not reply.sent
    if not reply.is_from_viaja:
        return call.repeatable
    if reply.status == 202:
        return call.waits
    if reply.status == 503:
        at_once = reply.code == 'supplier_unavailable'  # another offer may do
        return not at_once and (call.repeatable or reply.side_effects == 'none')
    if reply.status == 409:
        return reply.code in ASKS_FOR_REPEAT
    if reply.status == 421:  # of another shard: an earlier one may have come to the right one
        return call.repeatable
    return reply.status == 429 or reply.status == 408 and call.repeatable


def leaves_open(call: Call[Any], reply: Union[Answer, Lost]) -> bool:
    """Whether the call may have been made, or may still be, and its outcome is not known."""
    if call.method == 'GET':
        return False
    if isinstance(reply, Lost):
        return reply.sent
    accepted = reply.status == 202 and call.waits
    return not reply.is_from_viaja or accepted or reply.side_effects == 'possible'


def pause_before(reply: Union[Answer, Lost], round_number: int) -> float:
    """Seconds: what Retry-After says, else longer each time; with a little chance."""
    after = reply.retry_after if isinstance(reply, Answer) else None
    if after is not None:
        return after
    pause = PAUSE_SECONDS[min(round_number, len(PAUSE_SECONDS) - 1)]
    return pause * random.uniform(1.0, 1.25)


def result_of(call: Call[Result], reply: Union[Answer, Lost]) -> Result:
    """Of the reply that decides; raises what it says."""
    if isinstance(reply, Lost):
        raise NoAnswer(reply.why, call.key)
    if not reply.is_from_viaja:
        raise NoAnswer(f'The answer ({reply.status}) is not one of Viaja.', call.key)
    body = reply.body or {}
    if reply.status == 202 and call.waits:
        raise Undecided(body, call.key)
    if reply.status >= 300 and leaves_open(call, reply):
        raise NoAnswer(body.get('detail', reply.code), call.key)
    if reply.status >= 300:
        raise problem_of(reply.status, body, call.key, reply.retry_after)
    return call.read(body)


def exchange(call: Call[Result], seconds: float, clock: Callable[[], float]) -> Steps[Result]:
    """The result of the call, or an error of problems.py. After so many seconds no attempt begins.

    When it is given up, a reply that left the call open counts for more than one behind it, whose
    "nothing was done" is about one attempt alone.
    """
    deadline = clock() + seconds
    round_number = 0
    left_open: Optional[Union[Answer, Lost]] = None
    while True:
        reply = yield attempt_of(call, deadline - clock())
        assert reply is not None, 'an attempt has a reply'
        if not is_undecided(call, reply):
            return result_of(call, reply)
        pause = pause_before(reply, round_number)
        if leaves_open(call, reply):
            left_open = reply
        if clock() + pause >= deadline:
            return result_of(call, left_open or reply)
        yield Pause(pause)
        round_number += 1
