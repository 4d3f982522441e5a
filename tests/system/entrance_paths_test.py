"""HAProxy with the configuration of docker compose: reports of gateways, and the bank that a person
plays, reach payment as they were sent; all else reaches session-service.
"""
import hashlib
import hmac
import http.client
import http.server
import os
import ssl
import sys
import tempfile
import threading

from haproxy import PROGRAM, ROOT, HaProxy, QuietServer
from viaja_process import check, check_equal, wait_until

sys.path.insert(0, os.path.join(ROOT, 'scripts'))
from private_servers.certificates import Certificates  # noqa: E402  (needs the path above)

SKIPPED = 77
BODY = b'{"id": "evt_1",\n "type": "payment_intent.succeeded"}  '
SECRET = b'whsec_test'


def server_of(name):
    """A server that says its name, and what it got."""
    class Named(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def answer(self):
            body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
            self.send_response(200)
            self.send_header('X-Service', name)
            self.send_header('X-Method', self.command)
            self.send_header('X-Target', self.path)
            for header in ('Stripe-Signature', 'Viaja-Signature'):
                self.send_header(f'X-{header}', self.headers.get(header, ''))
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_DELETE = answer

        def log_message(self, *_):
            pass

    server = QuietServer(('127.0.0.1', 0), Named)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def call(proxy, method, target, body=None, headers=None):
    connection = http.client.HTTPConnection(*proxy.address(), timeout=10)
    connection.request(method, target, body=body, headers=headers or {})
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer, read


def service_of(proxy, method, target):
    answer, _ = call(proxy, method, target)
    return answer.headers.get('X-Service'), answer.headers.get('X-Target')


def check_paths(proxy):
    for method, target in (('POST', '/v1/webhooks/pix'), ('POST', '/v1/webhooks/stripe'),
                           ('GET', '/test/bank/01980000-0000-7000-8000-000000000001/1'),
                           ('POST', '/test/bank/01980000-0000-7000-8000-000000000001/1')):
        check_equal(service_of(proxy, method, target), ('payment', target), f'{method} {target}')
    for method, target in (('GET', '/'), ('GET', '/readyz'), ('POST', '/v1/sessions'),
                           ('GET', '/v1/webhook'), ('GET', '/test/banks'),
                           ('POST', '/v1/sessions?next=/v1/webhooks/stripe'),
                           ('POST', '/v1/sessions/v1/webhooks/stripe')):
        check_equal(service_of(proxy, method, target), ('session', target), f'{method} {target}')


def check_signed(proxy):
    """The signature is that of the bytes that arrive, and arrives as it was sent."""
    seconds = '1800000000'
    mac = hmac.new(SECRET, seconds.encode() + b'.' + BODY, hashlib.sha256).hexdigest()
    signature = f't={seconds},v1={"0" * 64},v1={mac},v0={mac}'
    for header in ('Stripe-Signature', 'Viaja-Signature'):
        answer, body = call(proxy, 'POST', '/v1/webhooks/stripe', BODY, {header: signature})
        check_equal(answer.headers.get('X-Method'), 'POST', 'the method')
        check_equal(body, BODY, 'the body that payment got')
        check_equal(answer.headers.get(f'X-{header}'), signature, header)


def check_without_payment(proxy, payment):
    """The gateway is told to send its report again; travellers notice nothing."""
    payment.shutdown()
    payment.server_close()
    wait_until(lambda: call(proxy, 'POST', '/v1/webhooks/stripe', BODY)[0].status == 503, 20,
               'HAProxy has no payment any more')
    check_equal(service_of(proxy, 'GET', '/'), ('session', '/'), 'a page meanwhile')


def check_https(folder, session):
    """With a certificate it also listens for HTTPS, else not."""
    certificates = Certificates(folder)
    certificates.make()
    both = os.path.join(folder, 'both.pem')
    with open(both, 'w', encoding='ascii') as joined:
        for path in (certificates.server, certificates.server_key):
            with open(path, encoding='ascii') as file:
                joined.write(file.read())
    context = ssl.create_default_context(cafile=certificates.authority)
    for certificate in (None, both):
        proxy = HaProxy(folder, [session.server_port], [1], certificate)
        check_equal(service_of(proxy, 'GET', '/'), ('session', '/'), 'a page by HTTP')
        connection = http.client.HTTPSConnection('localhost', proxy.tls_port, context=context,
                                                 timeout=10)
        try:
            connection.request('GET', '/')
            check_equal(connection.getresponse().headers.get('X-Service'), 'session', 'by HTTPS')
            check(certificate, 'HTTPS without a certificate')
        except ConnectionRefusedError:
            check(not certificate, 'no HTTPS with a certificate')
        finally:
            connection.close()


def main():
    if PROGRAM is None:
        print('HAProxy is not installed: ./test installs it')
        sys.exit(SKIPPED)
    session, payment = server_of('session'), server_of('payment')
    with tempfile.TemporaryDirectory() as folder:
        proxy = HaProxy(folder, [session.server_port], [payment.server_port])
        check_paths(proxy)
        check_signed(proxy)
        check_without_payment(proxy, payment)
        check_https(folder, session)
    print('webhooks and the bank reach payment, all else session-service')


main()
