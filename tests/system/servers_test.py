"""scripts/servers keeps what it promises to the programs that attach to it."""
import os
import signal
import subprocess
import sys
import time

import test_servers
from console import Console
from mysql_store import client
from viaja_process import check, check_equal, wait_until

sys.path.insert(0, os.path.join(test_servers.ROOT, 'scripts'))
from private_servers.folder import ServerFolder  # noqa: E402  (needs the path above)
from private_servers.terminal import Failure  # noqa: E402

ATTACHED = '''
import sys
import test_servers
servers = test_servers.Servers()
print(servers.folder, servers.command('ports').replace('\\n', ','), flush=True)
sys.stdin.read()
'''


def pids(ports):
    """By server, of `scripts/servers ports`."""
    return {line.split()[0]: int(line.split()[2]) for line in ports.split('\n')}


def lives(pid):
    """A zombie has ended."""
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii') as file:
            return file.read().rpartition(')')[2].split()[0] != 'Z'
    except FileNotFoundError:
        return False


def refused(servers, *words):
    """What a command that cannot be done answers."""
    try:
        servers.command(*words)
    except RuntimeError as error:
        return str(error)
    raise AssertionError(f'{words} was done')


def check_temporary_tables(servers):
    """A server that starts removes the temporary tables that it finds in its folder for them."""
    tests = servers.environment('tests')
    command = client('mariadb', tests['VIAJA_MYSQL_USER'], tests['VIAJA_MYSQL_PASSWORD'],
                     tests['VIAJA_MYSQL_PORT'])
    answer = subprocess.run([*command, '-N', '-e', 'SELECT @@tmpdir'], capture_output=True,
                            text=True, timeout=30, check=True)
    check(answer.stdout.startswith(servers.folder), f'a shared folder: {answer.stdout}')


def check_a_killed_server(servers):
    before = pids(servers.command('ports'))
    for name in ('redis', 'mysql'):
        servers.kill(name)
        check(not lives(before[name]), f'{name} lives after a kill')
        check('does not run' in refused(servers, 'freeze', name), 'a dead server is frozen')
        servers.revive(name)
    after = pids(servers.command('ports'))
    check_equal(after['rabbitmq'], before['rabbitmq'], 'the process of RabbitMQ')
    check(after['redis'] != before['redis'], 'Redis has the process of before')


def check_a_frozen_server(servers):
    pid = pids(servers.command('ports'))['redis']
    servers.freeze('redis')
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        check_equal(file.read().rpartition(')')[2].split()[0], 'T', 'the state of a frozen server')
    servers.thaw('redis')


def check_queues_of_another_type(servers):
    """`./run --real` removes them before the services start, but none while one has a dead
    letter."""
    console = Console(int(servers.environment('tests')['VIAJA_RABBITMQ_CONSOLE_PORT']))
    rabbitmq = ServerFolder(servers.folder).rabbitmq
    types = {'hotel': 'quorum', 'hotel.dead': 'quorum', 'event': 'classic'}
    for name, queue_type in types.items():
        console.call('PUT', f'queues/%2F/{name}',
                     {'durable': True, 'arguments': {'x-queue-type': queue_type}})
    console.publish('hotel.dead', b'a letter', exchange='amq.default')
    try:
        rabbitmq.remove_queues_of_another_type('classic')
        raise AssertionError('a queue with a dead letter was removed')
    except Failure as failure:
        check('hotel.dead has dead letters' in str(failure), f'another failure: {failure}')
    check_equal(set(console.queues()), set(types), 'the queues while there is a dead letter')
    console.purge('hotel.dead')
    rabbitmq.remove_queues_of_another_type('classic')
    check_equal(set(console.queues()), {'event'}, 'the queues of the type that is wanted')
    rabbitmq.remove_queues_of_another_type('quorum')
    check_equal(console.queues(), {}, 'the queues of the other type')


def check_refusals(servers):
    check('rabbitmq, mysql, redis' in refused(servers, 'kill', 'nothing'), 'an unknown server')
    check('Only rabbitmq' in refused(servers, 'wipe', 'mysql'), 'MySQL is wiped')
    check('no service' in refused(servers, 'environment', 'nothing'), 'an unknown service')
    check('does not know' in refused(servers, 'nonsense'), 'an unknown command')
    check_equal('VIAJA_REDIS_PORT' in servers.environment('hotel'), False, 'Redis for hotel')


def check_end_of_a_killed_program():
    """Nothing is left of the servers of a program that was killed."""
    program = subprocess.Popen([sys.executable, '-B', '-c', ATTACHED], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True,
                               env={**os.environ, 'PYTHONPATH': os.path.dirname(__file__)})
    folder, ports = program.stdout.readline().split(' ', 1)
    found = pids(ports.strip().replace(',', '\n'))
    check(all(map(lives, found.values())), f'not all servers run: {found}')
    program.send_signal(signal.SIGKILL)
    program.wait()
    wait_until(lambda: not os.path.exists(folder), 60, 'the folder is removed')
    check(not any(map(lives, found.values())), f'servers were left: {found}')


def main():
    if not test_servers.are_installed():
        sys.exit(77)
    begin = time.monotonic()
    servers = test_servers.Servers()
    try:
        check_temporary_tables(servers)
        check_a_killed_server(servers)
        check_a_frozen_server(servers)
        check_refusals(servers)
        check_queues_of_another_type(servers)
    finally:
        servers.close()
    check(not os.path.exists(servers.folder), 'the folder is left')
    check_end_of_a_killed_program()
    print(f'over after {time.monotonic() - begin:.1f} s')


main()
