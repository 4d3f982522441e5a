"""Whatever the traveller does while it is paid, the gateway charges once.

Two clicks; a reload between the click and its answer; no network while it is paid; two tabs; a tab
that is closed before its answer.
"""
import json

from playwright.sync_api import expect

from stage import play_each, run
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


def close_before_the_answer(stage, lose, lost, without_locks=False):
    """The tab that pays is closed without an answer: the other one gets it, and can pay again.

    `lose` takes the request, and `lost` is the event of the page then; its repetitions stay without
    an answer.
    """
    traveller = at_the_payment(stage)
    if without_locks:  # as on plain http, other than localhost
        traveller.context.add_init_script('delete Navigator.prototype.locks')
        traveller.page.reload()
    traveller.choose_card('tok_slow_decline')
    closed, first, keys, sent = traveller.page, traveller.button('pay'), [], []

    def lose_answer(route):
        keys.append(route.request.headers['idempotency-key'])
        if len(keys) == 1:
            lose(route)

    closed.route('**/payments', lose_answer)
    with traveller.other_tab() as left:
        expect(traveller.button('pay')).to_be_enabled()
        left.on('request', lambda request: request.method == 'POST' and sent.append(request.url))
        with left.expect_request('**/payments') as repeated:
            with closed.expect_event(lost, lambda request: request.url.endswith('/payments')):
                first.click()
            if not without_locks:
                left.wait_for_function(
                    'async () => (await navigator.locks.query()).pending.length === 1')
                check_equal(sent, [], 'requests of the other tab while this one is open')
            closed.close()
        check_equal(repeated.value.headers['idempotency-key'], keys[0], 'the key of the repetition')
        traveller.sees('nothing_charged')
        traveller.pay()
        check_paid_once(stage, traveller)


def closed_while_the_bank_is_slow(stage):
    close_before_the_answer(stage, lambda route: route.fetch(), 'request')


def closed_before_the_request_arrives(stage):
    with stage.complaints.server_away():
        close_before_the_answer(stage, lambda route: route.abort(), 'requestfailed')


def closed_where_there_are_no_locks(stage):
    with stage.complaints.server_away():
        close_before_the_answer(stage, lambda route: route.abort(), 'requestfailed',
                                without_locks=True)


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
    stage.complaints.expect_answers(402, 409, 421)
    play_each(stage, (two_clicks, reload_before_the_answer, without_network, two_tabs_pay,
                      closed_while_the_bank_is_slow, closed_before_the_request_arrives,
                      closed_where_there_are_no_locks, another_shard_answers))


run(story)
