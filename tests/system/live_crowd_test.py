"""Five hundred clients follow trips, and one of them reads nothing, while others buy: sales go on,
the process stays small, and all that read see everything.

No time is asserted.
"""
import random
import re

from listeners import Crowd, Listener, check_complete
from sales import Sales
from trips import Wishes
from viaja_process import check, check_equal, flight_wish, new_key, payment, run, wait_until

SESSIONS, LISTENERS = 10, 499
HOLDS = 15            # of the session whose frames one client leaves unread
CHANGES = 1500        # of it: far more bytes than kernels keep for a connection
GROWTH_MAX = 96 << 10  # kB; 500 queues of what is unread would be gigabytes


def resident_kb(viaja):
    with open(f'/proc/{viaja.process.pid}/status', encoding='ascii') as status:
        return int(re.search(r'VmRSS:\s+(\d+) kB', status.read())[1])


def metric(client, name):
    text = client.call('GET', '/metrics').text
    values = [float(line.rsplit(' ', 1)[1]) for line in text.split('\n')
              if re.match(name + r'[{ ]', line)]
    check(values, f'there is no metric {name}')
    return sum(values)


def hold(client, path, token, segment):
    answer = client.call('POST', f'{path}/holds', flight_wish(segment), token=token, key=new_key(),
                         wait=20)
    check_equal(answer.status, 201, f'a hold {answer}')
    return answer.json()['session']['total']


def change_often(client, path):
    """Pauses a session's clock and lets it run again: each is a change of the session."""
    for number in range(CHANGES):
        state = 'CORRENDO' if number % 2 else 'PAUSADA'
        answer = client.call('PUT', f'/sessoes/{path.rsplit("/", 1)[1]}/estado',
                             {'novoEstado': state})
        check_equal((answer.status, answer.text), (200, 'ok'), f'{state}: {answer}')


def pay_all(client, trips):
    for path, token, total in trips:
        answer = client.call('POST', f'{path}/payments', payment(total), token=token,
                             key=new_key(), wait=30)
        check_equal(answer.status, 200, f'a payment {answer}')


def story(viaja):
    client = viaja.start()
    wishes = Wishes(client)
    flights = sorted(wishes.flights, key=lambda flight: -flight['seats_left'])
    trips = []
    for number in range(SESSIONS):
        path, token = client.open_session()
        trips.append((path, token, hold(client, path, token, flights[number])))
    busy = client.open_first_version_session()
    for number in range(HOLDS):
        hold(client, *busy, flights[number])
    sales = Sales(client, wishes, random.Random(1))
    sales.wait_for_more(10, 120, 'before anything is followed')
    before = resident_kb(viaja)

    deaf = Listener(*busy)
    deaf.connect(client.host, client.port, receive_buffer=4096)
    attentive = Listener(*busy)
    listeners = [attentive] + [Listener(path, token) for path, token, _ in
                               (trips[number % SESSIONS] for number in range(LISTENERS - 1))]
    for listener in listeners:
        listener.connect(client.host, client.port)
    crowd = Crowd(listeners)
    wait_until(lambda: all(listener.session for listener in listeners), 60,
               'every listener has its first frame')
    check_equal(metric(client, 'viaja_live_listeners'), LISTENERS + 1, 'listeners')

    change_often(client, busy[0])
    sales.wait_for_more(20, 120, 'while five hundred listen and one does not read')
    pay_all(client, trips)
    wait_until(lambda: crowd.errors or all(listener.state() == 'confirmed'
                                           for listener in listeners[1:]),
               60, 'every listener sees its trip confirmed')
    timeline_end = client.call('GET', busy[0], token=busy[1]).json()['version']
    wait_until(lambda: crowd.errors or attentive.session['version'] == timeline_end, 60,
               'the other listener of the busy session has seen all')
    crowd.check()
    growth = resident_kb(viaja) - before
    print(f'{growth} kB more for {LISTENERS + 1} listeners, '
          f'{metric(client, "viaja_live_frames_total"):.0f} frames', flush=True)
    check(growth < GROWTH_MAX, f'the process has grown by {growth} kB')
    wait_until(lambda: metric(client, 'viaja_live_slow_closes_total') >= 1, 90,
               'the one that reads nothing is closed')
    sales.end()
    for listener in listeners[1:1 + SESSIONS]:
        check_complete(listener, client)
    crowd.end()
    deaf.close()


run(story, TEST_MODE=1)
