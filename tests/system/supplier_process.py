"""A supplier of examples/ as a process of a test, with its database and its log."""
import os
import sqlite3
import subprocess

from viaja_process import check, own_environment, wait_until


class SupplierProcess:
    """The supplier at other.<name>. `command`: its program, which is given its name and the path
    of its database. `files`: the name of database and log, which are kept from one start to the
    next."""

    def __init__(self, system, name, command, files=None):
        self.database = os.path.join(system.servers.folder, f'{files or name}.db')
        self.log = os.path.join(system.servers.folder, f'{files or name}.log')
        self.command = [*command, name, self.database]
        self.environment = own_environment({})
        self.environment.update(system.servers.environment(f'other.{name}'))
        self.process = None

    def start(self):
        with open(self.log, 'ab') as log:
            begin = log.tell()
            self.process = subprocess.Popen(self.command, env=self.environment,
                                            stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=subprocess.STDOUT)
        wait_until(lambda: self.is_up(begin), 30, f'{self.command[0]} is up')

    def is_up(self, begin):
        check(self.runs(), f'the supplier has ended:\n{self.said()}')
        return 'is up' in self.said(begin)

    def runs(self):
        return self.process.poll() is None

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def restart(self):
        self.kill()
        self.start()

    def terminate(self):
        """Its status after SIGTERM."""
        self.process.terminate()
        return self.process.wait(timeout=20)

    def said(self, begin=0):
        with open(self.log, 'rb') as log:
            log.seek(begin)
            return log.read().decode(errors='replace')

    def state_of(self, hold):
        with sqlite3.connect(f'file:{self.database}?mode=ro', uri=True) as connection:
            row = connection.execute('SELECT state FROM holds WHERE id = ?', (hold,)).fetchone()
        return row[0] if row else 'none'
