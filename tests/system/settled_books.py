"""Reads the databases of an ended `viaja all` and checks that all books agree."""
import collections
import glob
import os
import sqlite3

from viaja_process import check, check_equal

UNSETTLED = ('open', 'paying', 'cancelling')


def rows(path, statement):
    """Dictionaries; the database is only read."""
    connection = sqlite3.connect(f'file:{path}?mode=ro', uri=True, timeout=10)
    try:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(statement)]
    finally:
        connection.close()


def supplier_files(data):
    return sorted(glob.glob(os.path.join(data, 'viaja_flight_*.db'))
                  + [os.path.join(data, 'viaja_hotel.db')])


def unsettled(data):
    """What is still on its way, a line each; it must come to nothing by itself."""
    session_file = os.path.join(data, 'viaja_session.db')
    found = [f'session {row["id"]} is {row["state"]}, {row["saga_pending"]} is pending'
             for row in rows(session_file, 'SELECT * FROM sessions')
             if row['state'] in UNSETTLED or row['saga_pending'] or row['needs_attention']]
    found += [f'hold {row["id"]} is {row["state"]}'
              for row in rows(session_file, 'SELECT * FROM session_holds')
              if row['state'] in ('asked', 'held', 'releasing')]
    found += [f'payment of {row["session_id"]} is {row["state"]}'
              for row in rows(os.path.join(data, 'viaja_payment.db'), 'SELECT * FROM payments')
              if row['state'] in ('authorizing', 'authorized', 'capturing', 'voiding',
                                  'refunding')]
    for path in supplier_files(data):
        found += [f'hold {row["id"]} in {os.path.basename(path)} is held'
                  for row in rows(path, "SELECT id FROM holds WHERE state = 'held'")]
    return found


class Books:
    """All rows of one data folder, by id."""

    def __init__(self, data):
        self.data = data
        session_file = os.path.join(data, 'viaja_session.db')
        self.sessions = {row['id']: row for row in rows(session_file, 'SELECT * FROM sessions')}
        self.holds = {row['id']: row for row in rows(session_file, 'SELECT * FROM session_holds')}
        self.executions = rows(os.path.join(data, 'viaja_gateway.db'),
                               'SELECT * FROM executions')
        self.suppliers = {path: rows(path, 'SELECT * FROM holds')
                          for path in supplier_files(data)}

    def check(self):
        check_equal(unsettled(self.data), [], 'what is not settled')
        self.check_money()
        self.check_all_or_nothing()
        for path, holds in self.suppliers.items():
            check_units(path, holds)

    def holds_of(self, session):
        return [row for row in self.holds.values() if row['session_id'] == session]

    def attempts_of(self, session):
        """Authorizations that the gateway executed for the session, with either outcome."""
        return [row for row in self.executions
                if row['operation'] == 'authorize' and row['stem'].startswith(session)]

    def check_money(self):
        attempts = collections.defaultdict(dict)
        for row in self.executions:
            amount = row['amount'] if row['outcome'] == 'ok' else 0
            attempts[row['stem']][row['operation']] = amount
        kept = collections.Counter()
        for stem, amounts in attempts.items():
            check(not amounts.get('authorize') or amounts.get('capture')
                  or 'void' in amounts and self.voided(stem),
                  f'{stem}: an authorization is neither captured nor voided: {amounts}')
            check(amounts.get('refund', 0) in (0, amounts.get('capture', 0)),
                  f'{stem}: refunded is not what was captured: {amounts}')
            check(stem[:36] in self.sessions, f'{stem}: a payment of no session')
            kept[stem[:36]] += amounts.get('capture', 0) - amounts.get('refund', 0)
        for session in self.sessions:
            price = sum(row['price_amount'] for row in self.holds_of(session)
                        if row['state'] == 'confirmed')
            check_equal(kept[session], price, f'money kept for {session}')

    def voided(self, stem):
        return any(row['stem'] == stem and row['operation'] == 'void' and row['outcome'] == 'ok'
                   for row in self.executions)

    def check_all_or_nothing(self):
        at_supplier = {}
        for path, holds in self.suppliers.items():
            for row in holds:
                check(row['id'] not in at_supplier, f'{row["id"]} is at two suppliers')
                at_supplier[row['id']] = row
                if row['state'] == 'confirmed':
                    check(row['id'] in self.holds, f'{path}: {row["id"]} is of no session')
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


def check_units(path, holds):
    counted = {'held': collections.Counter(), 'confirmed': collections.Counter()}
    for hold in holds:
        if hold['state'] in counted:
            for line in hold['claims'].splitlines():
                quantity, unit = line.split(' ', 1)
                counted[hold['state']][unit] += int(quantity)
    units = {row['id']: row for row in rows(path, 'SELECT * FROM units')}
    for unit in set(units) | set(counted['held']) | set(counted['confirmed']):
        check(unit in units, f'{path}: {unit} is claimed, but has no row')
        row = units[unit]
        for state, counter in counted.items():
            check_equal(row[state], counter[unit], f'{path}: {state} of {unit}')
        check(row['held'] + row['confirmed'] <= row['capacity'], f'{path}: {unit} is oversold')
