"""A catalogue with the daily flights of one carrier of the real route network, as a folder that a
flight-service loads. The network is data of a neighbour of the project and may be absent."""
import csv
import os
import shutil
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
DEMO = os.path.join(HERE, '..', '..', 'data', 'demo')
ROUTES = os.path.join(HERE, '..', '..', '..', 'shared', 'data', 'openflights', 'routes.csv')
COLUMNS = ('carrier', 'flight', 'from', 'to', 'dep_local', 'days', 'distance_km', 'block_min',
           'aircraft', 'seats', 'base_price_brl_cents')
FIRST_NUMBER = 2001
SEATS = 180


def is_there():
    return os.path.exists(ROUTES)


def pairs_of(carrier):
    """The distance of each pair of airports that it flies, by pair."""
    with open(ROUTES, encoding='utf-8') as file:
        return {(row['from'], row['to']): int(row['distance_km'])
                for row in csv.DictReader(file) if row['carrier'] == carrier}


def flight(carrier, number, pair, km):
    """Every five minutes between six in the morning and nine in the evening, by the pair."""
    minutes = 6 * 60 + zlib.crc32('-'.join(pair).encode()) % 181 * 5
    block = 30 + round(km / 13.2)
    return (carrier, f'{carrier}{number}', *pair, f'{minutes // 60:02}:{minutes % 60:02}',
            '1234567', km, block + -block % 5, '738', SEATS, 15_000 + 47 * km)


def write(folder, carrier):
    """The number of flights."""
    os.makedirs(folder)
    for name in ('airports.csv', 'carriers.csv'):
        shutil.copy(os.path.join(DEMO, name), folder)
    pairs = pairs_of(carrier)
    with open(os.path.join(folder, 'flights.csv'), 'w', encoding='utf-8', newline='') as file:
        table = csv.writer(file, lineterminator='\n')
        table.writerow(COLUMNS)
        for number, (pair, km) in enumerate(sorted(pairs.items()), FIRST_NUMBER):
            table.writerow(flight(carrier, number, pair, km))
    return len(pairs)
