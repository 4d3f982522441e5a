"""The table of exit codes, for each command that can end so: exit_codes_test.py VIAJA"""
import fcntl
import os

from lossy_entrance import Entrance
from terminal_program import check, check_equal, end_of, travellers
from viaja_process import day_in, in_parallel, run, wait_until

DAY, LATER = day_in(30), day_in(33)
NAME = ('--name', 'Ana Souza')
HOLD = ('hold', 'I09903', DAY, *NAME)
SEARCH = ('search', 'GRU', 'REC', DAY)
ABANDON = ('abandon', '--yes')
# What works on a trip, each with what it needs.
OF_A_TRIP = (('trip',), ('swap', '1', 'I09903', LATER), ('release', '1', '--yes'),
             ('pay', '--token', 'tok_ok', '--yes'), ('resume',), ('code',), ('cancel', '--yes'))
CHANGES = (HOLD, *OF_A_TRIP[1:4], OF_A_TRIP[6])
TASKS = (('services',), ('sagas',), ('find',), ('session', 'x'), ('dead-letters',),
         ('units', 'hotel'), ('audit',))
OPERATOR_CHANGES = (('retry', 'x'), ('give-up', 'x', '--yes'),
                    ('write-off', 'x', 'y', '--reason', 'z', '--yes'), ('requeue', 'x'),
                    ('drop', 'x', '--yes'))
# Questions that a terminal would be asked, and --json never is.
ASKING = (('hold', 'I09903', LATER), ('pay',), ('pay', '--token', 'tok_ok'), ('release', '1'),
          ('cancel',), ('abandon',), ('buy',))


def holder(new):
    traveller = new()
    traveller.expect(0, *HOLD)
    return traveller


def no_trip(new):
    """8: there is none here."""
    for words in (*OF_A_TRIP, ABANDON, ('trip', '--follow'), ('resume', 'AAAAAAAA')):
        for more in ((), ('--json',)):
            new().expect(8, *words, *more)


def no_server(new, viaja):
    """7: nothing answers at the trip's address; what is kept stays as it is."""
    entrance = Entrance(viaja.port())
    traveller = new(entrance.url)
    traveller.expect(0, *HOLD)
    kept = traveller.kept()
    entrance.close()
    for words in (SEARCH, *(words for words in OF_A_TRIP if words[0] not in ('pay', 'swap'))):
        gone = traveller.expect(7, *words, '--wait', '0') if words[0] in (
            'resume', 'cancel', 'release') else traveller.expect(7, *words)
        check(gone.errors, f'nothing is said: {gone}')
    check_equal(traveller.kept(), kept, 'the trip that is kept')
    in_parallel([lambda task=task: traveller.expect(7, 'ops', *task,
                                                    VIAJA_OPERATOR_TOKEN='token')
                 for task in (*TASKS, *OPERATOR_CHANGES)])
    child = new('http://127.0.0.1:9').at_terminal('buy')
    check_equal(end_of(child), 7, 'exit code of buy without a server')
    traveller.expect(0, *ABANDON)


def no_disk(new):
    """1: what cannot be kept is not asked for."""
    traveller = holder(new)
    for words in (*CHANGES, ABANDON):
        failed = traveller.expect(1, *words, file_bytes_max=0)
        check('kept' in failed.errors, f'{words}: the reason is not said: {failed}')
    check_equal(traveller.expect(0, 'trip', '--json').json()['state'], 'open', 'state of the trip')
    for words in (SEARCH, *OF_A_TRIP):
        traveller.expect(1, *words, HOME='', XDG_STATE_HOME='')


def another_program(new):
    """6: the trip is being changed by another one."""
    traveller = holder(new)
    with open(os.path.join(traveller.folder, 'viaja', 'lock'), 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for words in (*CHANGES, ('resume',), ('code',), ABANDON):
            refused = traveller.expect(6, *words)
            check('Another viaja' in refused.errors, f'{words}: the reason is not said: {refused}')
        for words in (SEARCH, ('trip',)):
            traveller.expect(0, *words)


def never_asks(new):
    """2: what would be asked is named, at a terminal too."""
    traveller = holder(new)
    before = traveller.kept()
    for words in ASKING:
        child = traveller.at_terminal(*words, '--json')
        check_equal(end_of(child), 2, f'{words}; exit code')
        check('"code":"usage"' in child.before, f'{words}: {child.before}')
    for task in (('drop', 'x'), ('write-off', 'x', 'y', '--reason', 'z')):
        child = traveller.at_terminal('ops', *task, '--json', VIAJA_OPERATOR_TOKEN='token')
        check_equal(end_of(child), 2, f'{task}; exit code')
    check_equal(traveller.kept(), before, 'the trip that is kept')


def wrong_words(new):
    """2: an option that a command has not got, an operand too many."""
    traveller = new()
    for words in (*OF_A_TRIP, HOLD, SEARCH, ABANDON, ('buy',), ('ops',)):
        traveller.expect(2, *words, '--colour')
        traveller.expect(2, words[0], *['x'] * 30)
    for task in (*TASKS, *OPERATOR_CHANGES):
        traveller.expect(2, 'ops', *task, 'a', 'b', 'c')


def not_for_this_operator(new):
    """8: another token than the server's."""
    operator = new()
    for task in (*TASKS, *OPERATOR_CHANGES):
        operator.expect(8, 'ops', *task, VIAJA_OPERATOR_TOKEN='wrong')


def story(viaja):
    client = viaja.start(OPERATOR_TOKEN='right')
    client.flights('REC', 'GRU', DAY)
    new = travellers(viaja)
    no_trip(new)
    no_server(new, viaja)
    no_disk(new)
    another_program(new)
    never_asks(new)
    wrong_words(new)
    not_for_this_operator(new)


def late_story(viaja):
    """5: the time of the hold is over."""
    client = viaja.start()
    client.flights('REC', 'GRU', DAY)
    traveller = holder(travellers(viaja))
    kept = traveller.kept()
    wait_until(lambda: client.call('GET', f'/v1/sessions/{kept["id"]}', token=kept['token'])
               .json()['state'] == 'expired', 30, 'the session has expired')
    for words in (('trip',), ('trip', '--follow'), ('pay', '--token', 'tok_ok', '--yes'),
                  ('resume',), ('cancel', '--yes')):
        late = traveller.expect(5, *words)
        check('Nothing was charged' in late.output + late.errors, f'{words}: {late}')


if __name__ == '__main__':
    run(story)
    run(late_story, HOLD_SECONDS=3)
