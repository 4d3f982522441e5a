"""What the payment gateway has executed, from its own book."""
import settled_books


class Ledger:
    def __init__(self, viaja):
        self.store = settled_books.SqliteStore(viaja.data)

    def executions(self, session, operation):
        """Those that were made for the session and went well."""
        return [row for row in self.store.rows('viaja_gateway', 'SELECT * FROM executions')
                if row['stem'].startswith(session) and row['operation'] == operation
                and row['outcome'] == 'ok']

    def captured(self, session):
        """Minor units that were charged."""
        return sum(row['amount'] for row in self.executions(session, 'capture'))

    def refunded(self, session):
        return sum(row['amount'] for row in self.executions(session, 'refund'))
