"""`viaja ops`: a saga that waits is found, understood and asked again: operators_test.py VIAJA"""
import os
import sqlite3
import subprocess

import pexpect
from lossy_entrance import Entrance
from terminal_program import check, check_equal, end_of, travellers
from viaja_process import day_in, run, wait_until

TOKEN = 'an operator of the test'
DAY, LATER = day_in(30), day_in(33)
DOUBTFUL = ('{"status": 503, "code": "unavailable", "detail": "The database went away.", '
            '"side_effects": "possible"}')
NAME = ('--name', 'Ana Souza')


def waiting_saga(new):
    """A payment that is undone while a hotel does not answer its undo: its session."""
    traveller = new()
    traveller.expect(0, 'hold', 'htl_test_stubborn_std', DAY, LATER, *NAME)
    traveller.expect(0, 'hold', 'I09901', DAY, *NAME)
    traveller.expect(6, 'pay', '--token', 'tok_ok', '--yes', '--wait', '0')
    return traveller, traveller.kept()['id']


def changes_are_made_once(viaja, ops):
    """Without an answer it may have been done: that is said, and nothing is repeated."""
    entrance = Entrance(viaja.port())
    for words, method, path, look in (
            (('drop', 'hotel~1', '--yes'), 'DELETE', '/hotel%7E1', 'viaja ops dead-letters'),
            (('requeue', 'hotel~1'), 'POST', '/requeue', 'viaja ops dead-letters'),
            (('retry', 'nothing'), 'POST', '/retry', 'viaja ops session nothing')):
        entrance.lose(method, path, 'answer').release()
        lost = ops(7, *words, '--url', f'http://127.0.0.1:9,{entrance.url}')
        check('may have been done' in lost.errors and look in lost.errors, f'not said: {lost}')
        check('resume' not in lost.errors, f'it speaks of a trip: {lost}')
        check_equal(entrance.count(method, path), 1, f'calls to {path}')
    for status, text in ((503, DOUBTFUL), (502, 'Bad Gateway')):
        entrance.forced = ('POST', '/retry', status, text)
        lost = ops(7, 'retry', 'nothing', '--url', entrance.url)
        check('may have been done' in lost.errors, f'not said of {status}: {lost}')
    for words in (('sagas',), ('drop', 'hotel~1', '--yes')):
        lost = ops(7, *words, '--url', 'http://127.0.0.1:9')
        check('Nothing was changed' in lost.errors and 'resume' not in lost.errors, f'{lost}')
    entrance.close()


def finds_sessions(client, ops, new):
    """By the booking reference that a traveller reads out, and by state."""
    traveller = new()
    traveller.expect(0, 'hold', 'I09903', DAY, *NAME)
    paid = traveller.expect(0, 'pay', '--token', 'tok_ok', '--yes', '--json').json()
    reference = paid['booking_references'][0]['reference']
    session = traveller.kept()['id']
    found = ops(0, 'find', reference)
    check(session in found.output and reference in found.output, f'not found: {found}')
    of_state = ops(0, 'procurar', '--estado', 'confirmed', '--json', '--limit', '5').json()
    check(session in [one['session'] for one in of_state['sessions']], f'{of_state}')
    check('No sessions' in ops(0, 'find', 'XXXXXX').output, 'a reference that there is not')
    ops(2, 'find', '--state', 'flying')
    given_up = ops(0, 'give-up', session, '--yes')
    check('confirmed' in given_up.errors, f'what is given up is not shown: {given_up}')
    wait_until(lambda: client.call('GET', f'/v1/operator/sessions/{session}',
                                   token=TOKEN).json()['state'] == 'cancelled', 20,
               'the trip is given back')


