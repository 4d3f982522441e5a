"""The clock runs out: the page says that nothing was charged, and asks for the same again."""
from playwright.sync_api import expect

from stage import run
from viaja_process import check, check_equal, day_in


def story(stage):
    traveller = stage.traveller()
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    first = traveller.credentials()['id']
    traveller.sees_heading('expired')
    traveller.sees('expired_text')
    traveller.check_screen('expired')
    traveller.check_survives(lambda: traveller.sees_heading('expired'))
    check_equal(stage.ledger.executions(first, 'capture'), [], 'what was charged')
    traveller.button('again').click()
    traveller.sees_text(traveller.say('held_again'))
    expect(traveller.button('pay')).to_be_visible()
    check(traveller.ask()['id'] != first, 'the expired session is still the trip')
    traveller.pay()
    traveller.sees_heading('confirmed')


run(story, HOLD_SECONDS=6)
