"""MySQL is told to be read-only, as it is where its disk is full: services say that they are not
ready, reading goes on, and what would have to be written is refused at once."""
from real_system import run
from viaja_process import check, check_equal, wait_until

KNOWN_SECONDS = 2  # the longest answer once it is known; before that a request is given 5 s


def all_answer(system, status):
    return all(service.ready()[0] == status for service in system.services.values())


def story(system):
    client = system.client()
    path, token = client.open_session()
    system.store.run('viaja_session', 'SET GLOBAL read_only = 1')
    wait_until(lambda: all_answer(system, 503), 30, 'no replica is ready')
    for number in (1, 2):
        answer = system.replica(number).call('POST', '/v1/sessions', {})
        check_equal(answer.status, 503, f'a first new session: {answer}')
    for number in (1, 2) * 5:
        replica = system.replica(number)
        answer = replica.call('POST', '/v1/sessions', {}, timeout=KNOWN_SECONDS)
        check_equal(answer.status, 503, f'a new session: {answer}')
        check_equal((answer.json()['code'], answer.json()['side_effects']),
                    ('unavailable', 'none'), f'a new session: {answer}')
        check('Retry-After' in answer.headers, f'no Retry-After: {answer}')
        answer = replica.call('GET', path, token=token)
        check_equal(answer.status, 200, f'a session is read: {answer}')
    for service in system.services.values():
        check_equal(service.said().count('database not writable'), 1,
                    f'lines in the log of {service.name}')
        check('read-only' in service.said(), f'{service.name} does not say why')
    system.store.run('viaja_session', 'SET GLOBAL read_only = 0')
    wait_until(lambda: all_answer(system, 200), 30, 'all are ready again')
    for number in (1, 2):
        replica = system.replica(number)
        wait_until(lambda: replica.call('POST', '/v1/sessions', {}).status == 201, 10,
                   f'session-{number} opens sessions again')
    system.wait_until_at_rest()
    system.check_books()


run(story, replicas={'session': 2}, HOLD_SECONDS=20, IDLE_SECONDS=20)
