"""TLS to RabbitMQ, MySQL and Redis with a private authority: trips are sold, a server with another
authority's certificate or another name is refused and gets no login, and a password that changes
while the service runs is read again."""
import os
import sys

from bookings import Booking
from real_system import run
from viaja_process import check, check_equal, day_in, flight_wish, room_wish, wait_until

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'scripts'))
from private_servers.certificates import make_authority  # noqa: E402

SERVERS = ('RABBITMQ', 'MYSQL')
REFUSED_WITHIN = 40


def buy(client, when):
    booking = Booking(client)
    flight = wait_until(lambda: client.flights('GRU', 'REC', day_in(30)), 30, 'flights')[0]
    room = next(room for room in client.rooms('REC', day_in(30), day_in(33))
                if room['rooms_left'] > 0)
    for wish in (flight_wish(flight), room_wish(room, day_in(30), day_in(33))):
        check_equal(booking.hold(client, wish)['state'], 'held', f'a hold {when}')
    check_equal(booking.pay(client)['state'], 'confirmed', f'the trip {when}')


def require_tls(system):
    """From now on MySQL takes no plain login of a service."""
    for user in ('session', 'flight_i0', 'flight_j0', 'hotel', 'event', 'payment'):
        system.store.run('mysql', f"ALTER USER '{user}'@'%' REQUIRE SSL")


def check_encrypted(system):
    connections = system.console.call('GET', 'connections?columns=user,ssl')
    users = {connection['user'] for connection in connections}
    check('session' in users and 'hotel' in users, f'connections of {users}')
    plain = [connection for connection in connections if not connection['ssl']]
    check_equal(plain, [], 'connections to RabbitMQ without TLS')


def check_refused(service, variables, reason, server):
    """A service that is started so waits for that server, and says why."""
    before = dict(service.environment)
    service.terminate()
    service.environment.update(variables)
    service.start()
    wait_until(lambda: reason in service.said(), REFUSED_WITHIN,
               f'{service.name} says {reason!r} of {server}')
    check('"msg":"up"' not in service.said(), f'{service.name} came up')
    service.terminate()
    service.environment = before


def check_wrong_servers(system, other_authority):
    hotel = system.services['hotel-1']
    for server in SERVERS:
        check_refused(hotel, {f'VIAJA_{server}_CA': other_authority}, 'certificate', server)
    # The certificate is for localhost.
    check_refused(hotel, {'VIAJA_RABBITMQ_HOST': '127.0.0.1'}, 'IP address mismatch', 'RABBITMQ')
    check_refused(hotel, {'VIAJA_MYSQL_HOST': '127.0.0.1'}, 'certificate', 'MYSQL')
    hotel.start()
    hotel.wait_until_ready()


def check_wrong_redis(system, other_authority):
    """Redis is not needed, but told of."""
    session = system.services['session-1']
    session.terminate()
    right = session.environment['VIAJA_REDIS_CA']
    session.environment['VIAJA_REDIS_CA'] = other_authority
    session.start()
    session.wait_until_ready()
    verbose = session.client().call('GET', '/readyz?verbose').text
    check('[~] lock degraded' in verbose, f'with a Redis of another authority: {verbose}')
    session.terminate()
    session.environment['VIAJA_REDIS_CA'] = right
    session.start()
    session.wait_until_ready()
    wait_until(lambda: '[+] lock' in session.client().call('GET', '/readyz?verbose').text, 15,
               'Redis of the right authority is used')


def check_unreadable(system):
    """The start ends with a sentence."""
    hotel = system.services['hotel-1']
    hotel.terminate()
    right = hotel.environment['VIAJA_MYSQL_CA']
    hotel.environment['VIAJA_MYSQL_CA'] = '/nowhere/ca.pem'
    hotel.start()
    wait_until(lambda: not hotel.runs(), 30, 'a CA file that is not there ends the start')
    check('VIAJA_MYSQL_CA names \\"/nowhere/ca.pem\\", which cannot be read' in hotel.said(),
          hotel.said()[-600:])
    hotel.environment['VIAJA_MYSQL_CA'] = right
    hotel.start()
    hotel.wait_until_ready()


def check_rotation(system, folder):
    """A password changes at MySQL and in its file, and all connections end."""
    hotel = system.services['hotel-1']
    hotel.terminate()
    path = os.path.join(folder, 'password')
    write(path, hotel.environment.pop('VIAJA_MYSQL_PASSWORD'))
    hotel.environment['VIAJA_MYSQL_PASSWORD_FILE'] = path
    hotel.start()
    hotel.wait_until_ready()
    pid = hotel.run.process.pid
    system.store.run('mysql', "ALTER USER 'hotel'@'%' IDENTIFIED BY 'another one'")
    for row in system.store.rows('information_schema',
                                 "SELECT id FROM processlist WHERE user = 'hotel'"):
        system.store.run('mysql', f'KILL {row["id"]}')
    wait_until(lambda: hotel.client().call('GET', '/readyz').status == 503, 30,
               'the old password is refused')
    write(path, 'another one')
    wait_until(lambda: hotel.client().call('GET', '/readyz').status == 200, 30,
               'the new password is read')
    check_equal(hotel.run.process.pid, pid, 'the process')


def write(path, text):
    with open(path + '.new', 'w', encoding='ascii') as file:
        file.write(text + '\n')
    os.replace(path + '.new', path)


def story(system):
    folder = system.servers.folder
    other_authority = os.path.join(folder, 'other-ca.pem')
    make_authority(other_authority, os.path.join(folder, 'other-ca.key'))
    require_tls(system)
    system.start_services()
    buy(system.client(), 'by TLS')
    check_encrypted(system)
    check_wrong_servers(system, other_authority)
    check_wrong_redis(system, other_authority)
    check_unreadable(system)
    check_rotation(system, folder)
    buy(system.client(), 'after all of it')
    system.wait_until_at_rest()
    system.check_books()


run(story, services=False, tls=True)
