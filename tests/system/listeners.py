"""Clients that follow sessions by server-sent events, and go on where they were when they are cut
off. Python's standard library only."""
import json
import selectors
import socket
import threading
import time

from trips import Round
from viaja_process import check, check_equal, wait_until

CUT_OFF = (OSError, EOFError)


class Listener:
    """One client of one session. It checks each frame: no entry is missed, none comes twice."""
    status = b' 200 '

    def __init__(self, path, token):
        self.path, self.token = path, token
        self.entries = []
        self.session = None
        self.cut_off = 0  # connections that were lost
        self.socket, self.pending, self.head_is_read = None, b'', False

    def last(self):
        return self.entries[-1]['seq'] if self.entries else 0

    def state(self):
        return self.session['state'] if self.session else None

    def connect(self, host, port, receive_buffer=None):
        """Asks for what is behind the last entry."""
        self.close()
        self.pending, self.head_is_read = b'', False
        self.socket = socket.socket()
        self.socket.settimeout(30)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect((host, port))
        lines = [f'GET {self.path}/events?after={self.last()} HTTP/1.1', f'Host: {host}',
                 *self.headers()]
        self.socket.sendall('\r\n'.join([*lines, '', '']).encode())

    def headers(self):
        return [f'Authorization: Bearer {self.token}', 'Accept: text/event-stream']

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None

    def receive(self):
        """What has come; an error of CUT_OFF if nothing will."""
        data = self.socket.recv(65536)
        if not data:
            raise EOFError('the stream has ended')
        self.pending += data
        if not self.head_is_read:
            head, mark, rest = self.pending.partition(b'\r\n\r\n')
            if not mark:
                return
            first = head.split(b'\r\n')[0]
            if b' 503 ' in first:
                raise EOFError('nothing can be followed at present')
            check(self.status in first, f'not followed: {head} {rest}')
            self.pending, self.head_is_read = rest, True
        self.take_pending()

    def take_pending(self):
        """Whatever is whole of what has come."""
        *events, self.pending = self.pending.split(b'\n\n')
        for event in events:
            for line in event.split(b'\n'):
                if line.startswith(b'data: '):
                    self.take(json.loads(line[6:]))

    def take(self, frame):
        if frame['type'] != 'state':
            return
        check_equal(frame['after'], self.last(), 'where a frame begins')
        for entry in frame['entries']:
            check_equal(entry['seq'], self.last() + 1, 'the next entry')
            self.entries.append(entry)
        check(self.session is None or frame['session']['version'] >= self.session['version'],
              'a frame is older than the one before')
        self.session = frame['session']

    def follow(self, address, until, seconds):
        """Until the session has that state, over any loss of the connection. `address` gives host
        and port to connect to; an error of CUT_OFF if there is none now."""
        deadline = time.monotonic() + seconds
        while self.state() != until:
            check(time.monotonic() < deadline,
                  f'{self.path} is not {until} but {self.state()} after {seconds} s')
            try:
                if self.socket is None:
                    self.connect(*address())
                self.receive()
            except CUT_OFF:
                self.cut_off += 1
                self.close()
                self.pause.wait(0.05)

    pause = threading.Event()  # never set


class Follower:
    """Follows a trip to its confirmation on a thread of its own. `address` as in follow()."""

    def __init__(self, address, trip, kind=Listener):
        self.listener = kind(trip.path, trip.secret)
        self.address, self.error = address, None
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        try:
            self.listener.follow(self.address, 'confirmed', 120)
        except Exception as error:  # raised again by check()
            self.error = error

    def check(self):
        if self.error:
            raise self.error

    def wait_until_sees(self, state):
        def sees():
            self.check()
            return self.listener.state() == state

        wait_until(sees, 60, f'the listener sees {state}')

    def end(self):
        """The listener, which was cut off at least once and has seen it all."""
        self.thread.join()
        self.check()
        check(self.listener.cut_off >= 1, 'the listener was never cut off')
        return self.listener


class FirstOfAll:
    """Stands for chance where a trip has to be confirmed: a flight, no room, no cancellation."""

    def choice(self, things):
        return things[0]

    def random(self):
        return 1.0


def slow_trip(wishes, client):
    """An open trip whose card takes three seconds, so that a test can act while it is paid."""
    trip = wishes.trip(FirstOfAll())
    trip.token = 'tok_slow_3s'
    trip.open(client)
    return trip


def check_complete(listener, client):
    """It has seen what the timeline and GET show."""
    timeline = client.call('GET', f'{listener.path}/timeline', token=listener.token).json()
    check_equal(listener.entries, timeline['entries'], 'the entries that came')
    shown = client.call('GET', listener.path, token=listener.token).json()
    check_equal({**listener.session, 'server_time': ''}, {**shown, 'server_time': ''},
                'the session of the last frame')


def goes_on(client, address, wishes, feeding, end, kind=Listener):
    """The listener of a trip that is paid while end(replica) ends the replica that feeds it, which
    feeding() names: over that end it saw every entry once."""
    trip = slow_trip(wishes, client)
    follower = Follower(address, trip, kind)
    follower.wait_until_sees('open')
    replica = feeding()
    running = Round(client, [trip], 90, patient=True)
    follower.wait_until_sees('paying')
    end(replica)
    running.end()
    check_equal(trip.outcome, 'confirmed', 'the trip')
    listener = follower.end()
    check_complete(listener, client)
    listener.close()
    return listener


class Crowd:
    """Reads many listeners on one thread; an error of one fails the test."""

    def __init__(self, listeners):
        self.listeners = listeners
        self.errors = []
        self.over = threading.Event()
        self.selector = selectors.DefaultSelector()
        for listener in listeners:
            self.selector.register(listener.socket, selectors.EVENT_READ, listener)
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        try:
            while not self.over.is_set():
                for key, _ in self.selector.select(0.1):
                    key.data.receive()
        except Exception as error:  # raised again by check()
            self.errors.append(error)

    def check(self):
        if self.errors:
            raise self.errors[0]

    def end(self):
        self.over.set()
        self.thread.join()
        for listener in self.listeners:
            listener.close()
        self.check()
