"""Processes that outlive the program that starts them, and the ports they listen on.

A process is recorded in a file as its pid and its start time, which together name one process for
ever, so that no other process is ever signalled.
"""
import contextlib
import os
import select
import signal
import socket
import subprocess
import time

from private_servers.terminal import Failure

KILLED_SECONDS = 30


def _stat(pid):
    """The fields of /proc/PID/stat behind the name, which may hold spaces; None without process."""
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii', errors='replace') as file:
            return file.read().rpartition(')')[2].split()
    except OSError:
        return None


def start_time(pid):
    """When the process started, in the kernel's ticks; None if it has ended. A zombie has ended."""
    fields = _stat(pid)
    return fields[19] if fields and fields[0] != 'Z' else None


class RecordedProcess:
    """The process that a file names: "PID START", and what its starter adds. The file need not
    exist, and the process may have ended."""

    def __init__(self, path):
        self.path = path

    def _record(self):
        try:
            with open(self.path, encoding='ascii') as file:
                return file.read().split()
        except OSError:
            return []

    def pid(self):
        """None unless it runs."""
        record = self._record()
        if len(record) < 2 or not record[0].isdigit() or start_time(record[0]) != record[1]:
            return None
        return int(record[0])

    def addition(self):
        """What was recorded with it."""
        return self._record()[2:]

    def start(self, command, log, *addition, environment=None):
        """Starts the command in a session of its own, so that neither Ctrl-C nor a closed terminal
        ends it; it inherits no open file. Its output goes to the end of `log`."""
        with open(log, 'ab') as output:
            process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                                       stdout=output, stderr=subprocess.STDOUT,
                                       start_new_session=True)
        try:
            words = [str(process.pid), start_time(process.pid) or '0', *addition]
            with open(self.path + '.new', 'w', encoding='ascii') as file:
                file.write(' '.join(words) + '\n')
            os.replace(self.path + '.new', self.path)
        except BaseException:  # a process that no file names could not be stopped
            process.kill()
            process.wait(KILLED_SECONDS)
            raise

    @contextlib.contextmanager
    def _handle(self):
        """A pidfd: it names this very process, and is readable once all its threads have ended.
        None if the process has ended."""
        pid = self.pid()
        try:
            handle = None if pid is None else os.pidfd_open(pid)
        except ProcessLookupError:
            handle = None
        try:
            # Between the two lines above the pid may have got another process.
            yield handle if handle is None or self.pid() == pid else None
        finally:
            if handle is not None:
                os.close(handle)

    def signal(self, number):
        """False if it does not run."""
        with self._handle() as handle:
            return _send(handle, number)

    def is_frozen(self):
        pid = self.pid()
        fields = _stat(pid) if pid is not None else None
        return bool(fields) and fields[0] in 'Tt'

    def wait(self, seconds):
        """Waits for its end; False if it still runs after that time."""
        with self._handle() as handle:
            return _ended_within(handle, seconds)

    def end(self, seconds, when_slow=None):
        """SIGTERM, and SIGKILL after so many seconds; False if it had to be killed. Calls
        when_slow(seconds waited) every two seconds."""
        with self._handle() as handle:
            _send(handle, signal.SIGTERM)
            _send(handle, signal.SIGCONT)  # a frozen process would not see SIGTERM otherwise
            begin = time.monotonic()
            while not _ended_within(handle, 2 if when_slow else seconds):
                waited = time.monotonic() - begin
                if waited >= seconds:
                    self.kill()
                    return False
                if when_slow:
                    when_slow(int(waited))
        self.forget()
        return True

    def kill(self):
        """At once; returns when it has ended."""
        with self._handle() as handle:
            _send(handle, signal.SIGKILL)
            if not _ended_within(handle, KILLED_SECONDS):
                raise Failure(f'Process {self.pid()} does not end although it was killed.')
        self.forget()

    def forget(self):
        try:
            os.unlink(self.path)
        except FileNotFoundError:
            pass


def _send(handle, number):
    """False if the process has ended."""
    try:
        if handle is not None:
            signal.pidfd_send_signal(handle, number)
    except ProcessLookupError:
        return False
    return handle is not None


def _ended_within(handle, seconds):
    return handle is None or bool(select.select([handle], [], [], seconds)[0])


def port_is_taken(port):
    """Whether a program listens there on loopback."""
    for family, address in ((socket.AF_INET, '127.0.0.1'), (socket.AF_INET6, '::1')):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                if probe.connect_ex((address, port)) == 0:
                    return True
        except OSError:
            pass  # this machine has no IPv6
    return False


def holder_of_port(port):
    """"NAME (process PID)" of the program that listens there; None where this user cannot see."""
    inodes = set()
    for table in ('/proc/net/tcp', '/proc/net/tcp6'):
        try:
            with open(table, encoding='ascii') as file:
                rows = [line.split() for line in file]
        except OSError:
            continue
        # State 0A is "listening".
        inodes |= {f'socket:[{row[9]}]' for row in rows
                   if row[3] == '0A' and row[1].endswith(f':{port:04X}')}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            folder = f'/proc/{pid}/fd'
            if any(os.readlink(f'{folder}/{name}') in inodes for name in os.listdir(folder)):
                with open(f'/proc/{pid}/comm', encoding='utf-8') as file:
                    return f'{file.read().strip()} (process {pid})'
        except OSError:
            continue  # ended meanwhile, or another user's
    return None
