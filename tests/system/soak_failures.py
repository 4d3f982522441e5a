"""What may fail, each as a function that makes it happen and puts it right again. They belong to
the main thread, which starts processes."""
import time

HOLD_SECONDS = 4  # for which a failure lasts


def last(system):
    time.sleep(HOLD_SECONDS)


def server(name, begin, end):
    def fail(system):
        getattr(system.servers, begin)(name)
        last(system)
        getattr(system.servers, end)(name)
    fail.__name__ = f'{name} {begin}'
    return fail


def frozen(name):
    def fail(system):
        service = system.of(name)[0]
        service.freeze()
        last(system)
        service.thaw()
    fail.__name__ = f'{name} freeze'
    return fail


def all_are_killed(system):
    services = list(system.services.values())
    for service in services:
        service.end()
    for service in services:
        service.start()


def all_are_stopped(system):
    """As at an upgrade: each ends in order, one after the other."""
    for service in list(system.services.values()):
        service.terminate()
        service.start()
        service.wait_until_ready()


def broker_is_wiped(system):
    system.servers.wipe()
    system.servers.revive('rabbitmq')


def database_takes_no_writes(system):
    system.store.run('information_schema', 'SET GLOBAL read_only = 1')
    last(system)
    system.store.run('information_schema', 'SET GLOBAL read_only = 0')


def connections_are_cut(system):
    """Of the services at MySQL and at RabbitMQ."""
    for row in system.store.rows('information_schema', 'SELECT id FROM processlist WHERE db LIKE '
                                 "'viaja\\_%' AND id <> CONNECTION_ID()"):
        try:
            system.store.run('information_schema', f'KILL {row["id"]}')
        except AssertionError:
            continue  # it has ended meanwhile
    for connection in system.console.call('GET', 'connections?columns=name'):
        system.console.disconnect(connection['name'])


def queue_is_deleted(system):
    system.console.delete('hotel')


def messages_are_unreadable(system):
    for address in ('session', 'payment', 'hotel'):
        system.console.publish(address, b'{"no": "message"')


ALL = (*(server(name, begin, end) for name in ('redis', 'rabbitmq', 'mysql')
         for begin, end in (('freeze', 'thaw'), ('kill', 'revive'))),
       *(frozen(name) for name in ('session', 'hotel', 'payment', 'I0')),
       all_are_killed, all_are_stopped, broker_is_wiped, database_takes_no_writes,
       connections_are_cut, queue_is_deleted, messages_are_unreadable)
