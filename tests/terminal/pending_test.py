"""What ends a call that got no answer, and what does not: pending_test.py VIAJA"""
import itertools
import time

from lossy_entrance import Entrance
from terminal_program import check, check_equal, end_of, payments_of, travellers
from viaja_process import day_in, run

days = itertools.count(30)
PAY = ('pay', '--token', 'tok_ok', '--yes')
WRONG_SHARD = '{"type": "x", "title": "x", "status": 421, "code": "wrong_shard"}'
LOGIN = '<html><body>Welcome to the network. Log in.</body></html>'


def hold():
    """Words that hold a seat, each time on another day: the flight has few."""
    return ('hold', 'I09903', day_in(next(days)), '--name', 'Ana Souza')


def holder(new):
    traveller = new()
    traveller.expect(0, *hold())
    return traveller


def check_pending(traveller, command):
    check_equal((traveller.kept()['pending'] or {}).get('command'), command, 'the pending call')


def another_program_answers(new, entrance, client):
    """A network that wants a login first answers everything with its page."""
    for text in (LOGIN, '{}', '{"status": "up"}', '[]', ''):
        entrance.forced = ('POST', '/payments', 200, text)
        traveller = holder(new)
        failed = traveller.expect(7, *PAY)
        check('did not come from Viaja' in failed.errors, f'it is taken as an answer: {failed}')
        check_pending(traveller, 'pay')
        entrance.forced = None
        traveller.expect(0, 'resume')
        check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')
    entrance.forced = ('GET', '/events', 403, LOGIN)
    traveller = holder(new)
    failed = traveller.expect(7, *PAY)
    check('did not come from Viaja' in failed.errors, f'it ends the payment: {failed}')
    check_pending(traveller, 'pay')
    entrance.forced = None
    traveller.expect(0, 'resume')
    for text in (LOGIN, '{}', '{"id": "", "token": ""}', '{"id": "1"}'):
        traveller = new()
        words = hold()
        entrance.forced = ('POST', '/v1/sessions', 201, text)
        traveller.expect(7, *words)
        check_pending(traveller, 'hold')
        entrance.forced = None
        traveller.expect(0, *words)
    for path, text in (('/AAAAAAAA', '{"id": "1", "token": ""}'), ('/v1/places', LOGIN)):
        entrance.forced = ('POST' if path == '/AAAAAAAA' else 'GET', path, 200, text)
        new().expect(7, *(('resume', 'AAAAAAAA') if path == '/AAAAAAAA'
                          else ('search', 'GRU', 'REC', day_in(30))))
    entrance.forced = ('GET', '/v1/flights/search', 200, '{"status": "up"}')
    new().expect(7, 'search', 'GRU', 'REC', day_in(30), '--json')
    entrance.forced = None


def other_commands_are_refused(new, entrance, client):
    """A pending call is ended by itself alone: no other card, items or command sets it off."""
    traveller = holder(new)
    entrance.forced = ('POST', '/payments', 200, LOGIN)
    traveller.expect(7, *PAY)
    entrance.forced = None
    calls = entrance.count('POST', '/payments')
    for words in (('pay', '--token', 'tok_do_not_honor', '--yes'), ('pay', '--yes'),
                  ('cancel', '--yes'), ('release', '1', '--yes'), ('resume', 'AAAAAAAA'),
                  ('swap', '1', 'I09903', day_in(30)), hold()):
        refused = traveller.expect(2, *words, '--quiet')
        check('viaja resume' in refused.errors, f'{words}: how to go on is not said: {refused}')
    refused = traveller.expect(2, 'cancel', '--yes', '--json').json()
    check_equal(refused['code'], 'call_pending', 'code')
    check('The payment of BRL' in refused['detail'], f'the call is not named: {refused}')
    child = traveller.at_terminal('buy')
    child.expect('The payment of BRL')
    check_equal(end_of(child), 2, 'exit code of buy')
    check_equal(entrance.count('POST', '/payments'), calls, 'calls to pay')
    check_pending(traveller, 'pay')
    traveller.expect(0, *PAY)
    check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')
    traveller.check_secrets()


