"""The world's route network as OpenFlights publishes it, as a catalogue: daily flights of one
carrier or shared out over a few.
"""
import csv
import math
import os

import services  # noqa: F401  (the path of tests/system)
import network_catalogue  # noqa: E402  (needs the path above)

FIRST_NUMBER = 10_000
FLIGHTS_MAX = 90_000  # of one carrier: numbers have five digits
EARTH_KM = 6371.0
AIRPORT_COLUMNS = ('iata', 'name', 'city', 'city_pt', 'country', 'lat', 'lon', 'tz')


def rows(folder, name):
    """The files have no header, and a backslash before a quote within quotes."""
    with open(os.path.join(folder, name), encoding='utf-8', newline='') as file:
        return list(csv.reader(file, doublequote=False, escapechar='\\'))


def codes(number):
    """W0, W1, … of so many carriers."""
    return [f'W{at}' for at in range(number)]


def read_airports(folder):
    """Rows of airports.csv by code, of those with a time zone and a country."""
    countries = {name: code for name, code, _ in rows(folder, 'countries.dat')
                 if len(code) == 2 and code.isalpha()}
    found = {}
    for _, name, city, country, code, _, lat, lon, _, _, _, zone, *_ in rows(folder,
                                                                            'airports.dat'):
        if len(code) == 3 and code.isalpha() and '/' in zone and country in countries:
            found.setdefault(code, (code, name, city or name, city or name, countries[country],
                                    f'{float(lat):.6f}', f'{float(lon):.6f}', zone))
    return found


def distance_km(one, other):
    lat1, lon1, lat2, lon2 = (math.radians(float(value)) for value in (*one[5:7], *other[5:7]))
    half = (math.sin((lat2 - lat1) / 2) ** 2
            + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2)
    return max(1, round(2 * EARTH_KM * math.asin(math.sqrt(half))))


def flight_of(carrier, number, route, airports):
    """Departure and price differ by the route's own carrier and pair."""
    pair = route[1:]
    km = distance_km(*(airports[code] for code in pair))
    return network_catalogue.flight(carrier, number, pair, km, '-'.join(route))


def write(source, folder, carriers):
    """airports.csv, carriers.csv and flights.csv; the pairs of airports with a flight, each as
    often as it is flown."""
    airports = read_airports(source)
    routes = sorted({(row[0], row[2], row[4]) for row in rows(source, 'routes.dat')
                     if row[7] == '0' and row[2] != row[4] and row[2] in airports
                     and row[4] in airports})
    share = min(FLIGHTS_MAX, math.ceil(len(routes) / len(carriers)))
    routes = routes[:share * len(carriers)]
    used = sorted({code for route in routes for code in route[1:]})
    for name, columns, table in (
            ('airports.csv', AIRPORT_COLUMNS, [airports[code] for code in used]),
            ('carriers.csv', ('code', 'name'), [(code, code) for code in carriers]),
            ('flights.csv', network_catalogue.COLUMNS,
             [flight_of(carriers[at // share], FIRST_NUMBER + at % share, route, airports)
              for at, route in enumerate(routes)])):
        network_catalogue.write_table(os.path.join(folder, name), columns, table)
    return [route[1:] for route in routes]
