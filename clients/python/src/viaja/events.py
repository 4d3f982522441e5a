"""Live events: what the stream of a session says, and where it goes on after a loss.

No network here; both clients feed text to a Follower.
"""
from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Callable, Optional, Union

from .exchange import Answer, Lost, pause_before
from .model import Entry, Session, Update
from .problems import NoAnswer, problem_of

SILENCE_SECONDS = 35  # the server sends at least a beat every 15 seconds


class OutOfStep(Exception):
    """The stream went on from another entry than the last one seen: connect again."""


class Follower:
    """Knows the last entry that was seen, so that none is missed and none is seen twice."""

    def __init__(self, last: int) -> None:
        self.last = last
        self._begun = ''  # a line whose end has not come
        self._data: list[str] = []

    def headers(self, token: str) -> dict[str, str]:
        """Of a request for the stream; what was left of the one before is forgotten."""
        self._begun = ''
        self._data = []
        return {'Accept': 'text/event-stream', 'Authorization': f'Bearer {token}',
                'Last-Event-ID': str(self.last)}

    def take(self, text: str) -> Iterator[Update]:
        """A part of the stream, wherever it was cut; the updates that it completes."""
        # httpx's lines, like str.splitlines(), end at U+2028 and others that a text may have.
        *lines, self._begun = (self._begun + text).split('\n')
        for line in lines:
            update = self._take_line(line.removesuffix('\r'))
            if update:
                yield update

    def _take_line(self, line: str) -> Optional[Update]:
        if line.startswith('data:'):
            self._data.append(line[5:].removeprefix(' '))
            return None
        if line or not self._data:
            return None  # another field, a comment, or the end of an event without data
        frame = json.loads('\n'.join(self._data))
        self._data = []
        if frame['type'] != 'state':
            return None
        if frame['after'] != self.last:
            raise OutOfStep(f'entries behind {frame["after"]}, not behind {self.last}')
        entries = tuple(Entry.read(entry) for entry in frame['entries'])
        if entries:
            self.last = entries[-1].seq
        return Update(entries, Session.read(frame['session']))


class StreamRefused(Exception):
    """The stream was not begun."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Reconnection:
    """When a lost stream is asked for again, and when it is given up."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self.seconds, self.clock = seconds, clock
        self.connected()

    def connected(self) -> None:
        """An update came: the first one comes as soon as there is a connection."""
        self.round_number = 0
        self.deadline: Optional[float] = None

    def pause_after(self, reply: Union[Answer, Lost]) -> float:
        """Seconds; raises a Problem that time does not mend, and NoAnswer when it is over."""
        if isinstance(reply, Answer) and reply.is_from_viaja and \
                reply.status not in (421, 429, 503):
            raise problem_of(reply.status, reply.body or {}, retry_after=reply.retry_after)
        if self.deadline is None:
            self.deadline = self.clock() + self.seconds
        pause = pause_before(reply, self.round_number)
        self.round_number += 1
        if self.clock() + pause < self.deadline:
            return pause
        if isinstance(reply, Answer) and reply.is_from_viaja:
            raise problem_of(reply.status, reply.body or {}, retry_after=reply.retry_after)
        raise NoAnswer(reply.why if isinstance(reply, Lost)
                       else f'The answer ({reply.status}) is not one of Viaja.')
