"""Paying by Pix at the page: the charge while the bank is waited for, and how it ends.

    pix_test.py PROGRAM STORY…       stories are the functions below; without one: all
"""
from playwright.sync_api import expect

from by_pix import charge_of, check_kept, choose_pix, held_flight, sees_charge
from stage import DESK, PHONE, play_each, run
from test_bank import Bank
from viaja_process import check, check_equal, wait_until


def paid(stage):
    """In both looks, over a reload and on a second device; a link leads to the bank to play."""
    bank = Bank(stage.client)
    for look in (DESK, PHONE):
        traveller = held_flight(stage, look)
        traveller.context.grant_permissions(['clipboard-read', 'clipboard-write'])
        choose_pix(traveller)
        charge = charge_of(traveller)
        sees_charge(traveller, charge)
        traveller.sees('pix_holds_end')
        traveller.check_screen('pix-waiting')
        stage.check_accessible(traveller.page, f'{look.name()}, waiting for a Pix')
        traveller.button('pix_copy').click()
        expect(traveller.page.get_by_role('status').get_by_text(
            traveller.say('copied'), exact=True)).to_have_count(1)
        check_equal(traveller.page.evaluate('navigator.clipboard.readText()'),
                    charge['copy_and_paste'], 'what was copied')
        traveller.check_survives(lambda: sees_charge(traveller, charge))
        own = traveller.credentials()
        other = stage.traveller(PHONE, 'second device')
        other.open(f'/trip#{own["id"]}.{own["token"]}')
        sees_charge(other, charge)
        with traveller.page.expect_popup() as opened:
            traveller.page.get_by_role('link', name=traveller.say('play_bank')).click()
        check(opened.value.url.endswith(charge['test_bank']), f'the bank is at {opened.value.url}')
        opened.value.close()
        bank.pay(charge['test_bank'])
        for device in (traveller, other):
            device.sees_heading('confirmed')
        traveller.sees_text('Pix, ')
        traveller.check_screen('pix-confirmed')
        stage.check_accessible(traveller.page, f'{look.name()}, paid by Pix')
        check_kept(bank, traveller, [traveller.ask()['total']['amount']])
        other.context.close()
        traveller.context.close()


def by_keyboard(stage):
    """Chosen, copied and given up without a mouse; the focus is never lost."""
    traveller = held_flight(stage)
    page = traveller.page
    page.get_by_role('radio', name=traveller.say('card')).focus()
    page.keyboard.press('ArrowRight')
    expect(page.get_by_role('radio', name='Pix')).to_be_checked()
    traveller.button('get_pix').focus()
    page.keyboard.press('Enter')
    traveller.sees_heading('pix_waiting')
    wait_until(lambda: page.evaluate('document.activeElement.tagName') == 'H1', 5,
               'the focus is on the heading')
    traveller.button('pix_copy').focus()
    page.keyboard.press('Enter')
    expect(traveller.button('copied').or_(traveller.button('pix_copy'))).to_be_focused()
    traveller.button('pix_stop').focus()
    page.keyboard.press('Enter')
    traveller.sees('pix_stopped')


def stopped(stage):
    """Given up for a card; what the old code still brings goes back: the trip is paid once."""
    bank = Bank(stage.client)
    traveller = held_flight(stage)
    choose_pix(traveller)
    charge = charge_of(traveller)
    traveller.button('pix_stop').click()
    traveller.sees('nothing_charged')
    traveller.sees('pix_stopped')
    traveller.check_screen('pix-stopped')
    traveller.page.get_by_role('radio', name=traveller.say('card')).check()
    traveller.pay()
    traveller.sees_heading('confirmed')
    bank.pay(charge['test_bank'])
    traveller.sees('pix_late')
    traveller.check_screen('pix-late-confirmed')
    check_kept(bank, traveller, [])
    total = traveller.ask()['total']['amount']
    check_equal(stage.ledger.executions(traveller.credentials()['id'], 'capture'), [total],
                'what the card was charged')


def paid_wrong_and_twice(stage):
    """A centavo less and a centavo more are given back; the right amount pays, once."""
    bank = Bank(stage.client)
    traveller = held_flight(stage)
    choose_pix(traveller)
    charge = charge_of(traveller)
    right = traveller.ask()['total']['amount']
    for amount in (right - 1, right + 1):
        bank.pay(charge['test_bank'], amount)
        traveller.sees('pix_wrong_amount')
    sees_charge(traveller, charge)
    traveller.check_screen('pix-wrong-amount')
    bank.pay(charge['test_bank'])
    traveller.sees_heading('confirmed')
    bank.pay(charge['test_bank'])
    traveller.sees('pix_twice')
    traveller.check_screen('pix-twice')
    check_kept(bank, traveller, [right])


def refused_behind_the_pix(stage):
    """It is paid, and the carrier refuses: all of it comes back."""
    bank = Bank(stage.client)
    traveller = held_flight(stage, PHONE, 'I09901')
    choose_pix(traveller)
    bank.pay(charge_of(traveller)['test_bank'])
    traveller.sees('pix_came_back')
    traveller.sees_text(traveller.say('refused'))
    traveller.check_screen('pix-refunded')
    stage.check_accessible(traveller.page, 'a Pix that came back')
    check_kept(bank, traveller, [])


STORIES = [paid, by_keyboard, stopped, paid_wrong_and_twice, refused_behind_the_pix]


def story(stage):
    stage.complaints.expect_answers(409)
    play_each(stage, STORIES)


run(story)
