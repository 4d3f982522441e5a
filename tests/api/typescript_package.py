"""The TypeScript client of clients/typescript, compiled into a folder of a test's own, and programs
that import it there. Ends with 77 where npm, which has the compiler, cannot be reached."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.fspath(ROOT / 'tests' / 'system'))
from viaja_process import check  # noqa: E402  (the path stands above)

PACKAGE = ROOT / 'clients' / 'typescript'
COMPILER = ROOT / 'build' / 'npm' / 'node_modules' / '.bin' / 'tsc'
PROGRAM_SECONDS = 90
SKIPPED = 77


def node():
    """That of build/venv, which has one for npm, else the machine's."""
    return shutil.which('node', path=f'{ROOT}/build/venv/bin:{os.environ["PATH"]}')


class Package:
    """Use it by `with`; the folder is removed then."""

    def __enter__(self):
        tools = subprocess.run(['bash', ROOT / 'tests' / 'npm.sh'], check=False)
        if tools.returncode == SKIPPED:
            sys.exit(SKIPPED)
        check(tools.returncode == 0, 'tests/npm.sh failed')
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='viaja-typescript-'))
        installed = self.folder / 'node_modules' / 'viaja'
        installed.mkdir(parents=True)
        shutil.copy(PACKAGE / 'package.json', installed)
        self.compile('-p', PACKAGE, '--outDir', installed / 'dist')
        (self.folder / 'package.json').write_text(json.dumps({'type': 'module'}))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    @staticmethod
    def compile(*arguments):
        made = subprocess.run([COMPILER, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False,
                              env={**os.environ, 'PATH': f'{ROOT}/build/venv/bin:'
                                                         + os.environ['PATH']})
        check(made.returncode == 0, f'tsc {arguments}:\n{made.stdout}')

    def program(self, text):
        """The command of a program in TypeScript, without a mistake of types."""
        source = self.folder / 'program.ts'
        source.write_text(text, encoding='utf-8')
        self.compile(source, '--strict', '--target', 'es2022', '--module', 'nodenext', '--lib',
                     'es2023,dom', '--types', '', '--outDir', self.folder)
        return [node(), self.folder / 'program.js']

    def lines_of(self, text, *arguments):
        """What the program prints."""
        ran = subprocess.run([*self.program(text), *arguments], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, check=False,
                             timeout=PROGRAM_SECONDS)
        check(ran.returncode == 0, f'the program failed:\n{ran.stdout}{ran.stderr}')
        return ran.stdout.splitlines()
