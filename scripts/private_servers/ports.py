"""The ports of one folder's servers, by name, kept in its file `ports` ("NAME PORT" a line)."""
import os
import random
import re

from private_servers.processes import port_is_taken
from private_servers.terminal import Failure

RANGE = '20000-31999'


def searched_range():
    """First and last of the ports where free ones are looked for."""
    text = os.environ.get('VIAJA_FREE_PORTS') or RANGE
    match = re.fullmatch(r'([1-9][0-9]*)-([1-9][0-9]*)', text)
    if not match or int(match[1]) > int(match[2]) or int(match[2]) > 65535:
        raise Failure(f'VIAJA_FREE_PORTS is "{text}"; it must be two numbers: {RANGE}')
    return int(match[1]), int(match[2])


class Ports(dict):
    """Port by name, as of the last choice."""

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.read()

    def read(self):
        self.clear()
        try:
            with open(self.path, encoding='ascii') as file:
                self.update({name: int(port) for name, port in map(str.split, file)})
        except FileNotFoundError:
            pass  # nothing was chosen yet

    def choose(self, name, usual):
        """The usual one (None: there is none) if it is free, else the last one, else another."""
        first, last = searched_range()
        # From anywhere in the range: two folders that start at the same moment shall not both find
        # the first free one.
        begin, count = random.randrange(last - first + 1), last - first + 1
        candidates = [usual, self.get(name),
                      *(first + (begin + offset) % count for offset in range(count))]
        others = {port for other, port in self.items() if other != name}
        for port in candidates:
            if port and port not in others and not port_is_taken(port):
                self[name] = port
                self._write()
                return
        raise Failure(f'No port from {first} to {last} is free.')

    def replace(self, ports):
        """With these, in their order."""
        self.clear()
        self.update(ports)
        self._write()

    def _write(self):
        with open(self.path + '.new', 'w', encoding='ascii') as file:
            file.writelines(f'{name} {port}\n' for name, port in self.items())
        os.replace(self.path + '.new', self.path)
