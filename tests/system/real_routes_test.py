"""Pairs of airports that no carrier serves alone, on real servers and two replicas: found and held
at one, paid at the other, each flight confirmed once, and shown in their order at both. The pages
of all routes, each from the other replica, have every route that there is, once."""
import collections
import csv
import os
import time

from bookings import Booking
from real_system import run
from route_enumeration import check_all_routes
from viaja_process import check, check_equal, day_in, flight_wish, wait_until

CARRIERS = ('I0', '8G', 'J0', 'P1', '9B', 'A0')
FOLDER = os.path.join(os.path.dirname(__file__), '..', '..', 'data', 'demo')
PAIRS = 10
SEGMENTS_MAX = 4
ON_SALE_WITHIN = 15


def rows(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as file:
        return list(csv.DictReader(file))


def reached(neighbours, origin):
    """The airports to which the flights lead, however many are needed."""
    found, last = {origin}, {origin}
    for _ in range(SEGMENTS_MAX):
        last = {after for airport in last for after in neighbours[airport]} - found
        found |= last
    return found


def pairs_of_several_carriers():
    """Pairs of Brazil that no carrier serves alone, spread over all of them."""
    airports = sorted(row['iata'] for row in rows('airports.csv') if row['country'] == 'BR')
    by_carrier = collections.defaultdict(lambda: collections.defaultdict(set))
    for row in rows('flights.csv'):
        by_carrier[row['carrier']][row['from']].add(row['to'])
    alone = {origin: set().union(*(reached(flights, origin) for flights in by_carrier.values()))
             for origin in airports}
    pairs = [(origin, destination) for origin in airports for destination in airports
             if destination not in alone[origin]]
    return pairs[::len(pairs) // PAIRS][:PAIRS]


def search(client, origin, destination):
    answer = client.call('GET', f'/v1/flights/search?from={origin}&to={destination}'
                                f'&date={day_in(30)}&passengers=2&sort=price')
    check_equal(answer.status, 200, f'a search: {answer}')
    return answer.json()


def flights_of(offer):
    return [(segment['flight'], segment['date']) for segment in offer['segments']]


def find(client, other, origin, destination):
    """The cheapest offer, which both replicas have."""
    found, same = search(client, origin, destination), search(other, origin, destination)
    check_equal(found['missing'], [], f'missing from {origin} to {destination}')
    check(found['offers'], f'no route from {origin} to {destination}')
    check_equal([flights_of(offer) for offer in same['offers']],
                [flights_of(offer) for offer in found['offers']], 'the offers of both replicas')
    return found['offers'][0]


def sell(client, other, offer):
    """Held at one replica, paid at the other; the receipt has the flights in their order."""
    booking = Booking(client)
    asked = booking.hold(client, {'items': [flight_wish(segment, 2)
                                            for segment in offer['segments']]})
    holds = [hold['id'] for hold in asked['holds']]
    check_equal(booking.see(other)['total'], offer['price'], 'the total of what was offered')
    paid = booking.pay(other)
    check_equal(paid['state'], 'confirmed', f'the trip: {paid}')
    for replica in (client, other):
        seen = booking.see(replica)
        check_equal([reference['hold'] for reference in seen['booking_references']], holds,
                    'the order of the references')
        check_equal([(hold['flight'], hold['date']) for hold in seen['holds']], flights_of(offer),
                    'the order of the flights')
    entries = booking.call(client, 'GET', '/timeline')['entries']
    confirmed = [entry['hold'] for entry in entries if entry['type'] == 'step.confirmed']
    check_equal(sorted(confirmed), sorted(holds), 'what was confirmed, in whatever order')


def story(system):
    others = [system.add_carrier(carrier) for carrier in CARRIERS if not system.of(carrier)]
    for carrier in others:
        carrier.wait_until_ready()
    replicas = [system.replica(1), system.replica(2)]
    for replica in replicas:
        wait_until(lambda replica=replica: not search(replica, 'FLN', 'MAO')['missing'],
                   ON_SALE_WITHIN, 'all carriers are on sale')
    check_all_routes(replicas, CARRIERS)
    begin = time.monotonic()
    pairs = pairs_of_several_carriers()
    for number, (origin, destination) in enumerate([('FLN', 'MAO'), *pairs]):
        one, other = replicas[number % 2], replicas[(number + 1) % 2]
        offer = find(one, other, origin, destination)
        check(len(offer['segments']) > 1, f'a direct flight: {offer}')
        if (origin, destination) in pairs:
            check(len({segment['carrier'] for segment in offer['segments']}) > 1,
                  f'one carrier from {origin} to {destination}: {offer}')
        sell(one, other, offer)
        print(f'{origin}-{destination}: ' + ', '.join(flight for flight, _ in flights_of(offer)),
              flush=True)
    print(f'{len(pairs) + 1} trips in {time.monotonic() - begin:.1f} s', flush=True)
    system.wait_until_at_rest()
    system.check_books()


run(story, replicas={'session': 2}, CARRIERS=','.join(CARRIERS))
