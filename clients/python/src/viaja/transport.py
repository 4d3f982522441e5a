"""What both clients share of httpx: timeouts, and answers and losses as exchange.py knows them."""
from __future__ import annotations

import json

import httpx

from .exchange import Answer, Attempt, Lost

CONNECT_SECONDS = 5.0
NOT_SENDABLE = (httpx.LocalProtocolError, httpx.UnsupportedProtocol)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def timeout_of(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=CONNECT_SECONDS)


def request_of(client: httpx.Client | httpx.AsyncClient, attempt: Attempt) -> httpx.Request:
    return client.build_request(attempt.method, attempt.path, params=dict(attempt.query),
                                headers=dict(attempt.headers), json=attempt.body,
                                timeout=timeout_of(attempt.seconds))


def answer_of(response: httpx.Response) -> Answer:
    """Of a response whose body has been read."""
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    return Answer(response.status_code, response.headers, body if isinstance(body, dict) else None)


def lost_by(error: httpx.TransportError) -> Lost:
    """Raises ValueError where no repetition helps; httpx's text would show the token."""
    if isinstance(error, NOT_SENDABLE):
        raise ValueError('the address, the token or the key cannot be sent as it is') from None
    return Lost(f'No answer: {error or type(error).__name__}.', not isinstance(error, NOT_SENT))
