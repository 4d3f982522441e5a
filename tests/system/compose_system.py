"""docker-compose.yml with everything in it, as a project of a test's own: other names, other ports.

A test is a script that gets the source root and calls run(); it fails by an exception. Without an
engine or Compose it says so and ends with 77, which CTest shows as skipped.
"""
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import mysql_store
import settled_books
from compose_containers import KILLED, READY_SECONDS, Container, Deaths, docker
from console import Console
from mysql_store import MysqlStore
from viaja_process import Client, check, check_equal, free_ports, wait_until

SKIPPED = 77
CARRIERS = ('I0', '8G', 'J0', 'P1', '9B', 'A0')
SERVERS = ('rabbitmq', 'mysql', 'redis')
SERVICES = ('session-service', 'hotel-service', 'event-service', 'payment-service',
            *(f'flight-{carrier.lower()}' for carrier in CARRIERS))
START_SECONDS = 180
# Images of the tests' own: those that a user has built stay as they are.
IMAGES = {**dict.fromkeys(SERVICES, 'viaja-test-services'), 'entrance': 'viaja-test-entrance'}
EXAMPLES = ('supplier-python', 'supplier-go')
# Removes the project when the test is gone, however it went: then its pipe closes.
GUARDIAN = '''cat >/dev/null; [ -d "$0" ] || exit 0
"$@" down -v --remove-orphans -t 1; rm -rf "$0"'''


def compose_command():
    """The words that begin it: v2, else v1, else None; None also where no engine answers."""
    for words in (['docker', 'compose'], ['docker-compose']):
        if all(answers(call) for call in (['docker', 'info'], words + ['version'])):
            return words
    return None


def overrides(settings, images):
    """What differs from the files. The settings are session-service's, without VIAJA_."""
    services = {service: {'image': image} for service, image in images.items()}
    services['session-service']['environment'] = {
        f'VIAJA_{name}': str(value) for name, value in settings.items()}
    return json.dumps({'services': services})  # which is YAML too


def answers(command):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


