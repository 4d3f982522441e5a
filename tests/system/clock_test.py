"""The clock of the machine under `viaja all` is set: back by an hour across a kill during a
payment, and ahead by a day for 2.5 seconds. The payment ends, and no session lives longer."""
import datetime
import threading

from faked_clock import FakedClock
from viaja_process import (check, check_equal, day_in, flight_wish, new_key, payment, run,
                           wait_until)

HOLD_SECONDS = 60
AHEAD_SECONDS = 2.5
SOON_SECONDS = 2  # the sweep looks for sessions that a clock left behind once a second
TIME = threading.Event()  # never set


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def seconds_ahead(text):
    """How far a time of an answer is ahead of the machine's clock."""
    return (datetime.datetime.fromisoformat(text.replace('Z', '+00:00')) - now()).total_seconds()


def held(client, segment):
    path, token = client.open_session()
    answer = client.call('POST', path + '/holds', flight_wish(segment), token=token, key=new_key(),
                         wait=20)
    check_equal(answer.status, 201, f'a hold: {answer}')
    return path, token


def session(client, path, token):
    return client.call('GET', path, token=token).json()


def check_back_across_a_kill(viaja, client, clock, segment):
    path, token = held(client, segment)
    amount = session(client, path, token)['total']
    answer = client.call('POST', path + '/payments', payment(amount, 'tok_slow_3s'), token=token,
                         key=new_key())
    check_equal(answer.status, 202, f'a slow payment: {answer}')
    viaja.kill()
    clock.set('+0')
    client = viaja.start()
    wait_until(lambda: session(client, path, token)['state'] != 'paying', 30, 'the payment ends')
    check_equal(session(client, path, token)['state'], 'confirmed', 'the trip')
    check(abs(seconds_ahead(session(client, path, token)['server_time'])) < 2, 'server_time')
    return client


def check_a_day_ahead(client, clock, segment):
    clock.set('+1d')
    path, token = wait_until(lambda: (lambda trip: seconds_ahead(
        session(client, *trip)['server_time']) > 80000 and trip)(held(client, segment)),
        10, 'a session of the clock that is ahead')
    check(seconds_ahead(session(client, path, token)['timeout']['expires_at']) > 80000,
          'a deadline of the wrong clock')
    TIME.wait(AHEAD_SECONDS)
    clock.set('+0')
    wait_until(lambda: abs(seconds_ahead(session(client, path, token)['server_time'])) < 1,
               SOON_SECONDS, 'server_time is right again')
    wait_until(lambda: seconds_ahead(session(client, path, token)['timeout']['expires_at'])
               <= HOLD_SECONDS + 1, SOON_SECONDS + 1, 'the session has no day')
    check_equal(session(client, path, token)['state'], 'open', 'the session')


def story(viaja):
    clock = FakedClock(viaja.folder, 'viaja', '+1h')
    viaja.environment.update(clock.environment())
    client = viaja.start()
    segment = next(segment for segment in client.flights('GRU', 'REC', day_in(40))
                   if segment['carrier'] == 'I0')
    client = check_back_across_a_kill(viaja, client, clock, segment)
    check_a_day_ahead(client, clock, segment)


run(story, HOLD_SECONDS=HOLD_SECONDS, CARRIERS='I0')
