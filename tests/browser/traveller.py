"""A traveller at the page: what they do and see, by the roles and names that the page gives.

`page` is the tab that is looked at; other_tab() opens one more of the same device.
"""
import contextlib
import json
import re

from playwright.sync_api import expect

from viaja_process import check, check_equal
from words import WORDS, beginning_with


class Traveller:
    def __init__(self, stage, context, look, name):
        self.stage, self.context, self.look, self.name = stage, context, look, name
        self.words = WORDS[look.language]
        context.on('page', lambda page: stage.complaints.listen(page, name))
        self.page = context.new_page()

    def say(self, key):
        return self.words[key]

    @contextlib.contextmanager
    def other_tab(self, path=None):
        """One more tab, on the same address unless another is given."""
        before, self.page = self.page, self.context.new_page()
        self.page.goto(path or before.url)
        try:
            yield self.page
        finally:
            self.page.close()
            self.page = before

    # What is seen.

    def sees_heading(self, key, level=1):
        expect(self.page.get_by_role('heading', level=level, name=self.say(key))).to_be_visible()

    def has_heading_in_view(self, key):
        """Without scrolling: what the page became is what the traveller looks at."""
        expect(self.page.get_by_role('heading', level=1, name=self.say(key))).to_be_in_viewport()

    def sees(self, key):
        expect(self.page.get_by_text(self.say(key)).first).to_be_visible()

    def sees_text(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()

    def button(self, key, more=''):
        return self.page.get_by_role('button', name=beginning_with(self.say(key) + more))

    def clock(self):
        return self.page.get_by_role('timer')

    def step_texts(self):
        """The live list of a payment, line by line."""
        return self.page.get_by_role('list', name=self.say('steps')).get_by_role(
            'listitem').all_inner_texts()

    # What is done.

    def open(self, path='/'):
        self.page.goto(path)

    def look_at_flights(self, origin, destination, day, **more):
        """Direct ones unless `direct` says otherwise: each is one hold."""
        query = {'from': origin, 'to': destination, 'date': day, 'direct': 1, **more}
        self.open('/?' + '&'.join(f'{name}={value}' for name, value in query.items()))
        expect(self.button('swap_for' if 'swap' in more else 'hold').first).to_be_visible()

    def hold(self, what=''):
        """The first offer, or the one with that flight or hotel in its name."""
        self.button('hold', f' {what}').first.click()
        self.sees('held')

    def name_first_traveller(self, name):
        self.page.locator('summary').filter(has_text=self.say('travellers')).click()
        self.page.get_by_label(self.say('first_name'), exact=True).fill(name)

    def to_hotels(self):
        self.page.get_by_role('link', name=self.say('to_hotel')).first.click()
        expect(self.button('hold').first).to_be_visible()

    def to_trip(self):
        self.open('/trip')
        expect(self.button('pay')).to_be_visible()

    def choose_card(self, token):
        card = self.page.locator(f'input[type=radio][value={token}]')
        if not card.is_visible():
            self.page.get_by_text(self.say('more_cards')).click()
        card.check()

    def pay(self, token='tok_ok'):
        self.choose_card(token)
        self.button('pay').click()

    # What the server says about the trip of this device.

    def credentials(self):
        return json.loads(self.page.evaluate('localStorage.getItem("viaja.trip")') or 'null')

    def ask(self, path=''):
        own = self.credentials()
        answer = self.stage.client.call('GET', f'/v1/sessions/{own["id"]}{path}',
                                        token=own['token'])
        check_equal(answer.status, 200, f'the session of {self.name}: {answer}; its status')
        return answer.json()

    # What holds for every screen.

    def check_screen(self, name):
        """No wider than the window; its picture is kept."""
        width = self.page.evaluate('document.documentElement.scrollWidth')
        check(width <= self.look.width, f'{name}: {width} px wide in {self.look.width} px')
        language = self.page.evaluate('document.documentElement.lang')
        check_equal(language, self.look.language, f'{name}: the language of the page')
        self.stage.picture(self.page, f'{self.look.name()}-{name}')

    def check_survives(self, there):
        """Reload, back and forth, and a second tab show the same."""
        self.page.reload()
        there()
        if self.page.evaluate('history.length') > 1:
            self.page.go_back()
            self.page.go_forward()
            there()
        with self.other_tab():
            there()


def amount_in(text):
    """Minor units in "R$ 1.031,90" or "R$1,031.90"."""
    return int(re.sub(r'\D', '', text))
