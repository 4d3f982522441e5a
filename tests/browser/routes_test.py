"""Trips of several flights: a return that the outbound limits, several cities, flights that go on
from each other; airports nearby, and the month of prices.

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


def offers(stage, origin, destination, day, more=''):
    """Direct ones, as the page lists them."""
    return stage.client.call('GET', f'/v1/flights/search?from={origin}&to={destination}&date={day}'
                                    f'&passengers=1&max_segments=1{more}').json()['offers']


def flights_listed(traveller):
    """The first flights of the offers of the list."""
    buttons = traveller.button('hold')
    expect(buttons.first).to_be_visible()
    return {re.search(r'[A-Z]\d{5}', text)[0] for text in buttons.all_inner_texts()}


def return_after_arrival(stage):
    """On the day of the outbound the list has only what leaves once that has arrived."""
    day = day_in(30)
    out = sorted((offer['segments'][0] for offer in offers(stage, 'GRU', 'REC', day)),
                 key=lambda flight: flight['arrives_at'])
    chosen = out[len(out) // 2]
    earliest = instant(chosen['arrives_at']) + CHANGE
    starts = [offer['segments'][0] for offer in offers(stage, 'REC', 'GRU', day)]
    possible = {start['flight'] for start in starts if instant(start['departs_at']) >= earliest}
    check(0 < len(possible) < len(starts), 'the day has flights before and after the arrival')
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
        page.keyboard.press('Enter')
        heading = page.get_by_role('heading', level=1, name=traveller.say('flights_out'))
        expect(heading).to_be_focused()
        check(re.search(r'date=[0-9]{4}-[0-9]{2}-03', page.url), f'the arrows lead to {page.url}')
        expect(traveller.button('hold').first).to_be_visible()


def prices_of_month(stage, origin, destination, more=''):
    """The lowest price of each day that has one."""
    answer = stage.client.call('GET', f'/v1/flights/calendar?from={origin}&to={destination}'
                                      f'&month={day_in(40)[:7]}{more}').json()
    return [day['price']['amount'] for day in answer['days'] if day.get('price')]


def month_of_carriers(stage):
    """The prices of the server, each day that has one; no flight is direct but from nearby."""
    prices = prices_of_month(stage, 'VCP', 'MCP')
    check(len(prices) > 1, 'a month has no prices')
    check_equal(prices_of_month(stage, 'VCP', 'MCP', '&max_segments=1'), [], 'direct flights')
    near = prices_of_month(stage, 'VCP', 'MCP', '&nearby_km=100')
    check(near != prices, 'a month has the same prices from nearby')
    traveller = stage.traveller()
    page = traveller.page
    traveller.open(f'/?from=VCP&to=MCP&date={day_in(40)}&view=month')
    days = page.get_by_role('region', name=traveller.say('month'))
    priced = days.get_by_role('button', name=re.compile(traveller.say('from_price')))
    expect(priced).to_have_count(len(prices))
    page.get_by_label(traveller.say('direct_only')).check()
    expect(priced).to_have_count(0)
    page.get_by_label(traveller.say('direct_only')).uncheck()
    expect(priced).to_have_count(len(prices))
    with page.expect_response(re.compile('calendar.*nearby_km=100')) as answered:
        page.get_by_label(traveller.say('nearby')).select_option('100')
    check(answered.value.ok, f'{answered.value.url} was refused')
    expect(priced).to_have_count(len(near))
    stage.check_accessible(page, 'the month from nearby')


def add_way(traveller, number, place, day):
    """A further flight in the form, from where the one before it ends."""
    traveller.button('add_way').click()
    way = traveller.page.get_by_role('group', name=traveller.say('way').format(number))
    way.get_by_role('combobox', name=traveller.say('to')).fill(place)
    way.get_by_label(traveller.say('departure'), exact=True).fill(day)
    return way


def several_cities(stage):
    """Three flights, each from a list of its own; a fourth one is added and removed."""
    for traveller in (stage.traveller(), stage.traveller(PHONE, 'phone')):
        page = traveller.page
        traveller.open('/')
        page.get_by_label(traveller.say('departure'), exact=True).fill(day_in(30))
        add_way(traveller, 2, 'SSA', day_in(33))
        add_way(traveller, 3, 'GRU', day_in(36))
        removed = add_way(traveller, 4, 'MAO', day_in(40))
        removed.get_by_role('button', name=beginning_with(traveller.say('remove_way'))).click()
        expect(removed).to_have_count(0)
        expect(traveller.button('add_way')).to_be_focused()
        stage.check_accessible(page, 'the form for several cities')
        traveller.check_screen('several-cities-form')
        traveller.button('search').click()
        for number, cities in enumerate((('São Paulo', 'Recife'), ('Recife', 'Salvador'),
                                         ('Salvador', 'São Paulo')), 1):
            heading = traveller.say('way_heading').format(number, *cities)
            shown = page.get_by_role('heading', level=1, name=heading)
            expect(shown).to_be_visible()
            page.get_by_label(traveller.say('direct_only')).check()
            traveller.hold()
            traveller.check_survives(lambda: expect(shown).to_be_visible())
            if number == 2:
                traveller.check_screen('several-cities')
                stage.check_accessible(page, 'the second of several flights')
            if number < 3:
                link = traveller.say('to_way').format(number + 1)
                page.get_by_role('link', name=link).click()
        held = [hold['item'] for hold in traveller.ask()['holds']]
        for day, *way in ((day_in(30), 'GRU', 'REC'), (day_in(33), 'REC', 'SSA'),
                          (day_in(36), 'SSA', 'GRU')):
            leaves = next(at for at, item in enumerate(held)
                          if (item['from'], item['date']) == (way[0], day))
            check(way[1] in [item['to'] for item in held[leaves:]], f'{way} is not held: {held}')


def several_cities_by_mistake(stage):
    """What is wrong with a further flight stands at its field."""
    traveller = stage.traveller()
    page = traveller.page
    traveller.open('/')
    way = add_way(traveller, 2, 'Nowhere', day_in(33))
    traveller.button('search').click()
    place = way.get_by_role('combobox', name=traveller.say('to'))
    expect(place).to_be_focused()
    expect(place).to_have_attribute('aria-invalid', 'true')
    place.fill('SSA')
    way.get_by_label(traveller.say('departure'), exact=True).fill(day_in(20))
    traveller.button('search').click()
    expect(way.get_by_label(traveller.say('departure'), exact=True)).to_be_focused()
    check('slice' not in page.url, f'{page.url} is of a search that was wrong')


def nearby(stage):
    """Flights from an airport near the one that was named say from where they leave."""
    for traveller in (stage.traveller(), stage.traveller(PHONE, 'phone')):
        page = traveller.page
        traveller.look_at_flights('GRU', 'REC', day_in(30))
        shown = page.get_by_text(re.compile(traveller.say('leaves_from') + r'.*\((VCP|CGH)\)'))
        expect(shown).to_have_count(0)
        page.get_by_label(traveller.say('nearby')).select_option('100')
        expect(shown.first).to_be_visible()
        traveller.check_survives(lambda: expect(shown.first).to_be_visible())
        stage.check_accessible(page, 'flights from nearby')
        traveller.check_screen('nearby')
        traveller.hold()


def connection(stage, day):
    """An offer of two flights, GRU–BSB–MAO, as a search answers it."""
    parts = [next(offer for offer in offers(stage, origin, destination, day, '&all=1')
                  if [segment['flight'] for segment in offer['segments']] == [number])
             for origin, destination, number in (('GRU', 'BSB', 'I01318'),
                                                 ('BSB', 'MAO', 'I01064'))]
    segments = [part['segments'][0] for part in parts]
    took = instant(segments[1]['arrives_at']) - instant(segments[0]['departs_at'])
    return {'segments': segments, 'duration_minutes': took.seconds // 60,
            'price': {'amount': sum(part['price']['amount'] for part in parts),
                      'currency': 'BRL'}, 'marks': ['cheapest', 'fastest']}


def itinerary(stage):
    """An offer of two flights is held in one call and is one entry of the trip, with the wait."""
    day = day_in(30)
    answer = {'offers': [connection(stage, day)], 'missing': [], 'more': False,
              'server_time': f'{day}T00:00:00.000Z'}
    for traveller in (stage.traveller(), stage.traveller(PHONE, 'phone')):
        page = traveller.page
        page.route('**/v1/flights/search?*', lambda route: route.fulfill(json=answer))
        holds = []
        page.on('request', lambda request: holds.append(request.post_data_json)
                if request.url.endswith('/holds') else None)
        traveller.look_at_flights('GRU', 'MAO', day, direct=0)
        traveller.hold('I01318 + I01064')
        check_equal([len(call['items']) for call in holds], [2], 'the flights of each hold')
        traveller.to_trip()
        items = page.get_by_role('list', name=traveller.say('items'))
        expect(items.get_by_role('listitem')).to_have_count(1)
        expect(items).to_contain_text('São Paulo – Manaus')
        expect(items).to_contain_text(traveller.say('wait').format('1 h 20', 'Brasília'))
        traveller.check_screen('itinerary')
        stage.check_accessible(page, 'the itinerary')
        traveller.pay()
        traveller.sees_heading('confirmed')
        traveller.sees_text(traveller.say('wait').format('1 h 20', 'Brasília'))
        page.evaluate('scrollTo(0, 0)')
        traveller.check_screen('itinerary-receipt')
        stage.check_accessible(page, 'the receipt of the itinerary')
        check_calendar(traveller)


def check_calendar(traveller):
    """The file for a calendar has both flights, each with the whole way."""
    with traveller.page.expect_download() as saved:
        traveller.button('to_calendar').click()
    text = saved.value.path().read_text(encoding='utf-8').replace('\n ', '')
    check_equal(text.count('BEGIN:VEVENT'), 2, 'flights in the calendar')
    check_equal(text.count('São Paulo – Manaus'), 2, 'flights with the whole way')


STORIES = [return_after_arrival, month, month_of_carriers, several_cities,
           several_cities_by_mistake, nearby, itinerary]


def story(stage):
    play_each(stage, STORIES)


run(story)
