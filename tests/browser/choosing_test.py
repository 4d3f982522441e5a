"""What is chosen before it is paid: a return trip, tickets, swaps, and all kept choices at once.

    choosing_test.py PROGRAM STORY…       stories are the functions below; without one: all
"""
import datetime
import re

from playwright.sync_api import expect

from bookings import Booking
from stage import DESK, PHONE, play_each, run
from traveller import amount_in
from viaja_process import check, check_equal, day_in, flight_wish, wait_until
from words import beginning_with

EVENT_SEARCH = '**/v1/events/search?*'


def holds_of(traveller):
    """Those that are part of the trip."""
    return [hold for hold in traveller.ask()['holds'] if hold['state'] == 'held']


def check_total(traveller):
    """What the page asks for is the sum of what is held."""
    total = sum(hold['price']['amount'] for hold in holds_of(traveller))
    check_equal(traveller.ask()['total']['amount'], total, 'the total of the session')
    check_equal(amount_in(traveller.page.locator('.total .price').inner_text()), total,
                'the total on the page')


def follow(traveller, key):
    traveller.page.get_by_role('link', name=traveller.say(key)).first.click()


def hold_out_and_back(traveller):
    """The first offer of either way; the step of the hotel is next."""
    traveller.hold()
    follow(traveller, 'to_return')
    traveller.sees_heading('flights_back')
    expect(traveller.button('hold').first).to_be_visible()
    traveller.hold()
    follow(traveller, 'to_hotel')


def return_trip(stage):
    """Out, back, and a room for the nights that the grid was left with; it is paid as one."""
    traveller = stage.traveller()
    page = traveller.page
    traveller.look_at_flights('GRU', 'REC', day_in(30), back=day_in(33))
    hold_out_and_back(traveller)
    traveller.sees_heading('hotels')
    traveller.button('nights_view').click()
    leave_out_last_night(traveller)
    traveller.button('list_view').click()
    expect(traveller.button('hold').first).to_be_visible()
    traveller.hold()
    for heading, walk in (('hotels', 3 * [page.go_back]), ('flights_back', [page.go_back]),
                          ('flights_out', [page.go_back]), ('flights_back', [page.go_forward]),
                          ('hotels', 4 * [page.go_forward])):
        for step in walk:
            step()
        traveller.sees_heading(heading)
        expect(traveller.button('drop')).to_have_count(3)
    expect(traveller.button('held_tag').first).to_be_visible()
    follow(traveller, 'to_trip')
    expect(traveller.button('pay')).to_be_visible()
    check_total(traveller)
    held = holds_of(traveller)
    check_equal([hold['type'] for hold in held], ['flight', 'flight', 'room'], 'what is held')
    check_equal([hold['date'] for hold in held[:2]], [day_in(30), day_in(33)],
                'days of the flights')
    check_equal((held[2]['check_in'], held[2]['check_out']), (day_in(30), day_in(32)),
                'nights of the room')
    traveller.pay()
    traveller.sees_heading('confirmed')
    for one in traveller.ask()['booking_references']:
        traveller.sees_text(one['reference'])


def leave_out_last_night(traveller):
    """Of the three nights between the flights, in the grid of rooms and nights."""
    grid = traveller.page.get_by_role('region', name=traveller.say('nights_grid'))
    nights = grid.get_by_role('button', pressed=True)
    expect(nights).to_have_count(3)
    expect(grid.get_by_role('group').first).to_be_visible()
    nights.last.click()
    expect(nights).to_have_count(2)
    traveller.check_screen('nights')


def swap_flight(stage):
    """The old flight is held until the new one is, and the total follows."""
    traveller = stage.traveller()
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    [old] = holds_of(traveller)
    follow(traveller, 'swap')
    traveller.sees('swapping')
    traveller.page.get_by_label(traveller.say('direct_only')).check()
    check_equal(holds_of(traveller), [old], 'what is held while another is looked for')
    other = traveller.button('swap_for').last
    number = other.inner_text().split(',')[0].split()[-1]
    other.click()
    expect(traveller.page.get_by_text(traveller.say('swapping'))).to_have_count(0)
    [new] = holds_of(traveller)
    check_equal(new['flight'], number, 'the flight that is held now')
    check(new['flight'] != old['flight'], 'the flight was swapped for itself')
    traveller.to_trip()
    traveller.sees_text(new['flight'])
    expect(traveller.page.get_by_text(old['flight'])).to_have_count(0)
    check_total(traveller)
    traveller.check_screen('swapped')


