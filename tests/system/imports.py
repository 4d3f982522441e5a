"""Imports of routes into a carrier that is at work, and how long it is until searches show them."""
import subprocess
import time

from viaja_process import check, check_equal, day_in, in_parallel, wait_until

HEADER = 'carrier,from,to,distance_km,equipment,scope\n'
COMMITTED = ' rows read; '  # in the line that an import prints once it has committed
SHOWN_WITHIN = 60  # the import itself included
PAUSE = 0.002  # between two searches


def write_routes(path, rows):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(HEADER + rows)


def import_while_at_work(command, environment):
    """When its changes were committed: a monotonic time."""
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        said, committed = '', None
        for line in process.stdout:
            said += line
            if COMMITTED in line:
                committed = time.monotonic()
    check_equal(process.returncode, 0, f'the status of an import: {said}')
    check(committed is not None, f'an import says nothing of its rows: {said}')
    return committed


def direct_flights(client, carrier, origin, destination):
    """Numbers of the carrier's own."""
    answer = client.call('GET', f'/v1/flights/search?from={origin}&to={destination}'
                                f'&date={day_in(40)}&max_segments=1&carriers={carrier}&only=1')
    check_equal(answer.status, 200, f'a search: {answer}')
    return [offer['segments'][0]['flight'] for offer in answer.json()['offers']]


def shown_at(client, carrier, origin, destination):
    """Searches until a flight is shown: a monotonic time."""
    wait_until(lambda: direct_flights(client, carrier, origin, destination), SHOWN_WITHIN,
               f'{carrier} flies {origin}-{destination} at {client.port}', PAUSE)
    return time.monotonic()


def seconds_until_shown(clients, carrier, origin, destination, command, environment):
    """Of one import of this pair: from its commit until all clients are shown a flight."""
    for client in clients:
        check_equal(direct_flights(client, carrier, origin, destination), [], 'flights before')
    committed, *shown = in_parallel(
        [lambda: import_while_at_work(command, environment),
         *[lambda client=client: shown_at(client, carrier, origin, destination)
           for client in clients]])
    return max(shown) - committed
