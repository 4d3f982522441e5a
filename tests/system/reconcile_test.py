"""scripts/reconcile with a `mariadb` that answers from a list: what it prints and how it ends.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from viaja_process import check, check_equal

ROOT = pathlib.Path(__file__).resolve().parents[2]
SESSION = '0198c0de-0000-7000-8000-000000000001'
HOLD = '0198c0de-0000-7000-8000-00000000000a'
NOW, DAY = 1_764_000_000_000_000, 86_400_000_000
# A server cuts off a stream that is not read for so long as it says, unless it is asked not to.
CLIENT = '''#!{python} -IBS
import json
import os
import sys
words = sys.argv[1:]
statement = words[words.index('-e') + 1]
if '--init-command=SET SESSION net_write_timeout=86400' not in words:
    sys.exit('ERROR 2013 (HY000): Lost connection to server during query')
folder = os.path.dirname(sys.argv[0])
with open(os.path.join(folder, 'asked'), 'a', encoding='utf-8') as file:
    print(statement, file=file)
with open(os.path.join(folder, 'answers'), encoding='utf-8') as file:
    answers = json.load(file)
for database, part, rows in answers:
    if part in statement and database in ('', words[-1]):
        for row in rows:
            print(*row, sep='\\t')
        break
'''
SUPPLIERS = ['', "table_name = 'holds'", [['viaja_flight_i0'], ['viaja_hotel']]]
SHARDS = ['', "table_name = 'sessions'", [['viaja_session']]]
FIRST = ['viaja_session', 'MIN(id)', [[SESSION]]]
LAST_MOMENT = ['viaja_session', 'MAX(updated_at)', [[NOW]]]
SESSIONS = ['viaja_session', 'needs_attention FROM sessions', [[SESSION, 'confirmed', 7, 0]]]
AT_HOTEL = ['viaja_hotel', ' FROM holds', [[SESSION, HOLD, 'confirmed', 300, NOW]]]
PAYMENTS = ['viaja_payment', ' FROM payments', [[SESSION, 1, 'captured', 300, NOW]]]
EXECUTIONS = ['viaja_gateway', ' FROM executions',
              [[SESSION + '/1', operation, 300, NOW] for operation in ('authorize', 'capture')]]


def holds(item='room'):
    return ['viaja_session', ' FROM session_holds',
            [[SESSION, HOLD, 'confirmed', 300, -1, '', item]]]


def reconcile(folder, *answers, words=()):
    """(how it ends, what it lists, what it says), where the server has these answers."""
    common = (SUPPLIERS, SHARDS, FIRST, LAST_MOMENT, SESSIONS, PAYMENTS, EXECUTIONS)
    (folder / 'asked').unlink(missing_ok=True)
    (folder / 'answers').write_text(json.dumps([*answers, *common]), encoding='utf-8')
    done = subprocess.run([ROOT / 'scripts' / 'reconcile', *words], capture_output=True, text=True,
                          check=False, timeout=50,
                          env={**os.environ, 'PATH': f'{folder}:{os.environ["PATH"]}'})
    return done.returncode, done.stdout.splitlines(), done.stderr.strip()


def check_other_suppliers(folder):
    agree = 'The books of 2 suppliers, payment and the gateway agree.'
    cars = ('1 sold by other.cars not compared: there are no holds in a database viaja_other_cars '
            'here, and --at names none.')
    check_equal(reconcile(folder, holds('other.cars')), (0, [], f'{cars}\n{agree}'),
                'a car of a supplier with its own books')
    for item, words in (('flight.I0', ()),
                        ('other.cars', ('--at', 'viaja_other_cars=127.0.0.1:3307'))):
        code, listed, said = reconcile(folder, holds(item), words=words)
        check_equal((code, [line.split()[0] for line in listed], said),
                    (1, ['not-at-supplier'], '1 not-at-supplier'), f'{item} {words}')


def check_lost_session(folder):
    """What is not there was sold three days, or nine, before the last change of what is there."""
    for days, words, kinds in ((3, (), ['unknown-sold', 'unknown-paid']), (9, (), []),
                               (9, ('--days', '30'), ['unknown-sold', 'unknown-paid'])):
        at = NOW - days * DAY
        code, listed, said = reconcile(
            folder, [*SESSIONS[:2], []], [*AT_HOTEL[:2], [[SESSION, HOLD, 'confirmed', 300, at]]],
            [*PAYMENTS[:2], [[SESSION, 1, 'captured', 300, at]]],
            [*EXECUTIONS[:2], [[*row[:3], at] for row in EXECUTIONS[2]]], words=words)
        check_equal((code, [line.split()[0] for line in listed]), (1 if kinds else 0, kinds),
                    f'what is listed of a sale {days} days ago, with {words}: {said}')


def check_years_before(folder):
    """What was paid for sessions that were removed is read from the first session on, or from
    thirty days and a week before the last change."""
    oldest = f'{(NOW - 37 * DAY) // 1000:012x}'
    wanted = {'': f'{oldest[:8]}-{oldest[8:]}', SESSION: '0198c0de-0000', 'by hand': ''}
    for first, front in wanted.items():
        reconcile(folder, ['viaja_session', 'MIN(id)', [[first]]], holds(), AT_HOTEL)
        begins = f"> '{front}{'-0000-0000-000000000000' if front else ''}'"
        asked = (folder / 'asked').read_text(encoding='utf-8').splitlines()
        whole = [words for words in asked if ' ORDER BY ' in words and begins in words]
        check_equal(len(whole), 4, f'books that are read from {begins} on: {asked}; their number')


def story(folder):
    for name in ('mariadb', 'mysql'):
        (folder / name).write_text(CLIENT.replace('{python}', sys.executable), encoding='utf-8')
        (folder / name).chmod(0o755)
    check_equal(reconcile(folder, holds(), AT_HOTEL),
                (0, [], 'The books of 2 suppliers, payment and the gateway agree.'),
                'a trip that is sold')
    check_years_before(folder)
    check_lost_session(folder)
    check_other_suppliers(folder)
    code, listed, said = reconcile(folder, holds())
    check_equal((code, [line.split()[0] for line in listed], said),
                (1, ['not-at-supplier'], '1 not-at-supplier'), 'a hotel that has forgotten it')
    check(HOLD in listed[0] and SESSION in listed[0], listed[0])


with tempfile.TemporaryDirectory(prefix='viaja-reconcile-') as name:
    story(pathlib.Path(name))
