"""A carrier's real route network is imported, and a trip is booked on it."""
import os
import signal
import subprocess
import sys

from viaja_process import check, check_equal, day_in, flight_wish, new_key, payment, run

ROUTES = os.path.join(os.path.dirname(__file__), '..', '..', '..', 'shared', 'data',
                      'openflights', 'routes.csv')
SKIPPED = 77


def import_routes(viaja, carrier):
    command = [viaja.program, 'import', 'routes', ROUTES, '--carrier', carrier,
               '--data', viaja.data]
    done = subprocess.run(command, env=viaja.environment, capture_output=True, text=True,
                          timeout=120, check=False)
    check_equal(done.returncode, 0, f'the import: {done.stderr}')
    return done.stdout


def story(viaja):
    viaja.start()
    first = import_routes(viaja, 'G3')
    check('312 flights added' in first, first)
    check('312 unchanged' in import_routes(viaja, 'G3'), 'a second import changes something')
    viaja.send(signal.SIGTERM)
    check_equal(viaja.wait(12), 0, 'the status after SIGTERM')

    client = viaja.start()
    day = day_in(40)
    flights = [one for one in client.flights('GRU', 'REC', day) if one['carrier'] == 'G3']
    check(len(flights) == 1, f'one flight of G3 is expected: {flights}')
    check_equal(flights[0]['seats_left'], 180, 'seats')
    path, token = client.open_session()
    held = client.call('POST', path + '/holds', flight_wish(flights[0]), token=token,
                       key=new_key(), wait=10)
    check_equal(held.status, 201, f'the hold: {held}')
    paid = client.call('POST', path + '/payments', payment(held.json()['price']), token=token,
                       key=new_key(), wait=20)
    check_equal(paid.status, 200, f'the payment: {paid}')
    check_equal(paid.json()['state'], 'confirmed', 'the trip')
    left = [one for one in client.flights('GRU', 'REC', day) if one['carrier'] == 'G3']
    check_equal(left[0]['seats_left'], 179, 'seats after the sale')


if not os.path.exists(ROUTES):
    print(f'skipped: there is no route network at {ROUTES}')
    sys.exit(SKIPPED)
run(story, TEST_MODE=1)
