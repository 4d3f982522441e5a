"""A copy of all databases is made while trips are sold and restored on other servers: what was
under way ends there as it should, and all books agree. A copy of which a part is older than another
is restored too: what does not agree is listed, each session of it and no other. With the word
gateway, by hand: a gateway, which is not restored with the rest, knows more than the copy.
"""
import collections
import os
import random
import subprocess
import sys

from real_system import RealSystem, run
from sales import Sales
from settled_books import Books, unsettled
from test_servers import ROOT
from trips import Wishes, outcomes_of
from viaja_process import check, check_equal, wait_until

SCRIPTS = os.path.join(ROOT, 'scripts')
CARRIER = 'viaja_flight_i0'
MOVING = "SELECT id FROM sessions WHERE state IN ('paying', 'cancelling')"
UNFINISHED = ("SELECT id FROM sessions WHERE state IN ('open', 'paying', 'cancelling',"
              " 'confirmed')")
OPEN = "SELECT id FROM sessions WHERE state IN ('open', 'paying', 'cancelling')"
REFUSED_VOIDS = "SELECT id FROM sessions WHERE saga_pending = 'void' AND saga_error <> ''"
CALLS = 'SELECT session_id AS id FROM payments WHERE next_attempt_at IS NOT NULL'
CONNECTIONS = "SELECT id FROM information_schema.processlist WHERE db LIKE 'viaja\\_%' AND id <> " \
              'CONNECTION_ID()'
SETTINGS = {'HOLD_SECONDS': 20, 'IDLE_SECONDS': 20, 'STEP_SECONDS': 5}


def script(system, name, *words, code=0):
    """What it prints, on both outputs; it ends with the code."""
    done = subprocess.run([os.path.join(SCRIPTS, name), *words], capture_output=True, text=True,
                          env={**os.environ, **system.servers.environment('tests')}, check=False)
    check_equal(done.returncode, code, f'{name} {words}: {done.stdout}{done.stderr}; its status')
    return done.stdout + done.stderr


def differences(system):
    """{kind: ids of sessions} of scripts/reconcile."""
    done = subprocess.run([os.path.join(SCRIPTS, 'reconcile')], capture_output=True, text=True,
                          env={**os.environ, **system.servers.environment('tests')}, check=False)
    check(done.returncode in (0, 1), f'reconcile: {done.stderr}')
    found = collections.defaultdict(set)
    for line in done.stdout.splitlines():
        kind, session, _ = line.split(' ', 2)
        found[kind].add(session)
    check_equal(done.returncode, 1 if found else 0, f'reconcile: {done.stdout}{done.stderr}')
    return dict(found)


def ids(system, database, statement):
    return {row['id'] for row in system.store.rows(database, statement)}


class OtherPlace:
    """Servers and services of their own, whose databases come from files."""

    def __init__(self, build):
        self.system = RealSystem(build, {'session': 2}, SETTINGS)
        self.system.start_servers()

    def restore(self, *files_and_databases):
        """(file, names of its databases or none: all) one after the other; nothing runs then, and
        no message is left of what ran before."""
        for service in self.system.services.values():
            service.end()
        # Not rows(), which would learn the columns' types before there are any.
        wait_until(lambda: not self.system.store.run('information_schema', CONNECTIONS), 30,
                   'MySQL has noticed that the services have ended')
        for file, databases in files_and_databases:
            only = ['--only', databases] if databases else []
            script(self.system, 'restore', file, '--replace', *only)

    def close(self):
        for service in self.system.services.values():
            service.end()
        self.system.servers.close()


def check_new_shard(system):
    """Its database is there before its first replica is started."""
    system.store.run('information_schema', 'CREATE DATABASE viaja_session_1')
    check_equal(differences(system), {}, 'differences beside a shard that was never started')
    system.store.run('information_schema', 'DROP DATABASE viaja_session_1')


def check_refusals(system, copy):
    """Nothing is restored under a running service, over data, or from half a file."""
    said = script(system, 'restore', copy, '--replace', code=1)
    check('Services are connected' in said and 'session at viaja_session' in said, said)
    half = copy + '.half'
    with open(copy, 'rb') as whole, open(half, 'wb') as file:
        file.write(whole.read()[:-2000])
    said = script(system, 'restore', half, code=1)
    check('is not whole' in said, said)
    said = script(system, 'backup', copy + '.none', '--only', 'viaja_nothing', code=1)
    check('there is no such database' in said and not os.path.exists(copy + '.none'), said)


def check_one_moment(other, copy):
    """All of it from one moment: what was under way ends, and every book agrees."""
    system = other.system
    other.restore((copy, None))
    under_way = len(unsettled(system.store))
    before = ids(system, 'viaja_session', MOVING)
    system.start_services()
    system.wait_until_at_rest()
    system.check_books()
    check_equal(differences(system), {}, 'differences of one moment')
    said = script(system, 'restore', copy, code=1)
    check('Services are connected' in said, said)
    print(f'one moment: {under_way} rows were under way, {len(before)} of them sagas; '
          'all have ended, the books agree', flush=True)


def kept_by_payment(system):
    return {row['session_id']: row['kept'] for row in system.store.rows(
        'viaja_payment', "SELECT session_id, SUM(amount - refunded) AS kept FROM payments "
        "WHERE state = 'captured' GROUP BY session_id")}


