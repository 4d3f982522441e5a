"""Each way in which a payment ends, in the page's words: first whether anything was charged.

    outcomes_test.py PROGRAM STORY…       stories are the functions below; without one: all
"""
import re

from playwright.sync_api import expect

from bookings import Booking
from stage import DESK, PHONE, play_each, run
from viaja_process import check, check_equal, day_in, flight_wish, room_wish, wait_until

PAYMENTS = re.compile('/payments$')
SESSION_READ = re.compile(r'/v1/sessions/[0-9a-f-]{36}$')


def held_by_a_program(stage, wish, look=DESK):
    """A traveller who comes by a link to the trip of a program: searches show no test items."""
    booking = Booking(stage.client)
    booking.hold(stage.client, wish)
    traveller = stage.traveller(look)
    traveller.open(f'/trip#{booking.id()}.{booking.token}')
    expect(traveller.button('pay')).to_be_enabled()
    return traveller


def held_test_flight(stage, number):
    return held_by_a_program(stage, flight_wish(
        {'carrier': 'I0', 'flight': number, 'date': day_in(30)}))


def held_flight(stage, look=DESK):
    traveller = stage.traveller(look)
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    return traveller


def check_nothing_charged(stage, traveller):
    session = traveller.credentials()['id']
    check_equal(stage.ledger.executions(session, 'capture'), [], 'what was charged')


def check_charged_once(stage, traveller):
    session = traveller.ask()
    check_equal(stage.ledger.executions(session['id'], 'capture'), [session['total']['amount']],
                'what was charged')


def declined(stage):
    for look in (DESK, PHONE):
        traveller = held_flight(stage, look)
        traveller.pay('tok_insufficient_funds')
        traveller.sees('nothing_charged')
        traveller.sees_text(traveller.say('insufficient_funds'))
        traveller.sees_text(traveller.say('still_held'))
        check_nothing_charged(stage, traveller)
        traveller.check_screen('declined')
        traveller.pay('tok_ok')
        traveller.sees_heading('confirmed')
        check_charged_once(stage, traveller)


def declined_at_once(stage):
    """A page that was never told that the payment began shows its refusal where one looks: each
    answer waits until the card is declined, and that of the payment itself for longer."""
    traveller = held_flight(stage, PHONE)
    page, calls, questions = traveller.page, [], []

    def ask(question):
        if calls:
            question.continue_()
        else:
            questions.append(question)

    def pay(call):
        answer = call.fetch()
        wait_until(lambda: traveller.ask()['payment'].get('failure'), 15, 'the card is declined')
        calls.append((call, answer))
        for question in questions:
            question.continue_()

    page.route_web_socket(re.compile('/events'), lambda socket: socket.close())
    page.reload()
    traveller.choose_card('tok_insufficient_funds')
    page.route(SESSION_READ, ask)
    page.route(PAYMENTS, pay)
    traveller.button('pay').click()
    traveller.sees('nothing_charged')
    expect(page.locator('.failure')).to_be_in_viewport()
    for call, answer in calls:
        call.fulfill(response=answer)
    check_nothing_charged(stage, traveller)
    traveller.check_screen('declined-at-once')


def refused_by_supplier(stage):
    traveller = held_test_flight(stage, 'I09901')
    traveller.pay()
    traveller.sees('nothing_charged')
    traveller.sees_text(traveller.say('refused'))
    check_nothing_charged(stage, traveller)
    traveller.check_screen('refused')


def capture_refused(stage):
    traveller = held_flight(stage)
    traveller.pay('tok_capture_refused')
    traveller.sees('nothing_charged')
    traveller.sees_text(traveller.say('capture_refused'))
    check_nothing_charged(stage, traveller)
    traveller.check_screen('capture-refused')


def slow_card(stage):
    """The live list: what is done, what is waited for and what comes, in order."""
    traveller = held_flight(stage)
    traveller.pay('tok_slow_3s')
    traveller.sees_heading('paying')
    lines = wait_until(traveller.step_texts, 5, 'the list of steps')
    check_equal(len(lines), 3, f'card, flight and charge: {lines}')
    traveller.sees('may_close')
    traveller.sees_text(traveller.say('clock_safe'))
    check(not traveller.clock().is_visible(), 'a clock runs while it is paid')
    traveller.sees_heading('confirmed')
    check_charged_once(stage, traveller)


