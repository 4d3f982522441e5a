"""What /metrics of `viaja all` says after a trip, a declined card and a wrong row in a database;
and that every metric which the dashboard and the alerts name is there.

    metrics_test.py VIAJA
"""
import json
import os
import re
import sqlite3
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from bookings import Booking  # noqa: E402  (needs the path above)
from viaja_process import (check, check_equal, day_in, flight_wish, room_wish, run,  # noqa: E402
                           wait_until)

SAMPLE = re.compile(r'([a-z_]+)(?:\{(.*)\})? ([-+.e0-9]+|NaN|\+Inf)')
NAME = re.compile(r'\b((?:viaja|rabbitmq)_[a-z_]+)')
# `viaja all` has no broker; docs/operations.md has these names, and is compared with the code.
OF_BROKER = re.compile(r'viaja_bus_|rabbitmq_')
ZERO = ('viaja_oversell_units', 'viaja_money_mismatch_sessions')


class Scrape:
    """One answer of /metrics: samples by name, each with its labels."""

    def __init__(self, text):
        self.types, self.help, self.samples = {}, set(), {}
        for line in text.splitlines():
            if line.startswith('# TYPE '):
                _, _, name, kind = line.split(' ')
                check(name not in self.types, f'{name} is declared twice')
                self.types[name] = kind
            elif line.startswith('# HELP '):
                self.help.add(line.split(' ')[2])
            elif line:
                found = SAMPLE.fullmatch(line)
                check(found, f'not a sample: {line}')
                labels = tuple(sorted(re.findall(r'([a-z_]+)="([^"]*)"', found[2] or '')))
                self.samples.setdefault(found[1], {})[labels] = float(found[3])

    def value(self, metric, **labels):
        """The sum of the samples with these labels."""
        wanted = set(labels.items())
        return sum(value for found, value in self.samples.get(metric, {}).items()
                   if wanted <= set(found))

    def names(self):
        """As an expression may name them: of a histogram also its parts."""
        names = set(self.types)
        for name, kind in self.types.items():
            if kind == 'histogram':
                names |= {f'{name}_{part}' for part in ('bucket', 'sum', 'count')}
        return names


def scrape(client):
    return Scrape(client.call('GET', '/metrics').text)


def check_conventions(found):
    """https://prometheus.io/docs/practices/naming/"""
    check_equal(set(found.types), found.help, 'metrics with a help text')
    for name, kind in found.types.items():
        check_equal(kind == 'counter', name.endswith('_total'), f'{name}, a {kind}, ends in _total')
        check(not re.search('_(ms|millis|milliseconds|minutes|kb)(_|$)', name),
              f'{name} is not in a base unit')
    for name, samples in found.samples.items():
        for labels in samples:
            for label, value in labels:
                check(not re.search('[0-9a-f]{8}-[0-9a-f]{4}-', value),
                      f'{name} has an id in its label {label}: {value}')


def check_named(found):
    """Every metric of the dashboard and of the alerts."""
    with open(os.path.join(ROOT, 'deploy/observe/grafana/viaja.json'), encoding='utf-8') as file:
        dashboard = json.load(file)
    expressions = [target['expr'] for panel in dashboard['panels']
                   for target in panel.get('targets', [])]
    check(len(expressions) > 20, 'the dashboard has its panels')
    with open(os.path.join(ROOT, 'deploy/observe/alerts.yml'), encoding='utf-8') as file:
        expressions.append(file.read())
    named = {name for text in expressions for name in NAME.findall(text)}
    check_equal(sorted(name for name in named - found.names() if not OF_BROKER.match(name)), [],
                'metrics that are named and not there')
    with open(os.path.join(ROOT, 'docs/operations.md'), encoding='utf-8') as file:
        page = file.read()
    for name in named:
        check(not name.startswith('viaja_bus_') or f'`{name}`' in page, f'{name} is not documented')


