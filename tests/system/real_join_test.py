"""A carrier with a real route network joins while trips are sold: it is on sale at both replicas
without a restart, and the sales go on."""
import os
import random
import sys
import time

import network_catalogue
from bookings import Booking
from real_system import SKIPPED, run
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, day_in, flight_wish, wait_until

CARRIER = 'G3'
JOINS_WITHIN = 12  # a heartbeat that was lost is repeated after ten seconds
MORE_WITHIN = 60


def offers_of(client, origin, destination):
    """The first flights of the carrier's own offers."""
    answer = client.call('GET', f'/v1/flights/search?from={origin}&to={destination}'
                                f'&date={day_in(40)}&carriers={CARRIER}&only=1')
    check_equal(answer.status, 200, f'a search: {answer}')
    return answer.json()['offers']


def join(system, clients):
    """The carrier's process, up and on sale at every replica."""
    folder = os.path.join(system.servers.folder, 'network')
    flights = network_catalogue.write(folder, CARRIER)
    carrier = system.add_carrier(CARRIER, CATALOGUE=folder)
    wait_until(carrier.is_up, 60, f'{CARRIER} is up')
    begin = time.monotonic()
    for client in clients:
        wait_until(lambda client=client: offers_of(client, 'GRU', 'REC'), JOINS_WITHIN,
                   f'{CARRIER} is on sale')
    print(f'{flights} flights on sale {time.monotonic() - begin:.2f} s after "up"', flush=True)
    services = clients[0].call('GET', '/v1/operator/services').json()
    [shown] = [one for one in services['carriers'] if one['carrier'] == CARRIER]
    check(shown['flights'] >= flights, f'flights of {CARRIER} at a replica: {shown}')


def story(system):
    clients = [system.replica(1), system.replica(2)]
    sales = Sales(system.client(), Wishes(system.client()), random.Random(8))
    sales.wait_for_more(5, MORE_WITHIN, f'before {CARRIER} joins')
    check_equal(offers_of(clients[0], 'GRU', 'REC'), [], 'offers before')
    join(system, clients)
    sales.wait_for_more(10, MORE_WITHIN, f'with {CARRIER}')
    booking = Booking(clients[0])
    segments = offers_of(clients[1], 'GRU', 'REC')[0]['segments']
    booking.hold(clients[1], {'items': [flight_wish(segment) for segment in segments]})
    check_equal(booking.pay(clients[0])['state'], 'confirmed', f'a trip with {CARRIER}')
    trips = sales.end()
    system.wait_until_at_rest()
    outcomes_of(trips)
    check_promises(system.check_books(), trips)


if not network_catalogue.is_there():
    print(f'skipped: there is no route network at {network_catalogue.ROUTES}')
    sys.exit(SKIPPED)
os.environ['VIAJA_CARRIERS'] = CARRIER  # has an account with the servers
run(story, replicas={'session': 2}, HOLD_SECONDS=10, IDLE_SECONDS=10)
