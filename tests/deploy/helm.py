"""Helm, and the chart deploy/helm/viaja."""
import os
import shutil
import subprocess
import sys

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from go_programs import go, require_download, require_go, skip  # noqa: E402  (needs the path)

CHART = os.path.join(ROOT, 'deploy', 'helm', 'viaja')
BUILT = os.path.join(ROOT, 'build', 'helm', 'helm')
# What no default can say: where the servers are, and how is paid.
NEEDED = ('rabbitmq.host=broker.example', 'mysql.host=database.example', 'gateway=stripe')


def find():
    """The program. Ends the test with 77 where it is not there: to build it takes minutes."""
    require_go('the schemas of Kubernetes')  # whose proxy they come from
    for program in (BUILT, shutil.which('helm')):
        if program and os.path.exists(program):
            return program
    skip('there is no helm; tests/deploy/build-helm builds it')


class Helm:
    def __init__(self):
        self.program = find()

    def run(self, *words):
        """Its exit code and all that it printed, refusals included."""
        done = subprocess.run([self.program, *words], stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    def lint(self, *settings):
        code, out, err = self.run('lint', '--strict', CHART, *options(settings))
        return code, out + err

    def render(self, *settings, release='viaja'):
        """The objects; an error where Helm refuses."""
        code, out, err = self.template(release, settings)
        if code != 0:
            raise AssertionError(f'Helm refuses {settings}: {err}')
        return [found for found in yaml.safe_load_all(out) if found]

    def refusal(self, *settings, release='viaja'):
        """The sentence by which Helm refuses."""
        code, out, err = self.template(release, settings)
        if code == 0:
            raise AssertionError(f'Helm takes {settings}:\n{out[:400]}')
        return err

    def template(self, release, settings):
        # Without --validate Helm takes any version of Kubernetes for the one it was built for.
        return self.run('template', release, CHART, '--namespace', 'travel', '--kube-version',
                        '1.31.0', *options((*NEEDED, *settings)))


def options(settings):
    words = []
    for setting in settings:
        is_json = setting.partition('=')[2].startswith(('[', '{', '"'))
        words += ['--set-json' if is_json else '--set', setting]
    return words