def swap_for_two(stage):
    """The same flight for one person more: the old seat counts for the new wish."""
    traveller = stage.traveller()
    traveller.look_at_flights('REC', 'FEN', day_in(30))
    traveller.hold('J09007')
    traveller.to_trip()
    [old] = holds_of(traveller)
    traveller.look_at_flights('REC', 'FEN', day_in(30), people=2, swap=old['id'])
    traveller.sees('swapping')
    traveller.button('swap_for', ' J09007').click()
    expect(traveller.page.get_by_text(traveller.say('swapping'))).to_have_count(0)
    [new] = holds_of(traveller)
    check_equal((new['flight'], new['quantity']), ('J09007', 2), 'what is held now')
    traveller.to_trip()
    check_total(traveller)


def own_last_seat(stage):
    """Another name on the only seat, which no search offers while it is held."""
    traveller = stage.traveller()
    traveller.look_at_flights('REC', 'FEN', day_in(31))
    traveller.hold('J09001')
    [old] = holds_of(traveller)
    expect(traveller.button('rename')).to_have_count(0)
    traveller.name_first_traveller('Ana Souza')
    traveller.button('rename').click()
    expect(traveller.button('rename')).to_have_count(0)
    traveller.to_trip()
    [new] = holds_of(traveller)
    check_equal((new['flight'], new['date'], new['quantity']), ('J09001', day_in(31), 1),
                'the seat that is held')
    check_equal(new['travellers'], [{'name': 'Ana Souza'}], 'its name')
    check(new['id'] != old['id'], 'the hold was not swapped')
    traveller.sees_text('Ana Souza')
    check_total(traveller)
    traveller.pay()
    traveller.sees_heading('confirmed')


def all_at_once(stage):
    """One of two kept flights is sold to another: it is named, the other one is held."""
    traveller = stage.traveller()
    traveller.look_at_flights('REC', 'FEN', day_in(30))
    for number in ('J09001', 'J09007'):
        traveller.button('keep', f' {number}').click()
    traveller.page.get_by_role('heading', name=beginning_with(traveller.say('choices'))).click()
    expect(traveller.button('hold_all')).to_be_visible()
    Booking(stage.client).hold(stage.client, flight_wish(
        {'carrier': 'J0', 'flight': 'J09001', 'date': day_in(30)}))
    traveller.button('hold_all').click()
    traveller.sees_text(f'{traveller.say("could_not_hold")}: J09001.')
    check_equal([hold['flight'] for hold in holds_of(traveller)], ['J09007'], 'what is held')
    traveller.check_screen('all-at-once')


def concert(stage):
    """Flights, and tickets for two of the event on one of the nights, swapped for seats of another
    section; paid as one, in both languages."""
    for look in (DESK, PHONE):
        traveller = stage.traveller(look)
        page = traveller.page
        traveller.look_at_flights('GRU', 'REC', day_in(51), back=day_in(53), people=2)
        hold_out_and_back(traveller)
        events = page.get_by_role('region', name=traveller.say('events'))
        name = traveller.say('event_in_recife')

        def button(key, section, within=events):
            return within.get_by_role('button', name=beginning_with(
                f'{traveller.say(key)} {name}, {traveller.say(section)}'))

        button('hold', 'standing').click()
        expect(button('held_tag', 'standing')).to_be_visible()
        traveller.check_screen('tickets')
        stage.check_accessible(page, 'the tickets')
        page.reload()
        expect(button('held_tag', 'standing')).to_be_visible()
        traveller.to_trip()
        check_total(traveller)
        page.get_by_role('link', name=f'{traveller.say("swap")}{name}').click()
        traveller.sees('swapping')
        button('swap_for', 'seat').click()
        expect(page.get_by_text(traveller.say('swapping'))).to_have_count(0)
        traveller.to_trip()
        check_total(traveller)
        held = holds_of(traveller)
        check_equal([(hold['type'], hold['quantity']) for hold in held],
                    [('flight', 2), ('flight', 2), ('ticket', 2)], 'what is held')
        check_equal(held[2]['section_id'], 'CADEIRA', 'the section')
        traveller.pay()
        traveller.sees_heading('confirmed')
        for reference in traveller.ask()['booking_references']:
            traveller.sees_text(reference['reference'])
        traveller.sees_text(name)
        traveller.check_screen('tickets-confirmed')
        with page.expect_download() as saved:
            traveller.button('to_calendar').click()
        text = saved.value.path().read_text(encoding='utf-8').replace('\n ', '')
        check(f'SUMMARY:{name}' in text, f'the event is not in the calendar: {text}')
        traveller.context.close()


