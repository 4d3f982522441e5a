"""Hooks of Schemathesis: requests that it makes up meet sessions, holds and offers that there are.

Schemathesis knows docs/openapi.yaml, but not that a session answers only to its own token, that a
flight must be on sale and a payment must be the total. Most valid requests get such values here;
the others stay as they were made up, and so does what was made wrong on purpose. Loaded by
SCHEMATHESIS_HOOKS; VIAJA_FUZZ_SEED is the seed, and VIAJA_FUZZ_REACHED a file that gets the number
of answers by operation and status.
"""
import atexit
import functools
import json
import os
import random
import uuid

import schemathesis
from schemathesis.core.parameters import ParameterLocation

from offers import Offers, put_days

CARDS = ('tok_ok', 'tok_ok', 'tok_ok', 'tok_insufficient_funds', 'tok_capture_refused',
         'tok_timeout_then_ok')
SESSIONS_MAX = 12  # the newest ones; older ones have mostly ended
PAYABLE = ('held', 'lost')
WAITING = ('hold', 'swapHold', 'dropHold', 'pay', 'stopPayment', 'confirmCancellation')
SHORT_WAIT = 'wait=5'


def with_whole_numbers(value):
    """1.0 is an integer to JSON Schema; the API wants it written without the fraction."""
    if isinstance(value, dict):
        return {name: with_whole_numbers(member) for name, member in value.items()}
    if isinstance(value, list):
        return [with_whole_numbers(member) for member in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


class LiveSessions:
    """What the answers have told so far: tokens, the latest view of each session, codes."""

    def __init__(self, chance):
        self.chance = chance
        self.tokens = {}  # by session, the newest last
        self.views = {}
        self.codes = []
        self.legacy = []  # sessions of the first version

    def learn(self, operation, body):
        if operation in ('openSession', 'redeemCode'):
            self.open(body['id'], body['token'])
        elif operation == 'makeCode':
            self.codes.append(body['code'])
        for view in (body, body.get('session')):
            if isinstance(view, dict) and 'total' in view and view.get('id') in self.tokens:
                self.views[view['id']] = view

    def open(self, session, token):
        self.tokens[session] = token

    def any(self, suits=lambda session: True):
        """One of the newest that suits, else any of them; None before there is one."""
        recent = list(self.tokens)[-SESSIONS_MAX:]
        suitable = [session for session in recent if suits(session)]
        return self.chance.choice(suitable or recent) if recent else None

    def is_open(self, session):
        return self.views.get(session, {}).get('state') == 'open'

    def is_payable(self, session):
        return self.is_open(session) and bool(self.holds(session))

    def is_confirmed(self, session):
        return self.views.get(session, {}).get('state') == 'confirmed'

    def holds(self, session):
        return [hold['id'] for hold in self.views.get(session, {}).get('holds', [])
                if hold['state'] in PAYABLE]

    def total(self, session):
        return self.views.get(session, {}).get('total')


class Requests:
    """Changes a request before it is sent."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.sessions = LiveSessions(self.chance)
        self.reached = {}

    @functools.cached_property
    def offers(self):
        return Offers(os.environ['VIAJA_FUZZ_URL'])

    def mostly(self):
        return self.chance.random() < 0.85

    def prepare(self, case):
        operation = case.operation.definition.raw.get('operationId', '')
        wrong = case.meta is not None and case.meta.generation.mode.is_negative
        whole = with_whole_numbers(case.body)
        if repr(whole) != repr(case.body):  # what is assigned counts as changed
            case.body = whole
        if not wrong and self.mostly():
            self.use_known_things(operation, case)
        session = (case.path_parameters or {}).get('id')
        if not wrong or self.tests_missing_token(case):
            self.repair_if_match(case)
            self.shorten_wait(case)
        if self.tests_missing_token(case):
            return
        if session in self.sessions.tokens and self.mostly():
            case.headers = dict(case.headers or {})
            case.headers['Authorization'] = 'Bearer ' + self.sessions.tokens[session]
            if not wrong:
                self.settle_conditions(case, session)
        elif wrong and self.is_uuid(session) and operation != 'legacyChangeState':
            self.meet_a_session(case)

    @staticmethod
    def repair_if_match(case):
        """Schemathesis 4.32 takes 0 for a text of that pattern."""
        if (case.headers or {}).get('If-Match') == '0':
            case.headers['If-Match'] = '"7"'

    @staticmethod
    def shorten_wait(case):
        """The example's ten seconds, or more, for each payment that a bank leaves open."""
        if 'wait' in (case.headers or {}).get('Prefer', ''):
            case.headers['Prefer'] = SHORT_WAIT

    @staticmethod
    def tests_missing_token(case):
        data = case.meta.phase.data if case.meta else None
        return getattr(data, 'parameter', None) == 'Authorization'

    def meet_a_session(self, case):
        """What is wrong elsewhere is refused although the session is there."""
        session = self.sessions.any()
        if session and not case.meta.is_negative_at(ParameterLocation.PATH):
            case.path_parameters['id'] = session
            case.headers['Authorization'] = 'Bearer ' + self.sessions.tokens[session]

    @staticmethod
    def is_uuid(text):
        try:
            return bool(uuid.UUID(text))
        except (ValueError, TypeError, AttributeError):
            return False

    def settle_conditions(self, case, session):
        """A key of its own and a version that the session has, instead of those of the examples."""
        if 'Idempotency-Key' in case.headers and self.mostly():
            case.headers['Idempotency-Key'] = f'{self.chance.getrandbits(64):x}'
        if 'If-Match' in case.headers:
            case.headers['If-Match'] = '*' if self.mostly() else case.headers['If-Match']
        waits = case.operation.definition.raw.get('operationId') in WAITING
        if waits and self.mostly():
            case.headers['Prefer'] = SHORT_WAIT

    def use_known_things(self, operation, case):
        path = case.path_parameters or {}
        if 'id' in path and 'dead-letters' not in case.path:
            self.choose_session(operation, path)
        if 'code' in path and operation == 'redeemCode' and self.sessions.codes:
            path['code'] = self.sessions.codes.pop()
        if operation == 'pay' and isinstance(case.body, dict):
            total = self.sessions.total(path['id'])
            case.body = {'method': 'card', 'token': self.chance.choice(CARDS),
                         'amount': total or case.body.get('amount')}
        elif operation in ('hold', 'swapHold') and self.mostly():
            replaced = self.sessions.holds(path['id'])
            case.body = self.offers.wish(self.chance, operation == 'hold', replaced)
        elif operation in ('searchFlights', 'searchStays', 'searchEvents'):
            put_days(self.chance, case.query)

    def choose_session(self, operation, path):
        """One that is known already, by an OpenAPI link, stays if the call can succeed in it."""
        if operation == 'legacyChangeState':
            if self.sessions.legacy:
                path['id'] = self.chance.choice(self.sessions.legacy[-3:])
            return
        sessions = self.sessions
        suits = {'hold': sessions.is_open, 'pay': sessions.is_payable,
                 'swapHold': sessions.is_payable, 'dropHold': sessions.is_payable,
                 'quoteCancellation': sessions.is_confirmed,
                 'forceCancel': sessions.is_confirmed}.get(operation, lambda session: True)
        if path['id'] not in sessions.tokens or not suits(path['id']):
            path['id'] = sessions.any(suits) or path['id']
        holds = self.sessions.holds(path['id'])
        if 'hold' in path and holds and path['hold'] not in holds:
            path['hold'] = self.chance.choice(holds)

    def take(self, case, response):
        operation = case.operation.definition.raw.get('operationId', '')
        method = response.request.method
        name = f'{operation} {response.status_code}'
        if method == case.operation.method.upper():
            self.reached[name] = self.reached.get(name, 0) + 1
        if operation == 'legacyOpenSession' and response.status_code == 200:
            session = response.content.decode()
            self.sessions.legacy.append(session)
            self.sessions.open(session, response.headers['viaja-session-token'][0])
            return
        if 'json' not in (response.headers.get('content-type') or [''])[0]:
            return
        body = json.loads(response.content or b'null')
        if isinstance(body, dict) and response.status_code < 300:
            self.sessions.learn(operation, body)
        elif isinstance(body, dict) and isinstance(body.get('session'), dict):
            self.sessions.learn('', body)


made = Requests(os.environ['VIAJA_FUZZ_SEED'])


@schemathesis.hook
def before_call(context, case, kwargs):
    made.prepare(case)


@schemathesis.hook
def after_call(context, case, response):
    made.take(case, response)


@schemathesis.deserializer('text/plain')
def read_text(context, response):
    return response.content.decode()


@atexit.register
def write_reached():
    with open(os.environ['VIAJA_FUZZ_REACHED'], 'w', encoding='utf-8') as file:
        json.dump(made.reached, file, indent=0, sort_keys=True)
