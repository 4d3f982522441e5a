"""SIGTERM ends `viaja all` well, also with requests in flight, and nothing is lost by it."""
import http.client
import signal
import threading

from viaja_process import (check, check_equal, day_in, flight_wish, in_parallel, new_key, payment,
                           run, wait_until)

WAITING = 8
STOP_SECONDS = 10


def held_session(client, segment):
    path, token = client.open_session()
    answer = client.call('POST', path + '/holds', flight_wish(segment), token=token,
                         key=new_key(), wait=20)
    check_equal(answer.status, 201, f'the hold: {answer}')
    return path, token, answer.json()['session']['total']


class Payments:
    """Payments with a slow card, each on a thread that waits for its answer."""

    def __init__(self, client, sessions):
        self.client = client
        self.answers = []
        self.threads = [threading.Thread(target=self.pay, args=session) for session in sessions]
        for thread in self.threads:
            thread.start()

    def pay(self, path, token, total):
        try:
            answer = self.client.call('POST', path + '/payments', payment(total, 'tok_slow_3s'),
                                      token=token, key=new_key(), wait=30)
            self.answers.append(str(answer.status))
        except (OSError, http.client.HTTPException) as error:
            self.answers.append(type(error).__name__)

    def join(self):
        for thread in self.threads:
            thread.join(20)
            check(not thread.is_alive(), 'a request was left without an end')


def state_of(client, path, token):
    answer = client.call('GET', path, token=token)
    check_equal(answer.status, 200, f'a session after the stop: {answer}')
    return answer.json()['state']


def check_stop(viaja, client, signals):
    """SIGTERM, given so many times, while WAITING payments wait; the Client after it."""
    segment = client.flights('GRU', 'REC', day_in(45))[0]
    idle = client.open_session()
    sessions = in_parallel([lambda: held_session(client, segment)] * WAITING)
    payments = Payments(client, sessions)
    wait_until(lambda: all(state_of(client, path, token) == 'paying'
                           for path, token, _ in sessions), 10, 'every payment is on its way')
    for _ in range(signals):
        viaja.send(signal.SIGTERM)
    check_equal(viaja.wait(STOP_SECONDS), 0, f'the status after {signals} SIGTERM')
    payments.join()
    check_equal(payments.answers, [answer for answer in payments.answers
                                   if answer in ('200', '202', '503')],
                'answers to payments that waited during the stop')

    client = viaja.start()
    check_equal(state_of(client, *idle), 'open', 'the session with nothing in it')
    wait_until(lambda: all(state_of(client, path, token) == 'confirmed'
                           for path, token, _ in sessions), 60, 'every payment ends')
    return client


def check_idle_stop(viaja, signals):
    for _ in range(signals):
        viaja.send(signal.SIGTERM)
    check_equal(viaja.wait(STOP_SECONDS), 0, f'the status after {signals} SIGTERM at rest')
    return viaja.start()


def story(viaja):
    client = viaja.start()
    for signals in (1, 2, 3):
        client = check_idle_stop(viaja, signals)
    for signals in (1, 2):
        client = check_stop(viaja, client, signals)


run(story, TEST_MODE=1)
