"""docker-compose.yml with deploy/cluster/compose.yml: three nodes of RabbitMQ, a pair of MySQL, two
Redis, and every service several times."""
import contextlib
import json
import os
import re
import shutil
import subprocess

import mysql_store
from compose_containers import KILLED, docker
from compose_system import CARRIERS, IMAGES, SERVICES, ComposeSystem
from viaja_process import Client, check, check_equal, free_ports, wait_until

NODES = ('rabbitmq-1', 'rabbitmq-2-1', 'rabbitmq-3-1')
SERVERS_OF_MYSQL = {'mysql': 'mysql-1', 'mysql-2': 'mysql-2-1'}
QUEUES = 2 * (len(CARRIERS) + 4)  # of addresses and of dead letters
TOGETHER_SECONDS = 240  # an old writer may have to become a copy first


class Entrances(Client):
    """Calls the entrances in turn; one that takes no connection is passed over, for it has heard
    nothing."""

    def __init__(self, ports):
        super().__init__('127.0.0.1', ports[0])
        self.entrances = [Client('127.0.0.1', port) for port in ports]
        self.turn = 0

    def call(self, *arguments, **more):
        self.turn += 1
        for offset in range(len(self.entrances)):
            try:
                return self.entrances[(self.turn + offset) % len(self.entrances)].call(
                    *arguments, **more)
            except ConnectionRefusedError:
                continue
        raise ConnectionRefusedError('no entrance listens')


class ClusterSystem(ComposeSystem):
    files = ('docker-compose.yml', 'deploy/cluster/compose.yml')
    images = {**IMAGES, **dict.fromkeys(('entrance-2', 'servers'), 'viaja-test-entrance')}
    replicas = 3

    def __init__(self, *arguments):
        super().__init__(*arguments)
        [self.second_port] = free_ports(1)
        self.environment['VIAJA_PORT_2'] = str(self.second_port)

    def client(self):
        return Entrances((self.port, self.second_port))

    def client_of_mysql(self):
        return ['docker', 'exec', self.containers['mysql-pair-1'].identity,
                *mysql_store.client('mysql', 'viaja', 'viaja', host='servers')]

    def check_ends(self):
        """As of one of each; but a MySQL that became a copy of the other has ended by itself."""
        for container in self.containers.values():
            found = self.deaths.of(container)
            if container.service.startswith('mysql'):
                found = [status for status in found if status == KILLED]
            elif container.service not in SERVICES:
                found = [status == KILLED for status in found]
                check_equal(found, [status == KILLED for status in container.ends],
                            f'ends of {container.name}')
                continue
            check_equal(found, container.ends, f'ends of {container.name}')

    # --- RabbitMQ ------------------------------------------------------------------------------

    def queues_of(self, node):
        """What a node knows of the quorum queues: leader, members and those online, by name;
        nothing while it does not serve."""
        text = docker('exec', node.identity, 'rabbitmqctl', 'list_queues', '--silent',
                      '--formatter', 'json', 'name', 'type', 'leader', 'members', 'online',
                      seconds=90, may_fail=True)
        return {queue['name']: queue for queue in json.loads(text or '[]')
                if queue['type'] in ('quorum', 'rabbit_quorum_queue')}

    def leader_of(self, queue):
        """The node that leads it, as the first node says."""
        def known():
            return self.queues_of(self.containers[NODES[0]]).get(queue, {}).get('leader')
        node = wait_until(known, 120, f'{queue} has a leader', pause=2)
        return self.containers[node.split('@')[1] + '-1']

    def wait_until_three_members(self):
        """Every node says of every durable queue that it is on three nodes, each of which is
        there."""
        def complete(node):
            queues = self.queues_of(node).values()
            return len(queues) == QUEUES and all(
                len(queue['members']) == len(queue['online']) == 3 for queue in queues)
        wait_until(lambda: all(complete(self.containers[name]) for name in NODES), 240,
                   'every quorum queue has three members online', pause=2)

    @contextlib.contextmanager
    def cut_off(self, node):
        """The other two nodes neither hear it nor are heard; its clients notice nothing."""
        others = [self.address_of(self.containers[name]) for name in NODES
                  if name != node.name]
        drops = [['INPUT', '-s', other, '-j', 'DROP'] for other in others]
        drops += [['OUTPUT', '-d', other, '-j', 'DROP'] for other in others]
        for drop in drops:
            self.filter(node, '-I', *drop)
        yield
        for drop in drops:
            self.filter(node, '-D', *drop)

    def filter(self, container, *words):
        pid = str(container.look('.State.Pid'))
        subprocess.run(['nsenter', '-t', pid, '-n', 'iptables', *words], check=True, timeout=30)

    def address_of(self, container):
        [network] = container.look('.NetworkSettings.Networks').values()
        return network['IPAddress']

    # --- MySQL ---------------------------------------------------------------------------------

    def pair(self, *words):
        """The status and what `mysql-pair` prints."""
        result = subprocess.run(['docker', 'exec', self.containers['mysql-pair-1'].identity,
                                 'mysql-pair', *words], stdin=subprocess.DEVNULL, check=False,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        return result.returncode, result.stdout.decode()

    def writer(self):
        """The container that takes the writes, as is written down."""
        _, text = self.pair('status')
        return self.containers[SERVERS_OF_MYSQL[re.search(r'writer (\S+),', text)[1]]]

    def promote(self):
        status, text = self.pair('promote')
        check_equal(status, 0, f'mysql-pair promote: {text}; its status')

    def wait_until_together(self):
        wait_until(lambda: 'follower together' in self.pair('status')[1], TOGETHER_SECONDS,
                   'the follower has what the writer has', pause=1)

    def check_one_writer(self):
        _, text = self.pair('status')
        check_equal(text.count('takes writes'), 1, f'servers that take writes in {text}')


def can_filter():
    return os.geteuid() == 0 and shutil.which('nsenter') and shutil.which('iptables')
