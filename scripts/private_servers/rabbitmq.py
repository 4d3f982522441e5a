"""A RabbitMQ node with a node name, a cookie and an epmd of its own."""
import base64
import glob
import http.client
import json
import os
import secrets
import subprocess
import time
import urllib.parse

from private_servers.processes import RecordedProcess
from private_servers.server import PROGRAM_PATH, Server, program
from private_servers.terminal import Failure, complain

NODE = 'viaja@localhost'
CONTROL_SECONDS = 60
PERSIST_SECONDS = 30
QUEUE_TYPES = ('classic', 'quorum')
DEAD = '.dead'
# Watermarks are absolute: a share of the machine would block publishers on a small one. The log of
# quorum queues is 512 MB by default, all of it read again at start. Deliveries wait unacknowledged
# while a service's database is unavailable; after half an hour, the default, the broker would close
# their channel and count one of their 20 deliveries. So a day, in milliseconds.
LIMITS = '''vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
raft.wal_max_size_bytes = 67108864
consumer_timeout = 86400000
log.file = rabbitmq.log
log.file.level = warning
log.file.rotation.size = 1048576
log.file.rotation.count = 2
log.console = false
'''


class RabbitMq(Server):
    name, title, package = 'rabbitmq', 'RabbitMQ', 'rabbitmq-server'
    ready_seconds = 120
    port_names = {'amqp': 5672, 'console': 15672, 'distribution': None, 'epmd': None}

    def __init__(self, folder, ports, accounts, certificates, statistics_ms=None):
        """statistics_ms: how often the node counts for its console; its default is 5000."""
        super().__init__(folder, ports, accounts, certificates)
        self.statistics_ms = statistics_ms
        self.epmd = RecordedProcess(os.path.join(folder, 'epmd.process'))

    @staticmethod
    def script(name):
        """Debian's /usr/sbin/rabbitmq-server changes to a user and a folder of its own; the scripts
        below /usr/lib do not. None if missing."""
        found = glob.glob(f'/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/{name}')
        return found[0] if found else None

    def is_installed(self):
        return self.script('rabbitmq-server') is not None and program('epmd') is not None

    def where(self):
        return f'127.0.0.1:{self.port()}, console http://localhost:{self.ports["console"]}'

    def prepare(self):
        super().prepare()
        os.makedirs(self.path('data'), exist_ok=True)
        cookie = self.path('.erlang.cookie')
        if not os.path.exists(cookie):
            with open(os.open(cookie, os.O_WRONLY | os.O_CREAT, 0o400), 'w',
                      encoding='ascii') as file:
                file.write(secrets.token_hex(16))
        self.write('plugins', '[rabbitmq_management].\n')
        self.write('definitions.json', self.accounts.rabbitmq_definitions() + '\n')
        statistics = ('' if self.statistics_ms is None
                      else f'collect_statistics_interval = {self.statistics_ms}\n')
        self.write('rabbitmq.conf', f'''{self._listener()}
management.tcp.ip = 127.0.0.1
management.tcp.port = {self.ports["console"]}
load_definitions = {self.path("definitions.json")}
{statistics}{LIMITS}''')
        # A node starts an epmd that outlives it; started here, it has a pid and can be ended.
        if self.epmd.pid() is None:
            self.epmd.start([program('epmd'), '-address', '127.0.0.1', '-port',
                             str(self.ports['epmd'])], self.path('epmd.log'))

    def _listener(self):
        """The console stays without TLS: it is for this machine alone."""
        if not self.certificates.are_used():
            return f'listeners.tcp.default = 127.0.0.1:{self.port()}'
        return f'''listeners.tcp = none
listeners.ssl.default = 127.0.0.1:{self.port()}
ssl_options.cacertfile = {self.certificates.authority}
ssl_options.certfile = {self.certificates.server}
ssl_options.keyfile = {self.certificates.server_key}
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = false'''

    def command(self):
        return [self.script('rabbitmq-server')]

    def environment(self):
        # NOTIFY_SOCKET makes the script become the node instead of staying as its parent.
        return {'PATH': PROGRAM_PATH, 'LANG': 'C.UTF-8', 'HOME': self.home,
                'NOTIFY_SOCKET': '/nowhere', 'RABBITMQ_NODENAME': NODE,
                'RABBITMQ_CONF_ENV_FILE': '/dev/null',
                'RABBITMQ_CONFIG_FILE': self.path('rabbitmq.conf'),
                'RABBITMQ_ADVANCED_CONFIG_FILE': self.path('advanced.config'),
                'RABBITMQ_ENABLED_PLUGINS_FILE': self.path('plugins'),
                'RABBITMQ_MNESIA_BASE': self.path('data'), 'RABBITMQ_LOG_BASE': self.home,
                'RABBITMQ_PID_FILE': self.path('pid'),
                'RABBITMQ_DIST_PORT': str(self.ports['distribution']),
                'ERL_EPMD_PORT': str(self.ports['epmd']), 'ERL_EPMD_ADDRESS': '127.0.0.1',
                'RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS':
                    '-kernel inet_dist_use_interface {127,0,0,1}'}

    def _console(self, method, path, body=None, seconds=3):
        """The answer's text; None if there is no good one."""
        login = f'viaja:{self.accounts.password_of("viaja", "rabbitmq")}'.encode()
        headers = {'Authorization': 'Basic ' + base64.b64encode(login).decode(),
                   'Content-Type': 'application/json'}
        connection = http.client.HTTPConnection('127.0.0.1', self.ports['console'],
                                                timeout=seconds)
        try:
            connection.request(method, '/api/' + path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
            return text if response.status < 300 else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def is_ready(self):
        """Logs in over HTTP, and asks the node whether it listens for AMQP."""
        return self._console('GET', f'health/checks/port-listener/{self.port()}') is not None

    def refresh(self):
        """Users of carriers and suppliers that were not there when the node started."""
        definitions = self.accounts.rabbitmq_definitions() + '\n'
        if self.read('definitions.json') != definitions:
            if self._console('POST', 'definitions', definitions, seconds=30) is None:
                raise self.failed('did not take its new users')
            self.write('definitions.json', definitions)

    def logs(self):
        return [self.path('log'), self.path('rabbitmq.log')]

    def remove_queues_of_another_type(self, wanted):
        """Before the services start, which declare their queues anew: what a queue of an address
        holds follows from rows and is sent again. Dead letters follow from nothing: while a dead
        queue has some, or does not answer, a Failure names it and no queue is removed."""
        if wanted not in QUEUE_TYPES:
            raise Failure(f'VIAJA_RABBITMQ_QUEUES is "{wanted}"; it must be classic or quorum.')
        queues = self._console('GET', 'queues/%2F?columns=name,type,durable', seconds=30)
        if queues is None:
            complain('RabbitMQ does not list its queues; those of another type than '
                     f'{wanted}, if there are any, are left.')
            return
        others = {queue['name'] for queue in json.loads(queues)
                  if queue['durable'] and queue['type'] != wanted}
        if not others:
            return
        lines = self.control(['list_queues', '--silent', 'name', 'consumers']).splitlines()
        consumed = {name for name, consumers in (line.split('\t') for line in lines)
                    if consumers != '0'}
        removed = [name for name in sorted(others)
                   if name.removesuffix(DEAD) not in consumed and name not in consumed]
        for name in removed:
            if name.endswith(DEAD):
                self._check_is_empty(name, wanted)
        for name in removed:
            self.control(['delete_queue', name])

    def _check_is_empty(self, name, wanted):
        """Asks for a message and puts it back: after the broker's start every count of a queue,
        also that of rabbitmqctl, is 0 for up to a minute."""
        question = {'count': 1, 'ackmode': 'ack_requeue_true', 'encoding': 'auto'}
        letters = self._console('POST', f'queues/%2F/{urllib.parse.quote(name, safe="")}/get',
                                json.dumps(question), seconds=30)
        if letters is None:
            raise Failure(f'The queue {name} has another type than {wanted} and does not say '
                          'whether it has dead letters; docs/operations.md says how to change it.')
        if json.loads(letters):
            raise Failure(f'The queue {name} has dead letters and another type than {wanted}; '
                          'docs/operations.md says how to change it.')

    def control(self, words):
        """What rabbitmqctl prints."""
        try:
            done = subprocess.run([self.script('rabbitmqctl'), '-n', NODE, *words],
                                  env=self.environment(), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                  timeout=CONTROL_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise Failure(f'rabbitmqctl {" ".join(words)} did not end within '
                          f'{CONTROL_SECONDS} s') from None
        if done.returncode != 0:
            raise Failure(f'rabbitmqctl {" ".join(words)}: {done.stdout}')
        return done.stdout

    # --- for tests -----------------------------------------------------------------------------

    def wait_until_persistent(self):
        """RabbitMQ 3.10 writes down the log of a new quorum queue half a second after its birth. A
        node that is killed before starts such a queue without a leader, for ever."""
        names = self.path('data', NODE, 'quorum', NODE, 'names.dets')
        queues = json.loads(self._console('GET', 'queues?columns=vhost,name,type', seconds=30)
                            or 'null')
        if queues is None:
            raise self.failed('does not list its queues')
        logs = [f'{queue["vhost"]}_{queue["name"]}'.encode() for queue in queues
                if queue['type'] == 'quorum']
        wanted = [bytes([len(log)]) + log for log in logs]  # as Erlang writes a name
        deadline = time.monotonic() + PERSIST_SECONDS
        while True:
            try:
                with open(names, 'rb') as file:
                    written = file.read()
            except FileNotFoundError:
                written = b''
            if all(name in written for name in wanted):
                return
            if time.monotonic() > deadline or self.process.pid() is None:
                raise self.failed('did not write down its quorum queues')
            time.sleep(0.005)
