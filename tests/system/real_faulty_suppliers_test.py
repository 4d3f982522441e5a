"""`viaja conformance` passes the supplier of examples/supplier-python, and finds each fault of it:
exactly that rule is broken, and no other. No session-service runs: the kit plays it."""
import os
import sys

import faulty_supplier
from conformance_kit import Kit, broken_in, check_passes
from real_system import run
from supplier_process import SupplierProcess
from viaja_process import check, check_equal

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'faulty_supplier.py')
PATIENCE_MS = '2000'


def examine(system, kit, fault):
    command = [sys.executable, '-B', PROGRAM, fault]
    process = SupplierProcess(system, 'cars', command, files=fault)
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
    check_passes(examine(system, kit, 'none'), ['schedule', 'prices'])
    for fault, rule in faulty_supplier.FAULTS.items():
        rules = examine(system, kit, fault)
        found = {one['rule']: one['reason'] for one in rules.values()
                 if one['verdict'] == 'broken'}
        check_equal(broken_in(rules.values()), [rule], f'rules that {fault} breaks ({found})')
        check(rules[rule]['sent'], f'{rule} does not say what was sent')
        print(f'{fault} breaks {rule}: {rules[rule]["reason"]}', flush=True)


run(story, services=False, suppliers=['cars'])
