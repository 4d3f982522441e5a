"""`viaja conformance` passes the supplier of examples/supplier-python, and finds each fault of it:
exactly that rule is broken, and no other. No session-service runs: the kit plays it."""
import os
import subprocess
import sys

import faulty_supplier
from conformance_kit import Kit, broken_in, check_passes
from real_system import run
from viaja_process import check, check_equal, own_environment, wait_until

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'faulty_supplier.py')
PATIENCE_MS = '2000'


class Process:
    def __init__(self, system, fault):
        self.fault = fault
        self.database = os.path.join(system.servers.folder, f'{fault}.db')
        self.log = os.path.join(system.servers.folder, f'{fault}.log')
        self.environment = own_environment({})
        self.environment.update(system.servers.environment('other.cars'))
        self.process = None

    def start(self):
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(
                [sys.executable, '-B', PROGRAM, self.fault, 'cars', self.database],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT)
        wait_until(self.is_up, 30, f'the supplier with the fault {self.fault}')

    def is_up(self):
        check(self.process.poll() is None, f'{self.fault} ended: {self.said()}')
        return 'is up' in self.said()

    def said(self):
        with open(self.log, encoding='utf-8') as log:
            return log.read()

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def restart(self):
        self.kill()
        self.start()


def examine(system, kit, fault):
    process = Process(system, fault)
    process.start()
    try:
        return kit.examine('other.cars', '--alone', '--patience-ms', PATIENCE_MS,
                           restart=process.restart)
    finally:
        print(f'{fault}: {process.said()[-500:]}', flush=True)
        process.kill()
        system.console.purge('other.cars')


def story(system):
    kit = Kit(system.build, system.servers)
    check_passes(examine(system, kit, 'none'), ['schedule'])
    for fault, rule in faulty_supplier.FAULTS.items():
        rules = examine(system, kit, fault)
        found = {one['rule']: one['reason'] for one in rules.values()
                 if one['verdict'] == 'broken'}
        check_equal(broken_in(rules.values()), [rule], f'rules that {fault} breaks ({found})')
        check(rules[rule]['sent'], f'{rule} does not say what was sent')
        print(f'{fault} breaks {rule}: {rules[rule]["reason"]}', flush=True)


run(story, services=False, suppliers=['cars'])