def check_older_payment(other, copy, older):
    """Payment has forgotten what was paid between the two copies."""
    system = other.system
    other.restore((copy, None))
    then = kept_by_payment(system)
    other.restore((older, 'viaja_payment'))
    now, moving = kept_by_payment(system), ids(system, 'viaja_session', MOVING)
    changed = {name for name in {*then, *now} if then.get(name) != now.get(name)}
    forgotten = changed - moving
    check(forgotten, 'nothing was paid between the two copies')
    check_equal(differences(system), {'payment-differs': forgotten}, 'differences')
    # Of these the gateway is asked again, and answers as it did before.
    asked = ids(system, 'viaja_payment', CALLS)
    system.start_services()
    # A refund of a payment that is forgotten is refused, and waits for an operator.
    wait_until(lambda: not ids(system, 'viaja_payment', CALLS) - changed
               and not ids(system, 'viaja_session', OPEN) - (changed & moving), 90,
               'what is under way ends')
    system.console.wait_until_empty(60)
    after = differences(system)
    listed = after.get('payment-differs', set()) - moving
    check(forgotten - asked <= listed <= forgotten, f'listed afterwards: {after}')
    check(set().union(*after.values()) <= forgotten | moving, f'others are listed: {after}')
    print(f'older payment: {len(forgotten)} sessions are listed, {len(forgotten - listed)} of them '
          'put right by asking the gateway again', flush=True)


def seats(system):
    """{hold: session} of what is confirmed by one carrier."""
    return {row['id']: row['session_id'] for row in system.store.rows(
        CARRIER, "SELECT id, session_id FROM holds WHERE state = 'confirmed'")}


def check_older_carrier(other, copy, older):
    """It has forgotten seats that travellers were told to have, and cancellations."""
    system = other.system
    other.restore((copy, None))
    then = seats(system)
    other.restore((older, CARRIER))
    now, moving = seats(system), ids(system, 'viaja_session', MOVING)
    wanted = {'not-at-supplier': {then[hold] for hold in set(then) - set(now)} - moving,
              'sold-beside-trip': {now[hold] for hold in set(now) - set(then)} - moving}
    check(wanted['not-at-supplier'], 'no seat was sold between the two copies')
    check_equal(differences(system), {kind: names for kind, names in wanted.items() if names},
                'differences of an older carrier')
    print(f'older carrier: {len(wanted["not-at-supplier"])} sessions are listed', flush=True)


def check_newer_gateway(other, copy, newer):
    """As after every real restore: the world has gone on. What was being charged at the copy ends
    as it did there. What was not so far is undone, for its step is too old; where the world has
    charged it, the gateway refuses that and an operator is asked. What was opened since the copy
    is listed as unknown."""
    system = other.system
    other.restore((copy, None), (newer, 'viaja_gateway'))
    in_copy = ids(system, 'viaja_session', 'SELECT id FROM sessions')
    moved_on = ids(system, 'viaja_session', UNFINISHED)
    paid, captured = collections.Counter(), set()
    for row in system.store.rows('viaja_gateway', 'SELECT * FROM executions'):
        if row['outcome'] == 'ok' and row['operation'] in ('capture', 'refund'):
            sign = 1 if row['operation'] == 'capture' else -1
            paid[row['stem'][:36]] += sign * row['amount']
            captured.add(row['stem'][:36])
    unknown = {name for name, amount in paid.items() if amount and name not in in_copy}
    check(unknown, 'nothing was sold after the copy')
    paying = ids(system, 'viaja_session', "SELECT id FROM sessions WHERE state = 'paying'")
    system.start_services()
    wait_until(lambda: ids(system, 'viaja_session', OPEN)
               == ids(system, 'viaja_session', REFUSED_VOIDS), 120, 'all else is settled')
    refused = ids(system, 'viaja_session', REFUSED_VOIDS)
    check(refused <= paying & captured, f'charged in the world: {refused} of {paying}')
    confirmed = ids(system, 'viaja_session', "SELECT id FROM sessions WHERE state = 'confirmed'")
    check(paying & captured <= confirmed | refused,
          f'what was being paid ends as it did in the world: {paying}, {confirmed}')
    found = differences(system)
    check_equal(found.pop('unknown-paid', None), unknown, 'paid sessions that are unknown')
    # In the copy some were at a point from which the traveller went on since.
    check(set(found) <= {'gateway-differs', 'authorization-open'}, f'other kinds: {found}')
    check(set().union(*found.values()) <= moved_on, f'at rest at the copy: {found}')
    print(f'newer gateway: {len(unknown)} sessions are unknown, {len(refused)} need an operator, '
          f'others { {kind: len(names) for kind, names in found.items()} }', flush=True)


def story(system):
    chance = random.Random(20261127)
    client = system.client()
    sales = Sales(client, Wishes(client), chance, travellers=8)
    older, copy, newer = (os.path.join(system.servers.folder, name + '.sql.gz')
                          for name in ('older', 'copy', 'newer'))
    sales.wait_for_more(10, 60, 'at first')
    print(script(system, 'backup', older), end='', flush=True)
    sales.wait_for_more(20, 60, 'after the first copy')
    print(script(system, 'backup', copy), end='', flush=True)
    sales.wait_for_more(10, 60, 'after the second copy')
    outcomes_of(sales.end())
    system.wait_until_at_rest()
    system.check_books()
    check_equal(differences(system), {}, 'differences of what was sold here')
    check_new_shard(system)
    script(system, 'backup', newer)
    check_refusals(system, copy)
    for service in system.services.values():
        service.end()
    other = OtherPlace(system.build)
    try:
        check_one_moment(other, copy)
        check_older_payment(other, copy, older)
        check_older_carrier(other, copy, older)
        if 'gateway' in sys.argv[2:]:
            check_newer_gateway(other, copy, newer)
    except BaseException:
        sys.stderr.write(f'The ends of the logs there:\n{other.system.ends_of_logs()}\n')
        raise
    finally:
        other.close()


run(story, replicas={'session': 2}, **SETTINGS)