def shows_calls_for_curl(ops, session):
    """Nothing is called by showing it; done by a shell, it is the same call."""
    def actions():
        return len(ops(0, 'audit', session, '--json').json()['actions'])
    before = actions()
    shown = ops(0, 'retry', session, '--reason', "the hotel's back", '--curl').output
    check_equal(actions(), before, 'actions after it was shown')
    check(TOKEN not in shown and '$VIAJA_OPERATOR_TOKEN' in shown, f'the token: {shown}')
    done = subprocess.run(['bash', '-c', shown.replace('curl ', 'curl -sS --fail ', 1)],
                          env={**os.environ, 'VIAJA_OPERATOR_TOKEN': TOKEN},
                          capture_output=True, text=True, check=False)
    check_equal(done.returncode, 0, f'status of {shown}: {done.stderr}')
    check_equal(actions(), before + 1, 'actions after it was done')
    check_equal(ops(0, 'audit', '--json').json()['actions'][0]['reason'], "the hotel's back",
                'the reason')
    for words in (('services',), ('sagas',), ('find',), ('session', session), ('dead-letters',),
                  ('units', 'hotel', 'htl'), ('audit',), ('give-up', session),
                  ('write-off', session, 'hold', '--reason', 'closed'), ('requeue', 'hotel~1'),
                  ('drop', 'hotel~1'), ('price', 'flight.I0', 'I01370', '459.90', '--reason', 'x'),
                  ('capacity', 'hotel', 'htl_rec01_std', '12', '--reason', 'x')):
        for command in ops(0, *words, '--curl', '--json').json()['curl']:
            check(command.startswith('curl ') and '/v1/operator/' in command, command)


def offers_words_to_shells(ops, session, hold):
    check_equal(ops(0, 'words', 'session').output.split(), [session], 'sessions')
    check(hold in ops(0, 'words', 'hold', session).output.split(), 'holds')
    addresses = ops(0, 'words', 'address').output.split()
    check({'hotel', 'flight.I0'} <= set(addresses) and 'payment' not in addresses, f'{addresses}')
    check_equal(ops(0, 'words', 'letter').output, '', 'dead letters')
    check_equal(ops(7, 'words', 'session', '--url', 'http://127.0.0.1:9').output, '',
                'words without a server')
    ops(2, 'words', 'ship')


def changes_prices_and_capacities(client, operator, ops):
    """At once, with its reason in the audit log; what cannot be meant is refused before a call."""
    flight = client.flights('REC', 'GRU', DAY)[0]['flight']
    address = f'flight.{flight[:2]}'

    def price():
        found = client.call('GET', f'/v1/flights/search?from=REC&to=GRU&date={DAY}'
                                   '&max_segments=1&all=1&limit=200').json()['offers']
        return next(offer['price'] for offer in found
                    if offer['segments'][0]['flight'] == flight)

    before = price()
    shown = ops(0, 'price', address, flight, '123,45', '--reason', 'season', '--yes')
    check('→ BRL 123.45' in shown.output, f'what it is now is not shown: {shown}')
    wait_until(lambda: price() != before, 60, 'another price in the search')
    changed = ops(0, 'capacidade', address, flight, '3', '--motivo', 'avião', '--sim',
                  '--json').json()
    check_equal(changed['items'][0]['capacity'], 3, 'capacity')
    done = ops(0, 'audit', '--json').json()['actions']
    check({'set_prices', 'set_capacities'} <= {one['action'] for one in done}, f'{done}')
    for words, said in (((flight, 'dear', '--reason', 'x'), 'is no price'),
                        ((flight, '1.031,90', '--reason', 'x'), 'is no price'),
                        ((flight, '5'), 'reason is missing')):
        refused = ops(2, 'price', address, *words, '--yes')
        check(said in refused.errors and 'Nothing was changed' in refused.errors, f'{refused}')
    check('whole number' in ops(2, 'capacity', 'hotel', 'htl', '0', '--yes').errors, 'no seats')
    ops(8, 'price', address, 'I0XXXX', '5', '--reason', 'x', '--yes')
    child = operator.at_terminal('ops', 'capacity', address, flight, '9', '--reason', 'x',
                                 VIAJA_OPERATOR_TOKEN=TOKEN)
    child.expect(f'To confirm type {flight}:')
    child.sendline('no')
    child.expect('Nothing was changed')
    check_equal(end_of(child), 2, 'exit code without the item')


