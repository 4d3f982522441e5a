"""Routes are imported into a carrier that is at work, on real servers: both replicas show them, and
sell them, without a restart. Prints how long after its commit each import was shown by both."""
import os

from bookings import Booking
from imports import direct_flights, seconds_until_shown, write_routes
from real_system import run
from viaja_process import check, check_equal, day_in, flight_wish, wait_until

CARRIER = 'J0'
NEW_PAIRS = (('FLN', 'MAO'), ('JPA', 'POA'), ('AQA', 'BEL'), ('AFL', 'FEN'), ('FLN', 'BVB'))
ON_SALE_WITHIN = 15


def importing(system, service, rows):
    """The command that imports these rows, as an operator gives it."""
    path = os.path.join(system.servers.folder, 'routes.csv')
    write_routes(path, rows)
    return [*service.command, '--import-routes', path]


def sell(clients, origin, destination):
    """Found at one replica, held and paid at the other."""
    found = clients[1].call('GET', f'/v1/flights/search?from={origin}&to={destination}'
                                   f'&date={day_in(40)}&max_segments=1').json()['offers']
    booking = Booking(clients[0])
    booking.hold(clients[0], flight_wish(found[0]['segments'][0]))
    check_equal(booking.pay(clients[1])['state'], 'confirmed', 'a trip on an imported flight')


def story(system):
    clients = [system.replica(1), system.replica(2)]
    [service] = system.of(CARRIER)
    for client in clients:
        wait_until(lambda client=client: direct_flights(client, CARRIER, 'REC', 'FEN'),
                   ON_SALE_WITHIN, f'{CARRIER} is on sale')
    times = []
    for origin, destination in NEW_PAIRS:
        command = importing(system, service, f'{CARRIER},{origin},{destination},2981,738,BR\n')
        times.append(seconds_until_shown(clients, CARRIER, origin, destination, command,
                                         service.environment))
    print('shown by both replicas ' + ', '.join(f'{seconds * 1000:.0f}' for seconds in times)
          + ' ms after an import', flush=True)
    sell(clients, *NEW_PAIRS[0])
    check(direct_flights(clients[0], CARRIER, 'REC', 'FEN'), 'what was on sale before still is')
    system.wait_until_at_rest()
    system.check_books()


run(story, replicas={'session': 2})
