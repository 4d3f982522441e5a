"""HAProxy with the configuration that docker compose gives it, before replicas on this computer."""
import http.server
import os
import re
import shutil
import signal
import subprocess

from viaja_process import Client, check, check_equal, free_ports, wait_until

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, 'deploy', 'haproxy')
PROGRAM = shutil.which('haproxy', path=os.environ.get('PATH', '') + ':/usr/sbin')
ESTABLISHED, CLOSE_WAIT = '01', '08'  # of /proc/net/tcp
CALM_SECONDS = 10


def settings():
    with open(os.path.join(FOLDER, 'haproxy.cfg'), encoding='utf-8') as text:
        return text.read()


def seconds_of(setting):
    """Of a timeout, as the file has it."""
    found = re.search(rf'^    {setting} (\d+)s$', settings(), re.MULTILINE)
    check(found, f'haproxy.cfg has no {setting} in seconds')
    return int(found[1])


def servers(name, ports):
    return ''.join(f'    server {name}{number} 127.0.0.1:{port}\n'
                   for number, port in enumerate(ports, 1))


def configuration(port, tls_port, replicas, payments):
    """The file, but for addresses, which the engine's name server gives there."""
    text = settings()
    for part, other in ((r'bind :8080\n', f'bind 127.0.0.1:{port}\n'),
                        (r'bind :8443 ', f'bind 127.0.0.1:{tls_port} '),
                        (r'/etc/haproxy', FOLDER),
                        (r' resolvers containers resolve-prefer ipv4', ''),
                        (r'resolvers containers\n(    .*\n)+', ''),
                        (r'    server-template session .*\n', servers('session', replicas)),
                        (r'    server-template payment .*\n', servers('payment', payments))):
        text, count = re.subn(part, lambda _, other=other: other, text)
        check(count > 0, f'haproxy.cfg has no {part}')
    return text


class QuietServer(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """HAProxy resets the connections of its checks."""


class HaProxy:
    """One process, listening as soon as it is made; it dies with the test."""

    def __init__(self, folder, replicas, payments=(), certificate=None, more=lambda text: text):
        """more(text): the configuration with what the test adds to it."""
        self.host, (self.port, self.tls_port) = '127.0.0.1', free_ports(2)
        path = os.path.join(folder, f'haproxy-{self.port}.cfg')
        with open(path, 'w', encoding='utf-8') as text:
            text.write(more(configuration(self.port, self.tls_port, replicas, payments)))
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith('VIAJA_')}
        if certificate:
            environment['VIAJA_ENTRANCE_CERTIFICATE'] = certificate
        with open(path + '.log', 'wb') as log:
            self.process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', PROGRAM, '-W', '-db', '-f', path],
                env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT)
        wait_until(self.serves, CALM_SECONDS, f'HAProxy passes calls on: {path}.log')

    def client(self):
        return Client(self.host, self.port)

    def address(self):
        return self.host, self.port

    def serves(self):
        try:
            return self.client().call('GET', '/readyz').status == 200
        except OSError:
            return False

    def connections(self):
        """How many clients' connections it keeps."""
        local = f'0100007F:{self.port:04X}'
        with open('/proc/net/tcp', encoding='ascii') as table:
            rows = [line.split() for line in table]
        return sum(row[1] == local and row[3] in (ESTABLISHED, CLOSE_WAIT) for row in rows)

    def stop(self):
        """As `docker stop` does; its end with status 0. HAProxy may miss the signal in the first
        moments after its start."""
        self.process.send_signal(signal.SIGUSR1)
        seconds = seconds_of('hard-stop-after') + CALM_SECONDS
        check_equal(self.process.wait(seconds), 0, 'the status of HAProxy')
