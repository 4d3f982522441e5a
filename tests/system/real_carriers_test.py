"""Carriers of a search on real servers: one is frozen, killed, brought back and cut off from the
broker, and another joins.

Whatever happens to one, the others are offered; the silent one is named, and after three silences
no search waits for it. Prints how long each took.
"""
import contextlib
import itertools
import time

from partition_proxy import PartitionProxy
from real_system import run
from viaja_process import check, check_equal, day_in, flight_wish, new_key, wait_until

DAYS = itertools.cycle(range(20, 320))  # so that few searches know what an earlier one has asked
WAIT_SECONDS = 2.0  # of a search
AT_ONCE_SECONDS = 1.0  # with what a loaded machine adds; less than a search waits
JOINS_WITHIN = 12  # a heartbeat that was lost is repeated after ten seconds


def search(client, origin='REC', destination='GRU'):
    """The answer and how long it took."""
    begin = time.monotonic()
    answer = client.call('GET', f'/v1/flights/search?from={origin}&to={destination}'
                                f'&date={day_in(next(DAYS))}&max_segments=2')
    check_equal(answer.status, 200, f'a search: {answer}')
    return answer.json(), time.monotonic() - begin


def carriers_in(found):
    return {segment['carrier'] for offer in found['offers'] for segment in offer['segments']}


def on_sale(client, carrier, origin='REC', destination='GRU'):
    found, _ = search(client, origin, destination)
    return not found['missing'] and carrier in carriers_in(found)


def wait_until_on_sale(client, carrier, what, *between):
    begin = time.monotonic()
    wait_until(lambda: on_sale(client, carrier, *between), JOINS_WITHIN, what)
    print(f'{what}: {time.monotonic() - begin:.2f} s', flush=True)


def check_silent(client, what):
    """Three searches wait for J0, the others do not; all name it and offer the rest."""
    times = []
    for number in range(6):
        found, seconds = search(client)
        check_equal(found['missing'], ['J0'], f'missing when J0 is {what}')
        check_equal(carriers_in(found), {'I0'}, f'carriers offered when J0 is {what}')
        check(seconds < WAIT_SECONDS + AT_ONCE_SECONDS, f'a search of {seconds:.2f} s')
        times.append(seconds)
        if number >= 3:
            check(seconds < AT_ONCE_SECONDS, f'search {number + 1} waited {seconds:.2f} s')
    print(f'J0 {what}: ' + ', '.join(f'{seconds:.3f}' for seconds in times) + ' s', flush=True)


def check_join(system, clients):
    """P1 is in no list of carriers, and is sold by both replicas without a restart."""
    carrier = system.add_carrier('P1')
    wait_until(carrier.is_up, 60, 'P1 is up')
    for client in clients:
        wait_until_on_sale(client, 'P1', 'P1 joins', 'POA', 'CWB')
    found, _ = search(clients[0], 'POA', 'CWB')
    segment = next(segment for offer in found['offers'] for segment in offer['segments']
                   if segment['carrier'] == 'P1')
    path, token = clients[0].open_session()
    held = clients[0].call('POST', path + '/holds', flight_wish(segment), token=token,
                           key=new_key(), wait=10)
    check_equal(held.status, 201, f'the hold of {segment}: {held}')
    clients[0].call('DELETE', path, token=token)


def check_partition(carrier, proxy, clients):
    """J0 and the broker get nothing from each other, and no error either."""
    proxy.cut()
    check_silent(clients[0], 'cut off')
    check(carrier.runs(), 'J0 has ended')
    proxy.heal()
    for client in clients:
        wait_until_on_sale(client, 'J0', 'J0 is connected again')


def broker_port(system):
    return int(system.servers.environment('flight.J0')['VIAJA_RABBITMQ_PORT'])


def story(system):
    with contextlib.closing(PartitionProxy(broker_port(system))) as proxy:
        live_and_die(system, proxy)


def live_and_die(system, proxy):
    clients = [system.replica(1), system.replica(2)]
    for client in clients:
        wait_until_on_sale(client, 'J0', 'the first search')
    [carrier] = system.of('J0')
    carrier.freeze()
    check_silent(clients[0], 'frozen')
    carrier.thaw()
    wait_until_on_sale(clients[0], 'J0', 'J0 goes on')
    carrier.kill()
    check_silent(clients[0], 'killed')
    carrier.start(RABBITMQ_PORT=proxy.port)
    wait_until(carrier.is_up, 60, 'J0 is up')
    for client in clients:
        wait_until_on_sale(client, 'J0', 'J0 is back')
    check_partition(carrier, proxy, clients)
    check_join(system, clients)
    carrier.terminate()
    wait_until(lambda: carriers_in(search(clients[1])[0]) == {'I0'}, JOINS_WITHIN,
               'J0 is gone when it ends in order')
    carrier.start()  # and drops the questions that came after its end
    wait_until(carrier.is_up, 60, 'J0 is up')
    system.wait_until_at_rest()


run(story, replicas={'session': 2})
