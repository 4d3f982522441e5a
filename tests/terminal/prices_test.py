"""`viaja pagar` where a price was not guaranteed and has changed: prices_test.py VIAJA"""
import itertools

from terminal_program import check, check_equal, end_of, payments_of, travellers
from viaja_process import day_in, run

FLIGHT = 'I01370'
offsets = itertools.count(30)
prices = itertools.count(50000, 10000)


def day_with_flight(client):
    """A day of its own on which it flies."""
    while True:
        day = day_in(next(offsets))
        if FLIGHT in [segment['flight'] for segment in client.flights('GRU', 'REC', day)]:
            return day


def holder(new, client):
    traveller = new()
    traveller.expect(0, 'hold', FLIGHT, day_with_flight(client), '--name', 'Ana Souza')
    return traveller


def change_price(client):
    answer = client.call('PUT', '/v1/operator/prices', {
        'address': 'flight.I0', 'reason': 'test',
        'items': [{'item': FLIGHT, 'price': {'amount': next(prices), 'currency': 'BRL'}}]})
    check_equal(answer.status, 200, f'the change of a price: {answer}')


def session_of(client, traveller):
    kept = traveller.kept()
    return client.call('GET', f'/v1/sessions/{kept["id"]}', token=kept['token']).json()


def shows_both_prices_to_scripts(new, client):
    """In a pipe: refused, with both prices, although --yes was said; nothing is charged."""
    traveller = holder(new, client)
    shown = traveller.expect(0, 'trip').output
    check('the price is checked when you pay' in shown, f'the guarantee: {shown}')
    check('The price stays the same' not in shown, f'the clock promises a price: {shown}')
    change_price(client)
    refused = traveller.expect(3, 'pay', '--token', 'tok_ok', '--yes')
    for words in (f'{FLIGHT} GRU–REC: from BRL ', 'Total: from BRL ', 'Nothing was charged',
                  'viaja swap'):
        check(words in refused.errors, f'{words!r} is not said: {refused}')
    check_equal(payments_of(client, traveller.kept()['id']), [], 'attempts to pay')
    day = session_of(client, traveller)['holds'][0]['date']
    traveller.expect(0, 'swap', '1', FLIGHT, day)
    traveller.expect(0, 'pay', '--token', 'tok_ok', '--yes')


def asks_at_a_terminal(new, client):
    """Both prices, then one question with the new total; with yes that is what is charged."""
    for agrees in (False, True):
        traveller = holder(new, client)
        change_price(client)
        child = traveller.at_terminal('pagar', '--token', 'tok_ok', '--sim')
        child.expect(rf'{FLIGHT} GRU–REC: de R\$ \S+ para R\$ (\S+)')
        price = child.match[1]
        child.expect(rf'Reservar pelo preço atual e pagar R\$ {price}\?')
        child.sendline('s' if agrees else 'n')
        child.expect('Viagem confirmada.' if agrees else 'Nada foi cobrado')
        check_equal(end_of(child), 0 if agrees else 3, 'exit code')
        session = session_of(client, traveller)
        check_equal(session['state'], 'confirmed' if agrees else 'open', 'state')
        check_equal(len(payments_of(client, session['id'])), 1 if agrees else 0, 'attempts')


def story(viaja):
    client = viaja.start()
    client.flights('GRU', 'REC', day_in(30))
    new = travellers(viaja)
    for each in (shows_both_prices_to_scripts, asks_at_a_terminal):
        print(each.__name__, flush=True)
        each(new, client)


if __name__ == '__main__':
    run(story, PRICE_GUARANTEE_SECONDS=0)