def the_same_words_end_it(new, client, entrance):
    """Also of a hold, a swap, a release and a cancellation; other items do not."""
    traveller = new()
    words = hold()
    day = day_in(next(days))
    steps = [(words, ('POST', '/holds'), hold()),
             (('swap', '1', 'I09903', day), ('POST', '/holds'), ('swap', '1', 'I01370', day)),
             (('release', '1', '--yes'), None, ('release', '2', '--yes')),
             (('cancel', '--yes'), ('POST', '/confirm'), hold())]
    for words, call, others in steps:
        hold_id = call is None and present_hold(client, traveller)
        entrance.forced = (*(call or ('DELETE', f'/holds/{hold_id}')), 200, LOGIN)
        traveller.expect(7, *words)
        entrance.forced = None
        traveller.expect(2, *others)
        check_pending(traveller, words[0])
        traveller.expect(0, *words)
        check_pending(traveller, None)


def present_hold(client, traveller):
    kept = traveller.kept()
    session = client.call('GET', f'/v1/sessions/{kept["id"]}', token=kept['token']).json()
    return next(hold['id'] for hold in session['holds'] if hold['state'] == 'held')


def the_server_does_not_decide(new, entrance, client):
    """Busy, or too many requests: the call is repeated under its key, not made anew."""
    for status, code, exit_code in ((409, 'busy', 6), (409, 'request_in_progress', 6),
                                    (408, 'request_timeout', 7), (429, 'too_many_requests', 7),
                                    (500, 'internal', 7)):
        traveller = holder(new)
        entrance.calls.clear()
        entrance.forced = ('POST', '/payments', status,
                           f'{{"status": {status}, "code": "{code}", "detail": "Not now."}}')
        traveller.expect(exit_code, *PAY)
        check_pending(traveller, 'pay')
        entrance.forced = None
        traveller.expect(0, 'resume')
        check_equal(len(entrance.keys('/payments')), 1, f'keys of a payment after {code}')
        check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')


def the_trip_is_at_another_server(new, client, port):
    """No token and no kept call reaches a server that has none of the trip's addresses."""
    home, other = Entrance(port), Entrance(port)
    traveller = new(home.url)
    traveller.expect(0, *hold())
    home.forced = ('POST', '/payments', 200, LOGIN)
    traveller.expect(7, *PAY)
    commands = (PAY, ('resume',), ('trip',), ('trip', '--follow'), ('code',), ('cancel', '--yes'),
                ('release', '1', '--yes'), ('swap', '1', 'I09903', day_in(30)), hold())
    for words in commands:
        refused = traveller.expect(2, *words, '--url', other.url)
        check(f'This trip is at {home.url}' in refused.errors, f'{words}: {refused}')
    traveller.expect(0, 'search', 'REC', 'GRU', day_in(30), '--url', other.url)
    check(all(call[0] == 'GET' for call in other.calls), f'calls to the other: {other.calls}')
    check_equal([token for token in other.tokens if token], [], 'tokens sent to the other')
    check_pending(traveller, 'pay')
    # A server at one of the addresses that does not know the trip does not end its call.
    home.forced = None
    unknown = '{"type": "about:blank", "title": "x", "status": 404, "code": "not_found"}'
    other.forced = ('', '', 404, unknown)
    traveller.expect(8, 'resume', '--url', f'{other.url},{home.url}')
    check_pending(traveller, 'pay')
    traveller.expect(0, 'resume', '--url', f'http://127.0.0.1:9,{home.url}')
    check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')
    home.close()
    other.close()


def another_shard_answers(new, client, port):
    """The answer is lost with its address, and the next address is one of another shard."""
    home, other = Entrance(port), Entrance(port)
    traveller = new(f'{home.url},{other.url}')
    traveller.expect(0, *hold())
    other.forced = ('', '', 421, WRONG_SHARD)
    lost = home.lose('POST', '/payments', 'answer')
    process = traveller.begin(*PAY)
    check(lost.reached.wait(30), 'it does not pay')
    home.close()
    lost.release()
    output, errors = process.communicate(timeout=60)
    check_equal(process.returncode, 7, f'exit code after another shard answered: {errors}')
    check('charged' not in output + errors, f'what was charged is not known: {errors}')
    alone = traveller.expect(7, 'resume', '--url', other.url)
    check('charged' not in alone.errors and 'viaja resume' in alone.errors, f'{alone}')
    check_pending(traveller, 'pay')
    # With an address of its own shard behind, the same call goes on there, and is followed there.
    again = Entrance(port)
    traveller.expect(0, 'resume', '--url', f'{other.url},{again.url}')
    check_pending(traveller, None)
    check_equal(again.keys('/payments'), home.keys('/payments'), 'keys of the payment')
    check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')
    again.forced = ('GET', '/events', 421, WRONG_SHARD)
    both = f'{again.url},{other.url}'
    traveller.expect(7, 'trip', '--follow', '--url', both)
    other.forced = None
    traveller.expect(0, 'trip', '--follow', '--url', both)
    for entrance in (other, again):
        entrance.close()


