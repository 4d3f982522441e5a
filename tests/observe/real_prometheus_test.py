"""Debian's Prometheus with the very configuration that docker compose gives it: it finds each
process by its name and scrapes it, and RabbitMQ; its rules work; each query of the dashboard has an
answer; what is broken is told by the alert for it, and by no other.

    real_prometheus_test.py BUILD
"""
import json
import os
import re
import sys

from observed_system import CONFIGURATION, SCRAPES_SECONDS, is_possible, observed
from bookings import Booking
from real_system import SKIPPED, run
from viaja_process import check, check_equal, day_in, flight_wish, room_wish, wait_until

# Nothing of it happened.
SILENT = ('> 0', 'viaja_search_questions_silent_total')
TRIPS_MAX = 40


def buy(client):
    day, leave = day_in(40), day_in(42)
    booking = Booking(client)
    flight = next(one for one in client.flights('GRU', 'REC', day) if one['carrier'] == 'I0')
    booking.hold(client, flight_wish(flight))
    booking.hold(client, room_wish(client.rooms('REC', day, leave)[0], day, leave))
    check_equal(booking.pay(client)['state'], 'confirmed', 'the trip')
    return flight


def buy_until_timed(replicas):
    """A flight that was sold. A replica times only those sagas whose beginning and end it has
    decided itself: one trip in a few."""
    def is_timed(replica):
        text = replica.client().call('GET', '/metrics').text
        return 'viaja_saga_duration_seconds_count{outcome="confirmed"}' in text

    for _ in range(TRIPS_MAX):
        flight = buy(replicas[0].client())
        if any(is_timed(replica) for replica in replicas):
            return flight
    raise AssertionError(f'none of {TRIPS_MAX} sagas was timed')


def check_rules(prometheus):
    with open(os.path.join(CONFIGURATION, 'alerts.yml'), encoding='utf-8') as file:
        alerts = sorted(re.findall(r'- alert: (\w+)', file.read()))
    rules = wait_until(lambda: (lambda found: all(
        rule['health'] != 'unknown' for rule in found.values()) and found)(prometheus.rules()),
        SCRAPES_SECONDS, 'all rules are evaluated')
    check_equal(sorted(rules), alerts, 'the rules')
    wrong = {name: rule.get('lastError') for name, rule in rules.items() if rule['health'] != 'ok'}
    check_equal(wrong, {}, 'rules that cannot be evaluated')
    check_equal(prometheus.firing(), [], 'alerts on a healthy system')


def check_dashboard(prometheus):
    """As Grafana asks: of a minute, at this scrape interval."""
    with open(os.path.join(CONFIGURATION, 'grafana', 'viaja.json'), encoding='utf-8') as file:
        panels = json.load(file)['panels']
    queries = [target['expr'].replace('$__rate_interval', '1m')
               for panel in panels for target in panel.get('targets', [])]

    def without_answer():
        return [query for query in queries
                if not prometheus.values(query) and not any(part in query for part in SILENT)]

    try:
        wait_until(lambda: not without_answer(), SCRAPES_SECONDS, 'an answer to each query', 1)
    except AssertionError as error:
        raise AssertionError(f'{error}; none to {without_answer()}') from None
    check(len(queries) > 40, 'the dashboard has its queries')


def check_faults(system, prometheus, flight):
    """A unit that is sold beyond its capacity, and a process that is killed."""
    unit = f'{flight["flight"]}/{flight["date"]}'
    system.store.run('viaja_flight_i0', f"UPDATE units SET capacity = 0 WHERE id = '{unit}'")
    [hotel] = system.of('hotel')
    hotel.kill()
    expected = ['ViajaOversell', 'ViajaServiceDown']
    wait_until(lambda: prometheus.firing() == expected, 150, f'{expected} fire', 1)
    alerts = {alert['labels']['alertname']: alert for alert in prometheus.ask('alerts')['alerts']}
    check_equal(alerts['ViajaServiceDown']['labels']['service'], 'hotel-service', 'the service')
    check_equal(alerts['ViajaOversell']['labels']['part'], 'flight.I0', 'the part')
    for name in expected:
        check(name.lower() in alerts[name]['annotations']['runbook'], f'the runbook of {name}')
    hotel.start()
    system.store.run('viaja_flight_i0', f"UPDATE units SET capacity = 170 WHERE id = '{unit}'")
    wait_until(lambda: prometheus.firing() == [], 90, 'nothing fires after the repair', 1)


def story(system):
    with observed(system) as prometheus:
        flight = buy_until_timed(system.of('session'))
        check_rules(prometheus)
        check_dashboard(prometheus)
        check_faults(system, prometheus, flight)


if not is_possible():
    print('skipped: it needs prometheus, and root for names of its own')
    sys.exit(SKIPPED)
run(story, services=False, replicas={'session': 2})
