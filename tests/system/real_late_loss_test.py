"""MySQL goes away in the middle of a service's start, after so many connections: the service waits
for it and comes up when it is there again."""
from mysql_proxy import AdmittingProxy
from real_system import run
from viaja_process import check, check_equal, wait_until

KINDS = ('session', 'I0', 'hotel', 'payment')
ADMITTED_MAX = 8


def check_start(service, server_port, admitted):
    """Whether the service met a refusal before it was up."""
    proxy = AdmittingProxy(server_port, admitted)
    service.start(MYSQL_PORT=proxy.port)
    try:
        wait_until(lambda: proxy.refused > 2 or service.port() or not service.runs(), 30,
                   f'{service.name} connects, or is up')
        check(service.runs(), f'{service.name} ended after {admitted} connections:\n'
                              f'{service.said()[-2000:]}')
        met_refusal = service.port() is None
        if met_refusal:
            check('waiting for the database' in service.said(),
                  f'{service.name} does not say that it waits after {admitted} connections:\n'
                  f'{service.said()[-2000:]}')
        proxy.open()
        service.wait_until_ready()
        service.terminate()
        return met_refusal
    finally:
        proxy.close()


def story(system):
    port = int(system.servers.environment('tests')['VIAJA_MYSQL_PORT'])
    for name in KINDS:
        service = system.of(name)[0]
        waited = [admitted for admitted in range(ADMITTED_MAX)
                  if check_start(service, port, admitted)]
        check_equal(waited, list(range(len(waited))), f'starts of {name} that had to wait')
        check(len(waited) > 2, f'{name} has waited only after {waited} connections')
        print(f'{name}: waited with {len(waited) - 1} connections and fewer', flush=True)


run(story, services=False)
