"""A trip is paid by Pix with the bank played in every wrong way; then all books agree."""
import hashlib
import hmac
import json
import re
import signal
import time

import settled_books
from test_bank import AS_JSON, Bank
from viaja_process import (check, check_equal, day_in, flight_wish, new_key, pix_payment, run,
                           wait_until)

SECRET = 'the secret of the gateway'
PIX_SECONDS = 4


class PixTrip:
    """A session with one flight, which waits for its bank."""

    def __init__(self, client, segment):
        self.client = client
        self.path, self.token = client.open_session()
        held = self.call('POST', '/holds', flight_wish(segment), wait=20)
        check_equal(held.status, 201, f'the hold: {held}')
        self.total = held.json()['session']['total']

    def call(self, method, more='', body=None, wait=None):
        return self.client.call(method, self.path + more, body, token=self.token, key=new_key(),
                                wait=wait)

    def pay(self):
        answer = self.call('POST', '/payments', pix_payment(self.total))
        check_equal(answer.status, 202, f'a Pix: {answer}')
        body = answer.json()
        check_equal((body['state'], body['timeout']['state'], body['payment']['state'],
                     body['available_actions']),
                    ('paying', 'paused', 'waiting', ['stop_payment']), 'a session that waits')
        self.charge = f'{body["id"]}/{body["payment"]["attempt"]}'
        return body['payment']['pix']

    def bank(self, more=0):
        """The bank pays so many centavos more; the receipts that it has then."""
        answer = self.client.call('POST', f'/test/bank/{self.charge}/receipts',
                                  {'amount': self.total['amount'] + more}, headers=AS_JSON)
        check_equal(answer.status, 201, f'the bank: {answer}')
        return answer.json()['receipts']

    def returned(self):
        receipts = Bank(self.client).receipts(f'/test/bank/{self.charge}')
        return [receipt['returned']['amount'] for receipt in receipts]

    def see(self):
        return self.call('GET').json()

    def wait_for(self, what, holds):
        try:
            return wait_until(lambda: (lambda seen: holds(seen) and seen)(self.see()), 30, what)
        except AssertionError as error:
            raise AssertionError(f'{error}: {self.see()}') from None

    def wait_for_state(self, *state):
        return self.wait_for(f'the session is {state}', lambda session: (
            session['state'], session['payment']['state']) == state)

    def entries(self):
        return [entry['type'] for entry in self.call('GET', '/timeline').json()['entries']]


def crc(text):
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f'{value:04X}'


def check_code(pix, total):
    code = pix['copy_and_paste']
    check_equal(crc(code[:-4]), code[-4:], 'the checksum of the code')
    reais = f'{total["amount"] // 100}.{total["amount"] % 100:02}'
    check(f'54{len(reais):02}{reais}' in code, f'the amount is not in {code}')
    check(re.match(r'^\d{4}-\d\d-\d\dT', pix['expires_at']), f'the end of the code: {pix}')


def paid_in_time(trip):
    check_code(trip.pay(), trip.total)
    trip.bank()
    session = trip.wait_for_state('confirmed', 'paid')
    check_equal(len(session['booking_references']), 1, 'booking references')


def paid_twice(trip):
    trip.pay()
    trip.bank()
    trip.wait_for_state('confirmed', 'paid')
    trip.bank()
    session = trip.wait_for('the second one is back', lambda body: 'returned' in body['payment'])
    check_equal(session['payment']['returned'], trip.total, 'what came back')
    check_equal(sorted(trip.returned()), [0, trip.total['amount']], 'what the bank has back')
    check('payment.returned' in trip.entries(), 'the timeline says nothing of it')


def paid_wrong(trip):
    trip.pay()
    trip.bank(-1)
    trip.wait_for('the wrong one is back', lambda body: 'returned' in body['payment'])
    check_equal(trip.see()['payment']['state'], 'waiting', 'a centavo less pays nothing')
    trip.bank()
    trip.wait_for_state('confirmed', 'paid')


