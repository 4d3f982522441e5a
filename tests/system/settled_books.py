"""Reads the databases of a system at rest and checks that all books agree.

Where the databases are is a Store: SqliteStore here for an ended `viaja all`, MysqlStore of
mysql_store.py for the services as processes. A database goes by its name, such as viaja_session.
"""
import collections
import glob
import os
import sqlite3

from viaja_process import check, check_equal, wait_until

UNSETTLED = ('open', 'paying', 'cancelling')


class SqliteStore:
    """The databases in the data folder of `viaja all`, which are only read."""

    def __init__(self, folder):
        self.folder = folder

    def rows(self, database, statement):
        """Dictionaries; whole numbers are int."""
        path = os.path.join(self.folder, database + '.db')
        connection = sqlite3.connect(f'file:{path}?mode=ro', uri=True, timeout=10)
        try:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement)]
        finally:
            connection.close()

    def suppliers(self):
        files = glob.glob(os.path.join(self.folder, 'viaja_flight_*.db'))
        return sorted(os.path.basename(path)[:-3] for path in files) + ['viaja_hotel',
                                                                        'viaja_event']


def unknown_receipts(store):
    """Of the test bank; payment finds them by a webhook or by a look."""
    known = {row['receipt'] for row in store.rows('viaja_payment', 'SELECT receipt FROM receipts')}
    return [row['id'] for row in store.rows('viaja_gateway', 'SELECT id FROM bank_receipts')
            if row['id'] not in known]


def unsettled(store):
    """What is still on its way, a line each; it must come to nothing by itself."""
    found = [f'session {row["id"]} is {row["state"]}, {row["saga_pending"]} is pending'
             for row in store.rows('viaja_session', 'SELECT * FROM sessions')
             if row['state'] in UNSETTLED or row['saga_pending'] or row['needs_attention']]
    found += [f'hold {row["id"]} is {row["state"]}'
              for row in store.rows('viaja_session', 'SELECT id, state FROM session_holds')
              if row['state'] in ('asked', 'held', 'releasing')]
    found += [f'payment of {row["session_id"]} is {row["state"]}'
              for row in store.rows('viaja_payment', 'SELECT session_id, state FROM payments')
              if row['state'] in ('authorizing', 'authorized', 'capturing', 'voiding',
                                  'refunding')]
    found += [f'charge of {row["session_id"]} is {row["state"]}'
              for row in store.rows('viaja_payment', 'SELECT session_id, state FROM charges')
              if row['state'] in ('creating', 'waiting', 'withdrawing', 'returning')]
    found += [f'receipt {row["receipt"]} of {row["session_id"]} is not given back'
              for row in store.rows('viaja_payment', 'SELECT * FROM receipts')
              if row['returned'] < row['return_to']]
    found += [f'receipt {receipt} is not in the books of payment'
              for receipt in unknown_receipts(store)]
    for supplier in store.suppliers():
        found += [f'hold {row["id"]} in {supplier} is held'
                  for row in store.rows(supplier, "SELECT id FROM holds WHERE state = 'held'")]
    return found


def wait_until_settled(store, seconds):
    left = []

    def settled():
        left[:] = unsettled(store)
        return not left

    try:
        wait_until(settled, seconds, 'every session is settled')
    except AssertionError as error:
        raise AssertionError(f'{error}\n' + '\n'.join(left[:40])) from None


