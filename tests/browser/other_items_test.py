"""What suppliers describe themselves is found beside the hotels, held, swapped and paid, on
RabbitMQ, MySQL and Redis with the car rental of examples/supplier-python: other_items_test.py BUILD
"""
import os
import sys

from playwright.sync_api import expect

import real_system
import test_servers
from bookings import Booking
from stage import DESK, PHONE, stage_before
from supplier_process import SupplierProcess
from traveller import amount_in
from viaja_process import Client, check, check_equal, day_in, wait_until
from words import beginning_with

PROGRAM = os.path.join(test_servers.ROOT, 'examples', 'supplier-python', 'supplier.py')
JOINS_WITHIN = 12  # a heartbeat that was lost is repeated after ten seconds
FIRST, LAST = day_in(40), day_in(42)
STAY = f'/?from=GRU&to=REC&date={FIRST}&back={LAST}&step=hotel'
OTHER_SEARCH = '**/v1/other/search?*'


def offers_of(client, quantity=1):
    """By item, what the API says."""
    answer = client.call('GET', '/v1/other/search?supplier=cars&city=REC'
                                f'&from={FIRST}&until={LAST}&quantity={quantity}')
    check_equal(answer.status, 200, f'a search for cars: {answer}')
    return {offer['item_id']: offer for offer in answer.json()['offers']}


def wish_of(offer):
    return {**{name: offer[name] for name in ('type', 'supplier', 'item_id', 'from', 'until')},
            'quantity': 1}


def region(traveller):
    return traveller.page.get_by_role('region', name=traveller.say('others'))


def car_button(traveller, key, title):
    return region(traveller).get_by_role(
        'button', name=beginning_with(f'{traveller.say(key)} {title}'))


def titles(traveller):
    return region(traveller).get_by_role('heading', level=3).all_inner_texts()


def look_at_hotels(traveller, path=STAY):
    traveller.open(path)
    expect(traveller.button('hold').first).to_be_visible()


def without_suppliers(stage):
    """Nothing is shown and nothing searched for; the first picture asks for no suppliers."""
    traveller = stage.traveller()
    asked = []
    traveller.page.on('request', lambda request: asked.append(request.url))
    traveller.open('/')
    traveller.sees_heading('welcome')
    check(not any('/v1/other/' in url for url in asked), f'the first visit asks: {asked}')
    with traveller.page.expect_response('**/v1/other/suppliers'):
        look_at_hotels(traveller)
    expect(region(traveller)).to_have_count(0)
    check(not any('/v1/other/search' in url for url in asked), f'the hotels ask: {asked}')
    traveller.context.close()


def join(client, supplier):
    supplier.start()
    wait_until(lambda: client.call('GET', '/v1/other/suppliers').json()['suppliers'] == ['cars'],
               JOINS_WITHIN, 'the cars are known')


def press(traveller, button):
    """By the keyboard alone; the button keeps the focus."""
    button.focus()
    traveller.page.keyboard.press('Enter')


def book_a_car(stage, look):
    """Two cars are found, held for the whole stay, swapped for two others, and paid."""
    traveller = stage.traveller(look)
    page = traveller.page
    look_at_hotels(traveller)
    region(traveller).get_by_label(traveller.say('how_many')).select_option('2')
    eco, suv = traveller.say('described_title'), 'SUV'
    expect(region(traveller).get_by_role('listitem')).to_have_count(2)
    check_equal(titles(traveller), [eco, suv], 'what there are two of')
    row = region(traveller).get_by_role('listitem').filter(has_text=eco)
    for text in (traveller.say('described_kind'), traveller.say('price_for_two')):
        expect(row).to_contain_text(text)
    price = offers_of(stage.client, 2)['eco-rec']['price']['amount']
    check_equal(amount_in(row.locator('.price').inner_text()), price, 'the price of two')
    press(traveller, car_button(traveller, 'hold', eco))
    expect(car_button(traveller, 'held_tag', eco)).to_be_visible()
    expect(car_button(traveller, 'held_tag', eco)).to_be_focused()
    region(traveller).scroll_into_view_if_needed()
    traveller.check_screen('held')
    stage.check_accessible(page, f'{look.name()}, the cars')
    page.reload()
    expect(car_button(traveller, 'hold', suv)).to_be_visible()
    check_equal(titles(traveller), [suv], 'what there are two of beside those that are held')
    traveller.to_trip()
    page.get_by_role('link', name=f'{traveller.say("swap")}{eco}').click()
    traveller.sees('swapping')
    expect(region(traveller).get_by_label(traveller.say('how_many'))).to_have_value('2')
    car_button(traveller, 'swap_for', suv).click()
    expect(page.get_by_text(traveller.say('swapping'))).to_have_count(0)
    traveller.to_trip()
    [car] = [hold for hold in traveller.ask()['holds'] if hold['state'] == 'held']
    check_equal((car['item_id'], car['from'], car['until'], car['quantity']),
                ('suv-rec', FIRST, LAST, 2), 'what is held')
    check_equal(amount_in(page.locator('.total .price').inner_text()), car['price']['amount'],
                'the total on the page')
    traveller.check_screen('trip')
    traveller.pay()
    traveller.sees_heading('confirmed')
    [reference] = traveller.ask()['booking_references']
    for text in (suv, traveller.say('described_kind'), reference['reference']):
        traveller.sees_text(text)
    traveller.check_screen('confirmed')
    stage.check_accessible(page, f'{look.name()}, the paid trip')
    traveller.button('cancel').click()
    traveller.button('cancel_yes').click()
    traveller.sees_heading('cancelled')
    traveller.context.close()


