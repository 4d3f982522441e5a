"""Fifty clients want the only seat of an aircraft at the same moment, or three tickets of ten."""
import time

from viaja_process import (check, check_equal, day_in, flight_wish, in_parallel, new_key,
                           ticket_wish, wait_until)

CLIENTS = 50
GIVEN_BACK_SECONDS = 10


def only_flight(client):
    """J09001 REC–FEN has one seat; the first day from tomorrow on which that is free."""
    for days in range(1, 15):
        for segment in client.flights('REC', 'FEN', day_in(days)):
            if segment['flight'] == 'J09001' and segment['seats_left']:
                check_equal(segment['seats_left'], 1, 'seats of J09001')
                return segment
    raise AssertionError('J09001 is not on sale')


def check_last_seat(client):
    """Exactly one client gets it; the seconds of the slowest answer."""
    segment = only_flight(client)
    sessions = [client.open_session() for _ in range(CLIENTS)]

    def want(path, token):
        begin = time.monotonic()
        answer = client.call('POST', path + '/holds', flight_wish(segment), token=token,
                             key=new_key(), wait=30)
        return answer, time.monotonic() - begin

    found = in_parallel([lambda path=path, token=token: want(path, token)
                         for path, token in sessions])
    answers = [answer for answer, _ in found]
    statuses = sorted(answer.status for answer in answers)
    check_equal(statuses, [201] + [409] * (CLIENTS - 1), 'answers for the last seat')
    for answer in answers:
        if answer.status == 409:
            check_equal(answer.json()['code'], 'not_available', f'{answer}')
    left = [found for found in client.flights('REC', 'FEN', segment['date'])
            if found['flight'] == 'J09001']
    check(all(found['seats_left'] == 0 for found in left), f'still on sale: {left}')

    # The winner gives it back, and another traveller gets it.
    winner = next(index for index, answer in enumerate(answers) if answer.status == 201)
    path, token = sessions[winner]
    answer = client.call('DELETE', path, token=token, key=new_key(), wait=30)
    check_equal(answer.status, 200, f'the cancellation: {answer}')
    # The session is cancelled before its carrier has been told: a hold at the same moment may be
    # decided before the release.
    wait_until(lambda: want(*client.open_session())[0].status == 201, GIVEN_BACK_SECONDS,
               'the seat that was given back is held')
    return max(seconds for _, seconds in found)


def check_last_tickets(client):
    """Of ten tickets, three at once are sold three times; then two clients share the last one."""
    box = next(section for section in client.tickets('GRU', day_in(31), day_in(61))
               if section['section_id'] == 'CAMAROTE')
    check_equal(box['tickets_left'], 10, 'tickets of the section')
    winners = wanted_at_once(client, ticket_wish(box, 3), 3)
    winners += wanted_at_once(client, ticket_wish(box, 1), 1)
    left = [section for section in client.tickets('GRU', day_in(31), day_in(61))
            if section['section_id'] == 'CAMAROTE']
    check_equal(left, [], 'what is still on sale')
    for path, token in winners:
        answer = client.call('DELETE', path, token=token, key=new_key(), wait=30)
        check_equal(answer.status, 200, f'the cancellation: {answer}')


def wanted_at_once(client, wish, times):
    """The path and token of each session that gets it: as many as there should be, of all."""
    sessions = [client.open_session() for _ in range(CLIENTS)]
    answers = in_parallel(
        [lambda path=path, token=token: client.call('POST', path + '/holds', wish, token=token,
                                                    key=new_key(), wait=30)
         for path, token in sessions])
    check_equal(sorted(answer.status for answer in answers),
                [201] * times + [409] * (CLIENTS - times), f'answers to {wish}')
    return [session for session, answer in zip(sessions, answers) if answer.status == 201]
