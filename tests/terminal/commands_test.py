"""Every command in pipes, with every exit code: commands_test.py VIAJA"""
import json
import os

from lossy_entrance import Entrance
from terminal_program import check, check_equal, payments_of, travellers
from viaja_process import day_in, run

DAY = day_in(30)
LATER = day_in(33)
NAME = ('--name', 'Ana Souza')


def as_typed(day):
    """25/12/2026 of 2026-12-25."""
    return '/'.join(reversed(day.split('-')))


def ways_to_call_it_wrong(new):
    traveller = new()
    check('viaja buscar' in traveller.expect(0, '--help', LANG='pt_BR.UTF-8').output, 'no help')
    check('viaja search' in traveller.expect(2).errors, 'no help without a command')
    for words in (['fly'], ['search', 'GRU'], ['pay', '--token'], ['search', 'GRU', 'REC', 'soon'],
                  ['search', 'GRU', 'Atlantis', DAY], ['hold', '7', *NAME],
                  ['hold', 'I01370', '31/2', *NAME], ['hold', 'I01370', DAY],
                  ['search', 'GRU', 'REC', DAY, '--people', '10'], ['--url', 'ftp://x', 'trip'],
                  ['search', 'GRU', 'REC', day_in(-3)], ['buy'],
                  ['search', 'GRU', 'REC', DAY, '--hotel']):
        traveller.expect(2, *words)
    for url in ('http://ana:s3cret@host', 'ana:s3cret@host', 'http://x,https://a@s3cret@host'):
        refused = traveller.expect(2, 'trip', '--url', url, '--json')
        check('s3cret' not in refused.output + refused.errors, f'a password is shown: {refused}')
        check('@host' in refused.errors, f'the address is not named: {refused}')
    refused = traveller.expect(2, 'hold', 'I01370', DAY, '--json')
    check_equal(refused.json()['code'], 'usage', 'code without names')
    check('--name' in refused.json()['detail'], 'the missing option is not named')
    for words in (['trip'], ['pay', '--token', 'tok_ok', '--yes'], ['resume'], ['code'],
                  ['cancel', '--yes'], ['release', '1', '--yes'], ['resume', 'AAAAAAAA']):
        traveller.expect(8, *words)


def searches(new):
    traveller = new()
    found = traveller.expect(0, 'buscar', 'GRU', 'Recife', DAY, '--volta', LATER, '--hotel',
                             '--limite', '3')
    check('R$' in found.output and '  1  ' in found.output, f'no offers: {found}')
    check('viaja segurar' in found.errors, 'the next command is not named')
    check('\033' not in found.output + found.errors, 'colours in a pipe')
    check(all(len(line) < 80 for line in found.output.splitlines()), 'a line is too long')
    answers = traveller.expect(0, 'search', 'GRU', 'REC', DAY, '--json', '--limit', '2').json()
    check_equal(list(answers), ['outward'], 'members of the document')
    check_equal(len(answers['outward']['offers']), 2, 'offers')
    crowd = traveller.expect(3, 'search', 'GRU', 'REC', DAY, '--nights', '2', '--people', '9')
    check('No room is free' in crowd.output, f'a room for nine: {crowd}')
    month = traveller.expect(0, 'search', 'GRU', 'REC', DAY[:7], '--json').json()
    check(any(day['date'] == DAY for day in month['days']), 'the month lacks the day')
    rooms = traveller.expect(0, 'search', 'GRU', 'REC', DAY[:7], '--hotel', '--json').json()
    check(any(day['date'] == DAY and 'price' in day for day in rooms['stays']['days']),
          'the nights lack the day')
    traveller.expect(7, 'search', 'GRU', 'REC', DAY, '--url', 'http://127.0.0.1:9')


def a_trip(new, client):
    """Search, hold an itinerary with a room, swap, drop, be declined, pay, pay again, cancel."""
    traveller = new()
    traveller.expect(0, 'search', 'GRU', 'REC', DAY, '--return', LATER, '--hotel', '--limit', '1')
    held = traveller.expect(0, 'hold', '1', '2', '3', *NAME, '--json').json()
    check(all(hold['state'] == 'held' for hold in held['holds']), f'not all are held: {held}')
    trip = traveller.expect(0, 'viagem')
    check('Reservado para você por mais' in trip.output, f'no clock: {trip}')
    check('viaja pagar' in trip.errors, 'the next command is not named')
    items = len(held['holds'])
    traveller.expect(0, 'swap', str(items), 'htl_rec03_std', as_typed(DAY), as_typed(LATER)[:5])
    traveller.expect(2, 'drop', '1')
    traveller.expect(2, 'drop', '99', '--yes')
    traveller.expect(0, 'drop', '1', '--yes')
    traveller.expect(2, 'pay', '--yes')
    traveller.expect(2, 'pay', '--token', 'tok_ok')
    traveller.expect(2, 'pay', '--token', '-', '--yes', VIAJA_CARD_TOKEN='tok_ok')  # none is read
    declined = traveller.expect(4, 'pay', '--token', 'tok_insufficient_funds', '--yes')
    check('Nothing was charged' in declined.errors, f'not said what was charged: {declined}')
    declined = traveller.expect(4, 'pay', '--token', 'tok_do_not_honor', '--yes', '--json')
    check_equal(declined.json()['decline_code'], 'do_not_honor', 'decline code')
    paid = traveller.expect(0, 'pay', '--yes', VIAJA_CARD_TOKEN='tok_ok')
    check('Charged.' in paid.output and 'Trip confirmed.' in paid.output, f'not paid: {paid}')
    traveller.expect(0, 'pay', '--token', 'tok_ok', '--yes')
    check_equal(len(payments_of(client, traveller.kept()['id'])), 3, 'attempts to pay')
    traveller.expect(2, 'cancel')
    cancelled = traveller.expect(0, 'cancel', '--yes', '--json').json()
    check_equal(cancelled['payment']['state'], 'refunded', 'the payment')
    traveller.check_secrets()