def sold_out(stage):
    """Another traveller takes the only van between the look and the hold."""
    traveller = stage.traveller()
    look_at_hotels(traveller)
    van = car_button(traveller, 'hold', 'Minivan')
    expect(van).to_be_visible()
    other = Booking(stage.client)
    other.hold(stage.client, wish_of(offers_of(stage.client)['van-rec']))
    van.click()
    traveller.sees('sold_out')
    region(traveller).scroll_into_view_if_needed()
    traveller.check_screen('sold-out')
    stage.check_accessible(traveller.page, 'a car that is sold')
    press(traveller, traveller.button('search_again'))
    expect(van).to_have_count(0)
    expect(region(traveller).get_by_role('heading', level=2)).to_be_focused()
    traveller.context.close()


def long_words(stage):
    """As long as a supplier may make them."""
    traveller = stage.traveller(PHONE)

    def lengthen(route):
        answer = route.fetch()
        body = answer.json()
        for offer in body['offers']:
            offer['title'] = offer['kind'] = 255 * 'x'
        route.fulfill(response=answer, json=body)

    traveller.page.route(OTHER_SEARCH, lengthen)
    look_at_hotels(traveller)
    expect(region(traveller).get_by_role('listitem').first).to_contain_text(255 * 'x')
    region(traveller).scroll_into_view_if_needed()
    traveller.check_screen('long-words')
    traveller.context.close()


def nothing_there(stage):
    traveller = stage.traveller(PHONE)
    traveller.open(STAY.replace('to=REC', 'to=BSB'))
    traveller.sees('no_others')
    traveller.context.close()


def silent_supplier(stage, supplier):
    """It is named, and asked again by a press."""
    supplier.kill()
    traveller = stage.traveller()
    look_at_hotels(traveller)
    note = traveller.page.get_by_text(f'cars{traveller.say("partial")}')
    expect(note).to_be_visible()
    region(traveller).scroll_into_view_if_needed()
    traveller.check_screen('silent')
    supplier.start()

    def is_complete():
        """It is not asked for some seconds after a silence, so that one press may be too early."""
        retry = region(traveller).get_by_role('button', name=traveller.say('retry'))
        if retry.is_visible():
            press(traveller, retry)
        return titles(traveller)

    wait_until(is_complete, 60, 'the cars of the supplier that answers again')
    expect(note).to_have_count(0)
    traveller.context.close()


def further_pages(stage):
    """The next page stands below the first; one that fails can be asked for again."""
    traveller = stage.traveller()
    page = traveller.page
    away = []

    def in_pages(route):
        answer = route.fetch()
        body = answer.json()
        if 'after=' not in route.request.url:
            more = {'offers': body['offers'][:1], 'more': True, 'next': f'{FIRST}T10:00/eco-rec'}
            route.fulfill(response=answer, json={**body, **more})
        elif away:
            away.pop()
            route.fulfill(status=500, json={'code': 'internal', 'status': 500, 'title': 'away'})
        else:
            route.continue_()

    page.route(OTHER_SEARCH, in_pages)
    look_at_hotels(traveller)
    expect(region(traveller).get_by_role('listitem')).to_have_count(1)
    away.append(True)
    press(traveller, traveller.button('show_more'))
    expect(car_button(traveller, 'hold', traveller.say('described_title'))).to_be_focused()
    failed = region(traveller).get_by_text(traveller.say('not_answered'))
    expect(failed).to_be_visible()
    expect(region(traveller).get_by_role('listitem')).to_have_count(1)
    press(traveller, region(traveller).get_by_role('button', name=traveller.say('retry')))
    expect(failed).to_have_count(0)
    expect(car_button(traveller, 'hold', 'SUV')).to_be_visible()
    expect(traveller.button('show_more')).to_have_count(0)
    traveller.context.close()


def story(system):
    [session] = system.of('session')
    supplier = SupplierProcess(system, 'cars', [sys.executable, '-B', PROGRAM])
    try:
        with stage_before(Client('127.0.0.1', session.port())) as stage:
            stage.complaints.expect_answers(409, 500)
            without_suppliers(stage)
            join(stage.client, supplier)
            for look in (DESK, PHONE):
                print(look.name(), flush=True)
                book_a_car(stage, look)
            for each in (sold_out, long_words, nothing_there, further_pages):
                print(each.__name__, flush=True)
                each(stage)
            print('silent_supplier', flush=True)
            silent_supplier(stage, supplier)
    finally:
        supplier.kill()
        print(supplier.said()[-2000:], flush=True)


real_system.run(story, suppliers=['cars'],
                **({'WEB': os.environ['VIAJA_WEB']} if 'VIAJA_WEB' in os.environ else {}))
