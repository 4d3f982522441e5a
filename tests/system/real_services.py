"""Processes of single services, and clients of those that travellers talk to."""
import http.client
import re
import signal
import subprocess

from viaja_process import Client, check, check_equal, wait_until

UP = re.compile(r'"msg":"up".*"http":"http://[0-9.]+:([0-9]+)"')
READY_SECONDS = 60


class Run:
    """One life of a service. Clients ask for its port on threads of their own while the service is
    killed and started: what they read of one run must never be taken for the next one's."""

    def __init__(self, process, log, begin):
        self.process, self.log, self.begin = process, log, begin
        self.known_port = None

    def lives(self):
        return self.process.poll() is None

    def said(self):
        with open(self.log, 'rb') as log:
            log.seek(self.begin)
            return log.read().decode(errors='replace')

    def port(self):
        """None while it does not listen."""
        if self.known_port is None:
            found = UP.search(self.said())
            if found:
                self.known_port = int(found[1])
        return self.known_port if self.lives() else None


class Service:
    """One process, known by its name; start() may be repeated, and gives it another port.

    It dies with the test: the kernel kills it when the thread that started it has ended, so
    start() belongs to the main thread.
    """

    def __init__(self, name, command, environment, log):
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.run = None
        self.frozen = False

    def start(self, **settings):
        """Begins it and returns at once. Settings are variables without their VIAJA_."""
        check(not self.runs(), f'{self.name} runs already')
        self.environment.update({f'VIAJA_{name}': str(value) for name, value in settings.items()})
        with open(self.log, 'ab') as log:
            begin = log.tell()
            process = subprocess.Popen(['setpriv', '--pdeathsig', 'KILL', *self.command],
                                       env=self.environment, stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=subprocess.STDOUT)
        self.run = Run(process, self.log, begin)

    def runs(self):
        return self.run is not None and self.run.lives()

    def said(self):
        """What it has written to its log since it was started; empty if it never was."""
        return self.run.said() if self.run else ''

    def port(self):
        """None while it does not listen."""
        run = self.run
        return run.port() if run else None

    def is_up(self):
        check(self.runs(), f'{self.name} ended at its start:\n{self.said()[-2000:]}')
        return self.port() is not None

    def wait_until_ready(self):
        wait_until(self.is_up, READY_SECONDS, f'"up" in the log of {self.name}')
        try:
            wait_until(lambda: self.ready()[0] == 200, READY_SECONDS, f'{self.name} is ready')
        except AssertionError as error:
            raise AssertionError(f'{error}: {self.ready()}') from None

    def ready(self):
        """Status and text of /readyz; the status is 0 if nobody answers."""
        try:
            answer = Replica(self).call('GET', '/readyz', timeout=10)
            return answer.status, answer.text
        except (OSError, http.client.HTTPException) as error:
            return 0, str(error)

    def metric(self, name):
        """The sum over all labels."""
        text = Replica(self).call('GET', '/metrics').text
        values = [float(line.rsplit(' ', 1)[1]) for line in text.split('\n')
                  if re.match(name + r'[{ ]', line)]
        check(values, f'{self.name} has no metric {name}')
        return sum(values)

    def kill(self):
        self.run.process.kill()
        self.run.process.wait(30)

    def terminate(self, seconds=10):
        """SIGTERM, and its end within that time with status 0."""
        self.run.process.send_signal(signal.SIGTERM)
        try:
            status = self.run.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f'{self.name} did not end within {seconds} s of SIGTERM') from None
        check_equal(status, 0, f'the status of {self.name} after SIGTERM')

    def freeze(self):
        """Its clock stands still; it keeps its connections, its locks and its transaction."""
        self.frozen = True
        self.run.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.run.process.send_signal(signal.SIGCONT)
        self.frozen = False

    def end(self):
        if self.runs():
            self.kill()


class Replica(Client):
    """A client of one replica, wherever that listens now."""

    def __init__(self, service):
        super().__init__('127.0.0.1', None)
        self.service = service

    def call(self, *arguments, **more):
        self.port = self.service.port()
        if self.port is None:
            raise ConnectionRefusedError(f'{self.service.name} does not listen')
        return super().call(*arguments, **more)


class Replicas(Client):
    """Calls all replicas in turn, as a load balancer does: a frozen one gets no calls, and one that
    takes no connection is passed over, for it has heard nothing."""

    def __init__(self, services):
        super().__init__(None, None)
        self.services = services
        self.turn = 0

    def call(self, *arguments, **more):
        self.turn += 1
        for offset in range(len(self.services)):
            service = self.services[(self.turn + offset) % len(self.services)]
            port = service.port()
            if port is None or service.frozen:
                continue
            try:
                return Client('127.0.0.1', port).call(*arguments, **more)
            except ConnectionRefusedError:
                continue
        raise ConnectionRefusedError('no replica listens')
