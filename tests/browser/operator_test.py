"""An operator who has the page alone, on RabbitMQ, MySQL and Redis: operator_test.py BUILD

The hotel dies while two trips let their rooms go, and payment before it captures two others, one of
which has the step table of a newer program. The operator finds the sessions, reads why they are
stuck, and puts each right: one is written off, the others are asked again when what is missing is
back. A dead letter is sent again and dropped. All of it is in the audit log. A wrong sum is red.
"""
import os

from playwright.sync_api import expect

import real_system
from operator_page import Operator
from stage import DESK, stage_before
from viaja_process import Client, check, check_equal, day_in, new_key, payment, wait_until

TOKEN = 'secret-of-the-operators'
ROOM = 'htl_rec01_std'
SLOW_FLIGHT = 'I09902'  # it takes eight seconds to confirm
ATTENTION_MS = 240_000  # ten tries, two and a half minutes after the first
GONE_MS = 60_000  # without a heartbeat for 30 seconds
ASKED_AGAIN_MS = 90_000


def trip_with_a_room(client, days):
    path, token = client.open_session()
    wish = {'type': 'room', 'room_type_id': ROOM, 'check_in': day_in(days),
            'check_out': day_in(days + 2), 'quantity': 1, 'travellers': [{'name': 'Ana Souza'}]}
    held = client.call('POST', path + '/holds', wish, token=token, key=new_key(), wait=20)
    check_equal(held.status, 201, f'hold of a room: {held}; status')
    return path, token


def authorized_trip(client, days):
    """A payment that is authorized, and waits for the slow flight before the capture."""
    path, token = client.open_session()
    wish = {'type': 'flight', 'carrier': 'I0', 'flight': SLOW_FLIGHT, 'date': day_in(days),
            'quantity': 1, 'travellers': [{'name': 'Ana Souza'}]}
    held = client.call('POST', path + '/holds', wish, token=token, key=new_key(), wait=20)
    check_equal(held.status, 201, f'hold of a flight: {held}; status')
    client.call('POST', path + '/payments', payment(held.json()['session']['total']), token=token,
                key=new_key(), wait=0)
    wait_until(lambda: client.call('GET', path, token=token).json()['payment']['state']
               == 'authorized', 20, 'the authorization')
    return path.rpartition('/')[2]


def saga_of(system, session):
    [row] = system.store.rows('viaja_session', 'SELECT saga_pending, saga_table FROM sessions '
                                               f"WHERE id = '{session}'")
    return row


def captures_that_payment_leaves(system, client):
    """Two sessions that payment does not answer; the replica knows the table of one alone."""
    unknown, silent = (authorized_trip(client, days) for days in (50, 51))
    [service] = system.of('payment')
    service.kill()
    for session in (unknown, silent):
        wait_until(lambda: saga_of(system, session)['saga_pending'] == 'capture', 30,
                   'the capture is waited for')
    table = saga_of(system, unknown)['saga_table']
    system.store.run('viaja_session', "UPDATE sessions SET saga_table = 'card/9' "
                                      f"WHERE id = '{unknown}'")
    return unknown, silent, table


def knows_of(client, service):
    """A service is known from its first heartbeat on."""
    listed = client.call('GET', '/v1/operator/services', token=TOKEN).json()['services']
    return any(one['service'] == service for one in listed)


def let_go(client, path, token):
    client.call('DELETE', path, token=token)
    return path.rpartition('/')[2]


def enters(operator):
    """Nothing is shown without the token, and a wrong one is refused."""
    operator.open()
    operator.use_token('a guess')
    operator.sees('wrong_token')
    operator.check_screen('locked')
    operator.use_token(TOKEN)
    expect(operator.page.get_by_role('table').first).to_be_visible()


def deals_with_a_dead_letter(operator):
    operator.open('dead-letters')
    letters = operator.page.get_by_role('listitem').filter(has_text='payment~')
    expect(letters).to_have_count(1)
    operator.check_screen('dead-letters')
    before = letters.get_by_role('checkbox').get_attribute('aria-label')
    letters.get_by_role('checkbox').check()
    operator.act('requeue')
    # It is as unreadable as before, and comes back under another id.
    again = letters.get_by_role('checkbox')
    expect(again).not_to_have_attribute('aria-label', before)
    again.check()
    operator.act('drop', word=operator.say('drop_word'))
    operator.sees('no_letters')


def understands(operator, session):
    """The session's own screen says what is missing, of whom, and what to do."""
    operator.open('sagas')
    link = operator.page.get_by_role('link', name=session)
    expect(link).to_be_visible(timeout=ATTENTION_MS)
    operator.check_screen('stuck')
    link.click()
    missing = operator.page.get_by_role('region', name='O que falta')
    expect(missing).to_contain_text('hotel: soltar')
    expect(missing).to_contain_text('O fornecedor ainda não respondeu')
    expect(operator.page.get_by_role('region', name=operator.say('diagram'))).to_be_visible()
    operator.check_screen('stuck-session')


