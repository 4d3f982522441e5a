"""`viaja comprar` and the questions of the other commands at a terminal: dialogue_test.py VIAJA"""
import os
import signal

import pexpect
from terminal_program import check, check_equal, end_of, payments_of, travellers
from viaja_process import day_in, run, wait_until

DAY, LATER = day_in(30), day_in(33)


def answer(child, question, text):
    child.expect(question)
    child.sendline(text)


def buys_a_round_trip_with_a_hotel(new, client):
    traveller = new()
    child = traveller.at_terminal('comprar')
    child.logfile_read = open(os.path.join(traveller.folder, 'screen'), 'w+', encoding='utf-8')
    answer(child, 'De onde', 'GRU')
    answer(child, 'Para onde', 'recife')
    answer(child, 'Dia da ida', DAY)
    answer(child, 'Dia da volta', LATER)
    answer(child, 'Quantas pessoas', '')
    answer(child, 'voo de ida', 'x')
    child.expect('Escolha um número')
    answer(child, 'voo de ida', '1')
    answer(child, 'voo de volta', '1')
    child.expect('se cancelar, tudo volta')
    answer(child, 'Tarifa', 'barata')
    child.expect('Responda light')
    answer(child, 'Tarifa', 'flex')
    answer(child, 'Procurar hotel', 's')
    answer(child, 'Número do quarto', '1')
    answer(child, 'Nome da 1', 'Ana Souza')
    child.expect('Total')
    answer(child, r'Reservar tudo isso\? \(S/N\)', 's')
    child.expect('Reservado para você por mais')
    answer(child, 'Cartão', 'tok_do_not_honor')
    child.expect(r'Reservado para você por mais \d\d:\d\d')
    child.expect(r'Pagar R\$ .*\(S/N\)')
    # The clock above the question is drawn anew each second while nothing is typed.
    child.expect(r'Reservado para você por mais \d\d:\d\d')
    child.sendline('s')
    child.expect('Nada foi cobrado. O banco recusou')
    answer(child, 'Cartão', 'tok_ok')
    answer(child, r'Pagar R\$ .*\(S/N\)', 's')
    child.expect('Cobrado.')
    child.expect('Viagem confirmada.')
    check_equal(end_of(child), 0, 'exit code')
    child.logfile_read.seek(0)
    traveller.seen = child.logfile_read.read()
    child.logfile_read.close()
    traveller.check_secrets()
    check_equal(len(payments_of(client, traveller.kept()['id'])), 2, 'attempts to pay')


def says_no(new):
    traveller = new()
    traveller.expect(0, 'hold', 'I09903', DAY, '--name', 'Ana Souza')
    child = traveller.at_terminal('pay', '--token', 'tok_ok')
    answer(child, r'Pay BRL .*\(Y/N\)', '')  # Enter alone is no answer
    answer(child, r'Pay BRL .*\(Y/N\)', 'n')
    child.expect('Nothing was asked for or charged')
    check_equal(end_of(child), 0, 'exit code')
    check(traveller.kept()['pending'] is None, 'a call is pending')


def does_not_show_a_card_that_is_typed(new):
    for more in ([], ['--json']):
        traveller = new()
        traveller.expect(0, 'hold', 'I09903', DAY, '--name', 'Ana Souza')
        child = traveller.at_terminal('pay', '--token', '-', '--yes', *more)
        wait_until(lambda: not child.getecho(), 10, 'the terminal shows nothing')
        child.sendline('tok_ok')
        child.expect(pexpect.EOF)
        child.close()
        check_equal(child.exitstatus, 0, 'exit code')
        check('tok_ok' not in child.before, f'the card is shown: {child.before!r}')


def is_left_by_ctrl_c_and_ctrl_d(new):
    for key in ('\x03', '\x04'):
        child = new().at_terminal('buy')
        child.expect('From where')
        child.send(key)
        child.expect('go on with: viaja resume')
        check_equal(end_of(child), 130, 'exit code')


def keeps_to_plain_lines_where_they_are_wanted(new):
    for more in ({'ACCESSIBLE': '1'}, {'NO_COLOR': '1'}, {'TERM': 'dumb'}):
        traveller = new()
        traveller.expect(0, 'hold', 'I09903', DAY, '--name', 'Ana Souza')
        child = traveller.at_terminal('trip', **more)
        child.expect(pexpect.EOF)
        child.close()
        check('\033[' not in child.before, f'control sequences with {more}: {child.before!r}')
        check('Held for you' in child.before, f'no trip: {child.before!r}')
    for more in ({'ACCESSIBLE': '1'}, {'TERM': 'dumb'}):
        traveller = new()
        traveller.expect(0, 'hold', 'I09903', DAY, '--name', 'Ana Souza')
        child = traveller.at_terminal('pay', '--token', 'tok_slow_3s', '--yes', **more)
        check_equal(end_of(child), 0, 'exit code')
        check('\033' not in child.before, f'a line is drawn anew with {more}: {child.before!r}')


def story(viaja):
    client = viaja.start()
    new = travellers(viaja)
    client.flights('GRU', 'REC', DAY)
    client.flights('REC', 'GRU', LATER)
    buys_a_round_trip_with_a_hotel(new, client)
    says_no(new)
    does_not_show_a_card_that_is_typed(new)
    is_left_by_ctrl_c_and_ctrl_d(new)
    keeps_to_plain_lines_where_they_are_wanted(new)


def late_story(viaja):
    """Suspended until the time of the hold is over; then the answer comes too late."""
    client = viaja.start()
    new = travellers(viaja)
    client.flights('REC', 'GRU', DAY)
    traveller = new()
    traveller.expect(0, 'hold', 'I09903', DAY, '--name', 'Ana Souza')
    child = traveller.at_terminal('pay', '--token', 'tok_ok')
    child.expect(r'\(Y/N\)')
    child.kill(signal.SIGSTOP)
    kept = traveller.kept()
    wait_until(lambda: client.call('GET', f'/v1/sessions/{kept["id"]}', token=kept['token'])
               .json()['state'] == 'expired', 30, 'the session has expired')
    child.kill(signal.SIGCONT)
    child.sendline('y')
    child.expect('Nothing was charged')
    check_equal(end_of(child), 5, 'exit code of a payment that is too late')
    traveller.expect(5, 'trip')
    traveller.expect(5, 'pay', '--token', 'tok_ok', '--yes')
    check_equal(payments_of(client, kept['id']), [], 'payments')


if __name__ == '__main__':
    run(story)
    run(late_story, HOLD_SECONDS=10)