def check_trip(client):
    before = scrape(client)
    day = day_in(40)
    booking = Booking(client)
    flight = client.flights('GRU', 'REC', day)[0]
    booking.hold(client, flight_wish(flight))
    booking.hold(client, room_wish(client.rooms('REC', day, day_in(42))[0], day, day_in(42)))
    declined = booking.pay(client, 'tok_do_not_honor', status=402)
    check_equal(declined['code'], 'payment_declined', 'a declined card')
    booking.pay(client)

    def is_counted():
        try:
            check_growth(before, scrape(client))
        except AssertionError as error:
            print(f'not counted yet: {error}', flush=True)
            return False
        return True

    # A batch is counted after its answers are sent.
    wait_until(is_counted, 20, 'the trip is counted')
    return flight


def check_growth(before, found):
    """By a trip and a declined card."""
    def grown(metric, by, **labels):
        check_equal(found.value(metric, **labels) - before.value(metric, **labels), by,
                    f'{metric} {labels}')

    grown('viaja_sagas_total', 1, outcome='confirmed')
    grown('viaja_sagas_total', 1, outcome='payment_declined')
    grown('viaja_saga_duration_seconds_count', 1, outcome='confirmed')
    grown('viaja_saga_steps_total', 1, step='authorize', result='refused')
    grown('viaja_saga_steps_total', 2, step='confirm', result='done')
    grown('viaja_saga_steps_total', 1, step='capture', result='done')
    grown('viaja_session_transitions_total', 1, **{'from': 'paying', 'to': 'open'})
    grown('viaja_session_requests_total', 2, request='pay', code='accepted')
    grown('viaja_session_commands_total', 2, command='hold', **{'try': 'first'})
    grown('viaja_session_entries_total', 2, type='hold.held')
    batches = found.value('viaja_batches_total', part='session')
    check_equal(found.value('viaja_batch_inputs_count', part='session'), batches, 'timed batches')
    check_equal(found.value('viaja_batch_inputs_sum', part='session'),
                found.value('viaja_inputs_total', part='session'), 'inputs of timed batches')
    for stage in ('lock', 'load', 'decide', 'save', 'commit', 'publish'):
        check(found.value('viaja_batch_stage_seconds_count', part='session', stage=stage)
              >= batches, f'stage {stage} is timed')


def check_audit(viaja, flight):
    """The audit has seen the trip; a row that is changed by hand shows within a second or two."""
    client = viaja.client()

    def shown(metric, value, **labels):
        wait_until(lambda: scrape(client).value(metric, **labels) == value, 20,
                   f'{metric} {labels} is {value}')

    shown('viaja_sessions', 1, state='confirmed')
    shown('viaja_holds', 1, part='hotel', state='confirmed')
    found = scrape(client)
    for name in ZERO:
        check(found.samples.get(name), f'{name} is there')
        check_equal(set(found.samples[name].values()), {0}, name)
    with sqlite3.connect(os.path.join(viaja.data, 'viaja_session.db'), timeout=20) as database:
        database.execute('UPDATE session_holds SET price_amount = price_amount + 1 '
                         "WHERE state = 'confirmed'")
    shown('viaja_money_mismatch_sessions', 1, check='payments')
    shown('viaja_money_mismatch_sessions', 1, check='gateway')
    part = f'flight.{flight["carrier"]}'
    path = os.path.join(viaja.data, f'viaja_flight_{flight["carrier"].lower()}.db')
    with sqlite3.connect(path, timeout=20) as database:
        database.execute('UPDATE units SET capacity = 0 WHERE confirmed > 0')
    shown('viaja_oversell_units', 1, part=part, check='capacity')
    check('unit oversold' in viaja.said(), 'the log names the unit')


def story(viaja):
    viaja.start(AUDIT_SECONDS=1)
    viaja.wait_until_ready()
    client = viaja.client()
    flight = check_trip(client)
    check_audit(viaja, flight)
    found = scrape(client)
    check_conventions(found)
    check_named(found)
    viaja.terminate()


run(story)