def tickets_of_an_event(new):
    """Found by city, held by their number and by their name, without travellers, and paid."""
    traveller = new()
    found = traveller.expect(0, 'eventos', 'sao paulo', day_in(20), day_in(45), '--pessoas', '2')
    check('PISTA' in found.output and 'restam' in found.output, f'no tickets: {found}')
    check(all(len(line) <= 80 for line in found.output.splitlines()), f'a long line: {found}')
    check('viaja segurar' in found.errors, 'the next command is not named')
    held = traveller.expect(0, 'hold', '1', '--json').json()['holds'][0]
    check_equal((held['type'], held['quantity'], held['state']), ('ticket', 2, 'held'), 'tickets')
    named = f'{held["event_id"]}/{held["section_id"]}'
    swapped = traveller.expect(0, 'swap', '1', named, '--people', '3', '--json').json()
    check_equal(swapped['holds'][0]['quantity'], 3, 'tickets after a swap')
    traveller.expect(2, 'hold', '1', '--people', '2')
    traveller.expect(2, 'hold', 'evt_gru/', '--people', '2')
    traveller.expect(2, 'events', 'Atlantis', DAY)
    crowded = traveller.expect(3, 'events', 'GRU', day_in(1))
    check('No tickets on these days' in crowded.output, f'not said: {crowded}')
    traveller.expect(0, 'pay', '--token', 'tok_ok', '--yes')


def fares_and_a_part_of_a_trip(new):
    """A fare is chosen, kept by a swap and shown with its terms; a single item is given back."""
    traveller = new()
    dear = traveller.expect(0, 'search', 'GRU', 'REC', DAY, '--fare', 'flex', '--direct',
                            '--limit', '1')
    traveller.expect(0, 'search', 'GRU', 'REC', DAY, '--direct', '--limit', '1')
    held = traveller.expect(0, 'hold', '1', '--fare', 'flex', *NAME, '--json').json()
    check_equal({hold['fare'] for hold in held['holds']}, {'flex'}, 'fares')
    shown = traveller.expect(0, 'trip').output
    check('flex: cancelled until' in shown and 'all comes back' in shown, f'no terms: {shown}')
    total = f'{held["session"]["total"]["amount"] / 100:,.2f}'
    check(total in dear.output, f'{total} is not the price of the search: {dear}')
    traveller.expect(0, 'swap', '1', '1', '--fare', 'plus')
    swapped = traveller.expect(0, 'swap', '1', '1', '--json').json()
    check_equal(swapped['holds'][0]['fare'], 'plus', 'fare after a swap')
    for words in (('hold', 'I01370', DAY, *NAME, '--fare', 'cheap'),
                  ('hold', 'htl_rec03_std', DAY, LATER, *NAME, '--fare', 'flex')):
        traveller.expect(2, *words)
    traveller.expect(0, 'hold', 'htl_rec03_std', DAY, LATER, *NAME)
    refused = traveller.expect(2, 'cancel', '2', '--yes')
    check('viaja release 2' in refused.errors, f'what to do is not said: {refused}')
    items = len(traveller.expect(0, 'trip', '--json').json()['holds'])
    traveller.expect(0, 'pay', '--token', 'tok_ok', '--yes')
    traveller.expect(2, 'cancel', '99', '--yes')
    asked = traveller.expect(2, 'cancel', '2')
    check('comes back)' in asked.errors, f'the rule is not said: {asked}')
    part = traveller.expect(0, 'cancel', '2', '--yes', '--json').json()
    check_equal(part['state'], 'confirmed', 'state of what is left')
    check(part['payment']['refund']['amount'] > 0, f'nothing came back: {part["payment"]}')
    present = [hold['type'] for hold in part['holds'] if hold['state'] == 'confirmed']
    check_equal(present, ['flight'], f'what is left of {items} items')
    whole = traveller.expect(0, 'cancelar', '--sim', '--json').json()
    check_equal(whole['state'], 'cancelled', 'state')


