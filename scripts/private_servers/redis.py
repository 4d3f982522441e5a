"""A Redis server. It keeps only locks, so it writes nothing to disk."""
import contextlib
import socket
import ssl

from private_servers.server import Server, program


class Redis(Server):
    name, title, package = 'redis', 'Redis', 'redis-server'
    ready_seconds = 20
    port_names = {'redis': 6379}

    def is_installed(self):
        return program('redis-server') is not None

    def prepare(self):
        super().prepare()
        # The folder's path may hold spaces; redis.conf reads it in quotes.
        self.write('redis.conf', f'''bind 127.0.0.1
{self._listener()}
dir "{self.home}"
save ""
appendonly no
maxmemory 64mb
maxmemory-policy noeviction
{self.accounts.redis_users()}
''')

    def _listener(self):
        if not self.certificates.are_used():
            return f'port {self.port()}'
        return f'''port 0
tls-port {self.port()}
tls-ca-cert-file "{self.certificates.authority}"
tls-cert-file "{self.certificates.server}"
tls-key-file "{self.certificates.server_key}"
tls-auth-clients optional'''

    def command(self):
        return [program('redis-server'), self.path('redis.conf')]

    @contextlib.contextmanager
    def _connection(self):
        with socket.create_connection(('127.0.0.1', self.port()), timeout=3) as plain:
            if not self.certificates.are_used():
                yield plain
                return
            context = ssl.create_default_context(cafile=self.certificates.authority)
            with context.wrap_socket(plain, server_hostname='127.0.0.1') as secured:
                yield secured

    def is_ready(self):
        login = f'AUTH viaja {self.accounts.password_of("viaja", "redis")}\r\nPING\r\n'
        try:
            with self._connection() as connection:
                connection.sendall(login.encode())
                answer = b''
                while answer.count(b'\n') < 2:
                    received = connection.recv(1024)
                    if not received:
                        break
                    answer += received
        except OSError:
            return False
        return answer == b'+OK\r\n+PONG\r\n'
