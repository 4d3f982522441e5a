"""A session's row holds a word that this version does not know: its own calls say so, its
neighbours in the same reads and the operators' list are as ever, and the log names it."""
from real_system import run
from viaja_process import check, check_equal, day_in, flight_wish, in_parallel, new_key, payment

SESSIONS = 40


def held_trip(client, segment):
    path, token = client.open_session()
    held = client.call('POST', path + '/holds', flight_wish(segment), token=token, key=new_key(),
                       wait=20)
    check_equal(held.status, 201, f'a hold: {held}')
    return path, token


def story(system):
    client = system.client()
    segments = [segment for number in range(40, 60)
                for segment in client.flights('GRU', 'REC', day_in(number))
                if segment['carrier'] == 'I0']
    trips = [held_trip(client, segments[number % len(segments)]) for number in range(SESSIONS)]
    bad_path, bad_token = trips.pop(SESSIONS // 2)
    bad = bad_path.rsplit('/', 1)[1]
    # As a later version's saga that runs, so that it belongs into the operators' list.
    system.store.run('viaja_session', "UPDATE sessions SET state = 'postponed', "
                                      "saga_pending = 'authorize', saga_table = 'card/9' "
                                      f"WHERE id = '{bad}'")

    def look(path, token):
        return lambda: client.call('GET', path, token=token)

    refusals = []
    for _ in range(5):
        answers = in_parallel([look(*trip) for trip in trips] + [look(bad_path, bad_token)])
        refusals.append(answers.pop())
        check_equal({answer.status for answer in answers}, {200}, 'the neighbours of the row')
    refusals.append(client.call('POST', bad_path + '/payments', payment({'amount': 1,
                                'currency': 'BRL'}), token=bad_token, key=new_key()))
    refusals.append(client.call('DELETE', bad_path, token=bad_token))
    refusals.append(client.call('GET', f'/v1/operator/sessions/{bad}'))
    for answer in refusals:
        check_equal(answer.status, 503, f'the row itself: {answer}')
        check('cannot be read' in answer.json()['detail'], f'its own sentence: {answer}')
        check_equal(answer.json()['side_effects'], 'none', 'what has happened')
    check_equal(client.call('DELETE', bad_path, token='x' * 43).status, 404, 'a foreign token')
    sagas = client.call('GET', '/v1/operator/sagas?state=running').json()
    check_equal(sagas['unreadable'], [bad], 'the list of operators')
    logs = ''.join(service.said() for service in system.of('session'))
    lines = [line for line in logs.split('\n') if 'session rows unreadable' in line]
    check(lines and all(bad in line and '"level":"error"' in line for line in lines),
          f'the log: {lines}')
    path, token = trips[0]
    amount = client.call('GET', path, token=token).json()['total']
    paid = client.call('POST', path + '/payments', payment(amount), token=token, key=new_key(),
                       wait=30)
    check_equal(paid.json()['state'], 'confirmed', 'a neighbour that is paid')
    system.store.run('viaja_session', "UPDATE sessions SET state = 'open', saga_pending = NULL, "
                                      f"saga_table = NULL WHERE id = '{bad}'")
    check_equal(client.call('DELETE', bad_path, token=bad_token).status, 200, 'the row is mended')
    system.wait_until_at_rest(120)
    system.check_books()


run(story, replicas={'session': 2}, HOLD_SECONDS=60, IDLE_SECONDS=60)
