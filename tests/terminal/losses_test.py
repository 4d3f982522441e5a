"""The client killed, disconnected, without a disk: losses_test.py VIAJA

Whatever is lost, a trip is held once and paid once.
"""
import itertools
import signal

from lossy_entrance import Entrance
from terminal_program import check, check_equal, payments_of, travellers
from viaja_process import day_in, run, wait_until

DAY = day_in(30)
days = itertools.count(30)
PAY = ('pay', '--token', 'tok_ok', '--yes')
SECONDS = 30


def hold():
    """Words that hold a seat, each time on another day: the flight has few."""
    return ('hold', 'I09903', day_in(next(days)), '--name', 'Ana Souza')


def present_holds(client, traveller):
    kept = traveller.kept()
    session = client.call('GET', f'/v1/sessions/{kept["id"]}', token=kept['token']).json()
    return [hold for hold in session['holds'] if hold['state'] in ('held', 'confirmed')]


def killed_in(entrance, traveller, words, *loss):
    """kill -9 of the client when its call is at that point; what is kept is whole."""
    lost = entrance.lose(*loss)
    process = traveller.begin(*words)
    check(lost.reached.wait(SECONDS), f'{words} made no call that is lost {loss}')
    process.send_signal(signal.SIGKILL)
    process.communicate()
    lost.release()
    entrance.loss = None
    check(traveller.kept()['pending'], f'nothing is pending after a kill in {words} {loss}')


def killed_at_each_step(new, entrance, client):
    steps = [('POST', '/v1/sessions', 'request'), ('POST', '/v1/sessions', 'answer'),
             ('POST', '/holds', 'request'), ('POST', '/holds', 'answer')]
    for step in steps:
        traveller = new()
        killed_in(entrance, traveller, hold(), *step)
        traveller.expect(0, 'resume')
        check_equal(len(present_holds(client, traveller)), 1, f'holds after a kill at {step}')
    for step in [('POST', '/payments', 'request'), ('POST', '/payments', 'answer'),
                 ('GET', '/events', 'request')]:
        traveller = new()
        traveller.expect(0, *hold())
        killed_in(entrance, traveller, PAY, *step)
        # The same command finishes what was begun, as `resume` does.
        traveller.expect(0, *(PAY if step[2] == 'answer' else ['resume']))
        kept = traveller.kept()
        check(kept['pending'] is None, 'the call is still pending')
        check_equal(len(payments_of(client, kept['id'])), 1, f'payments after a kill at {step}')
        traveller.check_secrets()


def killed_while_changing(new, entrance, client):
    """Swapping, releasing, cancelling: what was begun is done once, and nothing else is."""
    for how in ('request', 'answer'):
        traveller = new()
        traveller.expect(0, *hold())
        killed_in(entrance, traveller, ('swap', '1', *hold()[1:3]), 'POST', '/holds', how)
        traveller.expect(0, 'resume')
        [held] = wait_until(lambda: (lambda found: len(found) == 1 and found)(
            present_holds(client, traveller)), SECONDS, 'the old one is released')
        killed_in(entrance, traveller, ('release', '1', '--yes'), 'DELETE', held['id'], how)
        traveller.expect(0, 'resume')
        check_equal(present_holds(client, traveller), [], f'holds after a release, killed in {how}')
        traveller.expect(0, *hold())
        traveller.expect(0, *PAY)
        killed_in(entrance, traveller, ('cancel', '--yes'), 'POST', '/confirm', how)
        cancelled = traveller.expect(0, 'resume', '--json').json()
        check_equal((cancelled['state'], cancelled['payment']['state']), ('cancelled', 'refunded'),
                    f'a trip after its cancellation was killed in {how}')
        check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')


def killed_while_giving_back_a_part(new, entrance, client):
    """What was begun is done once; the same words for another item are refused until then."""
    for how in ('request', 'answer'):
        traveller = new()
        for _ in range(2):
            traveller.expect(0, *hold())
        traveller.expect(0, *PAY)
        killed_in(entrance, traveller, ('cancel', '1', '--yes'), 'POST', '/confirm', how)
        refused = traveller.expect(2, 'cancel', '--yes')
        check('The cancellation of 1 item' in refused.errors, f'it is not named: {refused}')
        after = traveller.expect(0, 'resume', '--json').json()
        check_equal((after['state'], len(present_holds(client, traveller))), ('confirmed', 1),
                    f'what is left after a kill in {how}')


def suspended_while_paying(new, entrance, client):
    """SIGSTOP from before the answer until after the outcome: it goes on where it was."""
    traveller = new()
    traveller.expect(0, *hold())
    lost = entrance.lose('POST', '/payments', 'answer')
    process = traveller.begin(*PAY)
    check(lost.reached.wait(SECONDS), 'it does not pay')
    process.send_signal(signal.SIGSTOP)
    lost.release()
    entrance.loss = None
    kept = traveller.kept()
    wait_until(lambda: client.call('GET', f'/v1/sessions/{kept["id"]}', token=kept['token'])
               .json()['state'] == 'confirmed', SECONDS, 'the trip is confirmed')
    process.send_signal(signal.SIGCONT)
    output, errors = process.communicate(timeout=SECONDS)
    check_equal(process.returncode, 0, f'exit code after it was suspended: {output}{errors}')
    check('Trip confirmed.' in output, f'the outcome is not shown: {output}')
    check_equal(len(payments_of(client, kept['id'])), 1, 'payments')


