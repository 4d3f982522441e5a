"""From the last release to this version and back while trips are sold, by upgrade.py, with programs
of the release built from its tag: upgrade_test.py BUILD. Where git has no such tag it says so and
ends with 77, which CTest shows as skipped."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv[1]).resolve()
SKIPPED = 77


def last_release():
    if not shutil.which('git'):
        print('no release to upgrade from: git is not there')
        sys.exit(SKIPPED)
    said = subprocess.run(['git', 'describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*'],
                          cwd=ROOT, text=True, capture_output=True, check=False)
    if said.returncode != 0:
        print(f'no release to upgrade from: {said.stderr.strip()}')
        sys.exit(SKIPPED)
    return said.stdout.strip()


def unpack(tag, folder):
    if folder.is_dir():
        return
    unpacked = folder.parent / f'{folder.name}.part'
    unpacked.mkdir(parents=True, exist_ok=True)
    archive = subprocess.run(['git', 'archive', tag], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(['tar', '-x'], cwd=unpacked, input=archive.stdout, check=True)
    unpacked.rename(folder)


def built(tag):
    folder = BUILD / 'releases' / f'viaja-{tag}'
    unpack(tag, folder)
    for command in (['--preset', 'release'], ['--build', '--preset', 'release']):
        print(f'{tag}: cmake {" ".join(command)}', flush=True)
        subprocess.run(['cmake', *command], cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return folder / 'build' / 'release'


released = built(last_release())
program = os.fspath(ROOT / 'tests' / 'system' / 'upgrade.py')
subprocess.run([sys.executable, '-B', program, released, BUILD, '--back'], check=True)
