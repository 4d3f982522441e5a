"""Every process of docker compose at an address of its own, found and asked by Debian's Prometheus
with the very configuration that docker compose gives it."""
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
import own_names  # noqa: E402  (needs the path above)
from viaja_process import Client, check, check_equal, free_ports, wait_until  # noqa: E402

CONFIGURATION = os.path.join(ROOT, 'deploy', 'observe')
PORT = 8080  # that of every container
CARRIERS = ('I0', '8G', 'J0', 'P1', '9B', 'A0')
# The names of docker-compose.yml, and of the services of a RealSystem.
HOSTS = {'session-service': 'session', 'hotel-service': 'hotel', 'event-service': 'event',
         'payment-service': 'payment', 'audit': 'audit',
         **{f'flight-{carrier.lower()}': carrier for carrier in CARRIERS}}
SCRAPES_SECONDS = 60


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
        self.names = names
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


def is_possible():
    return bool(shutil.which('prometheus')) and own_names.is_possible()


@contextlib.contextmanager
def observed(system):
    """The Prometheus of a system that was not started; all processes are up and scraped."""
    network = Network()
    folder = tempfile.mkdtemp(prefix='viaja-prometheus-')
    names = own_names.Names(f'{network.base}.1', folder)
    prometheus = None
    try:
        start(system, names, network)
        prometheus = Prometheus(names, folder)
        check_targets(prometheus, names)
        yield prometheus
    finally:
        if prometheus:
            prometheus.close()
        names.close()
        shutil.rmtree(folder, ignore_errors=True)
