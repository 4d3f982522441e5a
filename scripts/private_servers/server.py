"""What RabbitMQ, MySQL and Redis of one folder have in common."""
import os
import shutil

from private_servers.processes import RecordedProcess
from private_servers.terminal import Failure

PROGRAM_PATH = os.pathsep.join([os.environ.get('PATH', ''), '/usr/sbin', '/sbin'])


def program(name):
    """Its path, also where the caller's PATH leaves out the folders of daemons; None if missing."""
    return shutil.which(name, path=PROGRAM_PATH)


class Server:
    """One server: its files in FOLDER/<name>, its process in FOLDER/<name>.process.

    Subclasses say what it is:
        name, title, package
        ready_seconds  how long it may take from its start until it is ready
        port_names     those it needs, with the usual number or None
        is_installed(), command(), is_ready(); prepare(), environment(), refresh(), logs() to add
    """
    name = title = package = None
    ready_seconds = 60
    port_names = {}

    def __init__(self, folder, ports, accounts, certificates):
        """`ports` are those of the folder, by name; `certificates` may be in use or not."""
        self.home = os.path.join(folder, self.name)
        self.certificates = certificates
        self.ports, self.accounts = ports, accounts
        self.process = RecordedProcess(os.path.join(folder, self.name + '.process'))

    def path(self, *names):
        return os.path.join(self.home, *names)

    def port(self):
        """The one that services connect to."""
        return self.ports[next(iter(self.port_names))]

    def where(self):
        return f'127.0.0.1:{self.port()}'

    def prepare(self):
        """Makes its folder, or brings it up to date."""
        os.makedirs(self.home, exist_ok=True)

    def begin(self):
        """Starts it on its data and returns at once."""
        self.process.start(self.command(), self.path('log'), environment=self.environment())

    def environment(self):
        """None: the caller's."""

    def refresh(self):
        """Brings the users of a server that runs already up to date."""

    def logs(self):
        return [self.path('log')]

    def ends_of_logs(self, lines=12):
        parts = []
        for log in self.logs():
            text = text_of(log).rstrip()
            if text:
                ending = '\n'.join('  ' + line for line in text.split('\n')[-lines:])
                parts.append(f'The end of {log}:\n{ending}\n')
        return '\n'.join(parts)

    def failed(self, problem):
        return Failure(f'{self.ends_of_logs()}{self.title} {problem}; the end of its log stands '
                       'above.')

    def read(self, name):
        """A text file of its folder; empty where there is none."""
        return text_of(self.path(name))

    def write(self, name, text):
        """At once: a reader sees the old text or the new one."""
        path = self.path(name)
        with open(path + '.new', 'w', encoding='utf-8') as file:
            file.write(text)
        os.replace(path + '.new', path)


def text_of(path):
    """The file's text; empty where there is none."""
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()
    except FileNotFoundError:
        return ''
