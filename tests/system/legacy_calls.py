"""The two legacy calls, as the first version's README makes them, against any client."""
import json
import uuid

from viaja_process import (check, check_equal, day_in, flight_wish, in_parallel, new_key,
                           payment)

CALLERS = 20
TARGETS = ('CORRENDO', 'PAUSADA', 'TEMPO_ESGOTADO', 'CANCELADA')
# from: the answers to the four targets above, in their order
TABLE = {
    'CORRENDO': ('erro', 'ok', 'ok', 'ok'),
    'PAUSADA': ('ok', 'erro', 'ok', 'erro'),
    'TEMPO_ESGOTADO': ('erro', 'erro', 'erro', 'erro'),
    'CANCELADA': ('erro', 'erro', 'erro', 'erro'),
    'CONFIRMADA': ('erro', 'erro', 'erro', 'erro'),
}


def new_session(client):
    """Its id and its token."""
    answer = client.call('POST', '/sessoes/nova')
    check_equal(answer.status, 200, 'status of /sessoes/nova')
    check_equal(str(uuid.UUID(answer.text)), answer.text, 'the bare id')
    token = answer.headers['Viaja-Session-Token']
    check(token, 'a new session has no Viaja-Session-Token')
    return answer.text, token


def change(client, session, state):
    return client.call('PUT', f'/sessoes/{session}/estado', {'novoEstado': state})


def held_flight(client, session, token):
    """Holds a seat, so that the clock runs; the session's total."""
    segment = client.flights('GRU', 'REC', day_in(40))[0]
    answer = client.call('POST', f'/v1/sessions/{session}/holds', flight_wish(segment),
                         token=token, key=new_key(), wait=20)
    check_equal(answer.status, 201, f'the hold: {answer}')
    return answer.json()['session']['total']


def session_in(client, state, running):
    session, token = new_session(client)
    if running:
        total = held_flight(client, session, token)
    if state == 'CONFIRMADA':
        answer = client.call('POST', f'/v1/sessions/{session}/payments', payment(total),
                             token=token, key=new_key(), wait=30)
        check_equal((answer.status, answer.json()['state']), (200, 'confirmed'), 'the payment')
    elif state != 'CORRENDO':
        check_equal(change(client, session, state).text, 'ok', f'CORRENDO to {state}')
    return session


def forbidden(answer, what):
    """The body of a refusal by the table."""
    check(answer.text not in ('ok', 'falhou'),
          f'{what}: {answer.text}, though nothing else changes it')
    check_equal(set(answer.json()), {'erro', 'estadoAtual'}, what)
    check(answer.json()['erro'], f'{what}: erro is empty')
    return answer.json()


def check_transition(client, state, running, target, expected):
    what = f'{state} ({"running" if running else "idle"} clock) to {target}'
    session = session_in(client, state, running)
    answer = change(client, session, target)
    check_equal(answer.status, 200, what)
    if expected == 'ok':
        check_equal(answer.text, 'ok', what)
        # The new state shows in the answer to a change that is forbidden in it.
        seen = forbidden(change(client, session, target), f'after {what}')
        check_equal(seen['estadoAtual'], target, f'after {what}')
        return
    check_equal(forbidden(answer, what)['estadoAtual'], state, what)


def check_table(client):
    for state, row in TABLE.items():
        for target, expected in zip(TARGETS, row):
            for running in ((True,) if state == 'CONFIRMADA' else (False, True)):
                check_transition(client, state, running, target, expected)


def check_four_sessions(client):
    sessions = [new_session(client)[0] for _ in range(4)]
    answers = in_parallel([lambda session=session: change(client, session, 'TEMPO_ESGOTADO')
                           for session in sessions])
    check_equal([(answer.status, answer.text) for answer in answers], [(200, 'ok')] * 4,
                'four sessions at once')


def check_bad_requests(client):
    session = new_session(client)[0]
    check_equal(change(client, str(uuid.uuid4()), 'PAUSADA').status, 404, 'an unknown id')
    check_equal(change(client, 'UUIDUNICO', 'PAUSADA').status, 404, 'an id that is none')
    for body in ('', '{', '[]', '{}', '"PAUSADA"', '{"novoEstado": 1}', '{"novoEstado": null}',
                 '{"novoEstado": "pausada"}', '{"novoEstado": "CONFIRMADA"}'):
        answer = client.call('PUT', f'/sessoes/{session}/estado', body)
        check_equal(answer.status, 400, f'the body {body!r}')
    check_equal(change(client, session, 'PAUSADA').text, 'ok', 'after the bad requests')


def check_one_winner(client, rounds):
    for number in range(rounds):
        session = new_session(client)[0]
        answers = in_parallel([lambda: change(client, session, 'TEMPO_ESGOTADO')] * CALLERS)
        check_equal({answer.status for answer in answers}, {200}, f'round {number}')
        texts = [answer.text for answer in answers]
        check_equal(texts.count('ok'), 1, f'ok in round {number}')
        for text in texts:
            check(text in ('ok', 'falhou') or json.loads(text)['estadoAtual'] == 'TEMPO_ESGOTADO',
                  f'round {number}: {text}')



def check_all(client, rounds=60):
    check_four_sessions(client)
    check_bad_requests(client)
    check_table(client)
    check_one_winner(client, rounds)