def a_code_is_sent_without_what_is_between(new, entrance):
    """An entrance reads the shard at its end; one of a shard that there is not is a wrong code."""
    traveller = holder(new)
    code = traveller.expect(0, 'code', '--json').json()['code']
    entrance.calls.clear()
    new().expect(0, 'resume', f'{code[:4].lower()}-{code[4:6]} {code[6:]}')
    check_equal([call[1] for call in entrance.calls if '/codes/' in call[1]],
                [f'/v1/codes/{code[:4].lower()}{code[4:]}'], 'the code as it is sent')
    wrong = new().expect(8, 'resume', 'K7QX 2M9P AD')
    check('has a wrong letter' in wrong.errors, f'a code of another shard: {wrong}')


def a_trip_is_abandoned_and_comes_back(new, entrance, client):
    """Without its server; what may have been charged is said, and the call is not lost."""
    traveller = holder(new)
    entrance.forced = ('POST', '/payments', 200, LOGIN)
    traveller.expect(7, *PAY)
    entrance.forced = None
    first = traveller.kept()['id']
    gone = ('--url', 'http://127.0.0.1:9')
    refused = traveller.expect(2, 'abandon', *gone)
    check('charged or not is not known' in refused.errors, f'the risk is not said: {refused}')
    for word, code in (('yes', 2), ('abandon', 0)):
        check_pending(traveller, 'pay')
        child = traveller.at_terminal('abandon', *gone)
        child.expect('charged or not is not known')
        child.expect('To leave this trip type abandon:')
        child.sendline(word)
        check_equal(end_of(child), code, f'exit code after "{word}"')
    for words in (('trip',), ('resume',), ('abandon', '--yes')):
        traveller.expect(8, *words)
    traveller.expect(0, *hold())
    second = traveller.kept()['id']
    check(second != first, 'the abandoned trip is the present one')
    traveller.expect(0, 'resume', first)
    check_equal(traveller.kept()['id'], first, 'the trip that came back')
    check_pending(traveller, None)
    check_equal(len(payments_of(client, first)), 1, 'payments')
    traveller.expect(0, 'resume', second)
    check_equal(traveller.expect(0, 'trip', '--json').json()['id'], second, 'the present trip')
    paid = traveller.expect(0, 'retomar', first, VIAJA_URL='')
    check('Viagem confirmada' in paid.output, f'the trip was set aside as it was before: {paid}')
    unopened = new()
    entrance.forced = ('POST', '/v1/sessions', 201, LOGIN)
    unopened.expect(7, *hold())
    entrance.forced = None
    unopened.expect(0, 'abandonar', '--sim')
    unopened.expect(0, *hold())


def waits_no_longer_than_it_is_told(new, entrance):
    """A server that takes the call and says nothing is left after the time of --wait."""
    for words, method, end in ((('resume', 'AAAAAAAA'), 'POST', '/AAAAAAAA'),
                               (('cancel', '--yes'), 'GET', None), (PAY, 'POST', '/payments')):
        traveller = holder(new)
        lost = entrance.lose(method, end or traveller.kept()['id'], 'request')
        begun = time.monotonic()
        silent = traveller.expect(7, *words, '--wait', '1')
        seconds = time.monotonic() - begun
        check(seconds < 20, f'{words} waited {seconds:.0f} s: {silent}')
        lost.release()
        entrance.loss = None
    check_pending(traveller, 'pay')
    traveller.expect(0, 'resume')


def story(viaja):
    client = viaja.start()
    client.flights('REC', 'GRU', day_in(30))
    entrance = Entrance(viaja.port())
    new = travellers(viaja, entrance.url)
    try:
        another_program_answers(new, entrance, client)
        other_commands_are_refused(new, entrance, client)
        the_same_words_end_it(new, client, entrance)
        the_server_does_not_decide(new, entrance, client)
        the_trip_is_at_another_server(new, client, viaja.port())
        another_shard_answers(new, client, viaja.port())
        a_code_is_sent_without_what_is_between(new, entrance)
        a_trip_is_abandoned_and_comes_back(new, entrance, client)
        waits_no_longer_than_it_is_told(new, entrance)
    finally:
        entrance.close()


if __name__ == '__main__':
    run(story)
