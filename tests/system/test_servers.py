"""RabbitMQ, MySQL and Redis of a test's or a measurement's own (scripts/servers attach): they are
killed and removed when the program has ended, however it did.
"""
import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, 'scripts', 'servers')
NAMES = ('rabbitmq', 'mysql', 'redis')


def are_installed():
    """If not, it prints what is missing."""
    return subprocess.run([PROGRAM, 'check', *NAMES], stdin=subprocess.DEVNULL,
                          check=False).returncode == 0


class Servers:
    """Calls raise RuntimeError with what went wrong. Names of servers are those of NAMES."""

    def __init__(self, options=('--quick-console',)):
        """Starts all three, on free ports."""
        # Out of reach of what kills this program, so that it can clean up.
        self.program = subprocess.Popen(
            ['setsid', '--fork', PROGRAM, 'attach', *options, *NAMES],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.folder = self._answer()

    def _answer(self):
        line = self.program.stdout.readline()
        if not line:
            raise RuntimeError('scripts/servers ended; see what it printed')
        answer = json.loads(line)
        if 'error' in answer:
            raise RuntimeError(answer['error'])
        return answer['text']

    def command(self, *words):
        """The text that a command of scripts/servers answers, without the folder."""
        self.program.stdin.write(json.dumps(words) + '\n')
        self.program.stdin.flush()
        return self._answer()

    def close(self):
        """Returns when everything is removed."""
        self.program.stdin.close()
        self.program.stdout.read()
        self.program.wait()

    def environment(self, service):
        """The variables of a service, or of "tests", the administrator."""
        lines = self.command('environment', service).split('\n')
        return dict(line.split('=', 1) for line in lines)

    def kill(self, server):
        self.command('kill', server)

    def freeze(self, server):
        self.command('freeze', server)

    def thaw(self, server):
        self.command('thaw', server)

    def revive(self, server):
        self.command('revive', server)

    def wipe(self):
        self.command('wipe', 'rabbitmq')
