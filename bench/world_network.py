"""The world's route network as OpenFlights publishes it, as a catalogue: daily flights shared out
over a few carriers, since one carrier's schedule has at most 10,000.
"""
import csv
import math
import os
import zlib

FLIGHTS_MAX = 9_900  # of one carrier
MINUTES_FIRST, MINUTES_STEPS = 6 * 60, 181
EARTH_KM = 6371.0
AIRPORT_COLUMNS = ('iata', 'name', 'city', 'city_pt', 'country', 'lat', 'lon', 'tz')
FLIGHT_COLUMNS = ('carrier', 'flight', 'from', 'to', 'dep_local', 'days', 'distance_km',
                  'block_min', 'aircraft', 'seats', 'base_price_brl_cents')


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
    _, origin, destination = route
    km = distance_km(airports[origin], airports[destination])
    chance = zlib.crc32('-'.join(route).encode())
    minutes = MINUTES_FIRST + chance % MINUTES_STEPS * 5
    block = 30 + round(km / 13.2)
    price = round((15_000 + 47 * km ** 0.98) * (0.92 + chance // MINUTES_STEPS % 17 / 100))
    return (carrier, f'{carrier}{number:04}', origin, destination,
            f'{minutes // 60:02}:{minutes % 60:02}', '1234567', km, block + -block % 5, '738', 180,
            price)


def write_table(path, columns, table):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        csv.writer(file, lineterminator='\n').writerows([columns, *table])


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
    write_table(os.path.join(folder, 'airports.csv'), AIRPORT_COLUMNS,
                [airports[code] for code in used])
    write_table(os.path.join(folder, 'carriers.csv'), ('code', 'name'),
                [(code, code) for code in carriers])
    write_table(os.path.join(folder, 'flights.csv'), FLIGHT_COLUMNS,
                [flight_of(carriers[at // share], at % share + 1, route, airports)
                 for at, route in enumerate(routes)])
    return [route[1:] for route in routes]
