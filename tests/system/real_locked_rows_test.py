"""Transactions of a foreign program keep rows of seats locked: flights that have nothing to do with
them are held as ever, and those that do when the rows are free again."""
import statistics
import subprocess
import time

from real_system import run
from viaja_process import check, check_equal, day_in, flight_wish, in_parallel, new_key

HOLDS = 40
LOCKED = (1, 10)
WAIT_SECONDS = 2


class Intruder:
    """A client of MySQL inside of a transaction."""

    def __init__(self, store, database):
        self.process = subprocess.Popen(store.command + ['--unbuffered', database],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(self, statement):
        self.process.stdin.write(statement + ';\n')
        self.process.stdin.flush()

    def lock(self, units):
        # A statement each: the server would read, and lock, all of a small table for one of many.
        self.say('BEGIN')
        for unit_id in units:
            self.say(f"SELECT id FROM units WHERE id = '{unit_id}' FOR UPDATE")
        self.say("SELECT 'locked'")
        while 'locked' not in self.process.stdout.readline().split():
            check(self.process.poll() is None, 'the intruder has ended')

    def let_go(self):
        self.process.communicate('ROLLBACK;\n', 30)


class Travellers:
    def __init__(self, client, segments):
        self.client, self.segments = client, segments

    def hold(self, segment, wait=WAIT_SECONDS):
        """The session, the answer, and how long it took."""
        path, token = self.client.open_session()
        begin = time.monotonic()
        answer = self.client.call('POST', path + '/holds', flight_wish(segment), token=token,
                                  key=new_key(), wait=wait)
        return path, token, answer, time.monotonic() - begin

    def check_neighbours(self, what):
        """Held within WAIT_SECONDS, or the answer would be 202."""
        took = []
        for number in range(HOLDS):
            *_, answer, seconds = self.hold(self.segments[number % len(self.segments)])
            check_equal(answer.status, 201, f'{what}, neighbour {number}: {answer}')
            took.append(seconds)
        print(f'{what}: neighbours took {statistics.median(took) * 1000:.0f} ms, at most '
              f'{max(took) * 1000:.0f} ms', flush=True)


def unit(segment):
    return f'{segment["flight"]}/{segment["date"]}'


def is_held(client, path, token):
    holds = client.call('GET', path, token=token).json()['holds']
    return [hold['state'] for hold in holds] == ['held']


def story(system):
    client = system.client()
    segments = [segment for number in range(60, 75)
                for segment in client.flights('GRU', 'REC', day_in(number))
                if segment['carrier'] == 'I0'][:15]
    check(len(segments) >= 12, f'too few flights: {segments}')
    for segment in segments:
        check_equal(Travellers(client, []).hold(segment, 20)[2].status, 201, 'a first hold')
    known = {row['id'] for row in system.store.rows('viaja_flight_i0', 'SELECT id FROM units')}
    check(all(unit(segment) in known for segment in segments), f'names of units: {known}')
    for count in LOCKED:
        locked, free = segments[:count], segments[count:]
        travellers = Travellers(client, free)
        travellers.check_neighbours(f'no locked row of {count}')
        intruder = Intruder(system.store, 'viaja_flight_i0')
        intruder.lock([unit(segment) for segment in locked])
        waiting = in_parallel([lambda segment=segment: travellers.hold(segment, 0)
                               for segment in locked * 2])
        travellers.check_neighbours(f'{count} locked')
        for path, token, *_ in waiting:
            check(not is_held(client, path, token), 'a locked row was changed')
        intruder.let_go()
        for path, token, *_ in waiting:
            deadline = time.monotonic() + 60
            while not is_held(client, path, token):
                check(time.monotonic() < deadline, 'a hold on a row that is free again')
    system.wait_until_at_rest(240)
    system.check_books()


run(story, HOLD_SECONDS=90, IDLE_SECONDS=90)
