"""A Pix that is not paid in time: the page says what to do, also when it is paid after all."""
from playwright.sync_api import expect

from by_pix import charge_of, check_kept, choose_pix, held_flight, sees_charge
from stage import PHONE, run
from test_bank import Bank
from viaja_process import check, check_equal


def story(stage):
    bank = Bank(stage.client)
    traveller = held_flight(stage, PHONE)
    choose_pix(traveller)
    first = charge_of(traveller)
    traveller.sees('pix_holds_stay')
    # The bank is asked once more behind the end of the code, and the withdrawal is answered.
    expect(traveller.page.get_by_text(traveller.say('pix_unpaid')).first
           ).to_be_visible(timeout=60_000)
    traveller.sees('nothing_charged')
    traveller.check_screen('pix-unpaid')
    stage.check_accessible(traveller.page, 'a Pix that was not paid')
    traveller.check_survives(lambda: traveller.sees('pix_unpaid'))
    bank.pay(first['test_bank'])
    traveller.sees('pix_late')
    traveller.check_screen('pix-late')
    traveller.check_survives(lambda: traveller.sees('pix_late'))
    check_kept(bank, traveller, [])
    expect(traveller.page.get_by_role('radio', name='Pix')).to_be_checked()
    choose_pix(traveller)
    second = charge_of(traveller)
    check(second['copy_and_paste'] != first['copy_and_paste'], 'two charges have one code')
    sees_charge(traveller, second)
    traveller.sees('pix_late')
    bank.pay(second['test_bank'])
    traveller.sees_heading('confirmed')
    check_kept(bank, traveller, [traveller.ask()['total']['amount']], attempt=2)
    check_equal(traveller.ask()['payment']['attempt'], 2, 'the attempt that paid')


run(story, PIX_SECONDS=6)
