"""The hotel is frozen: the first holds of rooms wait in vain, and the next ones are refused within
a second, and flights sell as before. When it goes on, a probe finds it within seconds."""
import statistics
import time

from real_system import run
from viaja_process import (check, check_equal, day_in, flight_wish, in_parallel, new_key, room_wish,
                           wait_until)

IN_VAIN = 3
REFUSED_SECONDS = 1.0
FOUND_SECONDS = 15
FLIGHTS = 20


class Traveller:
    """One session at one replica; its calls with how long they took."""

    def __init__(self, client):
        self.client = client
        self.path, self.token = client.open_session()

    def hold(self, wish, wait=None, key=None):
        begin = time.monotonic()
        answer = self.client.call('POST', self.path + '/holds', wish, token=self.token,
                                  key=key or new_key(), wait=wait)
        return answer, time.monotonic() - begin


def state_of(client, address):
    breakers = client.call('GET', '/v1/operator/breakers').json()['breakers']
    return next(one['state'] for one in breakers if one['address'] == address)


def story(system):
    client = system.replica(1)
    room = client.rooms('REC', day_in(30), day_in(33))[0]
    segments = [found for found in client.flights('GRU', 'REC', day_in(30))
                if found['carrier'] == 'I0']
    check(segments, 'there is a flight')
    stay = room_wish(room, day_in(30), day_in(33))
    hotel = system.of('hotel')[0]
    check_equal(Traveller(client).hold(stay)[0].status, 201, 'a hold before')

    hotel.freeze()
    for answer, seconds in in_parallel([lambda: Traveller(client).hold(stay, 2)] * IN_VAIN):
        check_equal(answer.status, 202, f'a hold in vain after {seconds:.1f} s: {answer}')
    # A probe is unanswered too.
    wait_until(lambda: state_of(client, 'hotel') == 'open', FOUND_SECONDS, 'the breaker is open')
    traveller, key = Traveller(client), new_key()
    answer, seconds = traveller.hold(stay, key=key)
    check_equal(answer.status, 503, f'a hold at the frozen hotel: {answer}')
    check_equal(answer.json()['code'], 'supplier_unavailable', 'its code')
    check(seconds < REFUSED_SECONDS, f'refused after {seconds:.2f} s')
    print(f'refused after {seconds * 1000:.0f} ms', flush=True)

    took = []
    for _ in range(FLIGHTS):
        sold, seconds = Traveller(client).hold(flight_wish(segments[0]), 5)
        check_equal(sold.status, 201, f'a flight meanwhile: {sold}')
        took.append(seconds)
    print(f'flights meanwhile: {statistics.median(took) * 1000:.0f} ms', flush=True)

    hotel.thaw()
    begin = time.monotonic()
    wait_until(lambda: state_of(client, 'hotel') == 'closed', FOUND_SECONDS, 'the hotel is found')
    print(f'found again after {time.monotonic() - begin:.1f} s', flush=True)
    check_equal(traveller.hold(stay, key=key)[0].status, 201, 'the refused hold under its key')
    system.wait_until_at_rest(240)
    system.check_books()


run(story, HOLD_SECONDS=60, IDLE_SECONDS=60)
