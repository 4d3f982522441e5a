"""The log of `viaja all`: JSON a line off a terminal and plain text on one, the session and the
request of each line that is about one, and no card token or bearer token, whatever goes wrong.

    log_test.py VIAJA
"""
import contextlib
import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from bookings import Booking  # noqa: E402  (needs the path above)
from viaja_process import (check, check_equal, day_in, own_environment, payment,  # noqa: E402
                           room_wish, run, wait_until)

SAMPLED = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
CARD = 'tok_do_not_honor_4242424242424242'
OPERATOR = 'operator-token-of-the-log-test'


class Sampled:
    """A client whose every call is traced, so that each decision of it is logged."""

    def __init__(self, client):
        self.client = client

    def __getattr__(self, name):
        return getattr(self.client, name)

    def call(self, *call, **more):
        return self.client.call(*call, **more, headers={'traceparent': SAMPLED})


def check_lines(viaja):
    """Every line, and which sessions they name."""
    lines = [json.loads(line) for line in viaja.said().splitlines()]
    for line in lines:
        for field in ('ts', 'level', 'service', 'msg'):
            check(line.get(field), f'{line} has no {field}')
        check(all(isinstance(value, str) for value in line.values()), f'{line} has flat fields')
        if line['msg'] == 'input decided':
            check(line.get('session') and line.get('trace') and line.get('request'),
                  f'{line} names its session, trace and request')
    return lines


def story(viaja):
    viaja.start(OPERATOR_TOKEN=OPERATOR)
    viaja.wait_until_ready()
    plain, client = viaja.client(), Sampled(viaja.client())
    booking = Booking(client)
    day = day_in(40)
    booking.hold(client, room_wish(plain.rooms('REC', day, day_in(42))[0], day, day_in(42)))
    total = booking.see(client)['total']
    booking.call(client, 'POST', '/payments', payment(total, CARD), status=402, key='first',
                 wait=20)
    booking.pay(client)
    # What is refused, in all the places where a token may stand.
    client.call('POST', booking.path + '/payments', payment(total, CARD), token='no-such-token')
    client.call('POST', booking.path + '/payments', '{"token": "' + CARD, token=booking.token)
    client.call('GET', booking.path + '?token=' + booking.token)
    client.call('POST', '/v1/sessions', {'token': CARD, 'card': '4242424242424242'})
    client.call('GET', '/v1/operator/sagas', token=OPERATOR)
    client.call('GET', '/v1/operator/sagas', token=OPERATOR + '-wrong')
    wait_until(lambda: 'captured' in viaja.said(), 10, 'the last step is logged')
    viaja.terminate()

    lines = check_lines(viaja)
    check(any(line.get('session') == booking.id() for line in lines), 'the session is named')
    said = viaja.said()
    for secret in (CARD, '4242424242424242', 'tok_', booking.token, OPERATOR, 'no-such-token'):
        check(secret not in said, f'the log holds {secret}')


def check_terminal(program):
    """On a terminal a line is text: a time, a level, the event and its fields."""
    folder = tempfile.mkdtemp(prefix='viaja-log-')
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        ['setpriv', '--pdeathsig', 'KILL', program, 'all', '--port', '0', '--data', folder],
        env=own_environment({}), stdin=subprocess.DEVNULL, stdout=end, stderr=end)
    os.close(end)
    text = ''
    deadline = time.monotonic() + 60
    while 'url=http://' not in text:
        check(time.monotonic() < deadline, f'not up within 60 s: {text}')
        if select.select([terminal], [], [], 1)[0]:
            text += os.read(terminal, 4096).decode(errors='replace')
    process.terminate()
    check_equal(process.wait(20), 0, 'the status after SIGTERM')
    # The rest, so that the last line is whole; a terminal that has no program any more is an error.
    with contextlib.suppress(OSError):
        while more := os.read(terminal, 4096):
            text += more.decode(errors='replace')
    os.close(terminal)
    for line in re.sub('\x1b\\[[0-9;]*m', '', text).splitlines():
        check(re.match(r'\d\d:\d\d:\d\d\.\d{3} (info|warning|error) ', line) or not line.strip(),
              f'a line for people: {line!r}')
        check(not line.startswith('{'), f'no JSON: {line}')


run(story)
check_terminal(os.path.abspath(sys.argv[1]))
