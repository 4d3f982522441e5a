"""The network is cut at each step of a purchase: the page says so, keeps what it shows, and goes on
by itself when the network is back. What comes in another order than usual makes no difference.
"""
import contextlib

from playwright.sync_api import expect

from stage import run
from viaja_process import check_equal, day_in


@contextlib.contextmanager
def network_cut(stage, traveller):
    """Within the block; afterwards the bar says that the connection is back, and goes."""
    bar = traveller.page.locator('.connection').get_by_text(traveller.say('offline'))
    with stage.complaints.server_away():
        traveller.context.set_offline(True)
        yield
        expect(bar).to_be_visible()
        traveller.context.set_offline(False)
        traveller.sees('back_again')
        expect(bar).to_have_count(0)


def search(stage, traveller):
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    heading = traveller.page.get_by_role('heading', level=1)
    with network_cut(stage, traveller):
        traveller.page.get_by_role('link', name=traveller.say('week_after')).click()
        traveller.sees('offline')
        expect(heading).to_have_text(traveller.say('flights_out'))
    expect(traveller.button('hold').first).to_be_enabled()


def hold(stage, traveller):
    """Of the first thing, for which a session is opened, and of the second."""
    for number in (0, 1):
        with network_cut(stage, traveller):
            traveller.button('hold').nth(number).click()
            traveller.sees('offline')
        expect(traveller.button('held_tag')).to_have_count(number + 1)
    check_equal(len(traveller.ask()['holds']), 2, 'holds of the trip')


def before_payment(stage, traveller):
    traveller.to_trip()
    with network_cut(stage, traveller):
        traveller.sees('offline')
        expect(traveller.button('pay')).to_be_visible()
        expect(traveller.clock()).to_be_visible()


def while_paying(stage, traveller):
    traveller.pay('tok_slow_3s')
    traveller.sees_heading('paying')
    with network_cut(stage, traveller):
        traveller.sees('offline')
        expect(traveller.button('pay')).to_have_count(0)
    traveller.sees_heading('confirmed')
    session = traveller.ask()
    check_equal(stage.ledger.executions(session['id'], 'capture'), [session['total']['amount']],
                'what was charged')


def on_receipt(stage, traveller):
    with network_cut(stage, traveller):
        traveller.sees('offline')
        traveller.sees_heading('confirmed')
        for one in traveller.ask()['booking_references']:
            traveller.sees_text(one['reference'])
    traveller.sees_heading('confirmed')


def texts_last(_, traveller):
    """The trip is there before the words that it is shown in."""
    page, held_back, frames = traveller.page, [], []
    page.route('**/assets/pt-*.js', lambda route: held_back.append(route))
    page.on('websocket', lambda feed: feed.on(
        'framereceived', lambda frame: frames.append(frame)))
    with page.expect_event('websocket'):
        page.reload(wait_until='commit')
    while not frames:
        page.evaluate('new Promise(requestAnimationFrame)')
    page.evaluate('new Promise(requestAnimationFrame)')  # it has been taken by then
    check_equal(page.get_by_role('heading').count(), 0, 'headings without words')
    for route in held_back:
        route.continue_()
    traveller.sees_heading('confirmed')


def story(stage):
    traveller = stage.traveller()
    for step in (search, hold, before_payment, while_paying, on_receipt, texts_last):
        print(step.__name__, flush=True)
        step(stage, traveller)


run(story)
