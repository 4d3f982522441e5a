"""Containers of a compose project, and what an operator does to one of them with `docker`."""
import json
import subprocess

from viaja_process import check, check_equal, wait_until

READY_SECONDS = 90
GRACE_SECONDS = 20   # for an end by SIGTERM; the compose file gives less to those that need less
KILLED = 137         # the status of a container whose program got SIGKILL

METRICS = r"""exec 3<>/dev/tcp/127.0.0.1/8080
printf 'GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
cat <&3"""


def docker(*arguments, seconds=60, may_fail=False):
    """What the command prints; None where it may fail and does."""
    result = subprocess.run(['docker', *arguments], stdin=subprocess.DEVNULL, check=False,
                            capture_output=True, timeout=seconds)
    if may_fail and result.returncode != 0:
        return None
    check(result.returncode == 0, f'docker {" ".join(arguments)}: {result.stderr.decode()}')
    return result.stdout.decode().strip()


class Container:
    """One container, known as session-service-1; it stays the same one until `up` replaces it."""

    def __init__(self, identity, service, number):
        self.identity, self.service = identity, service
        self.name = f'{service}-{number}'
        self.ends = []  # the statuses that it must have ended with, in their order

    def look(self, template):
        """What `docker inspect` says, such as of '.State.Running'."""
        return json.loads(docker('inspect', '-f', '{{json ' + template + '}}', self.identity))

    def runs(self):
        return self.look('.State.Running')

    def is_healthy(self):
        """Its healthcheck is content."""
        return self.look('.State.Health.Status') == 'healthy'

    def wait_until_ready(self):
        wait_until(self.is_healthy, READY_SECONDS, f'{self.name} is healthy')

    def kill(self):
        """The engine starts it again only when it is told to."""
        self.ends.append(KILLED)
        docker('kill', self.identity)
        wait_until(lambda: not self.runs(), 30, f'{self.name} has ended')

    def start(self):
        docker('start', self.identity)

    def terminate(self):
        """SIGTERM, and its end with status 0."""
        self.ends.append(0)
        docker('stop', '-t', str(GRACE_SECONDS), self.identity)
        check_equal(self.look('.State.ExitCode'), 0, f'the status of {self.name} after SIGTERM')

    def restart(self):
        self.ends.append(0)
        docker('restart', '-t', str(GRACE_SECONDS), self.identity)

    def crash(self):
        """Its program dies, and the engine starts it again by itself; only for a container with an
        init, without which the program could not be killed from inside."""
        self.ends.append(KILLED)
        before = self.look('.RestartCount')
        docker('exec', self.identity, 'bash', '-c', 'kill -9 -1', may_fail=True)
        wait_until(lambda: self.look('.RestartCount') > before and self.runs(), 30,
                   f'the engine starts {self.name} again')

    def pause(self):
        """It keeps its connections, its locks and its transaction."""
        # With control groups v1 the engine says "unable to freeze" now and then, and undoes it.
        wait_until(lambda: docker('pause', self.identity, may_fail=True) is not None, 30,
                   f'{self.name} is paused')

    def unpause(self):
        docker('unpause', self.identity)

    def metric(self, beginning):
        """The sum of the lines of /metrics that begin so."""
        text = docker('exec', self.identity, 'bash', '-c', METRICS)
        return sum(float(line.rsplit(' ', 1)[1]) for line in text.splitlines()
                   if line.startswith(beginning))

    def end_of_log(self, lines=25):
        result = subprocess.run(['docker', 'logs', '--tail', str(lines), self.identity],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False,
                                stderr=subprocess.STDOUT, timeout=60)
        return '\n'.join(line[:400] for line in result.stdout.decode(errors='replace').splitlines())


class Deaths:
    """Every end of a container of a project, as the engine tells it, from now on: the restart
    policy would hide a service that crashes."""

    def __init__(self, project, path):
        self.path = path
        with open(path, 'wb') as told:
            self.process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', 'docker', 'events', '--filter', 'event=die',
                 '--filter', f'label=com.docker.compose.project={project}',
                 '--format', '{{.Actor.ID}} {{.Actor.Attributes.exitCode}}'],
                stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.DEVNULL)

    def of(self, container):
        """The statuses it ended with, in their order."""
        with open(self.path, encoding='ascii') as told:
            ends = [line.split() for line in told.read().splitlines()]
        return [int(status) for identity, status in ends if identity == container.identity]

    def end(self):
        self.process.kill()
        self.process.wait()
