"""Every screen of the operator's page, on a desk and a phone, by day and night: read-only at first,
then an undo that the hotel leaves unanswered is asked for again.
"""
import re

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
    # Another one: the first may be over by now.
    session, _ = trip(stage.client, day, 'tok_capture_refused', room=True)
    operator.open(f'sessions/{session}')
    operator.act('retry', reason='o hotel voltou')
    operator.sees('asked_again')
    expect(operator.row('o hotel voltou')).to_be_visible()
    operator.open('audit')
    expect(operator.row(session)).to_contain_text('127.0.0.1')
    return session


def copies_as_curl(stage, operator, day):
    """Beside the action: it is copied, or shown to be selected."""
    session, _ = trip(stage.client, day, 'tok_capture_refused', room=True)
    operator.open('sagas', '?state=running')
    operator.tick(session)
    copy = operator.page.get_by_role('button',
                                     name=f'{operator.say("curl")}: {operator.say("retry")}')
    copy.click()
    bar = operator.page.locator('.action-bar')
    expect(bar).to_contain_text(re.compile(f'curl -X POST|{operator.say("copied")}', re.I))


class TwoReplicas:
    """An entrance that passes each look at /metrics to the other of two replicas."""

    def __init__(self):
        self.looks = 0

    def answer(self, route):
        self.looks += 1
        start, count = ((1.8e9, 1_000_000) if self.looks % 2 else (1.9e9, 10))
        count += 10 * self.looks
        route.fulfill(content_type='text/plain',
                      body=f'viaja_http_answers_total{{status="200"}} {count}\n'
                           f'process_start_time_seconds {start}\n')


def charts_keep_replicas_apart(operator):
    """A curve for each; what two counters differ by is no growth."""
    operator.page.route('**/metrics', TwoReplicas().answer)
    operator.open('charts')
    chart = operator.page.locator('.chart').first
    expect(chart.locator('.curve')).to_have_count(2)
    expect(chart.locator('.curve').nth(1)).to_have_attribute('d', re.compile('M'), timeout=40_000)
    shown = re.search(r'[0-9]+([.,][0-9]+)?', chart.locator('strong').inner_text())
    check(shown and float(shown[0].replace(',', '.')) < 20,
          f'requests a second: {chart.inner_text()}')
    operator.check_screen('charts-of-two')


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
    copies_as_curl(stage, desk, day)
    finds_by_reference(desk, sold, paid['booking_references'][0]['reference'])
    wait_until(lambda: stage.client.call('GET', '/v1/operator/sagas').json()['total'] == 0, 60,
               'the undo is answered')
    for operator in (desk, Operator(stage, PHONE)):
        look_at_all(operator, {'sold': sold, 'undone': undone})
    charts_keep_replicas_apart(desk)
    answer = desk.page.goto('/operator/none')
    check(answer.status == 404, f'an unknown screen: {answer.status}')


run(story)
