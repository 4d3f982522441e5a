"""What the databases of all services say of one session, one session after the other.

Every book is read in the order of session ids and only once, so that what is kept in memory is one
session, however many there are.
"""
import heapq
import itertools
import re

# (book, columns, table and condition, the column with the session's id)
SESSION_BOOKS = (
    ('session', 'id, state, version, needs_attention', 'sessions', 'id'),
    ('hold', 'session_id, id, state, price_amount, COALESCE(refund, -1), written_off,'
             " IF(JSON_VALID(request), CONCAT_WS('.',"
             " JSON_UNQUOTE(JSON_EXTRACT(request, '$.type')),"
             " JSON_UNQUOTE(JSON_EXTRACT(request, '$.carrier')),"
             " JSON_UNQUOTE(JSON_EXTRACT(request, '$.supplier'))), NULL)",
     'session_holds', 'session_id'),
)
SUPPLIER_BOOKS = (
    ('at_supplier', 'session_id, id, state, price, created_at',
     "holds WHERE state IN ('held', 'confirmed')", 'session_id'),
)
PAYMENT_BOOKS = (
    ('payment', 'session_id, attempt, state, amount - refunded, created_at',
     "payments WHERE state = 'captured'", 'session_id'),
    ('receipt', 'receipts.session_id, receipts.attempt, kept, receipts.amount, returned, return_to,'
                ' charges.created_at',
     'receipts JOIN charges ON charges.session_id = receipts.session_id'
     ' AND charges.attempt = receipts.attempt WHERE returned < receipts.amount',
     'receipts.session_id'),
)
GATEWAY_BOOKS = (
    ('execution', 'stem, operation, amount, first_at', "executions WHERE outcome = 'ok'", 'stem'),
    ('bank_receipt', 'stem, amount - returned', 'bank_receipts WHERE returned < amount', 'stem'),
)
ID_LENGTH = 36
# Sessions are removed, what was paid for them is not. A session that is not there and counts has an
# id that is not older (kIdsReachBack of audit-service/money.cpp).
IDS_REACH_BACK = 30 * 86_400_000_000  # in microseconds
NOT_REMOVED = {*PAYMENT_BOOKS, *GATEWAY_BOOKS}
ID = re.compile('[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
FIRST = "SELECT COALESCE(MIN(id), '') FROM sessions"
LAST_MOMENT = 'SELECT COALESCE(MAX(updated_at), 0) FROM sessions'


class Books:
    """The databases of the services, each at its server."""

    def __init__(self, server_of, shards=('viaja_session',)):
        """server_of(database): the Server where it is, or None where there is no such database.
        shards: the databases of sessions."""
        self.server_of, self.shards = server_of, shards

    def tables(self, suppliers):
        for database, books in (*((shard, SESSION_BOOKS) for shard in self.shards),
                                *((supplier, SUPPLIER_BOOKS) for supplier in suppliers),
                                ('viaja_payment', PAYMENT_BOOKS),
                                ('viaja_gateway', GATEWAY_BOOKS)):
            for book in books:
                yield database, book

    def sessions(self, suppliers, since):
        """(id, rows) of every session in any book, but for what was paid for sessions before all
        that are there and long before `since`; a row is (book, database, columns…)."""
        beginning = self.beginning(since)
        streams = [self.stream(database, book, above(book, beginning))
                   for database, book in self.tables(suppliers)]
        merged = heapq.merge(*streams, key=lambda row: row[0])
        for session, rows in itertools.groupby(merged, key=lambda row: row[0]):
            yield session, [row[1:] for row in rows]

    def of_session(self, session, suppliers):
        """The rows of one session as they are now."""
        return [row[1:] for database, book in self.tables(suppliers)
                for row in self.stream(database, book, only(book, session))]

    def stream(self, database, book, condition):
        name, columns, table, key = book
        if condition:
            table += (' AND ' if ' WHERE ' in table else ' WHERE ') + condition
        statement = f'SELECT {columns} FROM {table} ORDER BY {key}'
        for row in self.server_of(database).rows(database, statement):
            yield (row[0][:ID_LENGTH], name, database, *row)

    def session_row(self, session):
        """The row of its shard as it is now, as Session.row() has it."""
        for shard in self.shards:
            for _, _, _, _, state, version, _ in self.stream(shard, SESSION_BOOKS[0],
                                                         only(SESSION_BOOKS[0], session)):
                return state, version
        return None

    def beginning(self, since):
        """In front of the ids of all sessions, and of those of so long before `since`."""
        firsts = [first for shard in self.shards
                  for [first] in self.server_of(shard).rows(shard, FIRST) if first]
        oldest = f'{max(since - IDS_REACH_BACK, 0) // 1000:012x}'
        return min([front_of(f'{oldest[:8]}-{oldest[8:]}'), *map(front_of, firsts)])

    def last_moment(self):
        """Microseconds: of the newest change of a session, by its database's clock."""
        return max(int(moment) for shard in self.shards
                   for [moment] in self.server_of(shard).rows(shard, LAST_MOMENT))


def front_of(name):
    """In front of all ids of its millisecond, which is what an id begins with; of all, where it is
    none."""
    front = name[:13] + '-0000-0000-000000000000'
    return front if ID.fullmatch(front) else ''


def above(book, beginning):
    return f"{book[-1]} > '{beginning}'" if book in NOT_REMOVED else ''


def only(book, session):
    key = book[-1]
    if key != 'stem':
        return f"{key} = '{session}'"
    # "0" comes right behind "/", which stands between a session and an attempt.
    return f"{key} >= '{session}' AND {key} < '{session}0'"