def marks_a_wrong_sum(viaja, operator):
    unit = 'htl_test_stubborn_std'
    with sqlite3.connect(os.path.join(viaja.data, 'viaja_hotel.db'), timeout=20) as database:
        database.execute(f"UPDATE units SET held = 50 WHERE id LIKE '{unit}%'")
    for more, is_red in (({}, True), ({'NO_COLOR': '1'}, False)):
        child = operator.at_terminal('ops', 'units', 'hotel', unit, VIAJA_OPERATOR_TOKEN=TOKEN,
                                     **more)
        child.expect(pexpect.EOF)
        check('more than there are' in child.before, f'not said: {child.before}')
        check_equal('\033[31m' in child.before, is_red, f'red with {more}')
        child.close()


def story(viaja):
    client = viaja.start(OPERATOR_TOKEN=TOKEN)
    new = travellers(viaja)
    client.flights('REC', 'GRU', DAY)
    operator = new()

    def ops(code, *words):
        return operator.expect(code, 'ops', *words, VIAJA_OPERATOR_TOKEN=TOKEN)

    operator.expect(8, 'ops')
    check('flight.I0' in ops(0).output, 'the services are not shown')
    services = ops(0, 'services', '--json').json()
    check(len(services['services']) > 5, f'services: {services}')
    breakers = {breaker['address']: breaker['state'] for breaker in services['breakers']}
    check_equal(breakers['hotel'], 'closed', 'state of a breaker')
    searches = {breaker['address']: breaker['state'] for breaker in services['searches']}
    check_equal(searches['flight.I0'], 'closed', 'state of a breaker of searches')
    check('No dead letters' in ops(0, 'dead-letters').output, 'dead letters')
    ops(2, 'fly')
    ops(2, 'session')

    traveller, session = waiting_saga(new)

    def sagas():
        running = ops(0, 'sagas', '--json').json()['running']['sagas']
        return [saga for saga in running
                if [hold['command'] for hold in saga['holds']] == ['unconfirm']]

    found = wait_until(sagas, 30, 'a hold that is given back')
    check_equal(found[0]['session'], session, 'session of the saga')
    shown = ops(0, 'session', session).output
    check('waits for unconfirm from hotel' in shown, f'what it waits for is not shown: {shown}')
    offers_words_to_shells(ops, session, found[0]['holds'][0]['hold'])
    shows_calls_for_curl(ops, session)
    refused = operator.expect(2, 'ops', 'retry', session)
    check('Read-only' in refused.errors, f'not read-only without a token: {refused}')
    check('Asked again' in ops(0, 'retry', session).output, 'retry')
    ops(0, 'retry', session, '--reason', 'the hotel is back')
    ops(2, 'give-up', session)
    ops(2, 'write-off', session, found[0]['holds'][0]['hold'], '--yes')
    done = ops(0, 'audit', session, '--json').json()['actions']
    check_equal([(action['action'], action['outcome']) for action in done],
                [('retry', 'accepted')] * 3,
                'what was done to the session')
    check_equal(done[0]['reason'], 'the hotel is back', 'reason in the audit log')
    check('the hotel is back' in ops(0, 'audit').output, 'the reason is not shown')
    units = ops(0, 'units', 'hotel', 'htl_test', '--json').json()
    check(units['units'] and all(unit['sum_is_right'] for unit in units['units']), f'{units}')
    check('confirmed' in ops(0, 'units', 'hotel').output, 'the units are not shown')
    ops(2, 'units', 'payment')
    ops(2, 'units')
    ops(2, 'services', '--reason', 'none')
    traveller.expect(3, 'resume')
    finds_sessions(client, ops, new)
    marks_a_wrong_sum(viaja, operator)
    changes_prices_and_capacities(client, operator, ops)

    child = operator.at_terminal('ops', 'drop', 'hotel~1', VIAJA_OPERATOR_TOKEN=TOKEN)
    child.expect('To confirm type drop:')
    child.sendline('yes')
    child.expect('Nothing was changed')
    check_equal(end_of(child), 2, 'exit code without the word')
    child = operator.at_terminal('ops', 'drop', 'hotel~1', VIAJA_OPERATOR_TOKEN=TOKEN)
    child.expect('To confirm type drop:')
    child.sendline('drop')
    check_equal(end_of(child), 8, 'exit code for a letter that is not there')
    changes_are_made_once(viaja, ops)
    check(TOKEN not in operator.seen, 'the token was printed')


if __name__ == '__main__':
    run(story)
