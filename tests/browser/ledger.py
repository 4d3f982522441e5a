"""What the payment gateway has executed, from its own book."""


class Ledger:
    def __init__(self, store):
        """A store of settled_books.py or mysql_store.py."""
        self.store = store

    def executions(self, session, operation):
        """The amounts of those that were made for the session and went well."""
        return [row['amount']
                for row in self.store.rows('viaja_gateway', 'SELECT * FROM executions')
                if row['stem'].startswith(session) and row['operation'] == operation
                and row['outcome'] == 'ok']
