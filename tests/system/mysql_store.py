"""Reads the databases of a MySQL server by its command line client."""
import subprocess

from viaja_process import check

ESCAPES = {'n': '\n', 't': '\t', '0': '\0', '\\': '\\'}
INTEGER_COLUMNS = """SELECT DISTINCT column_name AS name FROM information_schema.columns
    WHERE table_schema LIKE 'viaja%' AND data_type IN ('bigint', 'int')"""


def client(program, user, password, port=3306, host='127.0.0.1', authorities=None):
    """The command line of the client `mysql`, or of `mariadb`, which understands every MySQL;
    with TLS where authorities are given, a file."""
    tls = [f'--ssl-ca={authorities}', '--ssl-verify-server-cert'] if authorities else []
    return [program, '--no-defaults', '--batch', '--default-character-set=utf8mb4',
            '-h', host, '-P', str(port), '-u', user, f'-p{password}', *tls]


class MysqlStore:
    def __init__(self, command, carriers, shards=()):
        """The command runs a client; a statement and a database follow it. The rows of
        viaja_session are followed by those of the shards, names of databases."""
        self.command, self.carriers, self.shards = command, carriers, shards
        self.integers = None

    def suppliers(self):
        return [*(f'viaja_flight_{carrier.lower()}' for carrier in self.carriers),
                'viaja_hotel', 'viaja_event']

    def run(self, database, statement):
        """What the client prints; it is asked once, so the server must be there."""
        result = subprocess.run(self.command + ['-e', statement, database], capture_output=True,
                                timeout=60, check=False)
        check(result.returncode == 0, f'{database}: {result.stderr.decode()}')
        return result.stdout.decode()

    def rows(self, database, statement):
        """Dictionaries; whole numbers are int, as in SqliteStore."""
        more = self.shards if database == 'viaja_session' else ()
        return [row for name in (database, *more) for row in self.rows_of(name, statement)]

    def rows_of(self, database, statement):
        """Of one database alone."""
        if self.integers is None:
            names = self.run('information_schema', INTEGER_COLUMNS).split('\n')[1:-1]
            self.integers = set(names)
        lines = self.run(database, statement).split('\n')[:-1]
        names = lines[0].split('\t') if lines else []
        return [{name: self.value(name, text) for name, text in zip(names, line.split('\t'))}
                for line in lines[1:]]

    def value(self, name, text):
        if text == 'NULL':
            return None
        if name in self.integers:
            return int(text)
        return unescaped(text) if '\\' in text else text


def unescaped(text):
    parts, characters = [], iter(text)
    for character in characters:
        parts.append(ESCAPES.get(escaped := next(characters), escaped) if character == '\\'
                     else character)
    return ''.join(parts)
