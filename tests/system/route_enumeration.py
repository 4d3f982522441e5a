"""All routes of the demo between two airports on a day, by trying every flight of every day: the
times straight from the zones of Python's zoneinfo, and nothing shared with the search but the
catalogue's files and the rules of docs/routes.md."""
import collections
import csv
import datetime
import itertools
import os
import zoneinfo

from viaja_process import check, check_equal, day_in

FOLDER = os.path.join(os.path.dirname(__file__), '..', '..', 'data', 'demo')
UTC = datetime.timezone.utc
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
CONNECTION_DOMESTIC, CONNECTION_OTHER = 45, 90
PAGE = 40

# Pairs with the most segments and the longest layover, so that each has tens to hundreds of routes.
QUESTIONS = (('FLN', 'MAO', 3, 780), ('FLN', 'MAO', 4, 300), ('AQA', 'BEL', 4, 480),
             ('MAO', 'LIS', 3, 780), ('FEN', 'JFK', 3, 1440), ('GRU', 'REC', 3, 480))

Flight = collections.namedtuple('Flight', 'number origin destination departs days minutes')
Segment = collections.namedtuple('Segment', 'flight date leaves lands')


def rows(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as file:
        return list(csv.DictReader(file))


def minutes_between(before, after):
    return (after - before) // MINUTE


class Enumeration:
    """Of the carriers' flights."""

    def __init__(self, carriers):
        self.airports = {row['iata']: row for row in rows('airports.csv')}
        self.segments = {}  # those made so far, by flight and day
        self.flights = collections.defaultdict(list)
        for row in rows('flights.csv'):
            if row['carrier'] in carriers:
                self.flights[row['from']].append(
                    Flight(row['flight'], row['from'], row['to'], row['dep_local'],
                           row['days'], int(row['block_min'])))

    def zone(self, airport):
        return zoneinfo.ZoneInfo(self.airports[airport]['tz'])

    def segment(self, flight, date):
        """The flight on a day of its origin's calendar; None where it does not fly."""
        key = flight.number, date
        if key not in self.segments:
            self.segments[key] = self.made_segment(flight, date)
        return self.segments[key]

    def made_segment(self, flight, date):
        if str(date.isoweekday()) not in flight.days:
            return None
        wall = datetime.datetime.combine(date, datetime.time.fromisoformat(flight.departs))
        zone = self.zone(flight.origin)
        while True:  # a time that the change of the clocks skips is the end of the gap
            leaves = wall.replace(tzinfo=zone).astimezone(UTC)
            if leaves.astimezone(zone).replace(tzinfo=None) == wall:
                break
            wall += MINUTE
        return Segment(flight, date, leaves, leaves + flight.minutes * MINUTE)

    def is_domestic(self, flight):
        return (self.airports[flight.origin]['country']
                == self.airports[flight.destination]['country'])

    def connects(self, before, after, layover_max):
        domestic = self.is_domestic(before.flight) and self.is_domestic(after.flight)
        least = CONNECTION_DOMESTIC if domestic else CONNECTION_OTHER
        return least <= minutes_between(before.lands, after.leaves) <= layover_max

    def next_segments(self, before, layover_max):
        airport = before.flight.destination
        lands = before.lands.astimezone(self.zone(airport)).date()
        for flight in self.flights[airport]:
            for date in (lands, lands + DAY, lands + 2 * DAY):
                after = self.segment(flight, date)
                if after and self.connects(before, after, layover_max):
                    yield after

    def routes(self, origin, destination, day, segments_max, layover_max):
        """A list of (flight number, date) for each."""
        date = datetime.date.fromisoformat(day)
        found = []

        def go_on(route):
            last = route[-1].flight
            if last.destination == destination:
                found.append(tuple((one.flight.number, one.date.isoformat()) for one in route))
                return
            if len(route) == segments_max:
                return
            seen = {origin} | {one.flight.destination for one in route}
            for after in self.next_segments(route[-1], layover_max):
                if after.flight.destination not in seen:
                    go_on(route + [after])

        for flight in self.flights[origin]:
            first = self.segment(flight, date)
            if first:
                go_on([first])
        return found


def pages(clients, query):
    """The offers of all pages, each page from the next client."""
    offers, after = [], ''
    for client in itertools.cycle(clients):
        answer = client.call('GET', query + after)
        check_equal(answer.status, 200, f'a page: {answer}')
        page = answer.json()
        check_equal(page['missing'], [], 'carriers missing')
        check(not page.get('truncated'), f'a page is cut off: {query}{after}')
        offers += page['offers']
        if not page['more']:
            return offers
        after = f'&after={page["next"]}'


def check_all_routes(clients, carriers):
    """What the pages show is what the enumeration finds: every route once, and none besides."""
    enumeration = Enumeration(carriers)
    for number, (origin, destination, segments, layover) in enumerate(QUESTIONS):
        day = day_in(30 + 40 * number)
        expected = enumeration.routes(origin, destination, day, segments, layover)
        offers = pages(clients, f'/v1/flights/search?from={origin}&to={destination}&date={day}'
                                f'&all=1&max_segments={segments}&layover_max={layover}&sort=price'
                                f'&limit={PAGE}')
        shown = [tuple((one['flight'], one['date']) for one in offer['segments'])
                 for offer in offers]
        check(expected, f'there is no route from {origin} to {destination} on {day}')
        what = f'{origin}-{destination} on {day}'
        check_equal(len(shown), len(set(shown)), f'routes shown once, {what}')
        check_equal(sorted(set(shown) - set(expected)), [], f'routes that are none, {what}')
        check_equal(sorted(set(expected) - set(shown)), [], f'routes not shown, {what}')
        prices = [offer['price']['amount'] for offer in offers]
        check_equal(prices, sorted(prices), 'the prices, in the order of the pages')
        print(f'{origin}-{destination}: {len(shown)} routes, the same as counted', flush=True)
