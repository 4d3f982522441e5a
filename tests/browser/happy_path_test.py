"""Search, hold a flight and a room, pay, receipt: happy_path_test.py PROGRAM [all]

At each step a reload, back and forth, and a second tab show the same; no screen is wider than its
window; the browser complains of nothing. In Portuguese on a desk and in English on a phone at
night; with "all" in every combination of language, width and colours.
"""
import itertools
import sys

from playwright.sync_api import expect

from stage import DESK, PHONE, Look, run
from viaja_process import check, check_equal, day_in
from words import beginning_with


def search(traveller):
    page = traveller.page
    traveller.open('/')
    traveller.sees_heading('welcome')
    traveller.check_screen('1-first-visit')
    traveller.check_survives(lambda: traveller.sees_heading('welcome'))
    for field, code in (('from', 'GRU'), ('to', 'REC')):
        box = page.get_by_role('combobox', name=traveller.say(field), exact=True)
        box.fill(code)
        page.get_by_role('option').first.wait_for()
        box.press('Enter')
    page.get_by_label(traveller.say('departure'), exact=True).fill(day_in(30))
    page.get_by_role('button', name=traveller.say('search')).click()
    page.get_by_label(traveller.say('direct_only')).check()

    def there():
        traveller.sees_heading('flights_out')
        expect(traveller.button('hold').first).to_be_visible()

    there()
    traveller.check_screen('2-results')
    traveller.check_survives(there)


def hold_flight(traveller):
    traveller.hold()

    def there():
        traveller.sees('held')
        expect(traveller.button('held_tag').first).to_be_visible()

    there()
    traveller.check_screen('3-flight-held')
    traveller.check_survives(there)


def hold_room(traveller):
    traveller.to_hotels()

    def hotels():
        traveller.sees_heading('hotels')
        expect(traveller.button('hold').first).to_be_visible()

    hotels()
    traveller.check_screen('4-hotels')
    traveller.check_survives(hotels)
    traveller.hold()

    def held():
        traveller.sees('held')

    traveller.check_screen('5-room-held')
    traveller.check_survives(held)


def pay(traveller):
    page = traveller.page
    page.get_by_role('link', name=traveller.say('to_trip')).first.click()

    def there():
        expect(traveller.button('pay')).to_be_visible()
        expect(traveller.clock()).to_be_visible()

    there()
    check_equal(len(traveller.ask()['holds']), 2, 'holds of the trip')
    traveller.check_screen('6-trip')
    traveller.check_survives(there)
    traveller.pay('tok_insufficient_funds')

    def declined():
        traveller.sees('nothing_charged')
        traveller.sees_text(traveller.say('insufficient_funds'))
        expect(traveller.clock()).to_be_visible()

    declined()
    expect(page.get_by_text(traveller.say('insufficient_funds')).first).to_be_in_viewport()
    traveller.check_screen('7-declined')
    traveller.check_survives(declined)
    traveller.pay('tok_slow_3s')
    traveller.has_heading_in_view('paying')
    traveller.check_screen('8-paying')
    page.reload()
    traveller.sees_heading('paying')

    def paid():
        traveller.sees_heading('confirmed')

    traveller.has_heading_in_view('confirmed')
    traveller.sees('confirmed_text')
    traveller.check_screen('9-confirmed')
    traveller.check_survives(paid)


def check_receipt(traveller):
    session = traveller.ask()
    check_equal(session['state'], 'confirmed', 'the state of the session')
    references = [one['reference'] for one in session['booking_references']]
    check_equal(len(references), 2, 'references of a flight and a room')
    for reference in references:
        expect(traveller.page.get_by_text(reference, exact=True).first).to_be_visible()
    total = traveller.page.locator('.total-paid').inner_text()
    digits = ''.join(character for character in total if character.isdigit())
    check_equal(int(digits), session['total']['amount'], 'the total on the receipt')
    check(traveller.button('cancel').is_visible(), 'the trip cannot be given back')
    check_history(traveller)
    traveller.page.emulate_media(media='print')
    check(not traveller.page.get_by_role('button', name=beginning_with(
        traveller.say('cancel'))).is_visible(), 'a button stands on the printed receipt')
    traveller.page.emulate_media(media='screen')


def check_history(traveller):
    """Its list stands as far from the edge of its card as its heading."""
    card = traveller.page.locator('details.history')
    card.get_by_text(traveller.say('history'), exact=True).click()
    expect(card.get_by_role('listitem').first).to_be_visible()
    traveller.check_screen('10-history')
    edge = card.bounding_box()['x']
    for part in ('summary', 'ol'):
        check(card.locator(part).bounding_box()['x'] - edge >= 8, f'{part} touches its card')


def story(stage):
    stage.complaints.expect_answers(402)
    looks = [DESK, PHONE]
    if 'all' in sys.argv[2:]:
        looks = [Look(*each) for each in itertools.product(
            ('pt-BR', 'en-US'), (1280, 360), ('light', 'dark'))]
    for look in looks:
        traveller = stage.traveller(look)
        search(traveller)
        hold_flight(traveller)
        hold_room(traveller)
        pay(traveller)
        check_receipt(traveller)
        traveller.context.close()


run(story)
