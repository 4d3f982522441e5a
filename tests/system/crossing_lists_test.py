"""Two hundred clients of `viaja all` want the last seats of three flights, two flights each in one
list. Each gets both or none, and what is left over is free again."""
from last_seat import only_flight
from viaja_process import (check, check_equal, day_in, flight_wish, in_parallel, new_key, payment,
                           run)

CLIENTS = 200


def seats_left(client, segment):
    """None is shown where none is left."""
    return sum(found['seats_left'] for found in client.flights('REC', 'FEN', segment['date'])
               if found['flight'] == segment['flight'])


def last_seats(client):
    """Three days on which the flight with one seat is free."""
    first = only_flight(client)
    segments = []
    for days in range(1, 15):
        segments += [segment for segment in client.flights('REC', 'FEN', day_in(days))
                     if segment['flight'] == first['flight'] and segment['seats_left'] == 1]
    check(len(segments) >= 3, 'too few last seats are on sale')
    return segments[:3]


def story(viaja):
    client = viaja.start()
    one, two, three = last_seats(client)
    pairs = [(one, two), (two, three), (one, three)]
    sessions = [client.open_session() for _ in range(CLIENTS)]

    def want(index):
        path, token = sessions[index]
        items = [flight_wish(segment) for segment in pairs[index % len(pairs)]]
        return client.call('POST', path + '/holds', {'items': items}, token=token, key=new_key(),
                           wait=30)

    answers = in_parallel([lambda index=index: want(index) for index in range(CLIENTS)])
    held = {segment['date']: 0 for segment in (one, two, three)}
    for index, answer in enumerate(answers):
        path, token = sessions[index]
        states = sorted(hold['state'] for hold in
                        client.call('GET', path, token=token).json()['holds'])
        if answer.status == 201:
            check_equal(states, ['held', 'held'], f'a list that is held: {answer}')
            for segment in pairs[index % len(pairs)]:
                held[segment['date']] += 1
        else:
            check_equal((answer.status, answer.json()['code']), (409, 'not_available'),
                        f'a list that is refused: {answer}')
            check(answer.json()['errors'][0]['pointer'] in ('/items/0', '/items/1'), f'{answer}')
            check('held' not in states, f'half of a list is kept: {states}')
    print(sum(answer.status == 201 for answer in answers), 'lists are held', flush=True)
    for segment in (one, two, three):
        check_equal(seats_left(client, segment), 1 - held[segment['date']],
                    f'what is left on {segment["date"]}')

    for index, answer in enumerate(answers):
        if answer.status == 201:
            path, token = sessions[index]
            ended = client.call('DELETE', path, token=token, key=new_key(), wait=30)
            check_equal(ended.status, 200, f'the cancellation: {ended}')
    answer = want(0) if answers[0].status != 201 else want(3)
    check_equal(answer.status, 201, f'the seats that were given back: {answer}')
    path, token = sessions[0 if answers[0].status != 201 else 3]
    total = answer.json()['session']['total']
    paid = client.call('POST', path + '/payments', payment(total), token=token, key=new_key(),
                       wait=30)
    check_equal(paid.json()['state'], 'confirmed', f'the payment: {paid}')
    check_equal([reference['hold'] for reference in paid.json()['booking_references']],
                [hold['id'] for hold in answer.json()['holds']], 'the order of the list')


run(story, TEST_MODE=1)
