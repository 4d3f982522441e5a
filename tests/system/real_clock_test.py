"""Hosts whose clocks are wrong beside a database whose clock is right: a carrier that is ahead is
found by searches and said to be ahead, and a replica of session-service that is a day ahead for 2.5
seconds gives no session a day."""
import datetime
import threading

from faked_clock import FakedClock
from real_system import run
from viaja_process import check, check_equal, day_in, flight_wish, new_key, wait_until

HOLD_SECONDS = 60
AHEAD_SECONDS = 2.5
TIME = threading.Event()  # never set


def seconds_ahead(text):
    """How far a time of an answer is ahead of the machine's clock, which is the database's."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return (datetime.datetime.fromisoformat(text.replace('Z', '+00:00')) - now).total_seconds()


def search(client):
    answer = client.call('GET', f'/v1/flights/search?from=GRU&to=REC&date={day_in(40)}'
                                '&passengers=1')
    check_equal(answer.status, 200, f'a search: {answer}')
    return answer.json()


def carriers_of(found):
    return {segment['carrier'] for offer in found['offers'] for segment in offer['segments']}


def start_with_clock(service, clock):
    if service.runs():
        service.terminate()
    service.environment.update(clock.environment())
    service.start()
    service.wait_until_ready()


def is_said(service):
    return 'clock degraded' in service.client().call('GET', '/readyz?verbose').text


def check_carrier(system, client, seconds):
    service = system.of('I0')[0]
    start_with_clock(service, FakedClock(system.servers.folder, 'I0', f'+{seconds}'))
    found = wait_until(lambda: (lambda found: found['missing'] == [] and found)(search(client)), 30,
                       'a search with all carriers')
    check('I0' in carriers_of(found), f'offers of a carrier {seconds} s ahead')
    check(abs(seconds_ahead(found['server_time'])) < 2, f'server_time {found["server_time"]}')
    wait_until(lambda: is_said(service), 10, f'/readyz of a host {seconds} s ahead')
    check(f'clock differs from the database · ahead_s={seconds}' in service.said()
          or f'clock differs from the database · ahead_s={seconds - 1}' in service.said(),
          f'the log of a host {seconds} s ahead:\n{service.said()[-1000:]}')
    segment = next(segment for offer in found['offers'] for segment in offer['segments']
                   if segment['carrier'] == 'I0')
    path, token = client.open_session()
    held = client.call('POST', path + '/holds', flight_wish(segment), token=token, key=new_key(),
                       wait=20)
    check_equal(held.status, 201, f'a hold of a carrier {seconds} s ahead: {held}')


def check_replica(system):
    service = system.of('session')[0]
    clock = FakedClock(system.servers.folder, 'session')
    start_with_clock(service, clock)
    client = system.replica(1)
    segment = next(segment for segment in client.flights('GRU', 'REC', day_in(40))
                   if segment['carrier'] == 'I0')
    clock.set('+1d')
    wait_until(lambda: is_said(service), 10, '/readyz of a replica that is a day ahead')
    path, token = client.open_session()
    held = client.call('POST', path + '/holds', flight_wish(segment), token=token, key=new_key(),
                       wait=20)
    check_equal(held.status, 201, f'a hold at a replica that is a day ahead: {held}')
    for when in ('ahead', 'right again'):
        answer = client.call('GET', path, token=token).json()
        check(abs(seconds_ahead(answer['server_time'])) < 2, f'server_time while {when}: {answer}')
        check(0 < seconds_ahead(answer['timeout']['expires_at']) <= HOLD_SECONDS + 1,
              f'the deadline while {when}: {answer}')
        check(abs(seconds_ahead(search(client)['server_time'])) < 2, f'a search while {when}')
        TIME.wait(AHEAD_SECONDS)
        clock.set('+0')
    wait_until(lambda: not is_said(service), 10, '/readyz is right again')


def story(system):
    for seconds in (3, 300):
        check_carrier(system, system.client(), seconds)
    check_replica(system)
    system.wait_until_at_rest()
    system.check_books()


run(story, HOLD_SECONDS=HOLD_SECONDS, IDLE_SECONDS=30)
