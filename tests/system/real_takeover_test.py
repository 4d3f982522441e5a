"""A replica of session-service is killed, or frozen, while it holds the locks of sessions that are
being paid: the other one brings every one of them to its end within a second, and all books agree.
Prints how long that took, by the step that a session waited for.

    real_takeover_test.py BUILD [EVENTS [SEED]]
"""
import random
import statistics
import subprocess
import sys
import threading
import time

from real_system import run
from sales import Sales
from trips import Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, wait_until

EVENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 6
TRAVELLERS = 12
TRIES = 100
SETTLED_SECONDS = 60
# What compiles on the same machine may cost the slowest as much again.
USUAL_SECONDS, SLOWEST_SECONDS = 1.0, 2.0
PAUSE = threading.Event()  # never set: a random moment
ENDS = "('session.confirmed', 'payment.failed')"


class PaidWishes(Wishes):
    """Every trip is paid with a card that works, so that its end is the takeover's alone."""

    def trip(self, chance):
        trip = super().trip(chance)
        trip.token, trip.cancels = 'tok_ok', False
        return trip


class Locks:
    """The locks of sessions on the Redis server."""

    def __init__(self, environment):
        self.command = ['redis-cli', '-h', environment['VIAJA_REDIS_HOST'],
                        '-p', environment['VIAJA_REDIS_PORT'],
                        '--user', environment['VIAJA_REDIS_USER'],
                        '--pass', environment['VIAJA_REDIS_PASSWORD'], '--no-auth-warning']

    def ask(self, *words):
        return subprocess.run(self.command + list(words), capture_output=True, check=True,
                              timeout=30, text=True).stdout.split()

    def held(self):
        """Owners by session, as far as they are still there."""
        names = self.ask('KEYS', 'viaja:lock:session:*')
        owners = self.ask('MGET', *names) if names else []
        return set(zip((name.rsplit(':', 1)[1] for name in names), owners))


def paying(system):
    """What each session that is being paid waits for."""
    rows = system.store.rows('viaja_session', "SELECT id, saga_pending FROM sessions "
                                              "WHERE state = 'paying' AND saga_pending IS NOT NULL")
    return {row['id']: row['saga_pending'] for row in rows}


def freeze_while_it_locks(system, service, locks, chance, wanted):
    """The sessions that the frozen process has locked, one of which waits for what is wanted."""
    for _ in range(TRIES):
        PAUSE.wait(chance.uniform(0.001, 0.03))
        service.freeze()
        first = locks.held()
        if first:
            locked = {session for session, _ in first & locks.held()}
            waiting = paying(system)
            if any(waiting.get(session) == wanted for session in locked):
                return locked, waiting
        service.thaw()
    return None


def ends_of(system, sessions):
    """When each of them came to the end of its payment, in microseconds."""
    names = ', '.join(f"'{session}'" for session in sessions)
    rows = system.store.rows('viaja_session', f'SELECT session_id, MAX(at) AS at FROM timeline '
                                              f'WHERE type IN {ENDS} AND session_id IN ({names}) '
                                              f'GROUP BY session_id')
    return {row['session_id']: row['at'] for row in rows}


def take_over(system, service, locks, chance, how, wanted):
    """(how, step, was it locked, seconds) of each session that was being paid."""
    found = freeze_while_it_locks(system, service, locks, chance, wanted)
    if found is None:
        print(f'{how} at {wanted}: the replica was never met with such a lock', flush=True)
        return []
    locked, waiting = found
    begin = time.time()
    if how == 'killed':
        service.frozen = False
        service.kill()
    wait_until(lambda: not set(waiting) & set(paying(system)), SETTLED_SECONDS,
               f'the sessions of a replica that was {how} at {wanted}')
    ends = ends_of(system, waiting)
    check_equal(set(ends), set(waiting), 'payments that have ended')
    if how == 'frozen':
        service.thaw()
    else:
        service.start()
    service.wait_until_ready()
    return [(how, step, session in locked, max(0, ends[session] / 1e6 - begin))
            for session, step in waiting.items()]


def show(measured):
    print('| the replica is | the session waits for | its lock | sessions | median s | slowest s |')
    print('|---|---|---|---|---|---|')
    for how, step, locked in sorted({one[:3] for one in measured}):
        times = [one[3] for one in measured if one[:3] == (how, step, locked)]
        print(f'| {how} | {step} | {"held by it" if locked else "free"} | {len(times)} '
              f'| {statistics.median(times):.2f} | {max(times):.2f} |', flush=True)


def story(system):
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    locks = Locks(system.servers.environment('tests'))
    client = system.client()
    sales = Sales(client, PaidWishes(client), chance, TRAVELLERS)
    sales.wait_for_more(10, 60, 'over two replicas')
    measured = []
    for number in range(EVENTS):
        service = system.of('session')[number % 2]
        for how in ('killed', 'frozen'):
            # A row says `authorize` until the charge, also while confirms are waited for.
            for wanted in ('authorize', 'capture'):
                measured += take_over(system, service, locks, chance, how, wanted)
                sales.check()
    show(measured)
    check(any(one[2] for one in measured), 'no lock was taken over')
    for how in ('killed', 'frozen'):
        times = sorted(one[3] for one in measured if one[0] == how)
        check(times[len(times) * 9 // 10] <= USUAL_SECONDS and times[-1] <= SLOWEST_SECONDS,
              f'payments of a replica that was {how} took too long: {times}')
    trips = sales.end()
    outcomes_of(trips)
    system.wait_until_at_rest()
    check_promises(system.check_books(), trips)


run(story, replicas={'session': 2}, HOLD_SECONDS=60, IDLE_SECONDS=60)
