"""Every screen of the operator's page, on a desk and a phone, by day and night: read-only at first,
then an undo that the hotel leaves unanswered is asked for again.
"""
from playwright.sync_api import expect

from operator_page import SCREENS, Operator
from stage import DESK, PHONE, run
from viaja_process import check, check_equal, day_in, new_key, wait_until

STUBBORN = 'htl_test_stubborn_std'


def trip(client, day, card, room=False):
    """Holds a flight, and a room whose undo is left unanswered three times; pays."""
    path, token = client.open_session()
    wishes = [{'type': 'flight', 'carrier': 'I0', 'flight': 'I01370', 'date': day, 'quantity': 1,
               'travellers': [{'name': 'Ana Souza'}]}]
    if room:
        wishes.append({'type': 'room', 'room_type_id': STUBBORN, 'check_in': day,
                       'check_out': day_in(60), 'quantity': 1,
                       'travellers': [{'name': 'Ana Souza'}]})
    answer = client.call('POST', path + '/holds', {'items': wishes}, token=token, key=new_key(),
                         wait=10)
    check_equal(answer.status, 201, f'holds: {answer}; status')
    total = client.call('GET', path, token=token).json()['total']
    paid = client.call('POST', path + '/payments',
                       {'method': 'card', 'token': card, 'amount': total}, token=token,
                       key=new_key(), wait=0 if room else 10)
    return path.rpartition('/')[2], paid.json()


def working_day(client):
    """A day on which the flight flies."""
    for days in range(35, 45):
        found = client.flights('GRU', 'REC', day_in(days))
        if any(segment['flight'] == 'I01370' for segment in found):
            return day_in(days)
    raise AssertionError('the flight flies on no day')


def look_at_all(operator, sessions):
    for screen in SCREENS:
        operator.open(screen, '?address=flight.I0' if screen == 'units' else '')
        if screen not in ('charts', ''):
            expect(operator.page.locator('[aria-busy]')).to_have_count(0)
        operator.check_screen(screen or 'services')
    for name, session in sessions.items():
        operator.open(f'sessions/{session}')
        expect(operator.page.get_by_role('region', name=operator.say('diagram'))).to_be_visible()
        operator.check_screen(f'session-{name}')
    operator.open(f'sessions/{session}', '?show=json')
    expect(operator.page.locator('pre')).to_contain_text('"timeline"')


def asks_again(stage, operator, day):
    """Read-only until changes are allowed; then the action, its outcome, and its row in the log."""
    session, _ = trip(stage.client, day, 'tok_capture_refused', room=True)
    operator.open('sagas', '?state=running')
    operator.tick(session)
    expect(operator.button('retry')).to_be_disabled()
    operator.button('allow').click()
    operator.button('retry').click()
    dialog = operator.page.get_by_role('dialog')
    expect(dialog).to_contain_text(session)
    operator.check_screen('confirmation')
    operator.page.keyboard.press('Escape')
    expect(dialog).to_have_count(0)
    operator.open(f'sessions/{session}')
    operator.act('retry', reason='o hotel voltou')
    operator.sees('asked_again')
    expect(operator.row('o hotel voltou')).to_be_visible()
    operator.open('audit')
    expect(operator.row(session)).to_contain_text('127.0.0.1')
    return session


def finds_by_reference(operator, session, reference):
    operator.open('sessions')
    operator.page.get_by_label(operator.say('reference')).fill(reference.lower())
    operator.button('find').click()
    expect(operator.row(session)).to_contain_text(reference)
    expect(operator.page.get_by_role('row')).to_have_count(2)


def story(stage):
    stage.complaints.expect_answers(404)
    day = working_day(stage.client)
    sold, paid = trip(stage.client, day, 'tok_ok')
    desk = Operator(stage, DESK)
    undone = asks_again(stage, desk, day)
    finds_by_reference(desk, sold, paid['booking_references'][0]['reference'])
    wait_until(lambda: stage.client.call('GET', '/v1/operator/sagas').json()['total'] == 0, 60,
               'the undo is answered')
    for operator in (desk, Operator(stage, PHONE)):
        look_at_all(operator, {'sold': sold, 'undone': undone})
    answer = desk.page.goto('/operator/none')
    check(answer.status == 404, f'an unknown screen: {answer.status}')


run(story)