def paid_late(trip):
    trip.pay()
    session = trip.wait_for('it is not waited for any more',
                            lambda body: body['state'] != 'paying')
    check_equal((session['payment']['state'], session['payment']['failure']),
                ('voided', 'payment_unpaid'), 'an unpaid Pix')
    trip.bank()
    trip.wait_for('it is back', lambda body: 'returned' in body['payment'])
    check_equal(trip.returned(), [trip.total['amount']], 'what the bank has back')


def stopped(trip):
    trip.pay()
    answer = trip.call('POST', '/payments/stop', {})
    check_equal((answer.status, answer.json()['payment']['state']), (200, 'voided'),
                f'a stopped payment: {answer}')
    check_equal(trip.call('POST', '/payments/stop', {}).json()['code'], 'invalid_state',
                'a second stop')
    check('pay' in trip.see()['available_actions'], 'it cannot be paid again')


def cancelled(trip):
    paid_in_time(trip)
    quote = trip.call('POST', '/cancellations', {}).json()
    done = trip.call('POST', f'/cancellations/{quote["id"]}/confirm', {}, wait=20)
    check_equal(done.json()['state'], 'cancelled', f'the cancellation: {done}')
    check_equal(trip.returned(), [quote['refund']['amount']], 'what the bank has back')


def report(trip, receipt, secret=SECRET, age=0):
    """The status of a report of the gateway."""
    body = json.dumps({'id': 'evt', 'type': 'pix.received', 'charge': trip.charge,
                       'receipt': receipt, 'amount': trip.total})
    moment = str(int(time.time()) - age)
    sign = hmac.new(secret.encode(), f'{moment}.{body}'.encode(), hashlib.sha256).hexdigest()
    return trip.client.call('POST', '/v1/webhooks/pix', body,
                            headers={'Viaja-Signature': f't={moment},v1={sign}'}).status


def reported(trip):
    trip.pay()
    check_equal(report(trip, 'E-forged', secret='another'), 400, 'a forged report')
    check_equal(report(trip, 'E-old', age=3600), 400, 'an old report')
    check_equal(trip.see()['payment']['state'], 'waiting', 'a forged report pays nothing')
    receipts = trip.bank()
    for _ in range(2):
        check_equal(report(trip, receipts[0]['id']), 204, 'a report')
    trip.wait_for_state('confirmed', 'paid')
    trip.charge = trip.charge[:-1] + '7'
    check_equal(report(trip, 'E-unknown'), 404, 'a report of an unknown charge')


def refused(client, segment):
    trip = PixTrip(client, segment)
    for body in (dict(pix_payment(trip.total), token='tok_ok'),
                 pix_payment(dict(trip.total, currency='USD'))):
        check_equal(trip.call('POST', '/payments', body).status, 400, f'{body}')
    check_equal(client.call('GET', '/test/bank/x/1', headers=AS_JSON).status, 404, 'no charge')
    trip.call('DELETE')


def story(viaja):
    client = viaja.start()
    segment = client.flights('GRU', 'REC', day_in(45))[0]
    refused(client, segment)
    for way in (paid_in_time, paid_twice, paid_wrong, paid_late, stopped, cancelled, reported):
        print(way.__name__, flush=True)
        way(PixTrip(client, segment))
    page = client.call('GET', f'/test/bank/{stopped_charge(client, segment)}').text
    check('<button>' in page, f'the page of the bank: {page}')
    settled_books.wait_until_settled(settled_books.SqliteStore(viaja.data), 60)
    viaja.send(signal.SIGTERM)
    check_equal(viaja.wait(10), 0, 'the status after SIGTERM')
    settled_books.Books(settled_books.SqliteStore(viaja.data)).check()


def stopped_charge(client, segment):
    trip = PixTrip(client, segment)
    trip.pay()
    trip.call('POST', '/payments/stop', {})
    return trip.charge


run(story, TEST_MODE=1, HOLD_SECONDS=15, IDLE_SECONDS=15, STEP_SECONDS=3,
    PIX_SECONDS=PIX_SECONDS, WEBHOOK_SECRET=SECRET)
