"""`docker compose --profile examples up`: the suppliers of examples/ sell a car and a transfer in
one trip with a flight, and know what they sold when their containers are new and when the broker
was killed.

    compose_examples_test.py SOURCE_ROOT
"""
from bookings import Booking
from compose_system import EXAMPLES, run
from viaja_process import check_equal, day_in, flight_wish, wait_until

FIRST, LAST = day_in(40), day_in(42)
SUPPLIERS = ('cars', 'transfers')
KNOWN_WITHIN = 40  # a broker that is back, a connection, and a heartbeat that was lost


def offers_of(client, supplier):
    answer = client.call('GET', f'/v1/other/search?supplier={supplier}&city=Recife&from={FIRST}'
                                f'&until={LAST}')
    return answer.json()['offers'] if answer.status == 200 else []


def first_of(client, supplier):
    return wait_until(lambda: offers_of(client, supplier), KNOWN_WITHIN, f'{supplier} offers')[0]


def wish_of(offer):
    return {**{name: offer[name] for name in ('type', 'supplier', 'item_id', 'from', 'until')},
            'quantity': 1}


def buy(client):
    """The Booking, and what was bought of each supplier with how much of it is left."""
    offers = {supplier: first_of(client, supplier) for supplier in SUPPLIERS}
    flight = flight_wish(client.flights('GRU', 'REC', FIRST)[0])
    booking = Booking(client)
    held = booking.hold(client, {'items': [flight, *map(wish_of, offers.values())]})
    check_equal([hold['state'] for hold in held['holds']], ['held'] * 3, 'the holds')
    paid = booking.pay(client)
    check_equal((paid['state'], len(paid['booking_references'])), ('confirmed', 3), 'the trip')
    return booking, {supplier: (offer['item_id'], offer['left'] - 1)
                     for supplier, offer in offers.items()}


def check_left(client, expected, when):
    for supplier, (item, left) in expected.items():
        first_of(client, supplier)
        found = next(offer for offer in offers_of(client, supplier) if offer['item_id'] == item)
        check_equal(found['left'], left, f'{item} that are left {when}')


def story(system):
    client = system.client()
    booking, left = buy(client)
    check_left(client, left, 'after the trip')
    for name in EXAMPLES:
        system.containers[f'{name}-1'].kill()
    system.compose('up', '-d', '--force-recreate', '--no-deps', *EXAMPLES)
    check_left(client, left, 'in new containers')
    broker = system.containers['rabbitmq-1']
    broker.kill()
    broker.start()
    wait_until(lambda: system.readiness() == 200, 90, '/readyz after the broker came back')
    check_left(client, left, 'after the broker was killed')
    check_equal(booking.cancel_trip(client)['state'], 'cancelled', 'the trip')
    check_left(client, {supplier: (item, count + 1) for supplier, (item, count) in left.items()},
               'after the trip was cancelled')


run(story, examples=True)
