"""Every command in pipes, with every exit code: commands_test.py VIAJA"""
import os

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
                  ['search', 'GRU', 'Atlantis', DAY], ['hold', '7', *NAME], ['hold', 'I01370', '31/2', *NAME], ['hold', 'I01370', DAY],
                  ['search', 'GRU', 'REC', DAY, '--people', '10'], ['--url', 'ftp://x', 'trip'],
                  ['search', 'GRU', 'REC', day_in(-3)], ['buy'],
                  ['search', 'GRU', 'REC', DAY, '--hotel']):
        traveller.expect(2, *words)
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


def a_supplier_that_refuses(new):
    traveller = new()
    traveller.expect(0, 'hold', 'I09901', DAY, *NAME)
    refused = traveller.expect(3, 'pay', '--token', 'tok_ok', '--yes')
    check('Nothing was charged' in refused.errors, f'not said what was charged: {refused}')
    traveller.expect(3, 'hold', 'I09999', DAY, *NAME)


def a_payment_that_takes_longer_than_the_wait(new):
    traveller = new()
    traveller.expect(0, 'hold', 'I09902', DAY, *NAME)
    undecided = traveller.expect(6, 'pay', '--token', 'tok_ok', '--yes', '--wait', '1')
    check('viaja resume' in undecided.errors, f'the next command is not named: {undecided}')
    traveller.expect(6, 'trip', '--json')
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


def story(viaja):
    client = viaja.start()
    new = travellers(viaja)
    client.flights('GRU', 'REC', DAY)
    ways_to_call_it_wrong(new)
    searches(new)
    a_trip(new, client)
    a_supplier_that_refuses(new)
    a_payment_that_takes_longer_than_the_wait(new)
    another_machine(new)


if __name__ == '__main__':
    run(story)
