"""The one `viaja all` of this folder: everything in one process, on embedded parts."""
import os

from local_services.waiting import (DATA, POLL_SECONDS, ROOT, Progress, end_of_log, last_line,
                                    note_start, readiness, refuse_taken_port, shown, wanted_port)
from private_servers.processes import RecordedProcess
from private_servers.terminal import Failure, good, heading, quiet

PROGRAM = os.path.join(ROOT, 'build', 'release', 'viaja', 'viaja')
START_SECONDS = 60
# It promises to have ended 10 s after SIGTERM.
STOP_SECONDS = 12


class Embedded:
    def __init__(self):
        self.log = os.path.join(DATA, 'viaja.log')
        self.process = RecordedProcess(os.path.join(DATA, 'viaja.pid'))

    def is_up(self):
        return self.process.pid() is not None

    def is_complete(self):
        return self.is_up()

    def port(self):
        """Where it listens."""
        return int(self.process.addition()[0])

    def check_start(self):
        refuse_taken_port(wanted_port(65535))

    def start(self):
        """Returns when it is ready."""
        port = wanted_port(65535)
        refuse_taken_port(port)
        heading(f'Starting Viaja on http://localhost:{port} …')
        note_start(self.log, f'./run starts viaja on port {port}')
        self.process.start([PROGRAM, 'all', '--port', str(port), '--data', DATA], self.log,
                           str(port))
        progress = Progress(START_SECONDS, 2)
        while not readiness(port)[0]:
            if not self.is_up():
                raise self._failed('Viaja ended while it was starting.')
            if progress.is_over():
                self.stop()
                raise self._failed(f'Viaja was not ready within {START_SECONDS} s.')
            progress.say(lambda: last_line(self.log, 120))
            self.process.wait(POLL_SECONDS)
        good(f'Viaja is up: http://localhost:{port}')

    def _failed(self, problem):
        self.process.forget()
        return Failure(f'\n{end_of_log(self.log)}{problem} Its log is in {shown(self.log)}, the '
                       'end of it above.')

    def stop(self):
        def still_ending(seconds):
            quiet(f'  still finishing what it accepted, {seconds} s')

        if not self.process.end(STOP_SECONDS, still_ending):
            print(f'It did not end within {STOP_SECONDS} s and was killed; nothing it promised is '
                  'lost.')

    def print_status(self):
        good(f'Viaja is up: http://localhost:{self.port()} (process {self.process.pid()})')
        text = readiness(self.port(), verbose=True)[1]
        if text is None:
            raise Failure(f'It does not answer at http://localhost:{self.port()}/readyz; see '
                          './run logs')
        print(text)
