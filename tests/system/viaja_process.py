"""A `viaja all` of a test's own, and a client for it. Python's standard library only.

A test is a script that gets the program's path and calls run(); it fails by an exception.
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

UP = re.compile(r'"viaja is up".*"url":"http://([0-9.]+):([0-9]+)"')


def check(holds, message):
    if not holds:
        raise AssertionError(message)


def check_equal(found, expected, what):
    check(found == expected, f'{what}: {found!r}, but {expected!r} is expected')


def wait_until(condition, seconds, what):
    """The first true value of condition(); an error after that many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        check(time.monotonic() < deadline, f'not within {seconds} s: {what}')
        time.sleep(0.05)


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

    def call(self, method, path, body=None, token=None, key=None, wait=None, timeout=40):
        """The Answer; OSError or HTTPException if the server went away."""
        headers = {}
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
        """Segments of the flights without a change."""
        answer = self.call('GET', f'/v1/flights/search?from={origin}&to={destination}'
                                  f'&date={day}&passengers=1')
        check(answer.status == 200, f'the search failed: {answer}')
        check_equal(answer.json()['missing'], [], 'carriers missing in the search')
        return [offer['segments'][0] for offer in answer.json()['offers']
                if len(offer['segments']) == 1]

    def rooms(self, near, check_in, check_out):
        answer = self.call('GET', f'/v1/hotels/search?near={near}&check_in={check_in}'
                                  f'&check_out={check_out}&guests=1')
        check(answer.status == 200, f'the search failed: {answer}')
        return answer.json()['offers']


def flight_wish(segment, quantity=1):
    return {'type': 'flight', 'carrier': segment['carrier'], 'flight': segment['flight'],
            'date': segment['date'], 'quantity': quantity,
            'travellers': [{'name': 'Ana Souza'}] * quantity}


def room_wish(room, check_in, check_out):
    return {'type': 'room', 'room_type_id': room['room_type_id'], 'check_in': check_in,
            'check_out': check_out, 'quantity': 1, 'travellers': [{'name': 'Ana Souza'}]}


def new_key():
    return str(uuid.uuid4())


def payment(amount, token='tok_ok'):
    return {'method': 'card', 'token': token, 'amount': amount}


class Viaja:
    """The program on a data folder. start() and stop() may be repeated."""

    def __init__(self, program, folder, **settings):
        self.program, self.folder, self.process = program, folder, None
        self.port = 0  # picked by the system, unless a test keeps the one that it got
        self.data = os.path.join(folder, 'data')
        self.log = os.path.join(folder, 'log')
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith('VIAJA_')}
        self.environment.update({f'VIAJA_{name}': str(value) for name, value in settings.items()})

    def start(self):
        """A Client for the port that is listened on."""
        with open(self.log, 'ab') as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                [self.program, 'all', '--port', str(self.port), '--data', self.data],
                env=self.environment, stdout=log, stderr=subprocess.STDOUT)

        def address():
            check(self.process.poll() is None, f'viaja ended at its start:\n{self.log_end()}')
            with open(self.log, 'rb') as log:
                log.seek(begin)
                return UP.search(log.read().decode(errors='replace'))

        found = wait_until(address, 60, '"viaja is up" in the log')
        return Client(found[1], int(found[2]))

    def send(self, signal_number):
        self.process.send_signal(signal_number)

    def wait(self, seconds):
        """The exit status, negative for a signal."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f'viaja did not end within {seconds} s') from None

    def kill(self):
        self.process.kill()
        check_equal(self.wait(10), -signal.SIGKILL, 'the status after a kill')

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
        if viaja.process and viaja.process.poll() is None:
            viaja.process.kill()
            viaja.process.wait()
        shutil.rmtree(folder, ignore_errors=True)
