"""The legacy text message, published by hand: `type=timeout&sessaoUUID=…` with the key `voos`.

It frees what a fired session still holds, and does nothing to one that paid, pays or still runs.
"""
import threading
import time

from bookings import Booking
from viaja_process import check, check_equal, day_in, flight_wish, wait_until

CARRIER = 'I0'
QUEUE = f'flight.{CARRIER}'
SUPPLIER = f'viaja_flight_{CARRIER.lower()}'
# So far ahead the next try of a session must be when the text is sent, to tell one from the other.
TIME_AHEAD = 12


def text_of(booking):
    return f'type=timeout&sessaoUUID={booking.id()}'.encode()


def at_supplier(system, hold):
    return system.store.rows(SUPPLIER, f"SELECT * FROM holds WHERE id = '{hold}'")[0]


def next_try(system, hold):
    """When the session will ask for the hold's release again, in seconds of the epoch."""
    row = system.store.rows('viaja_session',
                            f"SELECT * FROM session_holds WHERE id = '{hold}'")[0]
    check_equal(row['state'], 'releasing', 'the hold of a fired session')
    return (row['next_attempt_at'] or 0) / 1e6


def fire_without_telling(system, client, supplier, wish):
    """A session that has fired and a supplier that has not heard of it: (booking, hold). The
    supplier does not run, and what is said to it meanwhile is lost."""
    booking = Booking(client, first_version=True)
    hold = booking.hold(client, wish)['id']
    supplier.terminate()
    answer = client.call('PUT', f'/sessoes/{booking.id()}/estado', {'novoEstado': 'TEMPO_ESGOTADO'})
    check_equal((answer.status, answer.text), (200, 'ok'), 'firing by hand')
    wait_until(lambda: next_try(system, hold) - time.time() > TIME_AHEAD, 60,
               f'the session waits {TIME_AHEAD} s before it asks again')
    system.console.purge(QUEUE)
    supplier.start()
    supplier.wait_until_ready()
    check_equal(at_supplier(system, hold)['state'], 'held', 'a hold whose expiry was lost')
    return booking, hold


def check_freeing(system, client, supplier, wish):
    booking, hold = fire_without_telling(system, client, supplier, wish)
    due = next_try(system, hold)
    system.console.publish('voos', text_of(booking))
    wait_until(lambda: at_supplier(system, hold)['state'] == 'expired', 10,
               'the text frees the hold')
    freed = at_supplier(system, hold)['updated_at'] / 1e6
    check(freed < due, f'the hold was freed {freed - due:.1f} s after the session asked again')


def check_harmless(system, client, wish):
    """To a session that is paid, one that pays and one that runs."""
    paid, paying, runs = Booking(client), Booking(client), Booking(client)
    holds = [booking.hold(client, wish)['id'] for booking in (paid, paying, runs)]
    paid.pay(client)
    thread = threading.Thread(target=paying.pay, args=(client, 'tok_slow_3s'))
    thread.start()
    wait_until(lambda: paying.see(client)['state'] == 'paying', 10, 'the payment is on its way')
    for booking in (paid, paying, runs):
        system.console.publish('voos', text_of(booking))
    check_equal(paying.see(client)['state'], 'paying', 'the session that pays')
    # Goes through the same queues, so that the texts have been read when it is answered.
    Booking(client).hold(client, wish)
    thread.join()
    check_equal([at_supplier(system, hold)['state'] for hold in holds],
                ['confirmed', 'confirmed', 'held'], 'holds of sessions that paid, pay and run')
    check_equal([booking.see(client)['state'] for booking in (paid, paying, runs)],
                ['confirmed', 'confirmed', 'open'], 'the sessions')
    check_equal(runs.pay(client)['state'], 'confirmed', 'the session that runs, paid')


def check_all(system, client, supplier):
    """The supplier is the process of CARRIER, the only one, which the test ends and starts."""
    segments = client.flights('GRU', 'REC', day_in(50))
    wish = flight_wish(next(found for found in segments if found['carrier'] == CARRIER))
    check_harmless(system, client, wish)
    check_freeing(system, client, supplier, wish)
