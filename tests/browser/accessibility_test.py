"""A trip can be bought without sight or mouse: axe on every screen in both colours, the keyboard
alone, and a clock that is spoken at five, two and one minutes and is silent in between.
"""
import datetime
import re

from playwright.sync_api import expect

from stage import DESK, PHONE, Look, run
from viaja_process import check, check_equal, day_in


def check_every_screen(stage, look):
    traveller = stage.traveller(look)
    page = traveller.page
    checked = []

    def check_here(what):
        stage.check_accessible(page, f'{look.name()}, {what}')
        checked.append(what)

    traveller.open('/')
    traveller.sees_heading('welcome')
    check_here('first visit')
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    check_here('results')
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    check_here('held')
    traveller.to_hotels()
    check_here('hotels')
    traveller.to_trip()
    check_here('trip')
    traveller.pay('tok_insufficient_funds')
    traveller.sees('nothing_charged')
    check_here('declined')
    traveller.pay('tok_slow_3s')
    traveller.sees_heading('paying')
    check_here('paying')
    traveller.sees_heading('confirmed')
    check_here('confirmed')
    traveller.open('/code')
    page.get_by_label(traveller.say('code_label'), exact=True).wait_for()
    check_here('code')
    traveller.open('/problems/payment_declined')
    traveller.sees_heading('charged_question', level=2)
    check_here('a problem')
    traveller.context.close()
    check_equal(len(checked), 10, 'screens')


class Keyboard:
    """Presses keys and never clicks."""

    def __init__(self, traveller):
        self.traveller, self.page = traveller, traveller.page

    def focused_name(self):
        return self.page.evaluate('''() => {
            const e = document.activeElement;
            return (e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent
                || "").trim();
        }''')

    def tab_to(self, name, most=120):
        """The next control whose name begins so; a focus that cannot be seen is an error."""
        for _ in range(most):
            self.page.keyboard.press('Tab')
            if self.focused_name().startswith(name):
                self.check_focus_is_seen(name)
                return
        raise AssertionError(f'"{name}" is not reached by {most} presses of Tab')

    def check_focus_is_seen(self, name):
        visible = self.page.evaluate('''() => {
            const e = document.activeElement, s = getComputedStyle(e);
            return s.outlineStyle !== "none" || s.boxShadow !== "none";
        }''')
        check(visible, f'the focus on "{name}" is not seen')

    def press(self, key='Enter'):
        self.page.keyboard.press(key)


def buy_by_keyboard(stage):
    traveller = stage.traveller(DESK, 'keyboard')
    keyboard = Keyboard(traveller)
    traveller.open('/')
    traveller.sees_heading('welcome')
    keyboard.tab_to(traveller.say('search'))
    keyboard.press()
    traveller.sees_heading('flights_out')
    expect(traveller.button('hold').first).to_be_visible()
    keyboard.tab_to(traveller.say('hold'))
    keyboard.press()
    traveller.sees('held')
    traveller.open('/trip')
    expect(traveller.button('pay')).to_be_visible()
    keyboard.tab_to(traveller.say('pay'))
    keyboard.press()
    traveller.sees_heading('confirmed')
    traveller.context.close()


# Everything that a screen reader would be told by live regions, as it comes.
RECORD_SPOKEN = '''() => {
    window.spoken = [];
    const live = (node) => (node.nodeType === 1 ? node : node.parentElement)
        ?.closest('[aria-live]:not([aria-live=off]), [role=status], [role=alert]');
    new MutationObserver((changes) => {
        for (const change of changes) {
            const region = live(change.target);
            if (region && region.textContent.trim()) window.spoken.push(region.textContent.trim());
        }
    }).observe(document.body, {childList: true, characterData: true, subtree: true});
}'''


class ShortenedHold:
    """Answers about the session are passed on with another deadline, as if time had passed. The
    page asks by GET for them, since its WebSocket is closed.
    """

    def __init__(self, page):
        self.deadline = None
        self.seconds = None
        page.route_web_socket(re.compile('/events'), lambda socket: socket.close())
        page.route(re.compile(r'/v1/sessions/[0-9a-f-]{36}$'), self._shorten)

    def leave(self, seconds):
        self.deadline, self.seconds = None, seconds

    def _shorten(self, route):
        response = route.fetch()
        session = response.json()
        if self.seconds is not None and session.get('timeout', {}).get('expires_at'):
            now = datetime.datetime.fromisoformat(session['server_time'])
            self.deadline = self.deadline or now + datetime.timedelta(seconds=self.seconds)
            session['timeout']['expires_at'] = self.deadline.isoformat()
        route.fulfill(response=response, json=session)


def spoken_clock(stage):
    """Each announcement comes when its minute is reached, and nothing between them."""
    traveller = stage.traveller(DESK, 'screen reader')
    page = traveller.page
    hold = ShortenedHold(page)
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    page.evaluate(RECORD_SPOKEN)
    announcements = [traveller.say('minutes').format(5), traveller.say('minutes').format(2),
                     traveller.say('minute')]
    for seconds, announcement in zip((306, 126, 66), announcements):
        hold.leave(seconds)
        expect(traveller.clock()).to_have_text(re.compile(f'0{seconds // 60}:0'))
        expect(traveller.clock()).to_have_text(re.compile(f'0{seconds // 60 - 1}:5'))
        check_equal(page.evaluate('window.spoken.splice(0)'), [announcement],
                    f'what is said while {seconds} s come to less than a whole minute')
    traveller.context.close()


def story(stage):
    stage.complaints.expect_answers(402)
    for look in (DESK, Look('en-US', 1280, 'dark'), PHONE, Look('pt-BR', 360, 'light')):
        check_every_screen(stage, look)
    buy_by_keyboard(stage)
    spoken_clock(stage)


run(story)
