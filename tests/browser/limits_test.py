"""A traveller whose network has asked for too much is told when to try again."""
import re

from playwright.sync_api import expect

from stage import run
from viaja_process import check_equal, day_in

CLOCK = r' (\d\d:\d\d)\b'


def is_told_when(traveller, times=1):
    """With a time of day, and so often on the page."""
    expect(traveller.page.get_by_text(re.compile(traveller.say('until') + CLOCK))
           ).to_have_count(times)
    traveller.check_screen(f'{traveller.name}-limit')


def answer_as_a_second_hold(route):
    """A correction of names that is refused as a second hold from the same network is."""
    request = route.request
    wish = {**request.post_data_json, 'replaces': []}
    route.fulfill(response=route.fetch(
        post_data=wish,
        headers={**request.headers,
                 'idempotency-key': f"second-{request.headers['idempotency-key']}"[:64]}))


def story(stage):
    stage.complaints.expect_answers(429)
    first = stage.traveller(name='first')
    first.look_at_flights('GRU', 'REC', day_in(30))
    first.hold()
    first.button('hold').nth(1).click()
    is_told_when(first)
    check_equal(len(first.ask()['holds']), 1, 'holds of the first trip')
    first.name_first_traveller('Ana Souza')
    first.page.route('**/holds', answer_as_a_second_hold, times=1)
    first.button('rename').click()
    is_told_when(first, times=2)
    # The corrected seat takes the place of the one that is held: no limit stands in its way.
    first.button('rename').click()
    expect(first.button('rename')).to_have_count(0)
    check_equal(first.ask()['holds'][-1]['travellers'], [{'name': 'Ana Souza'}],
                'the travellers of the hold that took its place')
    second = stage.traveller(name='second')
    second.look_at_flights('GRU', 'REC', day_in(30))
    second.button('hold').first.click()
    is_told_when(second)
    check_equal(second.credentials(), None, 'the trip of the second traveller')


run(story, UNLIMITED_NETWORKS='none', SESSIONS_PER_MINUTE=1, HELD_PER_ADDRESS=1)
