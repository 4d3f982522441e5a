"""The holds of a supplier: one row for each in SQLite, and what a command makes of it.

The table is the one of docs/supplier.md, "The hold". Nothing here knows a message or a broker.
"""
import dataclasses
import sqlite3

TAKES_CARS = ('held', 'confirmed')
SCHEMA = '''
CREATE TABLE IF NOT EXISTS holds (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL,
    reason TEXT NOT NULL, car TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    quantity INTEGER NOT NULL, terms TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS holds_of_car ON holds (car, last);
CREATE INDEX IF NOT EXISTS holds_of_session ON holds (session);
'''


@dataclasses.dataclass
class Hold:
    id: str
    session: str
    state: str = 'none'
    attempt: int = 0
    reason: str = ''  # why it was refused; of a held one, why its last attempt was
    car: str = ''
    first: str = ''
    last: str = ''
    quantity: int = 0
    terms: str = ''  # as JSON: what "held" says, fixed from then on


def decide(hold, command, attempt, refusal):
    """The state, attempt and reason that the hold has from now on, the answer and its reason.

    `refusal`: why this supplier would say no to a new hold or to a confirm; empty if it would not.
    """
    state, last, kept = hold.state, hold.attempt, hold.reason
    same = (state, last, kept)
    if command == 'hold':
        if state in TAKES_CARS:
            return *same, 'held', ''
        if state != 'none':
            return *same, 'refused', kept or state
        if refusal:
            return 'refused', 0, refusal, 'refused', refusal
        return 'held', 0, '', 'held', ''
    if command == 'confirm':
        if state == 'none':
            return 'cancelled', attempt, '', 'refused', 'gone'
        if state not in TAKES_CARS:
            return *same, 'refused', 'gone'
        if state == 'confirmed' and attempt == last:
            return *same, 'confirmed', ''
        if attempt <= last:
            return *same, 'refused', kept or 'attempt_over'
        if refusal:
            return 'held', attempt, refusal, 'refused', refusal
        return 'confirmed', attempt, '', 'confirmed', ''
    if command == 'unconfirm':
        if state == 'none':
            return 'cancelled', attempt, '', 'unconfirmed', ''
        if attempt > last and state in TAKES_CARS or attempt == last and state == 'confirmed':
            return 'held', attempt, '', 'unconfirmed', ''
        return *same, 'unconfirmed', ''
    if command == 'cancel':
        ends = state in ('none', *TAKES_CARS)
        return *(('cancelled', last, '') if ends else same), 'cancelled', ''
    if state == 'confirmed':  # expire
        return *same, 'not_expired', ''
    return *(('expired', last, '') if state in ('none', 'held') else same), 'expired', ''


class Store:
    """All rows. `with store:` is a transaction that no other process can step into."""

    def __init__(self, path):
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;' + SCHEMA)

    def __enter__(self):
        self.connection.execute('BEGIN IMMEDIATE')
        return self

    def __exit__(self, failed, *_):
        self.connection.execute('ROLLBACK' if failed else 'COMMIT')

    def find(self, hold_id, session):
        row = self.connection.execute('SELECT * FROM holds WHERE id = ?', (hold_id,)).fetchone()
        return Hold(*row) if row else Hold(hold_id, session)

    def save(self, hold):
        self.connection.execute('INSERT OR REPLACE INTO holds VALUES (?,?,?,?,?,?,?,?,?,?)',
                                dataclasses.astuple(hold))

    def held_for(self, session):
        """The holds of a session that are not over."""
        rows = self.connection.execute(
            "SELECT id FROM holds WHERE session = ? AND state IN ('held', 'confirmed')", (session,))
        return [hold_id for hold_id, in rows]

    def taken(self, car, day, state=None):
        """How many of a kind of car are out on a day, or in one of the two states."""
        states = (state, state) if state else TAKES_CARS
        [(count,)] = self.connection.execute(
            'SELECT coalesce(sum(quantity), 0) FROM holds '
            'WHERE car = ? AND first <= ? AND last >= ? AND state IN (?, ?)',
            (car, day, day, *states))
        return count

    def spans(self):
        """(car, first, last) of every hold that takes cars."""
        return self.connection.execute(
            "SELECT DISTINCT car, first, last FROM holds WHERE state IN ('held', 'confirmed')"
        ).fetchall()
