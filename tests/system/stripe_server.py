"""A server that is compatible with Stripe as far as Viaja uses it, made from Stripe's public
documentation: PaymentIntents with manual capture, refunds, idempotent requests, and signed events.

It keeps a book that is compared with Viaja's, loses requests and answers, fails, and reports what
happened by events that come never, twice, late and out of order; now and then by a forged one.
"""
import collections
import hashlib
import hmac
import http.client
import http.server
import json
import random
import threading
import time
import urllib.parse

from viaja_process import check, check_equal

DECLINED = ('pm_insufficient_funds', 'pm_timeout_then_declined', 'pm_do_not_honor')
FAULTS = ('request lost', 'answer lost', 'failed', 'busy')
PATH = '/v1/webhooks/stripe'
SEARCH_LAG = 60  # seconds


class Refused(Exception):
    def __init__(self, status, kind, code='', decline=''):
        super().__init__(code)
        self.status = status
        self.body = {'error': {'type': kind, 'code': code, 'decline_code': decline,
                               'message': 'A sentence.'}}


def refusal(status, kind, code=''):
    return status, json.dumps(Refused(status, kind, code).body).encode()


class Silence(Exception):
    """The connection ends without an answer."""


class StripeServer:
    def __init__(self, key, secret, chance, fault_rate=0.06):
        self.key, self.secret, self.chance, self.fault_rate = key, secret, chance, fault_rate
        self.lock = threading.Lock()
        self.intents, self.refunds = {}, []
        self.made_at = {}  # when, by intent: the search lags behind
        self.kept = {}  # the answer by Idempotency-Key
        self.events = collections.Counter()  # statuses of Viaja's answers
        self.answered_forged = collections.Counter()
        self.target = None  # (host, port) of Viaja; None: it is not there
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), self.handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self):
        return f'http://127.0.0.1:{self.server.server_port}'

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    # Requests

    def handler(self):
        stripe = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def answer(self):
                body = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
                try:
                    status, text = stripe.answer(self.command, self.path, self.headers, body)
                except Silence:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        return Handler

    def answer(self, method, target, headers, body):
        if headers.get('Authorization') != f'Bearer {self.key}':
            return refusal(401, 'invalid_request_error')
        with self.lock:
            fault = self.chance.choice(FAULTS) if self.chance.random() < self.fault_rate else ''
        if fault == 'request lost':
            raise Silence
        if fault == 'busy':
            return refusal(429, 'invalid_request_error', 'rate_limit')
        with self.lock:
            status, text, after = self.once(method, target, headers, body, fault)
        if after:
            time.sleep(after)
        if fault == 'answer lost':
            raise Silence
        return status, text

    def once(self, method, target, headers, body, fault):
        """The answer, which a key that is known gets again, and the seconds that it takes."""
        if method == 'GET':
            return *self.result(method, target, {}), 0
        key = headers.get('Idempotency-Key')
        check(key, f'{method} {target} without a key')
        if key in self.kept:
            request, status, text = self.kept[key]
            if request != (target, body):
                return *refusal(400, 'idempotency_error'), 0
            return status, text, 0
        form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
        status, text = self.result(method, target, form)
        if fault == 'failed':  # what was done is done
            status, text = refusal(500, 'api_error')
        self.kept[key] = ((target, body), status, text)
        slow = target.endswith('/confirm') and self.intent_of(target)['payment_method']
        return status, text, 1.5 if slow in ('pm_slow_3s', 'pm_timeout_then_ok') else 0

    def result(self, method, target, form):
        path, _, query = target.partition('?')
        try:
            return 200, json.dumps(self.made(method, path, form or dict(
                urllib.parse.parse_qsl(query)))).encode()
        except Refused as refused:
            return refused.status, json.dumps(refused.body).encode()

    def made(self, method, path, form):
        parts = path.split('/')[2:]
        if parts == ['payment_methods']:
            return {'id': 'pm_' + form['card[token]'][4:], 'object': 'payment_method'}
        if parts == ['refunds']:
            return self.listed(form) if method == 'GET' else self.refunded(form)
        if parts == ['payment_intents']:
            return {'data': []} if method == 'GET' else self.created(form)
        if parts == ['payment_intents', 'search']:
            return self.found(form['query'])
        intent = self.intent_of(path)
        if len(parts) == 2:
            return intent
        return {'confirm': self.confirmed, 'capture': self.captured,
                'cancel': self.canceled}[parts[2]](intent, form)

    def intent_of(self, path):
        found = self.intents.get(path.split('/')[3])
        if not found:
            raise Refused(404, 'invalid_request_error', 'resource_missing')
        return found

    def found(self, query):
        known = time.monotonic() - SEARCH_LAG
        data = [intent for name, intent in self.intents.items() if self.made_at[name] < known and
                query == f"metadata['viaja_payment']:'{intent['metadata']['viaja_payment']}'"]
        return {'object': 'search_result', 'data': data, 'has_more': False}

    def created(self, form):
        intent = {'id': f'pi_{len(self.intents) + 1}', 'object': 'payment_intent',
                  'amount': int(form['amount']), 'amount_received': 0,
                  'currency': form['currency'], 'status': 'requires_confirmation',
                  'payment_method': form['payment_method'], 'last_payment_error': None,
                  'latest_charge': None, 'capture_method': form['capture_method'],
                  'metadata': {'viaja_payment': form['metadata[viaja_payment]']}}
        check_equal(intent['capture_method'], 'manual', 'how an intent is captured')
        self.intents[intent['id']] = intent
        self.made_at[intent['id']] = time.monotonic()
        self.report('payment_intent.created', intent)
        return intent

    def confirmed(self, intent, _):
        self.require(intent, 'requires_confirmation')
        if intent['payment_method'] in DECLINED:
            intent['status'] = 'requires_payment_method'
            intent['last_payment_error'] = {'type': 'card_error', 'code': 'card_declined',
                                            'decline_code': intent['payment_method'][3:]}
            self.report('payment_intent.payment_failed', intent)
            raise Refused(402, 'card_error', 'card_declined', intent['payment_method'][3:])
        intent['status'] = 'requires_capture'
        intent['latest_charge'] = {'id': 'ch_1', 'object': 'charge', 'status': 'succeeded'}
        self.report('payment_intent.amount_capturable_updated', intent)
        return intent

    def captured(self, intent, form):
        self.require(intent, 'requires_capture')
        if intent['payment_method'] == 'pm_capture_refused':
            raise Refused(402, 'card_error', 'card_declined', 'capture_refused')
        intent['status'], intent['amount_received'] = 'succeeded', int(form['amount_to_capture'])
        self.report('payment_intent.succeeded', intent)
        return intent

    def canceled(self, intent, _):
        self.require(intent, 'requires_confirmation', 'requires_payment_method',
                     'requires_capture')
        intent['status'] = 'canceled'
        self.report('payment_intent.canceled', intent)
        return intent

    @staticmethod
    def require(intent, *statuses):
        if intent['status'] not in statuses:
            raise Refused(400, 'invalid_request_error', 'payment_intent_unexpected_state')

    def refunded(self, form):
        intent = self.intents[form['payment_intent']]
        self.require(intent, 'succeeded')
        left = intent['amount_received'] - sum(self.refunds_of(intent['id']).values())
        if int(form['amount']) > left:
            raise Refused(400, 'invalid_request_error', 'charge_already_refunded')
        refund = {'id': f're_{len(self.refunds) + 1}', 'object': 'refund',
                  'amount': int(form['amount']), 'payment_intent': intent['id'],
                  'status': 'succeeded', 'metadata': {'viaja_call': form['metadata[viaja_call]']}}
        self.refunds.append(refund)
        self.report('refund.created', refund)
        return refund

    def refunds_of(self, intent):
        return {refund['metadata']['viaja_call']: refund['amount'] for refund in self.refunds
                if refund['payment_intent'] == intent}

    def listed(self, query):
        found = [refund for refund in reversed(self.refunds)
                 if refund['payment_intent'] == query['payment_intent']]
        return {'object': 'list', 'data': found, 'has_more': False}

    # Events

    def report(self, kind, found):
        body = json.dumps({'id': f'evt_{self.chance.getrandbits(64):x}', 'object': 'event',
                           'type': kind, 'data': {'object': found}}, indent=2).encode()
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            self.send_in(self.chance.uniform(0, 1.5), body, self.secret, self.events)
        if self.chance.random() < 0.2:
            self.send_in(self.chance.uniform(0, 1.5), body, 'whsec_forged', self.answered_forged)

    def send_in(self, seconds, body, secret, statuses):
        timer = threading.Timer(seconds, self.send, (body, secret, statuses))
        timer.daemon = True
        timer.start()

    def send(self, body, secret, statuses):
        if self.target is None:
            return
        now = str(int(time.time()))
        mac = hmac.new(secret.encode(), now.encode() + b'.' + body, hashlib.sha256).hexdigest()
        try:
            connection = http.client.HTTPConnection(*self.target, timeout=10)
            connection.request('POST', PATH, body=body,
                               headers={'Stripe-Signature': f't={now},v1={mac}'})
            status = connection.getresponse().status
            connection.close()
        except (OSError, http.client.HTTPException):
            return  # Viaja was killed
        with self.lock:
            statuses[status] += 1

    # The book

    def check_events(self):
        """What Viaja answered to events, none of which may have done harm."""
        with self.lock:
            check(set(self.events) <= {200, 503}, f'answers to events: {self.events}')
            check(self.events[200] > 0, 'no event came through')
            check(set(self.answered_forged) <= {400}, f'forged events: {self.answered_forged}')

    def check_against(self, books):
        """Money by payment, here and in the ledger of Viaja."""
        ours = collections.defaultdict(collections.Counter)
        for row in books.executions:
            if row['outcome'] == 'ok':
                ours[row['stem']][row['operation']] += row['amount']
        theirs = collections.defaultdict(list)
        for intent in self.intents.values():
            check(intent['status'] != 'requires_capture', f'{intent} keeps money reserved')
            theirs[intent['metadata']['viaja_payment']].append(intent)
        check(self.refunds, 'nothing was refunded: too little to prove anything')
        for stem in {*ours, *theirs}:
            captured = sum(intent['amount_received'] for intent in theirs[stem])
            refunded = sum(sum(self.refunds_of(intent['id']).values()) for intent in theirs[stem])
            confirmed = [intent for intent in theirs[stem] if intent['latest_charge']]
            check(len(confirmed) <= 1, f'{stem} was reserved twice: {confirmed}')
            check_equal((captured, refunded), (ours[stem]['capture'], ours[stem]['refund']),
                        f'{stem}: captured and refunded at Stripe, and in our ledger')
        return len(theirs)