def tickets_while_searches_differ(stage):
    """Between the look and the hold the price changes, for that number of tickets alone; and a
    search that does not say all that is on sale does not stop a hold."""
    traveller = stage.traveller()
    page = traveller.page
    looked = datetime.datetime.now()

    def look_again_later(minutes):
        """What was seen is too old by then to hold by."""
        page.clock.set_fixed_time(looked + datetime.timedelta(minutes=minutes))

    def hold(section):
        page.get_by_role('region', name=traveller.say('events')).get_by_role(
            'button', name=beginning_with(
                f'{traveller.say("hold")} {traveller.say("event_in_recife")}, '
                f'{traveller.say(section)}')).click()

    def make_dearer(route):
        answer = route.fetch()
        body = answer.json()
        for offer in body['offers']:
            offer['price']['amount'] += 1_000
        route.fulfill(response=answer, json=body)

    query = f'from=GRU&to=REC&date={day_in(52)}&direct=1&people=2'
    traveller.open(f'/?{query}&step=hotel')
    expect(page.get_by_role('region', name=traveller.say('events'))).to_be_visible()
    look_again_later(1)
    page.route(EVENT_SEARCH, make_dearer)
    hold('standing')
    traveller.sees('price_changed')
    check_equal(traveller.credentials(), None, 'the trip, before the new price is agreed to')
    page.unroute(EVENT_SEARCH)

    page.get_by_label(traveller.say('people'), exact=True).select_option('3')
    traveller.button('search').click()
    traveller.hold()
    traveller.to_hotels()
    expect(page.get_by_role('region', name=traveller.say('events'))).to_be_visible()
    expect(page.get_by_text(traveller.say('price_changed'))).to_have_count(0)

    parts = (('standing', {'missing': ['event'], 'more': False}),
             ('seat', {'missing': [], 'more': True}))
    for count, (section, part) in enumerate(parts, start=1):
        look_again_later(1 + count)
        answer = {'offers': [], 'server_time': f'{day_in(0)}T00:00:00.000Z', **part}
        page.route(EVENT_SEARCH, lambda route: route.fulfill(json=answer))
        hold(section)
        wait_until(lambda: [(held['type'], held['quantity']) for held in holds_of(traveller)][1:]
                   == [('ticket', 3)] * count, 15, f'tickets of {section} are held')
        page.unroute(EVENT_SEARCH)
        page.reload()


CAR = {'id': '0198c0de-0000-7000-8000-0000000000ca', 'type': 'other', 'state': 'held',
       'supplier': 'cars', 'item_id': 'eco-rec', 'from': '2099-12-20', 'until': '2099-12-23',
       'quantity': 1, 'travellers': [], 'description': 'Economy car, 2099-12-20/2099-12-23',
       'price': {'amount': 47_600, 'currency': 'BRL'},
       'item': {'type': 'other', 'supplier': 'cars', 'item_id': 'eco-rec', 'from': '2099-12-20',
                'until': '2099-12-23', 'kind': 'Rental car', 'kind_pt': 'Carro de aluguel',
                'title': 'Economy car', 'title_pt': 'Carro econômico',
                'details': [{'name': 'Gearbox', 'name_pt': 'Câmbio', 'value': 'automatic',
                             'value_pt': 'automático'}],
                'near': 'REC', 'starts_at': '2099-12-20T13:00:00.000Z',
                'starts_at_local': '2099-12-20T10:00'}}


def described_item(stage):
    """A thing of a kind that the page does not know is shown in the words of its supplier. The page
    asks by GET for the session, since its WebSocket is closed."""
    traveller = stage.traveller()
    page = traveller.page

    def add_car(route):
        answer = route.fetch()
        session = answer.json()
        if session.get('holds'):
            session['holds'].append(CAR)
        route.fulfill(response=answer, json=session)

    page.route_web_socket(re.compile('/events'), lambda socket: socket.close())
    page.route(re.compile(r'/v1/sessions/[0-9a-f-]{36}$'), add_car)
    traveller.look_at_flights('GRU', 'REC', day_in(57))
    traveller.hold()
    traveller.to_trip()
    for key in ('described_title', 'described_detail'):
        expect(page.get_by_text(traveller.say(key)).first).to_be_visible()


def prices_in_yen(stage):
    """A currency without decimals: the week's rounded prices are those of the offers."""
    def in_yen(route):
        answer = route.fetch()
        found = answer.json()
        for offer in found.get('offers', []):
            for priced in [offer, *offer.get('fares', [])]:
                priced['price'] = {'amount': 98765, 'currency': 'JPY'}
        route.fulfill(response=answer, json=found)

    for look, price in ((DESK, 'JP¥ 98.765'), (PHONE, '98,765')):
        traveller = stage.traveller(look)
        traveller.page.route('**/v1/flights/search?*', in_yen)
        traveller.look_at_flights('GRU', 'REC', day_in(30))
        chosen = traveller.page.locator('.week-day[aria-current=date] .week-price')
        expect(chosen).to_contain_text(price, use_inner_text=True)
        expect(traveller.page.locator('.offer-price').first).to_contain_text(price)


STORIES = [return_trip, prices_in_yen, described_item, concert, tickets_while_searches_differ,
           swap_flight, swap_for_two, own_last_seat, all_at_once]


def story(stage):
    stage.complaints.expect_answers(409)
    play_each(stage, STORIES)


run(story)
