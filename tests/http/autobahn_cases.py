"""The cases of autobahntestsuite, which were written for Python 2, as classes of Python 3.

The suite's own runner needs Python 2 and Twisted. Its cases are data with a small interface: each
sends through a protocol object and is told what comes (autobahn_client.py). They are translated by
2to3 and, where text stood for bytes, patched while they are loaded.
"""
import binascii
import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys
import types

PACKAGE = 'autobahn_cases_translated'
# Speed, of which one case needs Twisted; and compression, which Viaja does not offer.
LEFT_OUT = ('case9', 'case12', 'case13')


def as_bytes(text):
    return text if isinstance(text, (bytes, bytearray)) else text.encode('latin-1')


class TextOfBinascii:
    """binascii for text that means bytes."""

    def __getattr__(self, name):
        function = getattr(binascii, name)
        if name != 'b2a_hex':
            return function
        return lambda data, *more: function(as_bytes(data), *more).decode('latin-1')


class TextUtf8Validator:
    """The validator of autobahn, for text that means bytes."""

    def __init__(self):
        from autobahn.websocket.utf8validator import Utf8Validator
        self.validator = Utf8Validator()

    def reset(self):
        self.validator.reset()

    def validate(self, data):
        return self.validator.validate(as_bytes(data))


def translated_folder():
    """The suite's folder of cases after 2to3, which is run once for each environment."""
    installed = importlib.util.find_spec('autobahntestsuite').submodule_search_locations[0]
    ready = pathlib.Path(sys.prefix) / 'autobahn_cases'
    if ready.exists():
        return ready
    working = ready.with_name('autobahn_cases.part')
    shutil.rmtree(working, ignore_errors=True)
    shutil.copytree(pathlib.Path(installed) / 'case', working)
    done = subprocess.run([sys.executable, '-m', 'lib2to3', '--write', '--nobackups', '--no-diffs',
                           str(working)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit('The Autobahn cases could not be translated (apt-get install 2to3?): '
                 + done.stderr[-2000:])
    working.rename(ready)
    return ready


def patched(name, source):
    source = source.replace('(object, Case, )', '(Case, )')
    source = source.replace('.tostring()', '.tobytes().decode("latin-1")')
    source = re.sub(r'^import binascii.*$', '', source, flags=re.M)
    source = source.replace('from autobahn.websocket.utf8validator import Utf8Validator', '')
    return source.replace(' / ', ' // ') if name == 'case10_1_1' else source


class Loader:
    def __init__(self):
        self.folder = translated_folder()
        package = types.ModuleType(PACKAGE)
        package.__path__ = []
        sys.modules[PACKAGE] = package

    def load(self, name):
        full_name = PACKAGE + '.' + name
        if full_name in sys.modules:
            return sys.modules[full_name]
        module = types.ModuleType(full_name)
        module.__package__ = PACKAGE
        sys.modules[full_name] = module
        source = (self.folder / (name + '.py')).read_text(encoding='latin-1')
        source = patched(name, source)
        for needed in re.findall(r'^from \.(\w+) import', source, flags=re.M):
            self.load(needed)
        module.binascii = TextOfBinascii()
        module.Utf8Validator = TextUtf8Validator
        exec(compile(source, name, 'exec'), module.__dict__)
        return module


def comparable(messages):
    """Messages with text for bytes, as the cases expect them."""
    return [tuple(part.decode('latin-1') if isinstance(part, (bytes, bytearray)) else part
                  for part in message) for message in messages]


def cases_of(module, base):
    """The case classes of a module, those that it generates into lists among them."""
    for name, value in vars(module).items():
        if isinstance(value, type) and name.startswith('Case') and issubclass(value, base) \
                and value is not base:
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, type))


def all_cases():
    """(number such as "7.9.1", class) of each case of sections 1 to 7 and 10."""
    loader = Loader()
    base = loader.load('case').Case
    base.compare = lambda self, left, right: comparable(left) == comparable(right)
    index = (loader.folder / '__init__.py').read_text(encoding='latin-1')
    found = {}
    for name in re.findall(r'^from \.(\w+) import \*', index, flags=re.M):
        if name.startswith(LEFT_OUT):
            continue
        for case in cases_of(loader.load(name), base):
            found.setdefault(case, case.__name__.removeprefix('Case').replace('_', '.'))
    return [(number, case) for case, number in found.items()]
