"""A client follows a payment at one of two replicas. That one is killed, and the next time told to
end; the client goes on at the other one and sees every entry once."""
from listeners import goes_on
from real_system import run
from trips import Wishes
from viaja_process import check


def address_of_first(services):
    """Host and port of the first one that listens."""
    for service in services:
        port = service.port()
        if port is not None:
            return '127.0.0.1', port
    raise ConnectionRefusedError('no replica listens')


def survive(system, wishes, name, end):
    """The replica that feeds a listener ends while the trip is paid."""
    replica = system.services[name]
    others = [service for service in system.of('session') if service is not replica]

    def feeding():
        check(replica.metric('viaja_live_listeners') >= 1, f'{name} has no listener')
        return replica

    goes_on(system.client(), lambda: address_of_first([replica, *others]), wishes, feeding, end)
    replica.start()
    replica.wait_until_ready()


def story(system):
    wishes = Wishes(system.client(), days=1)
    survive(system, wishes, 'session-1', lambda service: service.kill())
    survive(system, wishes, 'session-2', lambda service: service.kill())
    survive(system, wishes, 'session-1', lambda service: service.terminate())
    for service in system.of('session'):
        check(service.runs(), f'{service.name} does not run')


run(story, replicas={'session': 2})
