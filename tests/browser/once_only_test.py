"""Whatever the traveller does while it is paid, the gateway charges once.

Two clicks; a reload between the click and its answer; no network while it is paid; two tabs.
"""
import json

from playwright.sync_api import expect

from stage import run
from viaja_process import check_equal, day_in


def at_the_payment(stage):
    traveller = stage.traveller()
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    return traveller


def check_paid_once(stage, traveller):
    expect(traveller.page.get_by_role('heading', level=1, name=traveller.say('confirmed'))
           ).to_be_visible(timeout=40_000)
    session = traveller.ask()
    for operation in ('authorize', 'capture'):
        check_equal(stage.ledger.executions(session['id'], operation),
                    [session['total']['amount']], f'executions of {operation}')


def two_clicks(stage):
    traveller = at_the_payment(stage)
    traveller.choose_card('tok_slow_3s')
    traveller.button('pay').dblclick()
    check_paid_once(stage, traveller)


def reload_before_the_answer(stage):
    """The request arrives, its answer never reaches the page, which is loaded anew."""
    traveller = at_the_payment(stage)
    sent = []

    def lose_answer(route):
        sent.append(route.request.headers['idempotency-key'])
        route.fetch()
        route.abort()

    traveller.page.route('**/payments', lose_answer, times=1)
    with stage.complaints.server_away():
        traveller.pay('tok_slow_3s')
        traveller.page.wait_for_function('() => localStorage.getItem("viaja.calls") !== "[]"')
        with traveller.page.expect_request('**/payments') as repeated:
            traveller.page.reload()
        check_equal(repeated.value.headers['idempotency-key'], sent[0], 'the key of the repetition')
        check_paid_once(stage, traveller)


def without_network(stage):
    traveller = at_the_payment(stage)
    traveller.choose_card('tok_ok')
    with stage.complaints.server_away():
        traveller.context.set_offline(True)
        traveller.button('pay').click()
        traveller.sees_text(traveller.say('offline'))
        traveller.check_screen('offline')
        traveller.context.set_offline(False)
        check_paid_once(stage, traveller)


def two_tabs_pay(stage):
    """Both tabs pay before either knows of the other."""
    traveller = at_the_payment(stage)
    traveller.choose_card('tok_slow_3s')
    first = traveller.button('pay')
    with traveller.other_tab():
        second = traveller.button('pay')
        expect(second).to_be_enabled()
        for button in (first, second):
            button.evaluate_all('(buttons) => buttons.forEach((button) => button.click())')
        check_paid_once(stage, traveller)
    check_paid_once(stage, traveller)


def another_shard_answers(stage):
    """The answer is lost, and repetitions come to a replica of another shard: what is kept stays,
    and the page does not say that nothing was charged."""
    traveller = at_the_payment(stage)
    keys = []

    def lose_then_refuse(route):
        keys.append(route.request.headers['idempotency-key'])
        if len(keys) == 1:
            route.fetch()
            route.abort()
            return
        route.fulfill(status=421, content_type='application/problem+json',
                      body=json.dumps({'status': 421, 'code': 'wrong_shard', 'title': 'x',
                                       'type': 'x', 'detail': 'x', 'side_effects': 'none'}))

    traveller.page.route('**/payments', lose_then_refuse)
    with stage.complaints.server_away():
        traveller.pay('tok_slow_3s')
        for _ in range(2):
            with traveller.page.expect_response(lambda answer: answer.status == 421):
                pass
        traveller.sees('offline')
        kept = json.loads(traveller.page.evaluate('localStorage.getItem("viaja.calls")'))
        check_equal([call['key'] for call in kept], [keys[0]], 'the keys of what is kept')
        check_equal(set(keys), {keys[0]}, 'the keys that were sent')
        traveller.page.unroute('**/payments')
        check_paid_once(stage, traveller)
        traveller.page.wait_for_function('() => localStorage.getItem("viaja.calls") === "[]"')


def story(stage):
    stage.complaints.expect_answers(409, 421)
    for each in (two_clicks, reload_before_the_answer, without_network, two_tabs_pay,
                 another_shard_answers):
        print(each.__name__, flush=True)
        each(stage)


run(story)