def connections_are_cut(new, entrance, client):
    """The server goes away in the middle of a call: the client repeats it under its key."""
    for how in ('request', 'answer'):
        traveller = new()
        for words, path in ((hold(), '/holds'), (PAY, '/payments')):
            entrance.calls.clear()
            lost = entrance.lose('POST', path, how)
            lost.release()
            traveller.expect(0, *words)
            check(entrance.count('POST', path) >= 2, f'{path} was not repeated')
            check_equal(len(entrance.keys(path)), 1, f'keys of {path}')
        check_equal(len(present_holds(client, traveller)), 1, 'holds')
        check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')
    entrance.loss = None


def streams_are_cut(new, entrance, client):
    """The stream of events ends after each frame: no step is missing and none is shown twice."""
    traveller = new()
    traveller.expect(0, *hold())
    entrance.frames_max = 1
    paid = traveller.expect(0, 'pay', '--token', 'tok_slow_3s', '--yes')
    entrance.frames_max = None
    for line in ('Card authorized.', 'confirmed, reference', 'Charged.'):
        check_equal(paid.output.count(line), 1, f'times that "{line}" is shown')
    check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')


def the_second_address_serves(new, entrance):
    traveller = new(f'http://127.0.0.1:9,{entrance.url}')
    traveller.expect(0, *hold())
    traveller.expect(0, *PAY)


def the_first_address_goes(new, entrance, client, port):
    """In the middle of a payment: the other address goes on with it, under the same key."""
    first = Entrance(port)
    traveller = new(f'{first.url},{entrance.url}')
    traveller.expect(0, *hold())
    entrance.calls.clear()
    lost = first.lose('POST', '/payments', 'answer')
    process = traveller.begin(*PAY)
    check(lost.reached.wait(SECONDS), 'the payment does not go to the first address')
    first.close()
    lost.release()
    process.communicate(timeout=SECONDS)
    check_equal(process.returncode, 0, 'exit code of a payment whose address goes')
    check_equal(first.keys('/payments'), entrance.keys('/payments'), 'keys of the payment')
    check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')


def the_disk_is_full(new, entrance, client):
    """What cannot be kept is not asked for."""
    traveller = new()
    entrance.calls.clear()
    failed = traveller.expect(1, *hold(), file_bytes_max=0)
    check('was not made' in failed.errors, f'it is not said: {failed}')
    check_equal([call for call in entrance.calls if call[0] != 'GET'], [], 'calls')
    traveller.expect(0, *hold())
    before = entrance.count('POST', '/payments')
    failed = traveller.expect(1, *PAY, '--json', file_bytes_max=0)
    check_equal(failed.json()['code'], 'not_kept', 'code')
    check_equal(entrance.count('POST', '/payments'), before, 'calls to pay')
    traveller.expect(0, *PAY)
    check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')


def a_refusal_after_a_kill_stops_the_next_command(new, entrance, client):
    """A hold that turns out to be refused is told before anything is paid without it."""
    traveller = new()
    traveller.expect(0, *hold())
    refused = ('hold', 'I09999', day_in(30), '--name', 'Ana Souza')
    killed_in(entrance, traveller, refused, 'POST', '/holds', 'request')
    traveller.expect(2, *PAY)
    traveller.expect(3, 'resume')
    check_equal(payments_of(client, traveller.kept()['id']), [], 'payments')
    traveller.expect(0, *PAY)


def two_programs_at_once(new, entrance):
    traveller = new()
    traveller.expect(0, *hold())
    lost = entrance.lose('POST', '/payments', 'answer')
    first = traveller.begin(*PAY)
    check(lost.reached.wait(SECONDS), 'the first one does not pay')
    traveller.expect(6, *PAY)
    lost.release()
    entrance.loss = None
    first.communicate(timeout=SECONDS)
    check_equal(first.returncode, 0, 'the first one\'s exit code')


def interrupted(new, entrance):
    traveller = new()
    traveller.expect(0, *hold())
    lost = entrance.lose('POST', '/payments', 'answer')
    process = traveller.begin(*PAY)
    check(lost.reached.wait(SECONDS), 'it does not pay')
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=SECONDS)
    check_equal(process.returncode, 130, 'exit code after Ctrl-C')
    check('viaja resume' in errors, f'the next command is not named: {errors}')
    lost.release()
    entrance.loss = None
    traveller.expect(0, 'resume')


def story(viaja):
    client = viaja.start()
    client.flights('REC', 'GRU', DAY)
    entrance = Entrance(viaja.port())
    new = travellers(viaja, entrance.url)
    try:
        killed_at_each_step(new, entrance, client)
        connections_are_cut(new, entrance, client)
        streams_are_cut(new, entrance, client)
        killed_while_changing(new, entrance, client)
        killed_while_giving_back_a_part(new, entrance, client)
        suspended_while_paying(new, entrance, client)
        the_second_address_serves(new, entrance)
        the_first_address_goes(new, entrance, client, viaja.port())
        the_disk_is_full(new, entrance, client)
        a_refusal_after_a_kill_stops_the_next_command(new, entrance, client)
        two_programs_at_once(new, entrance)
        interrupted(new, entrance)
    finally:
        entrance.close()


if __name__ == '__main__':
    run(story)
