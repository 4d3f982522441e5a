"""The supplier of examples/supplier-go: `viaja conformance` passes it; it joins a running system,
and what it describes is found, sold out, held, paid with a flight, and kept over a kill and over a
restart of the broker."""
import os

import go_program
from bookings import Booking
from conformance_kit import Kit, check_passes
from real_system import run
from supplier_process import SupplierProcess
from viaja_process import check, check_equal, day_in, flight_wish, wait_until

JOINS_WITHIN = 12  # a heartbeat that was lost is repeated after ten seconds
FIRST, LAST = day_in(40), day_in(42)
SEATS = 8


def buses_at(client, last=FIRST, quantity=1):
    """The offers, in their order."""
    answer = client.call('GET', f'/v1/other/search?supplier=transfers&city=Recife&from={FIRST}'
                                f'&until={last}&quantity={quantity}')
    check_equal((answer.status, answer.json().get('missing')), (200, []), f'a search: {answer}')
    return answer.json()['offers']


def wish_of(offer, quantity=1):
    return {**{name: offer[name] for name in ('type', 'supplier', 'item_id', 'from', 'until')},
            'quantity': quantity}


def check_kit(system, supplier):
    """No session-service runs yet: the kit plays it."""
    rules = Kit(system.build, system.servers).examine('other.transfers', '--alone',
                                                      restart=supplier.restart)
    check_passes(rules, ['schedule', 'prices'])
    print(f'{len(rules)} rules', flush=True)


def join(clients):
    for client in clients:
        wait_until(lambda client=client: client.call('GET', '/v1/other/suppliers').json()
                   == {'suppliers': ['transfers']}, JOINS_WITHIN, 'the transfers are known')


def check_search(client):
    """Two buses at each of four hours on each of three days, by start and then by id."""
    found = [(offer['starts_at_local'], offer['item_id']) for offer in buses_at(client, LAST)]
    check_equal((len(found), found), (24, sorted(found)), 'the buses of three days')


def check_trip(clients, supplier):
    """A flight and all seats of a bus, held together and paid once; a seat more is refused."""
    offer = buses_at(clients[0])[0]
    check_equal((offer['kind_pt'], offer['left'], offer['price']['amount']),
                ('Traslado do aeroporto', SEATS, 3900), 'the offer')
    flight = flight_wish(clients[0].flights('GRU', 'REC', FIRST)[0])
    booking = Booking(clients[0])
    seats = booking.hold(clients[1], {'items': [flight, wish_of(offer, SEATS)]})['holds'][1]
    check_equal((seats['state'], seats['price']['amount'], seats['item']['details']),
                ('held', SEATS * 3900, offer['details']), 'the seats')
    check(offer['item_id'] not in [one['item_id'] for one in buses_at(clients[1])],
          'a full bus is offered')
    refused = Booking(clients[1]).hold(clients[1], wish_of(offer), status=409)
    check_equal(refused['code'], 'not_available', 'a seat more')
    check_equal(booking.pay(clients[1])['state'], 'confirmed', 'the trip')
    check_equal(supplier.state_of(seats['id']), 'confirmed', 'the row of the supplier')
    units = clients[0].call('GET', '/v1/operator/units?address=other.transfers').json()['units']
    check_equal([(unit['unit'], unit['free'], unit['confirmed']) for unit in units],
                [(f'{offer["item_id"]}/{FIRST}', 0, SEATS)], 'what is sold')
    check_equal(booking.cancel_trip(clients[0])['state'], 'cancelled', 'the trip')
    check_equal(supplier.state_of(seats['id']), 'cancelled', 'the row of the supplier')
    check_equal(buses_at(clients[0])[0]['left'], SEATS, 'seats that are free again')


def check_kill(clients, supplier):
    """It is killed while it owes a confirm, and knows everything when it is back."""
    booking = Booking(clients[0])
    seats = booking.hold(clients[0], wish_of(buses_at(clients[0])[1], 2))
    supplier.kill()
    waiting = booking.pay(clients[1], status=202, wait=1)
    check_equal(waiting['state'], 'paying', 'the session while its supplier is gone')
    supplier.start()
    wait_until(lambda: booking.see(clients[0])['state'] == 'confirmed', 20, 'the payment')
    check_equal(supplier.state_of(seats['id']), 'confirmed', 'the row of the supplier')


def check_broker(system, clients, supplier):
    """It connects again by itself when the broker is back."""
    system.servers.kill('rabbitmq')
    wait_until(lambda: 'no connection to the broker' in supplier.said(), 30, 'it notices')
    system.servers.revive('rabbitmq')
    system.wait_until_ready()
    wait_until(lambda: clients[0].call('GET', '/v1/other/suppliers').json()['suppliers'], 30,
               'the transfers are known again')
    wait_until(lambda: clients[0].call(
        'GET', f'/v1/other/search?supplier=transfers&city=Recife&from={LAST}&until={LAST}'
    ).json().get('offers'), 30, 'the transfers are offered again')
    check(supplier.runs(), f'it has ended:\n{supplier.said()}')


def check_garbage(system, supplier):
    """A dead letter each, and the supplier goes on."""
    garbage = (b'no JSON', b'{} {}', b'{"type":"hold"}', b'[]', b'{"type":"\xff"}', b'[' * 20000)
    for payload in garbage:
        system.console.publish('other.transfers', payload)
    dead = 'other.transfers.dead'
    letters = wait_until(lambda: len(found := system.console.look(dead)) == len(garbage) and found,
                         20, 'dead letters')
    reasons = [letter['properties']['headers']['reason'] for letter in letters]
    check(all(reasons), f'a dead letter has no reason: {reasons}')
    check(supplier.runs(), f'the supplier has ended:\n{supplier.said()}')
    system.console.purge(dead)


def story(system):
    program = go_program.build('supplier-go', system.servers.folder)
    supplier = SupplierProcess(system, 'transfers', [program])
    supplier.start()
    try:
        check_kit(system, supplier)
        system.console.purge('session')
        system.start_services()
        clients = [system.replica(1), system.replica(2)]
        join(clients)
        check_search(clients[0])
        check_trip(clients, supplier)
        check_kill(clients, supplier)
        check_garbage(system, supplier)
        check_broker(system, clients, supplier)
        check_equal(supplier.terminate(), 0, f'its end:\n{supplier.said()}')
    finally:
        supplier.kill()
        print(supplier.said()[-3000:], flush=True)


run(story, replicas={'session': 2}, services=False, suppliers=['transfers'])
