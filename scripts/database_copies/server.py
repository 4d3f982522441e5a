"""A MySQL server and its login, as the services are told of theirs, and its command line clients.
"""
import contextlib
import os
import re
import shutil
import subprocess

from private_servers.terminal import Failure

SUPPLIERS = ("SELECT table_schema FROM information_schema.tables WHERE table_name = 'holds'"
             " AND table_schema LIKE 'viaja\\_%' ORDER BY table_schema")
SESSIONS = ("SELECT table_schema FROM information_schema.tables WHERE table_name = 'sessions'"
            " AND table_schema LIKE 'viaja\\_%'")
SHARD = re.compile('viaja_session(_[0-9]+)?')
# Streams that are merged stand still while others are behind them. A server cuts off what is not
# read for a minute, unless it is told how long (net_write_timeout, in seconds).
UNREAD_FOR = 86_400
ESCAPES = {'n': '\n', 't': '\t', '0': '\0', '\\': '\\'}


def secret(name, by_default):
    """A variable, or what the file that NAME_FILE names holds, without its last line end."""
    path = os.environ.get(name + '_FILE')
    if not path:
        return os.environ.get(name) or by_default
    try:
        with open(path, encoding='utf-8') as file:
            return file.read().rstrip('\n')
    except OSError as error:
        raise Failure(f'{name}_FILE cannot be read: {error}.') from None


def tls_from_environment():
    """As services read them."""
    options = {'CA': '--ssl-ca', 'CERTIFICATE': '--ssl-cert', 'KEY': '--ssl-key'}
    paths = {option: os.environ.get(f'VIAJA_MYSQL_TLS_{name}') for name, option in options.items()}
    if paths['--ssl-cert'] and not paths['--ssl-ca']:
        raise Failure('VIAJA_MYSQL_TLS_CERTIFICATE is used only with VIAJA_MYSQL_TLS_CA, which is '
                      'not set.')
    return [f'{option}={path}' for option, path in paths.items() if path]


class Server:
    """Where and as whom; nothing is asked before the first call."""

    def __init__(self, host, port, user, password, tls=()):
        """tls: options of the clients."""
        self.host, self.port, self.user, self._password = host, port, user, password
        self._tls = tls
        self._version = None

    @classmethod
    def from_environment(cls):
        return cls(os.environ.get('VIAJA_MYSQL_HOST') or '127.0.0.1',
                   os.environ.get('VIAJA_MYSQL_PORT') or '3306',
                   os.environ.get('VIAJA_MYSQL_USER') or 'viaja',
                   secret('VIAJA_MYSQL_PASSWORD', 'viaja'), tls_from_environment())

    def at(self, host, port):
        """The same login at another server."""
        return Server(host, port, self.user, self._password, self._tls)

    def name(self):
        return f'{self.host}:{self.port}'

    def command(self, program, *words):
        return [program, '--no-defaults', '--default-character-set=utf8mb4', '-h', self.host,
                '-P', str(self.port), '--protocol=tcp', '-u', self.user,
                *self._tls_of(program), *words]

    def _tls_of(self, program):
        """The clients of MySQL and of MariaDB have different words for the check of the name."""
        if not self._tls:
            return []
        said = subprocess.run([program, '--version'], capture_output=True, text=True,
                              check=False).stdout
        check = '--ssl-verify-server-cert' if 'MariaDB' in said else '--ssl-mode=VERIFY_IDENTITY'
        return [*self._tls, check]

    def environment(self):
        """With the password, which on a command line everyone on the machine could read."""
        return {**os.environ, 'MYSQL_PWD': self._password}

    def version(self):
        if self._version is None:
            self._version = next(iter(self.rows('', 'SELECT VERSION()')))[0]
        return self._version

    def is_mariadb(self):
        return 'mariadb' in self.version().lower()

    def client(self):
        return program_of('mariadb', 'mysql')

    def dumper(self):
        """The program of the server's own maker, where it is installed, and its own options."""
        names = ('mariadb-dump', 'mysqldump') if self.is_mariadb() else ('mysqldump',
                                                                         'mariadb-dump')
        program = program_of(*names)
        said = subprocess.run([program, '--version'], capture_output=True, text=True,
                              check=False).stdout
        own = [] if 'MariaDB' in said else ['--set-gtid-purged=OFF', '--column-statistics=0']
        return program, own

    def databases(self):
        """Those of Viaja."""
        return [name for [name] in self.rows('', "SHOW DATABASES LIKE 'viaja\\_%'")]

    def shards(self):
        """Databases of sessions, viaja_session, viaja_session_1, …; one of a shard that was never
        started has no table."""
        return [name for [name] in self.rows('', SESSIONS) if SHARD.fullmatch(name)]

    def suppliers(self):
        """Their databases; one of a carrier that was never started has no table."""
        return [name for [name] in self.rows('', SUPPLIERS)]

    def rows(self, database, statement):
        """Rows as they come from the server, lists of texts; NULL is None. A Failure where it
        cannot be asked."""
        words = ['--connect-timeout=10', '--batch', '--skip-column-names', '--quick',
                 f'--init-command=SET SESSION net_write_timeout={UNREAD_FOR}', '-e', statement]
        words += [database] if database else []
        with subprocess.Popen(self.command(self.client(), *words), env=self.environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as process:
            with contextlib.closing(process.stdout):
                for line in process.stdout:
                    yield [value(text) for text in line.rstrip('\n').split('\t')]
                said = process.stderr.read()
            if process.wait() != 0:
                raise Failure(f'{self.name()} {database}: {said.strip()}')


def value(text):
    if text == 'NULL':
        return None
    if '\\' not in text:
        return text
    parts, letters = [], iter(text)
    for letter in letters:
        if letter == '\\':
            following = next(letters)
            letter = ESCAPES.get(following, following)
        parts.append(letter)
    return ''.join(parts)


def program_of(*names):
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    raise Failure(f'None of these programs is installed: {", ".join(names)}.')
