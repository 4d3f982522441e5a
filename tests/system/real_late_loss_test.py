"""A server goes away in the middle of a service's start, after so many connections, and refuses for
a while: the service waits for it, never ends, and comes up when the server is there again.

    real_late_loss_test.py BUILD [SERVER …]
"""
import sys

from admitting_proxy import AdmittingProxy
from real_system import run
from viaja_process import check, check_equal, wait_until

KINDS = ('session', 'I0', 'hotel', 'event', 'payment')
REFUSALS = 3


class Dependency:
    def __init__(self, server, kinds, admitted_max, waits):
        self.server, self.kinds, self.admitted_max = server, kinds, admitted_max
        self.waits = waits  # what a service that needs it says; empty: it comes up without
        self.port_setting = server.upper() + '_PORT'


# Redis is used by session-service alone, which works without it.
DEPENDENCIES = (Dependency('mysql', KINDS, 12, '"waiting for dependency","name":"database'),
                Dependency('rabbitmq', KINDS, 5, '"waiting for dependency","name":"broker'),
                Dependency('redis', ('session',), 4, ''))


def check_start(service, dependency, server_port, admitted):
    """Whether the service met refusals before it was up."""
    proxy = AdmittingProxy(server_port, admitted)
    service.start(**{dependency.port_setting: proxy.port})
    what = f'{service.name} with {admitted} connections to {dependency.server}'

    def met_refusals():
        return proxy.refused >= REFUSALS and dependency.waits in service.said()

    try:
        wait_until(lambda: met_refusals() or service.port() or not service.runs(), 30,
                   f'{what} says that it waits, or is up')
        check(service.runs(), f'{what} has ended:\n{service.said()[-2000:]}')
        met_refusal = service.port() is None
        proxy.open()
        service.wait_until_ready()
        wait_until(lambda: 'degraded' not in service.ready()[1], 30, f'{what} is whole')
        service.terminate()
        return met_refusal
    finally:
        proxy.close()


def check_dependency(system, dependency):
    for name in dependency.kinds:
        service = system.of(name)[0]
        port = int(service.environment['VIAJA_' + dependency.port_setting])
        waited = [admitted for admitted in range(dependency.admitted_max)
                  if check_start(service, dependency, port, admitted)]
        service.environment['VIAJA_' + dependency.port_setting] = str(port)
        check_equal(waited, list(range(len(waited))), f'starts of {name} that had to wait')
        if dependency.waits:
            check(waited, f'{name} has not waited for {dependency.server}')
            check(len(waited) < dependency.admitted_max, f'{name} has always waited')
        print(f'{name} before {dependency.server}: waited with so many connections: {waited}',
              flush=True)


def story(system):
    chosen = sys.argv[2:] or [dependency.server for dependency in DEPENDENCIES]
    for dependency in DEPENDENCIES:
        if dependency.server in chosen:
            check_dependency(system, dependency)


run(story, services=False)
