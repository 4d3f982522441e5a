"""Chromium, travellers who use it, and the Viaja that they talk to.

A story is a function of a Stage. run(story) plays it on a `viaja all` of its own and fails for
whatever the browser complained of; pictures of each step are in build/browser/<story>.
"""
import contextlib
import dataclasses
import os
import pathlib
import sys

from playwright.sync_api import expect, sync_playwright

import settled_books
import viaja_process
from complaints import Complaints
from ledger import Ledger
from traveller import Traveller

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHROMIUM = '/usr/bin/chromium'
AXE = ROOT / 'build' / 'npm' / 'node_modules' / 'axe-core' / 'axe.min.js'
# The rules of WCAG 2.0 to 2.2, levels A and AA, and axe's own best practices.
AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
PATIENCE_MS = 15_000


@dataclasses.dataclass(frozen=True)
class Look:
    """How a traveller sees the page."""
    language: str = 'pt-BR'
    width: int = 1280
    scheme: str = 'light'

    def name(self):
        return f'{self.language}-{self.width}-{self.scheme}'


DESK = Look()
PHONE = Look('en-US', 360, 'dark')


class Stage:
    def __init__(self, browser, client):
        self.browser, self.client = browser, client
        self.viaja = None  # the process and its ledger, where there is one process alone
        self.ledger = None
        self.complaints = Complaints()
        self.address = f'http://{client.host}:{client.port}'
        story = os.path.basename(sys.argv[0]).removesuffix('.py').removesuffix('_test')
        self.folder = ROOT / 'build' / 'browser' / story

    def traveller(self, look=DESK, name='traveller', **options):
        """One with a browser profile, that is a device, of their own."""
        context = self.browser.new_context(
            base_url=self.address, locale=look.language, color_scheme=look.scheme,
            viewport={'width': look.width, 'height': 900 if look.width > 600 else 740},
            timezone_id='America/Sao_Paulo', reduced_motion='reduce', **options)
        context.set_default_timeout(PATIENCE_MS)
        return Traveller(self, context, look, name)

    def picture(self, page, name):
        self.folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=self.folder / f'{name}.png')

    def check_accessible(self, page, what):
        """axe finds nothing on the page as it is now."""
        if not page.evaluate('typeof axe === "object"'):
            page.evaluate(AXE.read_text(encoding='utf-8'))
        found = page.evaluate(
            '(rules) => axe.run(document, {runOnly: rules, resultTypes: ["violations"]})',
            AXE_RULES)
        wrong = [f'{rule["id"]} ({rule["help"]}): {node["html"][:200]}'
                 for rule in found['violations'] for node in rule['nodes']]
        viaja_process.check(not wrong, f'{what}: axe finds\n  ' + '\n  '.join(wrong))

    def restart(self):
        """After a kill, on the same port and data."""
        self.client = self.viaja.start()


@contextlib.contextmanager
def stage_before(client, **environment):
    """A Stage whose page comes from the client's address; it ends with what was complained of."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=['--no-sandbox', '--disable-dev-shm-usage'],
            env={**os.environ, **environment})
        try:
            stage = Stage(browser, client)
            yield stage
            stage.complaints.check_none()
        finally:
            browser.close()


def play_each(stage, stories):
    """The functions that the command line names behind the program; all where it names none."""
    wanted = sys.argv[2:]
    for story in stories:
        if not wanted or story.__name__ in wanted:
            print(story.__name__, flush=True)
            story(stage)


def run(story, **settings):
    """Plays story(stage); VIAJA_… settings as keywords. VIAJA_WEB of the caller is passed on, so
    that a page can be tested as web/build wrote it, without a new program.
    """
    if 'VIAJA_WEB' in os.environ:
        settings['WEB'] = os.environ['VIAJA_WEB']

    def play(viaja):
        client = viaja.start()
        viaja.keep_port(client.port)  # a page may talk only to the address that it came from
        with stage_before(client) as stage:
            stage.viaja = viaja
            stage.ledger = Ledger(settled_books.SqliteStore(viaja.data))
            story(stage)

    viaja_process.run(play, **settings)
