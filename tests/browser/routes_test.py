"""Trips of several flights: a return that the outbound limits, and the month of prices.

    routes_test.py PROGRAM STORY…       stories are the functions below; without one: all
"""
import datetime
import json
import re

from playwright.sync_api import expect

from stage import PHONE, play_each, run
from traveller import amount_in
from viaja_process import check, check_equal, day_in
from words import beginning_with

CHANGE = datetime.timedelta(minutes=45)


def instant(text):
    return datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))


def flights_listed(traveller):
    """The numbers of the flights that the list offers."""
    buttons = traveller.button('hold')
    expect(buttons.first).to_be_visible()
    return {re.search(r'[A-Z]\d{5}', text)[0] for text in buttons.all_inner_texts()}


def return_after_arrival(stage):
    """On the day of the outbound the list has only what leaves once that has arrived."""
    day = day_in(30)
    out = sorted(stage.client.flights('GRU', 'REC', day), key=lambda flight: flight['arrives_at'])
    back = stage.client.flights('REC', 'GRU', day)
    chosen = out[len(out) // 2]
    earliest = instant(chosen['arrives_at']) + CHANGE
    possible = {flight['flight'] for flight in back if instant(flight['departs_at']) >= earliest}
    check(0 < len(possible) < len(back), 'the day has flights before and after the arrival')
    for traveller in (stage.traveller(), stage.traveller(PHONE, 'phone')):
        traveller.look_at_flights('GRU', 'REC', day, back=day)
        traveller.hold(chosen['flight'])
        traveller.page.get_by_role('link', name=traveller.say('to_return')).first.click()
        traveller.sees_heading('flights_back')
        check_equal(flights_listed(traveller), possible, 'what can be reached')
        traveller.sees('left_out')
        check_sums(traveller)
        stage.check_accessible(traveller.page, 'the return')
        traveller.check_screen('return')
        traveller.check_survives(lambda: traveller.sees('left_out'))


def check_sums(traveller):
    """Each offer says what it costs together with what is held."""
    [held] = [hold['price']['amount'] for hold in traveller.ask()['holds']]
    offer = traveller.page.get_by_role('listitem').filter(has=traveller.button('hold')).first
    price = amount_in(offer.locator('.offer-price').inner_text())
    together = offer.get_by_text(traveller.say('together')).inner_text()
    check_equal(amount_in(together), held + price, 'the price of both')


def calendar(month):
    """An answer with a price on each second day, the third one not checked."""
    days = []
    for number in range(1, 29):
        day = f'{month}-{number:02}'
        if number % 2:
            days.append({'date': day, 'price': {'amount': 50_000 + 1_000 * number,
                                                'currency': 'BRL'},
                         'segments': 1, 'checked': number != 3})
    return {'days': days, 'missing': []}


def answer_calendars(page):
    def answer(route):
        month = re.search(r'month=([0-9-]{7})', route.request.url)[1]
        route.fulfill(status=200, content_type='application/json', body=json.dumps(calendar(month)))
    page.route('**/v1/flights/calendar?*', answer)


def month(stage):
    """By keys alone from the month of prices to the list of a day."""
    for traveller in (stage.traveller(), stage.traveller(PHONE, 'phone')):
        page = traveller.page
        answer_calendars(page)
        traveller.look_at_flights('GRU', 'REC', day_in(40))
        traveller.button('month_view').click()
        region = page.get_by_role('region', name=traveller.say('month'))
        priced = region.get_by_role('button', name=re.compile(traveller.say('from_price')))
        expect(priced).to_have_count(14)
        region.get_by_role('link', name=traveller.say('month_after')).click()
        expect(priced).to_have_count(14)
        traveller.check_survives(lambda: expect(priced).to_have_count(14))
        stage.check_accessible(page, 'the month')
        traveller.check_screen('month')
        priced.first.focus()
        for key in ('ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowUp'):
            page.keyboard.press(key)
        chosen = page.evaluate('document.activeElement.dataset.date')
        check(chosen.endswith('-03'), f'the arrows lead to {chosen}')
        page.keyboard.press('Enter')
        heading = page.get_by_role('heading', level=1, name=traveller.say('flights_out'))
        expect(heading).to_be_focused()
        check(f'date={chosen}' in page.url, f'{page.url} is not about {chosen}')
        expect(traveller.button('hold').first).to_be_visible()


STORIES = [return_after_arrival, month]


def story(stage):
    play_each(stage, STORIES)


run(story)
