"""The supplier of examples/supplier-python joins a running system: what it describes is found,
held, shown, paid with a flight, cancelled, let expire, and confirmed over a kill."""
import os
import subprocess
import sys
import time

import test_servers
from bookings import Booking
from real_system import run
from supplier_process import SupplierProcess
from viaja_process import check, check_equal, day_in, flight_wish, wait_until

PROGRAM = os.path.join(test_servers.ROOT, 'examples', 'supplier-python', 'supplier.py')
JOINS_WITHIN = 12  # a heartbeat that was lost is repeated after ten seconds
FIRST, LAST = day_in(40), day_in(42)
HOLD_SECONDS = 12


def cars_at(client):
    """The offers by item."""
    answer = client.call('GET', f'/v1/other/search?supplier=cars&city=Recife&from={FIRST}'
                                f'&until={LAST}')
    check_equal(answer.status, 200, f'a search for cars: {answer}')
    found = answer.json()
    check_equal(found['missing'], [], 'suppliers that did not answer')
    return {offer['item_id']: offer for offer in found['offers']}


def wish_of(offer, quantity=1):
    return {**{name: offer[name] for name in ('type', 'supplier', 'item_id', 'from', 'until')},
            'quantity': quantity}


def join(clients, supplier):
    for client in clients:
        check_equal(client.call('GET', '/v1/other/suppliers').json()['suppliers'], [], 'before')
    supplier.start()
    for client in clients:
        wait_until(lambda client=client: client.call('GET', '/v1/other/suppliers').json()
                   == {'suppliers': ['cars']}, JOINS_WITHIN, 'the cars are known')


def check_trip(clients, supplier):
    """A flight and a car, held together and paid once; then all of it is given back."""
    offer = cars_at(clients[0])['van-rec']
    check_equal((offer['kind'], offer['title_pt'], offer['left']), ('Rental car', 'Minivan', 1),
                'the offer')
    flight = flight_wish(clients[0].flights('GRU', 'REC', FIRST)[0])
    booking = Booking(clients[0])
    held = booking.hold(clients[1], {'items': [flight, wish_of(offer)]})
    car = held['holds'][1]
    check_equal((car['state'], car['price'], car['item']['kind_pt'], car['item']['details']),
                ('held', offer['price'], 'Carro de aluguel', offer['details']), 'the car')
    check('van-rec' not in cars_at(clients[1]), 'the only van is offered while it is held')
    refused = Booking(clients[1]).hold(clients[1], wish_of(offer), status=409)
    check_equal(refused['code'], 'not_available', 'a second hold of it')
    paid = booking.pay(clients[1])
    check_equal((paid['state'], len(paid['booking_references'])), ('confirmed', 2), 'the trip')
    check_equal(supplier.state_of(car['id']), 'confirmed', 'the row of the supplier')
    check_equal(booking.cancel_trip(clients[0])['state'], 'cancelled', 'the trip')
    check_equal(supplier.state_of(car['id']), 'cancelled', 'the row of the supplier')
    check('van-rec' in cars_at(clients[0]), 'the van is not offered again')


def check_end_of_time(clients, supplier):
    booking = Booking(clients[0])
    car = booking.hold(clients[0], wish_of(cars_at(clients[0])['suv-rec']))
    wait_until(lambda: supplier.state_of(car['id']) == 'expired', HOLD_SECONDS + 10, 'its end')
    check_equal(booking.see(clients[1])['state'], 'expired', 'the session')


def check_kill(clients, supplier):
    """It is killed while it owes a confirm, and knows everything when it is back."""
    booking = Booking(clients[0])
    car = booking.hold(clients[0], wish_of(cars_at(clients[0])['eco-rec'], 2))
    supplier.kill()
    waiting = booking.pay(clients[1], status=202, wait=1)
    check_equal(waiting['state'], 'paying', 'the session while its supplier is gone')
    supplier.start()
    wait_until(lambda: booking.see(clients[0])['state'] == 'confirmed', 20, 'the payment')
    check_equal(supplier.state_of(car['id']), 'confirmed', 'the row of the supplier')
    check_equal(cars_at(clients[0])['eco-rec']['left'], 1, 'cars that are left')


def check_books(system):
    """Its own book is not among those that are compared, and what it sold is not called lost."""
    done = subprocess.run([os.path.join(test_servers.ROOT, 'scripts', 'reconcile')],
                          capture_output=True, text=True, check=False,
                          env={**os.environ, **system.servers.environment('tests')})
    check_equal(done.returncode, 0, f'reconcile: {done.stdout[:2000]}{done.stderr}')
    check('1 sold by other.cars not compared' in done.stderr, done.stderr)


def check_units(clients):
    answer = clients[0].call('GET', '/v1/operator/units?address=other.cars&prefix=eco-rec/').json()
    check_equal([(unit['unit'], unit['free'], unit['confirmed']) for unit in answer['units']],
                [(f'eco-rec/{day_in(40 + day)}', 1, 2) for day in range(3)], 'what is sold')


def check_garbage(system, supplier):
    """A dead letter each, and the supplier goes on."""
    for payload in (b'no JSON', b'{"type":"hold"}', b'[]', b'{"type":"\\ud800"}', b'[' * 5000):
        system.console.publish('other.cars', payload)
    dead = 'other.cars.dead'
    letters = wait_until(lambda: len(found := system.console.look(dead)) == 5 and found, 20,
                         'five dead letters')
    reasons = [letter['properties']['headers']['reason'] for letter in letters]
    check(all(reasons), f'a dead letter has no reason: {reasons}')
    check(supplier.runs(), f'the supplier has ended:\n{supplier.said()}')
    system.console.purge(dead)


def story(system):
    clients = [system.replica(1), system.replica(2)]
    supplier = SupplierProcess(system, 'cars', [sys.executable, '-B', PROGRAM])
    try:
        join(clients, supplier)
        check_trip(clients, supplier)
        check_kill(clients, supplier)
        system.wait_until_at_rest()
        check_books(system)
        check_units(clients)
        check_garbage(system, supplier)
        check_end_of_time(clients, supplier)
        begin = time.monotonic()
        check_equal(supplier.terminate(), 0, f'its end:\n{supplier.said()}')
        print(f'ended in {time.monotonic() - begin:.1f} s', flush=True)
    finally:
        supplier.kill()
        print(supplier.said()[-3000:], flush=True)


run(story, replicas={'session': 2}, suppliers=['cars'], HOLD_SECONDS=HOLD_SECONDS, IDLE_SECONDS=30)
