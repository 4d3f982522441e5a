"""A catalogue with the daily flights of one carrier of the real route network, as a folder that a
flight-service loads. The network is data beside the project and may be absent."""
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
MINUTES_FIRST, MINUTES_STEPS = 6 * 60, 181
SEATS = 180


def is_there():
    return os.path.exists(ROUTES)


def pairs_of(carrier):
    """The distance of each pair of airports that it flies, by pair."""
    with open(ROUTES, encoding='utf-8') as file:
        return {(row['from'], row['to']): int(row['distance_km'])
                for row in csv.DictReader(file) if row['carrier'] == carrier}


def flight(carrier, number, pair, km, seed):
    """A row by the formulas of data/README.md. It departs on a multiple of five minutes from six in
    the morning to nine in the evening; that and its price follow from the seed."""
    chance = zlib.crc32(seed.encode())
    minutes = MINUTES_FIRST + chance % MINUTES_STEPS * 5
    block = 30 + round(km / 13.2)
    price = round((15_000 + 47 * km ** 0.98) * (0.92 + chance // MINUTES_STEPS % 17 / 100))
    return (carrier, f'{carrier}{number:04}', *pair, f'{minutes // 60:02}:{minutes % 60:02}',
            '1234567', km, block + -block % 5, '738', SEATS, price)


def write_table(path, columns, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        csv.writer(file, lineterminator='\n').writerows([columns, *rows])


def write(folder, carrier):
    """The number of flights."""
    os.makedirs(folder)
    for name in ('airports.csv', 'carriers.csv'):
        shutil.copy(os.path.join(DEMO, name), folder)
    pairs = pairs_of(carrier)
    write_table(os.path.join(folder, 'flights.csv'), COLUMNS,
                [flight(carrier, number, pair, km, '-'.join(pair))
                 for number, (pair, km) in enumerate(sorted(pairs.items()), FIRST_NUMBER)])
    return len(pairs)
