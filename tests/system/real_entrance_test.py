"""HAProxy before two replicas: streams stay open for longer than its timeouts, go on at the other
replica when theirs ends, and leave room for calls; a stop lets calls finish.
"""
import http.client
import http.server
import json
import sys
import threading
import time

from bookings import Booking
from haproxy import PROGRAM, HaProxy, QuietServer, seconds_of
from listeners import Crowd, Listener, check_complete, goes_on
from real_system import SKIPPED, run
from trips import Wishes
from viaja_process import check, check_equal, day_in, flight_wish, in_parallel, wait_until
from web_socket_listener import WebSocketListener

KINDS = (Listener, WebSocketListener)
STREAMS_OF_A_REPLICA = 512


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the client's address as it got it."""
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        body = json.dumps(self.headers.get_all('X-Forwarded-For')).encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def check_addresses(folder):
    """A replica gets the client's own address, and not one that the client claims."""
    server = QuietServer(('127.0.0.1', 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    proxy = HaProxy(folder, [server.server_port])
    handshake = dict(line.split(': ', 1) for line in WebSocketListener('/', 'none').headers())
    for more in ({}, handshake):
        connection = http.client.HTTPConnection(*proxy.address(), timeout=10)
        connection.request('GET', '/', headers={'X-Forwarded-For': '203.0.113.9', **more})
        check_equal(json.load(connection.getresponse()), ['127.0.0.1'],
                    f'X-Forwarded-For of a call with {more}')
        connection.close()
    server.shutdown()
    server.server_close()


def connected(proxy, kind, booking):
    """A listener that has its first frame."""
    listener = kind(booking.path, booking.token)
    listener.connect(*proxy.address())
    while listener.session is None:
        listener.receive()
    return listener


def check_stays_open(proxy):
    """Nothing is changed for longer than any timeout of HAProxy lasts; then something is."""
    client = proxy.client()
    booking = Booking(client)
    listeners = [connected(proxy, kind, booking) for kind in KINDS]
    crowd = Crowd(listeners)
    longest = max(seconds_of(f'timeout {side}') for side in ('client', 'server', 'tunnel'))
    begin = time.monotonic()
    wait_until(lambda: crowd.check() or time.monotonic() - begin > longest + 5, longest + 30,
               'the timeouts have passed')
    booking.hold(client, flight_wish(client.flights('GRU', 'REC', day_in(30))[0]))
    wait_until(lambda: crowd.check() or all(
        listener.entries[-1]['type'] == 'hold.held' for listener in listeners), 20,
        'both hear of the hold')
    crowd.end()
    for listener in listeners:
        check_complete(listener, client)


def listening_to(system):
    """The replicas that have a listener."""
    return [service for service in system.of('session')
            if service.metric('viaja_live_listeners') > 0]


def wait_until_none_listens(system):
    """An event stream whose client has gone is noticed at its next beat."""
    wait_until(lambda: not listening_to(system), 40, 'no listener is left')


def check_goes_on(system, proxy, wishes, kind, end):
    """The listener, over an end of the replica that fed it."""
    wait_until_none_listens(system)
    ended = []

    def feeding():
        [replica] = listening_to(system)
        ended.append((replica, replica.port()))
        return replica

    listener = goes_on(proxy.client(), proxy.address, wishes, feeding, end, kind)
    [(replica, port)] = ended
    replica.start(PORT=port)
    replica.wait_until_ready()
    return listener


def check_frees(system, proxy):
    """A client goes away from a replica that does nothing more: its connection is not kept."""
    wait_until_none_listens(system)
    listener = connected(proxy, WebSocketListener, Booking(proxy.client()))
    [replica] = listening_to(system)
    replica.freeze()
    check(proxy.connections() >= 1, 'HAProxy has no connection')
    listener.close()
    wait_until(lambda: proxy.connections() == 0, seconds_of('timeout server-fin') + 15,
               'HAProxy keeps no connection of a client that has gone')
    replica.thaw()
    replica.wait_until_ready()


def check_room_for_calls(system, proxy):
    """One replica has all the streams that it takes: another one is refused, calls are served."""
    other = system.services['session-1']
    port = other.port()
    other.terminate()
    client = proxy.client()
    wait_until(proxy.serves, 10, 'the other replica alone is asked')
    booking = Booking(client)
    listeners = [connected(proxy, Listener, booking) for _ in range(STREAMS_OF_A_REPLICA)]
    try:
        connected(proxy, Listener, booking)
        raise AssertionError('one stream more than a replica takes')
    except EOFError:
        pass
    check_equal(booking.see(client)['state'], 'open', 'the session beside all the streams')
    for listener in listeners:
        listener.close()
    other.start(PORT=port)
    other.wait_until_ready()


def check_stop(system, proxy):
    """A payment under way is answered, and its streams have it all before they end."""
    wait_until_none_listens(system)
    client = proxy.client()
    booking = Booking(client)
    booking.hold(client, flight_wish(client.flights('GRU', 'REC', day_in(30))[0]))
    listeners = [connected(proxy, kind, booking) for kind in KINDS]

    def stop():
        while listeners[0].state() != 'paying':
            listeners[0].receive()
        proxy.stop()

    paid, _ = in_parallel([lambda: booking.pay(client, 'tok_slow_3s'), stop])
    check_equal(paid['state'], 'confirmed', 'the payment')
    for listener in listeners:
        try:
            while True:
                listener.receive()
        except EOFError:
            check_equal(listener.state(), 'confirmed', 'the state that the stream ended with')


def story(system):
    check_addresses(system.servers.folder)
    proxy = HaProxy(system.servers.folder, [service.port() for service in system.of('session')])
    wishes = Wishes(proxy.client(), days=1)
    check_stays_open(proxy)
    for kind in KINDS:
        check_goes_on(system, proxy, wishes, kind, lambda replica: replica.kill())
    told = check_goes_on(system, proxy, wishes, WebSocketListener,
                         lambda replica: replica.terminate())
    check_equal(told.close_codes[:1], [1001], 'how a replica that ends closes a WebSocket')
    check_frees(system, proxy)
    check_room_for_calls(system, proxy)
    check_stop(system, proxy)


if PROGRAM is None:
    print('HAProxy is not installed: ./test installs it')
    sys.exit(SKIPPED)
run(story, replicas={'session': 2}, SESSIONS_PER_MINUTE=0)
