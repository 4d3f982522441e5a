"""Debian's Prometheus with the very configuration that docker compose gives it: it finds each
process by its name and scrapes it, and RabbitMQ; its rules work; each query of the dashboard has an
answer; what is broken is told by the alert for it, and by no other.

    real_prometheus_test.py BUILD
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
import own_names  # noqa: E402  (needs the path above)
from bookings import Booking  # noqa: E402
from real_system import SKIPPED, run  # noqa: E402
from viaja_process import (Client, check, check_equal, day_in, flight_wish,  # noqa: E402
                           free_ports, room_wish, wait_until)

CONFIGURATION = os.path.join(ROOT, 'deploy', 'observe')
PORT = 8080  # that of every container
CARRIERS = ('I0', '8G', 'J0', 'P1', '9B', 'A0')
# The names of docker-compose.yml, and of the services of a RealSystem.
HOSTS = {'session-service': 'session', 'hotel-service': 'hotel', 'event-service': 'event',
         'payment-service': 'payment', 'audit': 'audit',
         **{f'flight-{carrier.lower()}': carrier for carrier in CARRIERS}}
# Nothing of it happened.
SILENT = ('> 0', 'viaja_search_questions_silent_total')
SCRAPES_SECONDS = 60
TRIPS_MAX = 40


class Network:
    """An address for each process, below one that no other test has."""

    def __init__(self):
        self.base = f'127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}'
        self.last = 1

    def next(self):
        self.last += 1
        return f'{self.base}.{self.last}'


class Prometheus:
    def __init__(self, names, folder):
        [port] = free_ports(1)
        self.client = Client('127.0.0.1', port)
        self.log = os.path.join(folder, 'prometheus.log')
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', *names.command(
                    'prometheus', f'--config.file={CONFIGURATION}/prometheus.yml',
                    f'--storage.tsdb.path={folder}/data',
                    f'--web.listen-address=127.0.0.1:{port}')],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)

    def ask(self, path, **parameters):
        """The data of an answer; None while it is not there."""
        try:
            answer = self.client.call('GET', f'/api/v1/{path}?{urllib.parse.urlencode(parameters)}')
        except OSError:
            check(self.process.poll() is None, self.said())
            return None
        if answer.status == 503:  # it starts
            return None
        check_equal(answer.status, 200, f'{path} {parameters}: {answer}')
        return answer.json()['data']

    def targets(self):
        return (self.ask('targets') or {}).get('activeTargets', [])

    def rules(self):
        data = self.ask('rules')
        return {rule['name']: rule for group in data['groups'] for rule in group['rules']}

    def firing(self):
        return sorted({alert['labels']['alertname'] for alert in self.ask('alerts')['alerts']
                       if alert['state'] == 'firing'})

    def values(self, query):
        return [result['value'][1] for result in self.ask('query', query=query)['result']]

    def said(self):
        with open(self.log, encoding='utf-8') as log:
            return log.read()[-3000:]

    def close(self):
        self.process.kill()
        self.process.wait()


def enable_metrics_of_broker(system, address):
    """The plugin that the image of compose has enabled."""
    def evaluate(expression):
        system.servers.command('rabbitmqctl', 'eval', expression)
    evaluate(f'application:set_env(rabbitmq_prometheus, tcp_config, '
             f'[{{ip, "{address}"}}, {{port, 15692}}], [{{persistent, true}}]).')
    plugins = os.path.join(system.servers.folder, 'rabbitmq', 'plugins')
    check(os.path.exists(plugins), f'{plugins} is not there')
    with open(plugins, 'w', encoding='ascii') as file:
        file.write('[rabbitmq_management,rabbitmq_prometheus].\n')
    evaluate(f'rabbit_plugins:ensure("{plugins}").')


def start(system, names, network):
    """Every process at its own address, on the port that all containers have."""
    for carrier in CARRIERS:
        if not system.of(carrier):
            system.add(carrier, f'flight.{carrier}', 'flight-service', '--carrier', carrier)
    system.add('audit', 'audit', 'audit-service')
    for host, name in HOSTS.items():
        names.addresses[host] = []
        for service in system.of(name):
            address = network.next()
            names.addresses[host].append(address)
            service.environment.update({'VIAJA_HOST': address, 'VIAJA_PORT': str(PORT),
                                        'VIAJA_CARRIERS': ','.join(CARRIERS),
                                        'VIAJA_AUDIT_SECONDS': '1'})
    names.addresses['rabbitmq'] = [network.next()]
    enable_metrics_of_broker(system, names.addresses['rabbitmq'][0])
    system.start_services()


def buy(client):
    day, leave = day_in(40), day_in(42)
    booking = Booking(client)
    flight = next(one for one in client.flights('GRU', 'REC', day) if one['carrier'] == 'I0')
    booking.hold(client, flight_wish(flight))
    booking.hold(client, room_wish(client.rooms('REC', day, leave)[0], day, leave))
    check_equal(booking.pay(client)['state'], 'confirmed', 'the trip')
    return flight


def buy_until_timed(replicas):
    """A flight that was sold. A replica times only those sagas whose beginning and end it has decided
    itself: one trip in a few."""
    def is_timed(replica):
        text = replica.client().call('GET', '/metrics').text
        return 'viaja_saga_duration_seconds_count{outcome="confirmed"}' in text

    for _ in range(TRIPS_MAX):
        flight = buy(replicas[0].client())
        if any(is_timed(replica) for replica in replicas):
            return flight
    raise AssertionError(f'none of {TRIPS_MAX} sagas was timed')


def check_targets(prometheus, names):
    wanted = sorted('rabbitmq:15692' if host == 'rabbitmq' else f'{address}:{PORT}'
                    for host, addresses in names.addresses.items() for address in addresses)

    def all_up():
        targets = prometheus.targets()
        return (sorted(one['labels']['instance'] for one in targets) == wanted
                and all(one['health'] == 'up' for one in targets))

    try:
        wait_until(all_up, SCRAPES_SECONDS, 'all targets are up')
    except AssertionError as error:
        states = [(one['labels']['instance'], one['health'], one['lastError'])
                  for one in prometheus.targets()]
        raise AssertionError(f'{error}: {states}, not {wanted}; {prometheus.said()}') from None


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
    network = Network()
    folder = tempfile.mkdtemp(prefix='viaja-prometheus-')
    names = own_names.Names(f'{network.base}.1', folder)
    prometheus = None
    try:
        start(system, names, network)
        prometheus = Prometheus(names, folder)
        check_targets(prometheus, names)
        flight = buy_until_timed(system.of('session'))
        check_rules(prometheus)
        check_dashboard(prometheus)
        check_faults(system, prometheus, flight)
    finally:
        if prometheus:
            prometheus.close()
        names.close()
        shutil.rmtree(folder, ignore_errors=True)


if not shutil.which('prometheus') or not own_names.is_possible():
    print('skipped: it needs prometheus, and root for names of its own')
    sys.exit(SKIPPED)
run(story, services=False, replicas={'session': 2})
