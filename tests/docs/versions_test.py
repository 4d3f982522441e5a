"""The version of CMakeLists.txt is that of the HTTP API, of the clients, of the changelog and of
what programs say; and what was released is what docs/released holds. versions_test.py [VIAJA]"""
import datetime
import filecmp
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONTRACTS = ('openapi.yaml', 'asyncapi.yaml')
UNRELEASED = 'Unreleased'
# The places that repeat the version, each with a pattern whose group is it.
PLACES = {
    'clients/typescript/package.json': r'^  "version": "(\S+)",$',
    'docs/openapi.yaml': r'^  version: (\S+)$',
    'clients/python/pyproject.toml': r'^version = "(\S+)"',
    'clients/python/src/viaja/__init__.py': r"^__version__ = '(\S+)'$",
    'deploy/helm/viaja/Chart.yaml': r'^appVersion: "(\S+)"',
}


def found_in(path, pattern):
    found = re.search(pattern, (ROOT / path).read_text(encoding='utf-8'), re.M)
    assert found, f'{path} names no version'
    return found[1]


def check_equal(found, expected, what):
    assert found == expected, f'{what} is {found}, but CMakeLists.txt has {expected}'


def releases():
    """The changelog's sections, the newest first: 'Unreleased' or (version, day)."""
    text = (ROOT / 'CHANGELOG.md').read_text(encoding='utf-8')
    sections = []
    for title in re.findall(r'^## (.*)$', text, re.M):
        if title == UNRELEASED:
            sections.append(title)
            continue
        named = re.fullmatch(r'(\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)', title)
        assert named, f'the changelog has a section "{title}"; it wants "0.2.0 (2026-11-27)"'
        sections.append((named[1], datetime.date.fromisoformat(named[2])))
    return sections


def number(version):
    return tuple(map(int, version.split('.')))


def check_changelog(version):
    """The newest release is this version, or at most it while something is not released."""
    first, *others = releases()
    pending = first == UNRELEASED
    dated = others if pending else [first, *others]
    assert UNRELEASED not in dated, 'what is not released stands first in the changelog'
    assert dated == sorted(dated, key=lambda one: (number(one[0]), one[1]), reverse=True), \
        'the releases of the changelog are not in their order'
    if pending:
        assert number(dated[0][0]) <= number(version), \
            f'{dated[0][0]} was released, so {version} cannot be the next'
        return
    check_equal(dated[0][0], version, "the changelog's newest version")
    for name in CONTRACTS:
        assert filecmp.cmp(ROOT / 'docs' / name, ROOT / 'docs' / 'released' / name, False), (
            f'docs/{name} is not the one of docs/released, and the changelog has no section '
            f'"{UNRELEASED}": write one, or, for a release, copy the file')


def main():
    version = found_in('CMakeLists.txt', r'^project\(viaja VERSION (\S+) ')
    for path, pattern in PLACES.items():
        check_equal(found_in(path, pattern), version, f'the version of {path}')
    check_changelog(version)
    if len(sys.argv) > 1:
        said = subprocess.run([sys.argv[1], '--version'], stdout=subprocess.PIPE, check=True,
                              text=True).stdout
        check_equal(said, f'viaja {version}\n', '`viaja --version`')
    print(f'{version} everywhere')


main()
