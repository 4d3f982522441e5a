"""A price that was not guaranteed changes before it is paid: both prices are shown, the seat is
held anew at the price that it has now, and only the new total is charged.
"""
from playwright.sync_api import expect

from stage import DESK, PHONE, run
from traveller import amount_in
from viaja_process import check, check_equal, day_in, wait_until


def change_price(stage, flight, amount):
    answer = stage.client.call('PUT', '/v1/operator/prices', {
        'address': f'flight.{flight[:2]}', 'reason': 'test',
        'items': [{'item': flight, 'price': {'amount': amount, 'currency': 'BRL'}}]})
    check_equal(answer.status, 200, f'the change of a price: {answer}')


def held_beside(traveller, given_up):
    """The other hold that is held; None before there is one."""
    held = [hold for hold in traveller.ask()['holds']
            if hold['state'] == 'held' and hold['id'] != given_up]
    return held[0] if held else None


def take_the_new_price(stage, look, amount):
    traveller = stage.traveller(look)
    page = traveller.page
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    traveller.sees('checked_at_payment')
    [held] = traveller.ask()['holds']
    change_price(stage, held['flight'], amount)
    traveller.pay()
    traveller.sees('new_price')
    traveller.sees('new_total')
    traveller.check_screen('new-price')
    stage.check_accessible(page, f'{look.name()}, a price that has changed')
    check_equal(traveller.ask()['payment'], None, 'a payment')
    traveller.button('hold_at_new').click()
    expect(traveller.button('hold_at_new')).to_have_count(0)
    anew = wait_until(lambda: held_beside(traveller, held['id']), 20, 'a hold in place of that one')
    check(anew['price'] != held['price'], f'the same price: {anew}')
    wait_until(lambda: amount_in(page.locator('.total .price').inner_text())
               == anew['price']['amount'], 20, 'the new total on the page')
    traveller.pay()
    traveller.sees_heading('confirmed')
    session = traveller.ask()
    check_equal(stage.ledger.executions(session['id'], 'capture'), [anew['price']['amount']],
                'what was charged')
    traveller.context.close()


def story(stage):
    stage.complaints.expect_answers(409)
    for look, amount in ((DESK, 50000), (PHONE, 60000)):
        print(look.name(), flush=True)
        take_the_new_price(stage, look, amount)


run(story, PRICE_GUARANTEE_SECONDS=0)
