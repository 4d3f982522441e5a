"""Connections to MySQL are killed while trips are paid: each payment is answered when its saga is
over and not at the end of its wait, and reading a session never fails."""
import threading

from real_system import run
from viaja_process import check, check_equal, day_in, flight_wish, in_parallel, new_key, payment

TRAVELLERS = 4
TRIPS = 12
WAIT_SECONDS = 30
ANSWER_SECONDS = 15  # far below the wait, far above a saga


class Killer:
    """Kills what the services have open at the server, again and again."""

    def __init__(self, store):
        self.store, self.over, self.killed = store, threading.Event(), 0
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self):
        while not self.over.wait(0.2):
            connections = self.store.rows(
                'information_schema', "SELECT id AS number FROM processlist WHERE user = 'session'")
            for connection in connections:
                try:
                    self.store.run('mysql', f'KILL {connection["number"]}')
                    self.killed += 1
                except AssertionError:
                    pass  # it has ended by itself

    def end(self):
        self.over.set()
        self.thread.join()


def until_taken(call):
    """The first answer that is not a 503; each asks for a repetition."""
    for _ in range(30):
        answer = call()
        if answer.status != 503:
            return answer
    raise AssertionError(f'refused again and again: {answer}')


def pay_trips(client, segments):
    for number in range(TRIPS):
        opened = until_taken(lambda: client.call('POST', '/v1/sessions', {})).json()
        path, token = '/v1/sessions/' + opened['id'], opened['token']
        wish = flight_wish(segments[number % len(segments)])
        hold_key, pay_key = new_key(), new_key()
        held = until_taken(lambda: client.call('POST', path + '/holds', wish, token=token,
                                               key=hold_key, wait=WAIT_SECONDS,
                                               timeout=ANSWER_SECONDS))
        check_equal(held.status, 201, f'a hold: {held}')
        session = client.call('GET', path, token=token)
        check_equal(session.status, 200, f'a session: {session}')
        paid = until_taken(lambda: client.call('POST', path + '/payments',
                                               payment(session.json()['total']), token=token,
                                               key=pay_key, wait=WAIT_SECONDS,
                                               timeout=ANSWER_SECONDS))
        check_equal((paid.status, paid.json()['state']), (200, 'confirmed'), f'a payment: {paid}')


def story(system):
    client = system.client()
    segments = [segment for segment in client.flights('GRU', 'REC', day_in(50))
                if segment['carrier'] == 'I0']
    killer = Killer(system.store)
    try:
        in_parallel([lambda: pay_trips(client, segments)] * TRAVELLERS)
    finally:
        killer.end()
    check(killer.killed > TRIPS, f'only {killer.killed} connections were killed')
    print(f'{TRAVELLERS * TRIPS} trips paid, {killer.killed} connections killed', flush=True)
    system.wait_until_at_rest()
    system.check_books()


run(story, replicas={'session': 2}, HOLD_SECONDS=60, IDLE_SECONDS=20)
