"""Schemathesis against two replicas of session-service on RabbitMQ, MySQL and Redis, and against
what operators see at a supplier's port: real_fuzzing_test.py BUILD EXAMPLES SECONDS [SEED]

As fuzzing_test.py checks it. Run by tests/in_venv.py.
"""
import sys

from fuzzing import SETTINGS, Fuzzing, check_no_bug, seed_of
from real_system import run
from viaja_process import day_in


def story(system):
    examples, seconds = int(sys.argv[2]), int(sys.argv[3])
    seed = seed_of(sys.argv[4:])
    system.client().flights('GRU', 'REC', day_in(31))
    first, second = (Fuzzing(system.services[f'session-{number}'].client().url(), seed)
                     for number in (1, 2))
    first.requests(examples)
    second.trips(seconds)
    [carrier] = system.of('I0')
    Fuzzing(carrier.client().url(), seed).requests(examples, ['listUnits'])
    system.wait_until_at_rest()
    system.check_books()
    for service in system.services.values():
        check_no_bug(service.said())


run(story, replicas={'session': 2}, **SETTINGS)