def slow_supplier(stage):
    traveller = held_test_flight(stage, 'I09902')
    traveller.pay()
    traveller.sees_heading('paying')
    traveller.sees('authorized')
    traveller.check_screen('slow-supplier')
    traveller.check_survives(lambda: traveller.sees('authorized'))
    traveller.sees_heading('confirmed')
    check_charged_once(stage, traveller)


def stubborn_hotel(stage):
    """A hotel that does not answer its cancellation is asked until it does."""
    check_in, check_out = day_in(30), day_in(32)
    wish = room_wish({'room_type_id': 'htl_test_stubborn_std'}, check_in, check_out)
    traveller = held_by_a_program(stage, wish)
    traveller.pay()
    traveller.sees_heading('confirmed')
    traveller.button('cancel').click()
    traveller.button('cancel_yes').click()
    traveller.sees_heading('cancelling')
    traveller.check_screen('stubborn-hotel')
    expect(traveller.page.get_by_role('heading', level=1, name=traveller.say('cancelled'))
           ).to_be_visible(timeout=60_000)


def lost_answer_of_the_bank(stage):
    for token, words in (('tok_timeout_then_ok', 'paying'),
                         ('tok_capture_fails_twice', 'verifying')):
        traveller = held_flight(stage)
        traveller.pay(token)
        traveller.sees_heading(words)
        if words == 'verifying':
            traveller.sees_text(traveller.say('do_not_pay_again'))
            traveller.check_screen('verifying')
        expect(traveller.button('pay')).to_have_count(0)
        expect(traveller.page.get_by_role('heading', level=1, name=traveller.say('confirmed'))
               ).to_be_visible(timeout=40_000)
        expect(traveller.page.get_by_text(traveller.say('do_not_pay_again'))).to_have_count(0)
        check_charged_once(stage, traveller)


def sold_out(stage):
    """The flight with one seat, sold to another while it is looked at."""
    traveller = stage.traveller()
    traveller.look_at_flights('REC', 'FEN', day_in(30))
    segment = stage.client.flights('REC', 'FEN', day_in(30))[0]
    Booking(stage.client).hold(stage.client, flight_wish(segment))
    traveller.button('hold').first.click()
    traveller.sees_text(traveller.say('sold_out'))
    traveller.check_screen('sold-out')


def silent_supplier(stage):
    """A hold that its supplier was not asked for, since it does not answer; then it does."""
    problem = {'type': '/problems/supplier_unavailable', 'status': 503,
               'code': 'supplier_unavailable', 'title': 'A supplier does not answer at present',
               'detail': 'Nothing was held.', 'side_effects': 'none'}
    for look in (DESK, PHONE):
        traveller = stage.traveller(look)
        traveller.look_at_flights('GRU', 'REC', day_in(30))
        traveller.page.route('**/v1/sessions/*/holds', lambda route: route.fulfill(
            status=503, content_type='application/problem+json', headers={'Retry-After': '2'},
            json=problem))
        traveller.button('hold').first.click()
        traveller.sees_text(traveller.say('silent_supplier'))
        traveller.check_screen('silent-supplier')
        traveller.page.unroute('**/v1/sessions/*/holds')
        traveller.hold()


def cancelled(stage):
    traveller = held_flight(stage)
    traveller.pay()
    traveller.sees_heading('confirmed')
    total = traveller.ask()['total']['amount']
    traveller.button('cancel').click()
    traveller.button('cancel_yes').click()
    traveller.sees_heading('cancelled')
    traveller.sees_text(traveller.say('given_back'))
    session = traveller.credentials()['id']
    check_equal(stage.ledger.executions(session, 'refund'), [total], 'what was given back')
    traveller.check_screen('cancelled')


STORIES = [declined, declined_at_once, refused_by_supplier, capture_refused, slow_card,
           slow_supplier, stubborn_hotel, lost_answer_of_the_bank, sold_out, silent_supplier,
           cancelled]


def story(stage):
    stage.complaints.expect_answers(402, 409, 503)
    play_each(stage, STORIES)


run(story)
