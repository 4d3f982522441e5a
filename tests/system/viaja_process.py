"""Processes of Viaja that belong to a test, and clients for them. Python's standard library only.

A test of `viaja all` is a script that gets the program's path and calls run(); it fails by an
exception.
"""
import datetime
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid

UP = re.compile(r'"msg":"(?:viaja is )?up".*"(?:http|url)":"http://[0-9.]+:([0-9]+)"')
READY_SECONDS = 60


def check(holds, message):
    if not holds:
        raise AssertionError(message)


def check_equal(found, expected, what):
    check(found == expected, f'{what}: {found!r}, but {expected!r} is expected')


def wait_until(condition, seconds, what, pause=0.05):
    """The first true value of condition(); an error after that many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        check(time.monotonic() < deadline, f'not within {seconds} s: {what}')
        time.sleep(pause)


def day_in(days):
    return (datetime.datetime.now(datetime.timezone.utc).date()
            + datetime.timedelta(days=days)).isoformat()


def in_parallel(works):
    """The results of the functions, called at the same moment, each on a thread."""
    results = [None] * len(works)
    errors = []
    start = threading.Barrier(len(works))

    def work(index):
        try:
            start.wait()
            results[index] = works[index]()
        except BaseException as error:  # handed to the caller below
            errors.append(error)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def free_ports(count):
    """Ports of 127.0.0.1 that were free a moment ago."""
    sockets = [socket.create_server(('127.0.0.1', 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    def json(self):
        return json.loads(self.text)

    def __str__(self):
        return f'{self.status} {self.text[:600]}'


class Client:
    """Calls one address; every call has a connection of its own, so threads may share it."""

    def __init__(self, host, port):
        self.host, self.port = host, port

    def url(self):
        return f'http://{self.host}:{self.port}'

    def call(self, method, path, body=None, token=None, key=None, wait=None, timeout=40,
             headers=()):
        """The Answer; OSError or HTTPException if the server went away."""
        headers = dict(headers)
        if body is not None:
            headers['Content-Type'] = 'application/json'
            body = body if isinstance(body, str) else json.dumps(body)
        if token:
            headers['Authorization'] = f'Bearer {token}'
        if key:
            headers['Idempotency-Key'] = key
        if wait:
            headers['Prefer'] = f'wait={wait}'
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def open_session(self):
        """Its path and its token."""
        answer = self.call('POST', '/v1/sessions', {})
        check(answer.status == 201, f'a session is not opened: {answer}')
        return '/v1/sessions/' + answer.json()['id'], answer.json()['token']

    def open_first_version_session(self):
        """The same by the call of the first version, whose other call may change it."""
        answer = self.call('POST', '/sessoes/nova')
        check_equal(answer.status, 200, 'status of /sessoes/nova')
        return '/v1/sessions/' + answer.text, answer.headers['Viaja-Session-Token']

    def flights(self, origin, destination, day):
        """Segments of the flights without a change, of all carriers: they have announced themselves
        ten seconds after a start at the latest."""
        offers = self.search(f'/v1/flights/search?from={origin}&to={destination}&date={day}'
                             '&passengers=1&max_segments=1&all=1&limit=200')
        return [offer['segments'][0] for offer in offers]

    def rooms(self, near, check_in, check_out):
        return self.search(f'/v1/hotels/search?near={near}&check_in={check_in}'
                           f'&check_out={check_out}&guests=1')

    def tickets(self, city, first, last, quantity=1):
        """Sections of the events in a city, from day to day."""
        return self.search(f'/v1/events/search?city={city}&date={first}&until={last}'
                           f'&quantity={quantity}')

    def search(self, path):
        """The offers of a search that no supplier is missing in."""
        found = {}

        def is_whole():
            answer = self.call('GET', path)
            check(answer.status == 200, f'the search failed: {answer}')
            found.update(answer.json())
            return not found['missing']

        wait_until(is_whole, 20, f'{path} without a missing supplier')
        return found['offers']


def flight_wish(segment, quantity=1):
    return {'type': 'flight', 'carrier': segment['carrier'], 'flight': segment['flight'],
            'date': segment['date'], 'quantity': quantity,
            'travellers': [{'name': 'Ana Souza'}] * quantity}


def room_wish(room, check_in, check_out):
    return {'type': 'room', 'room_type_id': room['room_type_id'], 'check_in': check_in,
            'check_out': check_out, 'quantity': 1, 'travellers': [{'name': 'Ana Souza'}]}


def ticket_wish(section, quantity=1):
    return {'type': 'ticket', 'event_id': section['event_id'],
            'section_id': section['section_id'], 'quantity': quantity}


def new_key():
    return str(uuid.uuid4())


def payment(amount, token='tok_ok'):
    return {'method': 'card', 'token': token, 'amount': amount}


def pix_payment(amount):
    return {'method': 'pix', 'amount': amount}


def own_environment(settings):
    """The caller's variables, with these in place of its VIAJA_ ones; settings without VIAJA_."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith('VIAJA_')}
    environment.update({f'VIAJA_{name}': str(value) for name, value in settings.items()})
    return environment