class Books:
    """All rows, by id."""

    def __init__(self, store):
        self.store = store
        self.sessions = self.by_id('SELECT * FROM sessions')
        self.holds = self.by_id('SELECT * FROM session_holds')
        self.executions = store.rows('viaja_gateway', 'SELECT * FROM executions')
        self.suppliers = {supplier: store.rows(supplier, 'SELECT * FROM holds')
                          for supplier in store.suppliers()}
        self.holds_by_session = collections.defaultdict(list)
        for row in self.holds.values():
            self.holds_by_session[row['session_id']].append(row)
        self.authorizations = collections.defaultdict(list)
        for row in self.executions:
            if row['operation'] == 'authorize':
                self.authorizations[row['stem'][:36]].append(row)

    def by_id(self, statement):
        return {row['id']: row for row in self.store.rows('viaja_session', statement)}

    def check(self, foreign_voids=False):
        """With foreign_voids, voids were sent for payments of sessions that there are not."""
        check_equal(unsettled(self.store), [], 'what is not settled')
        self.check_money(foreign_voids)
        self.check_all_or_nothing()
        self.check_lists()
        for supplier, holds in self.suppliers.items():
            self.check_units(supplier, holds)

    def holds_of(self, session):
        return self.holds_by_session.get(session, [])

    def attempts_of(self, session):
        """Authorizations that the gateway executed for the session, with either outcome."""
        return self.authorizations.get(session, [])

    def check_money(self, foreign_voids):
        attempts = collections.defaultdict(dict)
        for row in self.executions:
            amount = row['amount'] if row['outcome'] == 'ok' else 0
            of_stem = attempts[row['stem']]
            of_stem[row['operation']] = of_stem.get(row['operation'], 0) + amount
        kept = collections.Counter()
        for stem, amounts in attempts.items():
            check(not amounts.get('authorize') or amounts.get('capture')
                  or 'void' in amounts and self.voided(stem),
                  f'{stem}: an authorization is neither captured nor voided: {amounts}')
            check(amounts.get('refund', 0) <= amounts.get('capture', 0),
                  f'{stem}: more is refunded than was captured: {amounts}')
            # A void without a payment reaches the gateway too, and moves nothing.
            of_nothing = set(amounts) == {'void'} and self.voided(stem)
            check(stem[:36] in self.sessions or foreign_voids and of_nothing,
                  f'{stem}: a payment of no session: {amounts}')
            kept[stem[:36]] += amounts.get('capture', 0) - amounts.get('refund', 0)
        for row in self.store.rows('viaja_gateway', 'SELECT * FROM bank_receipts'):
            check(0 <= row['returned'] <= row['amount'], f'{row}: more is back than came')
            kept[row['stem'][:36]] += row['amount'] - row['returned']
        for session in self.sessions:
            price = sum(row['price_amount'] - (row['refund'] or 0)
                        for row in self.holds_of(session)
                        if row['state'] == 'confirmed' or row['refund'] is not None)
            check_equal(kept[session], price, f'money kept for {session}')

    def voided(self, stem):
        return any(row['stem'] == stem and row['operation'] == 'void' and row['outcome'] == 'ok'
                   for row in self.executions)

    def check_lists(self):
        """Of a list of holds all were held, or nothing of it is confirmed."""
        for session, holds in self.holds_by_session.items():
            for hold in holds:
                if hold['state'] != 'confirmed' or not hold['list_position']:
                    continue
                for other in holds:
                    if other['list_position'] == hold['list_position']:
                        check(other['description'] and not other['reason'],
                              f'{hold["id"]} of {session} is confirmed without all of its list')

    def check_all_or_nothing(self):
        at_supplier = {}
        for supplier, holds in self.suppliers.items():
            for row in holds:
                check(row['id'] not in at_supplier, f'{row["id"]} is at two suppliers')
                at_supplier[row['id']] = row
                if row['state'] == 'confirmed':
                    check(row['id'] in self.holds, f'{supplier}: {row["id"]} is of no session')
        for hold, row in self.holds.items():
            session = self.sessions[row['session_id']]
            there = at_supplier.get(hold, {'state': 'none'})['state']
            what = f'hold {hold} of {session["id"]} ({session["state"]})'
            check_equal(there == 'confirmed', row['state'] == 'confirmed',
                        f'{what}: {row["state"]} here, {there} at its supplier; agreement')
            if session['state'] != 'confirmed':
                check(row['state'] != 'confirmed', f'{what} is confirmed')
            else:
                check(row['state'] in ('confirmed', 'refused', 'released'),
                      f'{what} is {row["state"]}')
            if there == 'confirmed':
                check_equal(at_supplier[hold]['price'], row['price_amount'], f'price of {what}')
        for session in self.sessions.values():
            if session['state'] == 'confirmed':
                check(any(row['state'] == 'confirmed' for row in self.holds_of(session['id'])),
                      f'{session["id"]} is confirmed with nothing in it')

    def check_units(self, supplier, holds):
        counted = {'held': collections.Counter(), 'confirmed': collections.Counter()}
        for hold in holds:
            if hold['state'] in counted:
                for line in hold['claims'].splitlines():
                    quantity, unit = line.split(' ', 1)
                    counted[hold['state']][unit] += int(quantity)
        units = {row['id']: row for row in self.store.rows(supplier, 'SELECT * FROM units')}
        for unit in set(units) | set(counted['held']) | set(counted['confirmed']):
            check(unit in units, f'{supplier}: {unit} is claimed, but has no row')
            row = units[unit]
            for state, counter in counted.items():
                check_equal(row[state], counter[unit], f'{supplier}: {state} of {unit}')
            check(row['held'] >= 0 and row['confirmed'] >= 0, f'{supplier}: {row}')
            check(row['held'] + row['confirmed'] <= row['capacity'],
                  f'{supplier}: {unit} is oversold')