def a_supplier_that_refuses(new):
    traveller = new()
    traveller.expect(0, 'hold', 'I09901', DAY, *NAME)
    refused = traveller.expect(3, 'pay', '--token', 'tok_ok', '--yes')
    check('Nothing was charged' in refused.errors, f'not said what was charged: {refused}')
    traveller.expect(3, 'hold', 'I09999', DAY, *NAME)


def a_payment_that_takes_longer_than_the_wait(new):
    traveller = new()
    traveller.expect(0, 'hold', 'I09902', DAY, *NAME)
    code = traveller.expect(0, 'code', '--json').json()['code']
    undecided = traveller.expect(6, 'pay', '--token', 'tok_ok', '--yes', '--wait', '1')
    check('viaja resume' in undecided.errors, f'the next command is not named: {undecided}')
    traveller.expect(6, 'trip', '--json')
    another = new()
    another.expect(6, 'resume', code, '--wait', '0')
    paying = another.expect(6, 'pay', '--token', 'tok_ok', '--yes', '--wait', '0')
    check('Paying BRL' in paying.output, f'what runs is not said: {paying}')
    traveller.expect(0, 'resume')
    traveller.expect(0, 'trip', '--follow', '--json')


def another_machine(new):
    first, second = new(), new()
    first.expect(0, 'hold', 'I09903', as_typed(DAY)[:5], *NAME)
    code = first.expect(0, 'codigo', '--json').json()['code']
    second.expect(0, 'retomar', code)
    second.expect(8, 'resume', code)
    second.expect(0, 'pagar', '--token', 'tok_ok', '--sim')
    check_equal(first.expect(0, 'trip', '--json').json()['state'], 'confirmed', 'state')
    fresh = first.expect(0, 'hold', 'I09903', DAY, *NAME)
    check('set aside' in fresh.errors, f'the old trip is not set aside: {fresh}')
    check_equal(sum(name.startswith('trip-') for name in os.listdir(
        os.path.dirname(first.trip_file()))), 1, 'trips that were set aside')
    failed = second.expect(1, 'resume', 'AAAAAAAA', file_bytes_max=0)
    check('was not made' in failed.errors, f'a code is used without a place for it: {failed}')
    first.check_secrets()


def texts_of_a_server_do_not_steer_the_terminal(new, client, port):
    """Wherever a text comes from: of a trip, of an offer, of a problem, of an operator's view."""
    entrance = Entrance(port)
    traveller = new(entrance.url)
    traveller.expect(0, 'hold', 'I09903', LATER, *NAME)
    steering = '\x1b]0;x\x07\x9b2J\r'
    kept = traveller.kept()
    session = client.call('GET', f'/v1/sessions/{kept["id"]}', token=kept['token']).json()
    offers = client.call('GET', f'/v1/flights/search?from=GRU&to=REC&date={DAY}'
                                '&passengers=1&limit=3').json()

    def steers(value):
        if isinstance(value, dict):
            return {key: text if key in ('state', 'type', 'server_time', 'expires_at')
                    else steers(text) for key, text in value.items()}
        if isinstance(value, list):
            return [steers(text) for text in value]
        return steering + value if isinstance(value, str) else value

    problem = {'status': 400, 'code': steering, 'detail': steering}
    for path, status, body, words, code in (
            (kept['id'], 200, session, ('trip',), 0),
            ('/v1/flights/search', 200, offers, ('search', 'GRU', 'REC', DAY), 0),
            ('/v1/flights/search', 400, problem, ('search', 'GRU', 'REC', DAY), 2),
            ('/v1/operator/services', 200, client.call('GET', '/v1/operator/services').json(),
             ('ops', 'services'), 0),
            (kept['id'], 200, client.call('GET', f'/v1/operator/sessions/{kept["id"]}').json(),
             ('ops', 'session', kept['id']), 0)):
        text = json.dumps(body if status == 400 else steers(body))
        entrance.forced = ('GET', path, status, text)
        shown = traveller.expect(code, *words)
        check('?' in shown.output + shown.errors, f'{words}: nothing of it is shown: {shown}')
        for character in '\x1b\x07\x9b\r':
            check(character not in shown.output + shown.errors, f'{words}: {str(shown)!r}')
    entrance.close()


def story(viaja):
    client = viaja.start()
    new = travellers(viaja)
    client.flights('GRU', 'REC', DAY)
    ways_to_call_it_wrong(new)
    searches(new)
    a_trip(new, client)
    tickets_of_an_event(new)
    fares_and_a_part_of_a_trip(new)
    a_supplier_that_refuses(new)
    a_payment_that_takes_longer_than_the_wait(new)
    another_machine(new)
    texts_of_a_server_do_not_steer_the_terminal(new, client, viaja.port())


if __name__ == '__main__':
    run(story)
