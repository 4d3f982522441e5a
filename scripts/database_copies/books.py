"""What the databases of all services say of one session, one session after the other.

Every book is read in the order of session ids and only once, so that what is kept in memory is one
session, however many there are.
"""
import heapq
import itertools

# (book, columns, table and condition, the column with the session's id)
SESSION_BOOKS = (
    ('session', 'id, state, version, needs_attention', 'sessions', 'id'),
    ('hold', 'session_id, id, state, price_amount, COALESCE(refund, -1), written_off',
     'session_holds', 'session_id'),
)
SUPPLIER_BOOKS = (
    ('at_supplier', 'session_id, id, state, price, updated_at',
     "holds WHERE state IN ('held', 'confirmed')", 'session_id'),
)
PAYMENT_BOOKS = (
    ('payment', 'session_id, attempt, state, amount - refunded, updated_at',
     "payments WHERE state = 'captured'", 'session_id'),
    ('receipt', 'receipts.session_id, receipts.attempt, kept, receipts.amount, returned, return_to,'
                ' charges.updated_at',
     'receipts JOIN charges ON charges.session_id = receipts.session_id'
     ' AND charges.attempt = receipts.attempt WHERE returned < receipts.amount',
     'receipts.session_id'),
)
GATEWAY_BOOKS = (
    ('execution', 'stem, operation, amount, first_at', "executions WHERE outcome = 'ok'", 'stem'),
    ('bank_receipt', 'stem, amount - returned', 'bank_receipts WHERE returned < amount', 'stem'),
)
ID_LENGTH = 36
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

    def sessions(self, suppliers):
        """(id, rows) of every session in any book; a row is (book, database, columns…)."""
        streams = [self.stream(database, book, None)
                   for database, book in self.tables(suppliers)]
        merged = heapq.merge(*streams, key=lambda row: row[0])
        for session, rows in itertools.groupby(merged, key=lambda row: row[0]):
            yield session, [row[1:] for row in rows]

    def of_session(self, session, suppliers):
        """The rows of one session as they are now."""
        return [row[1:] for database, book in self.tables(suppliers)
                for row in self.stream(database, book, session)]

    def stream(self, database, book, session):
        name, columns, table, key = book
        if session is not None:
            # "0" comes right behind "/", which stands between a session and an attempt.
            wanted = (f"{key} >= '{session}' AND {key} < '{session}0'" if key == 'stem'
                      else f"{key} = '{session}'")
            table += (' AND ' if ' WHERE ' in table else ' WHERE ') + wanted
        statement = f'SELECT {columns} FROM {table} ORDER BY {key}'
        for row in self.server_of(database).rows(database, statement):
            yield (row[0][:ID_LENGTH], name, database, *row)

    def session_row(self, session):
        """The row of its shard as it is now, as Session.row() has it."""
        for shard in self.shards:
            for _, _, _, _, state, version, _ in self.stream(shard, SESSION_BOOKS[0], session):
                return state, version
        return None

    def last_moment(self):
        """Microseconds: of the newest change of a session, by its database's clock."""
        return max(int(moment) for shard in self.shards
                   for [moment] in self.server_of(shard).rows(shard, LAST_MOMENT))
