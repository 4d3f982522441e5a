"""One moment of databases as a file, and the way back.

The file is what the server's own dump program writes, compressed, with a first line that says what
it is. It has its name only when it is whole: the dump program's last line is looked for before, and
again before anything is restored. Of one that is not, nothing is left.
"""
import contextlib
import gzip
import json
import os
import subprocess
import zlib

from private_servers.terminal import Failure

FIRST = '-- viaja copy '
LAST = b'-- Dump completed'
BLOCK = 1 << 20


def write(server, databases, path, moment):
    """A copy of the databases in the file, as they are at one moment: all are read by one
    transaction, so that nothing has to wait. Returns its size in bytes."""
    program, own = server.dumper()
    words = ['--single-transaction', '--quick', '--hex-blob', '--no-tablespaces',
             '--skip-lock-tables', '--add-drop-database', *own, '--databases', *databases]
    header = {'at': moment, 'databases': databases, 'server': server.version()}
    unfinished = path + '.unfinished'
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'wb') as file:
            with gzip.GzipFile(fileobj=file, mode='wb', compresslevel=6, mtime=0) as packed:
                packed.write((FIRST + json.dumps(header) + '\n').encode())
                pour(server.command(program, *words), server, packed)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:  # also where it is told to end: what is there has travellers' data
        with contextlib.suppress(FileNotFoundError):
            os.remove(unfinished)
        raise
    return os.path.getsize(path)


def pour(command, server, packed):
    with subprocess.Popen(command, env=server.environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        end = b''
        try:
            while block := process.stdout.read(BLOCK):
                packed.write(block)
                end = (end + block)[-200:]
        except BaseException:
            process.kill()  # its end is waited for
            raise
        said = process.stderr.read().decode(errors='replace').strip()
        if process.wait() != 0 or LAST not in end:
            raise Failure(f'{server.name()} was not copied: {said or "the copy has no end"}')


class Copy:
    """A file that `write` made."""

    def __init__(self, path):
        """Reads it once to its end; a Failure where it is not whole."""
        self.path = path
        try:
            with gzip.open(path, 'rb') as file:
                first = file.readline(1 << 16).decode(errors='replace')
                if not first.startswith(FIRST):
                    raise Failure(f'{path} was not made by scripts/backup.')
                end = b''
                while block := file.read(BLOCK):
                    end = (end + block)[-200:]
        except (OSError, EOFError, zlib.error) as error:
            raise Failure(f'{path} is not whole: {error}.') from None
        if LAST not in end:
            raise Failure(f'{path} is not whole: its end is missing.')
        header = json.loads(first[len(FIRST):])
        self.at, self.databases = header['at'], header['databases']

    def restore(self, server, databases):
        """These of its databases take the place of those of the same name."""
        with subprocess.Popen(server.command(server.client(), '--binary-mode'),
                              env=server.environment(), stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            try:
                for line in self.lines_of(set(databases)):
                    process.stdin.write(line)
                process.stdin.close()
            except BrokenPipeError:  # it has ended; why, stands in what it said
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.close()  # with what is left, which Popen would send at its end
            said = process.stderr.read().decode(errors='replace').strip()
            if process.wait() != 0:
                raise Failure(f'{server.name()} did not take {self.path}: {said}')

    def lines_of(self, databases):
        """The statements of the file, without those of other databases. The dump program names each
        database in a comment of its own before its statements; what stands before the first and
        behind the last is for all."""
        current = None
        with gzip.open(self.path, 'rb') as file:
            for line in file:
                if line.startswith(b'/*M!999999'):
                    continue  # a switch of MariaDB's own client, which another one refuses
                if line.startswith(b'-- Current Database: `'):
                    current = line.split(b'`')[1].decode()
                elif line.startswith(b'/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE'):
                    current = None
                if current is None or current in databases:
                    yield line
