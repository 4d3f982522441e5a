"""Names of hosts for one program: a DNS server of a test's own, and a command that lets the program
alone ask it. Needs root, for port 53 and for a file system that the program sees alone.
"""
import os
import socket
import struct
import subprocess
import threading

A, IN, NO_SUCH_NAME = 1, 1, 3


def is_possible():
    """Whether this machine allows it."""
    return os.geteuid() == 0 and subprocess.run(
        ['unshare', '--mount', 'true'], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, check=False).returncode == 0


class Names:
    """`addresses` by name is read at each question, so a test may change it."""

    def __init__(self, address, folder):
        self.addresses = {}
        self.configuration = os.path.join(folder, 'resolv.conf')
        with open(self.configuration, 'w', encoding='ascii') as file:
            file.write(f'nameserver {address}\n')
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def command(self, *words):
        """The words as a command that resolves names here."""
        script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'
        return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script,
                self.configuration, *words]

    def close(self):
        self._socket.close()

    def _serve(self):
        while True:
            try:
                question, asker = self._socket.recvfrom(512)
                self._socket.sendto(self._answer(question), asker)
            except OSError:
                return  # closed

    def _answer(self, message):
        """RFC 1035, for one question; what is behind it, such as EDNS, is left out."""
        labels, end = [], 12
        while message[end]:
            labels.append(message[end + 1:end + 1 + message[end]].decode('ascii'))
            end += 1 + message[end]
        kind, _ = struct.unpack('!HH', message[end + 1:end + 5])
        name = '.'.join(labels).lower()
        found = self.addresses.get(name, []) if kind == A else []
        code = 0 if name in self.addresses else NO_SUCH_NAME
        head = message[:2] + struct.pack('!HHHHH', 0x8580 | code, 1, len(found), 0, 0)
        records = b''.join(struct.pack('!HHHLH', 0xC00C, A, IN, 1, 4) + socket.inet_aton(address)
                           for address in found)
        return head + message[12:end + 5] + records
