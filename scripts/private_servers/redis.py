"""A Redis server. It keeps only locks, so it writes nothing to disk."""
import socket

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
port {self.port()}
dir "{self.home}"
save ""
appendonly no
maxmemory 64mb
maxmemory-policy noeviction
{self.accounts.redis_users()}
''')

    def command(self):
        return [program('redis-server'), self.path('redis.conf')]

    def is_ready(self):
        login = f'AUTH viaja {self.accounts.password_of("viaja", "redis")}\r\nPING\r\n'
        try:
            with socket.create_connection(('127.0.0.1', self.port()), timeout=3) as connection:
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
