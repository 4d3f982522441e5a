"""A MySQL server. Debian 12 has none; MariaDB stands in for it."""
import os
import pwd
import shutil
import subprocess
import uuid

from private_servers.processes import port_is_taken
from private_servers.server import Server, program

CLIENT_SECONDS = 5
DATA_SECONDS = 300  # to make an empty database


class MySql(Server):
    name, title, package = 'mysql', 'MySQL (MariaDB stands in for it)', 'mariadb-server'
    ready_seconds = 120
    port_names = {'mysql': 3306}

    def is_installed(self):
        return all(program(name) for name in ('mariadbd', 'mariadb', 'mariadb-install-db'))

    def prepare(self):
        super().prepare()
        os.makedirs(self.path('temporary'), exist_ok=True)
        self.write('accounts.sql', self._statements())
        if not os.path.isdir(self.path('data')):
            self._make_data()

    def _make_data(self):
        """Under another name until it is complete: an interrupted attempt may still be writing."""
        for name in os.listdir(self.home):
            if name.startswith('data.new.'):
                shutil.rmtree(self.path(name), ignore_errors=True)
        new = 'data.new.' + uuid.uuid4().hex
        with open(self.path('log'), 'ab') as log:
            # A relative path, since the program cannot deal with a space in it.
            command = [program('mariadb-install-db'), '--no-defaults', *self._user(),
                       f'--datadir=./{new}', '--skip-test-db',
                       '--auth-root-authentication-method=socket',
                       f'--auth-root-socket-user={pwd.getpwuid(os.geteuid()).pw_name}']
            try:
                done = subprocess.run(command, cwd=self.home, env=self.environment(),
                                      stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                      timeout=DATA_SECONDS, check=False)
            except subprocess.TimeoutExpired:
                raise self.failed(f'did not make its data within {DATA_SECONDS} s') from None
        if done.returncode != 0:
            raise self.failed('could not make its data')
        os.rename(self.path(new), self.path('data'))

    def environment(self):
        """With a folder of its own for temporary tables: a server that starts removes those of any
        other server that it finds there."""
        return {**os.environ, 'TMPDIR': self.path('temporary')}

    @staticmethod
    def _user():
        """Started by root, it wants to be told that it stays root."""
        return ['--user=root'] if os.geteuid() == 0 else []

    def command(self):
        # The socket is named from the data folder, since a path of one may have only 107 bytes.
        return [program('mariadbd'), '--no-defaults', *self._user(),
                f'--datadir={self.path("data")}', '--socket=socket',
                f'--pid-file={self.path("pid")}', '--bind-address=127.0.0.1',
                f'--port={self.port()}', '--skip-name-resolve',
                f'--init-file={self.path("accounts.sql")}', '--character-set-server=utf8mb4',
                '--collation-server=utf8mb4_bin', '--innodb-flush-log-at-trx-commit=1',
                '--innodb-buffer-pool-size=256M', '--innodb-log-file-size=256M',
                '--max-connections=200', *self._tls()]

    def _tls(self):
        if not self.certificates.are_used():
            return []
        return [f'--ssl-ca={self.certificates.authority}',
                f'--ssl-cert={self.certificates.server}',
                f'--ssl-key={self.certificates.server_key}', '--require-secure-transport=ON']

    def _client_tls(self):
        if not self.certificates.are_used():
            return []
        return [f'--ssl-ca={self.certificates.authority}', '--ssl-verify-server-cert']

    def _statements(self):
        return self.accounts.mysql_statements() + '\n'

    def _run(self, statements):
        """False if the administrator cannot run them now."""
        try:
            done = subprocess.run(
                [program('mariadb'), '--no-defaults', '-h', '127.0.0.1', '-P', str(self.port()),
                 '-u', 'viaja', '-p' + self.accounts.password_of('viaja', 'mysql'),
                 *self._client_tls()],
                input=statements.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                timeout=CLIENT_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def is_ready(self):
        # Many tries on a busy machine: the client is only started where it has a chance.
        return port_is_taken(self.port()) and self._run('SELECT 1;')

    def refresh(self):
        """Schemas of carriers that were not there when the server started."""
        if self.read('accounts.sql') != self._statements():
            if not self._run(self._statements()):
                raise self.failed('did not take its new users')
            self.write('accounts.sql', self._statements())