class Run:
    """One life of a service. Clients ask for its port on threads of their own while the service is
    killed and started: what they read of one run must never be taken for the next one's."""

    def __init__(self, process, log, begin):
        self.process, self.log, self.begin = process, log, begin
        self.known_port = None

    def lives(self):
        return self.process.poll() is None

    def said(self):
        with open(self.log, 'rb') as log:
            log.seek(self.begin)
            return log.read().decode(errors='replace')

    def port(self):
        """None while it does not listen."""
        if self.known_port is None:
            found = UP.search(self.said())
            if found:
                self.known_port = int(found[1])
        return self.known_port if self.lives() else None


class Service:
    """One process, known by its name; start() may be repeated, and may give it another port.

    It dies with the test: the kernel kills it when the thread that started it has ended, so
    start() belongs to the main thread.
    """

    def __init__(self, name, command, environment, log):
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.run = None
        self.frozen = False

    def start(self, **settings):
        """Begins it and returns at once. Settings are variables without their VIAJA_."""
        check(not self.runs(), f'{self.name} runs already')
        self.environment.update({f'VIAJA_{name}': str(value) for name, value in settings.items()})
        with open(self.log, 'ab') as log:
            begin = log.tell()
            process = subprocess.Popen(['setpriv', '--pdeathsig', 'KILL', *self.command],
                                       env=self.environment, stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=subprocess.STDOUT)
        self.run = Run(process, self.log, begin)

    def runs(self):
        return self.run is not None and self.run.lives()

    def said(self):
        """What it has written to its log since it was started; empty if it never was."""
        return self.run.said() if self.run else ''

    def port(self):
        """None while it does not listen."""
        run = self.run
        return run.port() if run else None

    def is_up(self):
        check(self.runs(), f'{self.name} ended at its start:\n{self.said()[-2000:]}')
        return self.port() is not None

    def wait_until_ready(self):
        wait_until(self.is_up, READY_SECONDS, f'"up" in the log of {self.name}')
        try:
            wait_until(lambda: self.ready()[0] == 200, READY_SECONDS, f'{self.name} is ready')
        except AssertionError as error:
            raise AssertionError(f'{error}: {self.ready()}') from None

    def ready(self):
        """Status and text of /readyz; the status is 0 if there is no answer."""
        try:
            answer = self.client().call('GET', '/readyz', timeout=10)
            return answer.status, answer.text
        except (OSError, http.client.HTTPException) as error:
            return 0, str(error)

    def client(self):
        """For the port that it listens on now."""
        port = self.port()
        if port is None:
            raise ConnectionRefusedError(f'{self.name} does not listen')
        return Client(self.environment.get('VIAJA_HOST', '127.0.0.1'), port)

    def metrics(self):
        """The sums over all labels, by name."""
        sums = {}
        for line in self.client().call('GET', '/metrics').text.split('\n'):
            if line and not line.startswith('#'):
                name, _, value = line.rpartition(' ')
                name = name.partition('{')[0]
                sums[name] = sums.get(name, 0) + float(value)
        return sums

    def metric(self, name):
        metrics = self.metrics()
        check(name in metrics, f'{self.name} has no metric {name}')
        return metrics[name]

    @property
    def process(self):
        """Of the last start()."""
        return self.run.process

    def send(self, signal_number):
        self.process.send_signal(signal_number)

    def wait(self, seconds):
        """The exit status, negative for a signal."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f'{self.name} did not end within {seconds} s') from None

    def kill(self):
        self.send(signal.SIGKILL)
        check_equal(self.wait(30), -signal.SIGKILL, f'the status of {self.name} after a kill')

    def terminate(self, seconds=10):
        """SIGTERM, and its end within that time with status 0."""
        self.send(signal.SIGTERM)
        check_equal(self.wait(seconds), 0, f'the status of {self.name} after SIGTERM')

    def freeze(self):
        """Its clock stands still; it keeps its connections, its locks and its transaction."""
        self.frozen = True
        self.send(signal.SIGSTOP)

    def thaw(self):
        self.send(signal.SIGCONT)
        self.frozen = False

    def end(self):
        if self.runs():
            self.kill()


class Viaja(Service):
    """`viaja all` on a data folder."""

    def __init__(self, program, folder, **settings):
        self.program, self.folder = program, folder
        self.data = os.path.join(folder, 'data')
        environment = own_environment(settings)
        super().__init__('viaja', [program, 'all', '--data', self.data], environment,
                         os.path.join(folder, 'log'))
        self.keep_port(0)  # picked by the system

    def keep_port(self, port):
        """From the next start() on."""
        self.environment['VIAJA_PORT'] = str(port)

    def start(self, **settings):
        """A Client for the port that is listened on."""
        super().start(**settings)
        wait_until(self.is_up, READY_SECONDS, '"viaja is up" in the log')
        return self.client()

    def log_end(self, lines=12):
        with open(self.log, encoding='utf-8', errors='replace') as log:
            return ''.join(log.readlines()[-lines:])


def run(story, **settings):
    """Runs story(viaja) with a Viaja on a new folder, and ends both whatever happens."""
    folder = tempfile.mkdtemp(prefix='viaja-system-')
    viaja = Viaja(os.path.abspath(sys.argv[1]), folder, **settings)
    try:
        story(viaja)
    except BaseException:
        if os.path.exists(viaja.log):
            sys.stderr.write(f'The end of the log:\n{viaja.log_end()}\n')
        raise
    finally:
        viaja.end()
        shutil.rmtree(folder, ignore_errors=True)
