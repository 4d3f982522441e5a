"""Stripe's own mock takes the shape of every request that the adapter makes, and the adapter reads
every answer.

    mock_test.py STRIPE_REQUESTS

stripe-mock checks requests against the description of Stripe's API and answers with examples of it.
What it does not take is 400, which is shown first with a request that is wrong.
"""
import os
import subprocess
import sys
import urllib.error
import urllib.request

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from go_programs import go, require_download, require_go  # noqa: E402  (needs the path above)
from viaja_process import check, check_equal, free_ports  # noqa: E402

NAME = 'stripe-mock'
MODULE = 'github.com/stripe/stripe-mock'
VERSION = 'v0.203.0'
REQUESTS = ['method', 'create', 'create', 'retrieve', 'search', 'confirm', 'capture', 'cancel',
            'refund', 'refunds', 'look']


def build():
    """The program. Ends the test with 77 where Go is too old or its module proxy silent."""
    require_go(NAME)
    folder = os.path.abspath(os.path.join(ROOT, 'build', 'stripe-mock'))
    os.makedirs(folder, exist_ok=True)
    require_download(go('mod', 'download', f'{MODULE}@{VERSION}', folder=folder,
                        GO111MODULE='on'), NAME)
    built = go('install', f'{MODULE}@{VERSION}', folder=folder, GOBIN=folder)
    check(built.returncode == 0, f'{NAME} cannot be built: {built.stderr[-2000:]}')
    return os.path.join(folder, 'stripe-mock')


def status_of(url, form):
    request = urllib.request.Request(
        url, data=form, headers={'Authorization': 'Bearer sk_test_123'})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def check_that_it_refuses(url):
    check_equal(status_of(f'{url}/v1/payment_intents', b'amount=1000&currency=brl'), 200, 'right')
    for form in (b'currency=brl', b'amount=1000&currency=brl&capture_method=sometimes',
                 b'amount=1000&currency=brl&unknown=1'):
        check_equal(status_of(f'{url}/v1/payment_intents', form), 400, form)


def check_requests(url):
    made = subprocess.run([sys.argv[1], url], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=True, timeout=60).stdout.splitlines()
    check_equal([line.split()[0] for line in made], REQUESTS, 'the requests that were made')
    for line in made:
        check_equal(line.split()[1:], ['200', 'read'], line)
    print(f'{len(made)} requests, 0 shape errors')


def main():
    program = build()
    [port, secure_port] = free_ports(2)
    mock = subprocess.Popen(
        ['setpriv', '--pdeathsig', 'KILL', program, '-http-addr', f'127.0.0.1:{port}',
         '-https-addr', f'127.0.0.1:{secure_port}'],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        # It says where it listens, in a line for each port.
        while f'HTTP at address: 127.0.0.1:{port}' not in (line := mock.stdout.readline()):
            check(line, f'{NAME} has ended')
        url = f'http://127.0.0.1:{port}'
        check_that_it_refuses(url)
        check_requests(url)
    finally:
        mock.kill()
        mock.wait()


main()