class ComposeSystem:
    """The project, its containers by name (session-service-1, mysql-1, …), and what looks into
    them."""

    files = ('docker-compose.yml',)
    images = IMAGES
    replicas = 2  # of session-service

    def __init__(self, words, root, folder, settings, examples=False):
        """The settings of session-service are variables without their VIAJA_. `examples`: with the
        profile of that name."""
        self.examples = examples
        self.project = f'viaja-test-{os.getpid()}'
        override = os.path.join(folder, 'override.yml')
        # In place of the .env in the working directory.
        nothing = os.path.join(folder, 'environment')
        self.command = [*words, '--env-file', nothing, '-p', self.project,
                        *(word for file in self.files
                          for word in ('-f', os.path.join(root, file))), '-f', override,
                        *(['--profile', 'examples'] if examples else [])]
        self.port, console_port = free_ports(2)
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith('VIAJA_')}
        self.environment.update({'VIAJA_PORT': str(self.port),
                                 'VIAJA_CONSOLE_PORT': str(console_port)})
        # All clients of a test come from one address.
        self.environment.update({f'VIAJA_{name}': '0' for name in (
            'SESSIONS_PER_MINUTE', 'HELD_PER_ADDRESS', 'WRONG_TOKENS_PER_MINUTE')})
        with open(nothing, 'w', encoding='ascii'):
            pass
        with open(override, 'w', encoding='ascii') as text:
            text.write(overrides(settings, {
                **self.images, **{name: f'viaja-test-{name}' for name in EXAMPLES if examples}}))
        self.console = Console(console_port)
        self.deaths = Deaths(self.project, os.path.join(folder, 'deaths'))
        self.containers = {}
        self.store = None

    def compose(self, *arguments, seconds=300):
        """What it prints on both channels."""
        result = subprocess.run(self.command + list(arguments), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                timeout=seconds, check=False, env=self.environment)
        text = result.stdout.decode(errors='replace')
        check(result.returncode == 0, f'compose {" ".join(arguments)}: {text[-6000:]}')
        return text

    def build(self):
        """All images; all services of Viaja are in the first one."""
        examples = EXAMPLES if self.examples else ()
        self.compose('build', 'session-service', 'entrance', *examples, seconds=2000)

    def up(self, replicas=None):
        """Begins what does not run, with so many replicas of session-service."""
        self.compose('up', '-d', '--scale', f'session-service={replicas or self.replicas}',
                     seconds=900)
        found = {}
        for container in self.listed():
            known = self.containers.get(container.name)
            same = known is not None and known.identity == container.identity
            found[container.name] = known if same else container
        self.containers = found
        self.store = MysqlStore(self.client_of_mysql(), CARRIERS)

    def client_of_mysql(self):
        """The command line of a client that sees what was committed last."""
        return ['docker', 'exec', self.containers['mysql-1'].identity,
                *mysql_store.client('mysql', 'viaja', 'viaja')]

    def listed(self):
        """A new Container for each that the engine knows, by their names."""
        lines = docker('ps', '-a', '--no-trunc', '--filter',
                       f'label=com.docker.compose.project={self.project}', '--format',
                       '{{.ID}} {{.Label "com.docker.compose.service"}} '
                       '{{.Label "com.docker.compose.container-number"}}').splitlines()
        return sorted((Container(*line.split()) for line in lines), key=lambda each: each.name)

    def stop(self, command):
        """Everything by SIGTERM; the containers stay after `stop`, and go with `down`."""
        for container in self.containers.values():
            container.ends.append(0)
        self.compose(command)
        self.check_ends()

    def of(self, service):
        return [container for container in self.containers.values()
                if container.service == service]

    def client(self):
        """Calls the published port."""
        return Client('127.0.0.1', self.port)

    def readiness(self):
        """The status of /readyz at the published port, 0 without an answer."""
        try:
            return self.client().call('GET', '/readyz', timeout=10).status
        except (OSError, http.client.HTTPException):
            return 0

    def wait_until_ready(self):
        """Every healthcheck is content, /readyz is 200, and a search misses no supplier."""
        for container in self.containers.values():
            container.wait_until_ready()
        wait_until(lambda: self.readiness() == 200, READY_SECONDS, '/readyz is 200')
        wait_until(self.all_answer, 60, 'all carriers answer a search')

    def all_answer(self):
        answer = self.client().call('GET', '/v1/flights/search?from=GRU&to=REC&passengers=1'
                                           '&date=2026-12-20')
        return answer.status == 200 and not answer.json()['missing']

    def wait_until_at_rest(self, seconds=120):
        """Every session has reached its end, and no message is left but dead letters."""
        settled_books.wait_until_settled(self.store, seconds)
        self.console.wait_until_empty(90)

    def check_books(self):
        """At rest: the Books, which agree; no dead letter; no container has died by itself."""
        books = settled_books.Books(self.store)
        books.check()
        self.console.check_no_dead_letters()
        for container in self.containers.values():
            check(container.runs(), f'{container.name} does not run')
        self.check_ends()
        return books

    def check_ends(self):
        """Every container has ended as often as the test made it end; a service by SIGTERM with
        status 0."""
        for container in self.containers.values():
            found, expected = self.deaths.of(container), container.ends
            if container.service not in SERVICES:
                found = [status == KILLED for status in found]
                expected = [status == KILLED for status in expected]
            check_equal(found, expected, f'ends of {container.name}')

    def ends_of_logs(self):
        return '\n'.join(f'--- {container.name}, {container.look(".State.Status")}\n'
                         + container.end_of_log() for container in self.listed())

    def end(self):
        """Nothing is left of it."""
        self.deaths.end()
        self.compose('down', '-v', '--remove-orphans', '-t', '1')
        volumes = docker('volume', 'ls', '-q', '--filter',
                         f'label=com.docker.compose.project={self.project}')
        check_equal((self.listed(), volumes), ([], ''), 'what "down -v" left')


def run(story, examples=False, kind=ComposeSystem, **settings):
    """Runs story(system) with everything started, a system of that kind; removes all of it whatever
    happens, and says how long it took."""
    words = compose_command()
    if words is None:
        print('No container engine answers "docker info", or Compose is not installed: '
              'docker-compose.yml is not tested')
        sys.exit(SKIPPED)
    folder = tempfile.mkdtemp(prefix='viaja-compose-')
    system = kind(words, os.path.abspath(sys.argv[1]), folder, settings,
                           examples)
    guardian = subprocess.Popen(['setsid', '--fork', 'bash', '-c', GUARDIAN, folder,
                                 *system.command], stdin=subprocess.PIPE,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env=system.environment)
    begin = time.monotonic()
    try:
        system.build()
        print(f'built after {time.monotonic() - begin:.1f} s', flush=True)
        begin = time.monotonic()
        system.up()
        system.wait_until_ready()
        print(f'started in {time.monotonic() - begin:.1f} s', flush=True)
        story(system)
        print(f'over after {time.monotonic() - begin:.1f} s', flush=True)
    except BaseException:
        sys.stderr.write(f'The ends of the logs:\n{system.ends_of_logs()}\n')
        raise
    finally:
        system.end()
        shutil.rmtree(folder, ignore_errors=True)
        guardian.stdin.close()
