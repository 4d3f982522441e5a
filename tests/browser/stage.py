"""A `viaja all` of a test's own, chromium, and travellers who use it.

A story is a function of a Stage. run(story) plays it and fails for whatever the browser complained
of; pictures of each step are in build/browser/<story>.
"""
import dataclasses
import os
import pathlib
import sys

from playwright.sync_api import expect, sync_playwright

import viaja_process
from complaints import Complaints
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
    def __init__(self, viaja, browser, folder):
        self.viaja, self.browser, self.folder = viaja, browser, folder
        self.complaints = Complaints()
        self.client = viaja.start()
        viaja.port = self.client.port  # a page may talk only to the address that it came from
        self.address = f'http://{self.client.host}:{self.client.port}'

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


def run(story, **settings):
    """Plays story(stage); VIAJA_… settings as keywords. VIAJA_WEB of the caller is passed on, so
    that a page can be tested as web/build wrote it, without a new program.
    """
    if 'VIAJA_WEB' in os.environ:
        settings['WEB'] = os.environ['VIAJA_WEB']
    name = os.path.basename(sys.argv[0]).removesuffix('_test.py').removesuffix('.py')

    expect.set_options(timeout=PATIENCE_MS)

    def play(viaja):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=['--no-sandbox', '--disable-dev-shm-usage'])
            try:
                stage = Stage(viaja, browser, ROOT / 'build' / 'browser' / name)
                story(stage)
                stage.complaints.check_none()
            finally:
                browser.close()

    viaja_process.run(play, **settings)