def understands_captures(operator, unknown, silent):
    """The money of one may be taken, so that it cannot be given up; the other one's program is
    older than its saga."""
    for session, name, means in (
            (unknown, 'unknown-table', 'A saga começou num programa mais novo'),
            (silent, 'silent-capture', 'o dinheiro pode ter sido cobrado')):
        operator.open('sagas')
        link = operator.page.get_by_role('link', name=session)
        expect(link).to_be_visible(timeout=ATTENTION_MS)
        link.click()
        missing = operator.page.get_by_role('region', name='O que falta')
        expect(missing).to_contain_text('payment: cobrar')
        expect(missing).to_contain_text(means)
        expect(operator.button('give_up')).to_be_disabled()
        operator.check_screen(f'stuck-{name}')


def puts_captures_right(system, operator, sessions):
    """A replica that knows the table, and payment, are back; what was asked again is answered."""
    unknown, silent, table = sessions
    system.store.run('viaja_session', f"UPDATE sessions SET saga_table = '{table}' "
                                      f"WHERE id = '{unknown}'")
    for session in (silent, unknown):
        operator.open(f'sessions/{session}')
        operator.act('retry', reason='o pagamento vai voltar')
        operator.sees('asked_again')
    [service] = system.of('payment')
    service.start()
    service.wait_until_ready()
    for session in (silent, unknown):
        operator.open(f'sessions/{session}')
        expect(operator.page.locator('dl.facts')).to_contain_text('confirmada',
                                                                  timeout=ASKED_AGAIN_MS)


def writes_off(operator, session):
    operator.act('write_off', reason='o hotel fechou', word=session[-8:])
    operator.sees('written_off')
    expect(operator.row('o hotel fechou').last).to_be_visible()
    operator.check_screen('written-off')


def asks_again(operator, session, hotel):
    """To ask is no answer: the row stays until the hotel gives one."""
    operator.open('sagas')
    operator.tick(session)
    operator.act('retry', reason='o hotel vai voltar')
    operator.sees('asked_again')
    expect(operator.row(session)).to_be_visible()
    hotel.start()
    hotel.wait_until_ready()
    operator.sees('no_stuck', timeout=ASKED_AGAIN_MS)


def sees_what_was_done(operator, lost, repaired):
    operator.open('audit')
    rows = operator.page.get_by_role('row')
    expect(rows).to_have_count(7)
    expect(operator.row('o hotel fechou')).to_contain_text(lost)
    expect(operator.row('o hotel vai voltar')).to_contain_text(repaired)
    expect(operator.row('payment~')).to_have_count(2)
    expect(operator.row('o pagamento vai voltar')).to_have_count(2)
    operator.check_screen('audit')


def sees_a_wrong_sum(system, operator):
    """One more room is held of a night than there is, until its row is put right again."""
    operator.open('units', '?address=hotel')
    operator.sees('sums_right')
    unit, *others = system.store.rows('viaja_hotel', 'SELECT id, held FROM units ORDER BY id')
    check(others, 'the hotel has one unit alone')
    name = unit['id']
    system.store.run('viaja_hotel', 'UPDATE units SET held = capacity - confirmed + 1 '
                                    f"WHERE id = '{name}'")
    expect(operator.row(name)).to_contain_text(operator.say('wrong_sum'))
    operator.page.get_by_label(operator.say('wrong_sums')).check()
    expect(operator.page.get_by_role('row')).to_have_count(2)  # with the headings
    operator.check_screen('wrong-sum')
    system.store.run('viaja_hotel', f"UPDATE units SET held = {unit['held']} WHERE id = '{name}'")
    operator.sees('sums_right')


def story(system):
    [session], [hotel] = system.of('session'), system.of('hotel')
    client = Client('127.0.0.1', session.port())
    trips = [trip_with_a_room(client, days) for days in (30, 40)]
    wait_until(lambda: knows_of(client, 'hotel-service'), 20, 'the heartbeat of the hotel')
    hotel.kill()
    lost, repaired = (let_go(client, *trip) for trip in trips)
    system.console.publish('payment', b'not a message')
    with stage_before(client) as stage:
        stage.complaints.expect_answers(404, 503)
        operator = Operator(stage, DESK)
        enters(operator)
        deals_with_a_dead_letter(operator)
        operator.open()
        expect(operator.row('hotel-service')).to_contain_text(operator.say('gone'),
                                                              timeout=GONE_MS)
        operator.check_screen('hotel-gone')
        captures = captures_that_payment_leaves(system, client)
        understands(operator, lost)
        writes_off(operator, lost)
        understands_captures(operator, *captures[:2])
        puts_captures_right(system, operator, captures)
        asks_again(operator, repaired, hotel)
        sees_what_was_done(operator, lost, repaired)
        sees_a_wrong_sum(system, operator)


real_system.run(story, OPERATOR_TOKEN=TOKEN,
                **({'WEB': os.environ['VIAJA_WEB']} if 'VIAJA_WEB' in os.environ else {}))
