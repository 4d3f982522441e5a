"""`viaja pagar --pix`: the charge, its end, and one charge whatever happens: pix_test.py VIAJA"""
import itertools

from terminal_program import check, check_equal, end_of, payments_of, travellers
from test_bank import Bank
from viaja_process import day_in, run, wait_until

days = itertools.count(30)


def holder(new, flight='I09903'):
    """Each on another day: the flight has few seats."""
    traveller = new()
    traveller.expect(0, 'hold', flight, day_in(next(days)), '--name', 'Ana Souza')
    return traveller


def session_of(client, traveller):
    kept = traveller.kept()
    return client.call('GET', f'/v1/sessions/{kept["id"]}', token=kept['token']).json()


def charge_of(client, traveller):
    """The charge that is waited for, once there is one."""
    def charge():
        payment = session_of(client, traveller)['payment']
        return payment and payment['pix']
    return wait_until(charge, 20, 'the charge')


def check_one_attempt(client, traveller):
    check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'attempts to pay')


def shows_the_charge_and_waits(new, client, bank):
    """At a terminal: the code, its picture where it fits, the time; then it is paid."""
    for rows, columns, has_picture in ((60, 100, True), (24, 80, False)):
        traveller = holder(new)
        child = traveller.at_terminal('pagar', '--pix')
        child.setwinsize(rows, columns)
        child.expect(r'Pix de R\$ ')
        child.expect('Pix copia e cola:')
        charge = charge_of(client, traveller)
        child.expect_exact(charge['copy_and_paste'])
        child.expect(r'Pix: esperando o banco; o código vale por mais (\d\d:\d\d)')
        before = child.match[1]
        check_equal('▀' in child.before, has_picture, f'a QR code at {columns} × {rows}')
        check(charge['test_bank'] in child.before, 'where the bank is played is not said')
        wait_until(lambda: child.expect(r'vale por mais (\d\d:\d\d)') == 0
                   and child.match[1] != before, 10, 'the time runs')
        bank.pay(charge['test_bank'])
        child.expect('Pix recebido.')
        child.expect('Viagem confirmada.')
        check_equal(end_of(child), 0, 'exit code')
        check_one_attempt(client, traveller)


def gives_scripts_the_charge(new, client, bank):
    """In a pipe: one JSON document with the charge, and no question; a repetition has the same."""
    traveller = holder(new)
    first = traveller.expect(6, 'pay', '--pix', '--json').json()
    code = first['payment']['pix']['copy_and_paste']
    for words in (('pay', '--pix', '--json'), ('resume', '--json')):
        again = traveller.expect(6, *words).json()
        check_equal(again['payment']['pix']['copy_and_paste'], code, f'the code of {words}')
    traveller.expect(2, 'pay', '--token', 'tok_ok', '--yes')
    traveller.expect(6, 'pay', '--pix', '--json', '--wait', '1')
    for words in (('pay', '--pix', '--wait', '0'), ('trip',)):
        shown = traveller.expect(6, *words).output.splitlines()
        check_equal(shown.count(code), 1, f'lines with the code of {words}')
    bank.pay(first['payment']['pix']['test_bank'])
    done = traveller.expect(0, 'resume', '--json', '--wait', '30').json()
    check_equal(done['state'], 'confirmed', 'state')
    check_one_attempt(client, traveller)
    traveller.expect(2, 'pay', '--pix', '--token', 'tok_ok')


def goes_on_after_a_kill(new, client, bank):
    """Killed while it waits, and again; the bank is paid once, for the one charge there is."""
    traveller = holder(new)
    process = traveller.begin('pay', '--pix')
    charge = charge_of(client, traveller)
    process.kill()
    process.communicate()
    for _ in range(2):
        process = traveller.begin('resume')
        line = ''
        while charge['copy_and_paste'] not in line:
            line = process.stdout.readline()
            check(line, 'it ended without the code')
        process.kill()
        process.communicate()
    child = traveller.at_terminal('retomar')
    child.expect_exact(charge['copy_and_paste'])
    child.sendintr()
    child.expect('siga com: viaja retomar')
    check_equal(end_of(child), 130, 'exit code after Ctrl-C')
    bank.pay(charge['test_bank'])
    traveller.expect(0, 'resume')
    check_one_attempt(client, traveller)
    check_equal(len(bank.receipts(charge['test_bank'])), 1, 'receipts of the bank')


def is_given_up(new, client, bank):
    """The code is withdrawn, and the trip paid by card; what the old code brings comes back."""
    traveller = holder(new)
    charge = traveller.expect(6, 'pay', '--pix', '--json').json()['payment']['pix']
    refused = traveller.expect(2, 'pay', '--stop')
    check('--yes' in refused.errors, f'how to go on is not said: {refused}')
    traveller.expect(0, 'pay', '--stop', '--yes')
    traveller.expect(2, 'pay', '--stop', '--yes')
    traveller.expect(0, 'pay', '--token', 'tok_ok', '--yes')
    bank.pay(charge['test_bank'])
    wait_until(lambda: [each['returned'] == each['amount']
                        for each in bank.receipts(charge['test_bank'])] == [True],
               20, 'the late money comes back whole')
    check_equal(session_of(client, traveller)['state'], 'confirmed', 'state')


def comes_back_when_a_carrier_refuses(new, client, bank):
    traveller = holder(new, 'I09901')
    process = traveller.begin('pay', '--pix')
    bank.pay(charge_of(client, traveller)['test_bank'])
    output, errors = process.communicate(timeout=60)
    check_equal(process.returncode, 3, f'exit code; {output} {errors}')
    check('went back to the account that paid the Pix' in errors, f'where it is: {errors}')
    check('Nothing was charged' not in errors, f'it was charged: {errors}')


def is_part_of_the_dialogue(new, client, bank):
    """`comprar` goes to the payment of what is held, and takes the word pix for a card."""
    traveller = holder(new)
    child = traveller.at_terminal('comprar')
    child.expect('Ir direto ao pagamento')
    child.sendline('s')
    child.expect('ou a palavra pix')
    wait_until(lambda: not child.getecho(), 10, 'the terminal shows nothing')
    child.sendline('pix')
    child.expect(r'Pagar R\$ .*\(S/N\)')
    child.sendline('s')
    child.expect('Pix copia e cola:')
    bank.pay(charge_of(client, traveller)['test_bank'])
    child.expect('Viagem confirmada.')
    check_equal(end_of(child), 0, 'exit code')


def story(viaja):
    client = viaja.start()
    bank = Bank(client)
    new = travellers(viaja)
    client.flights('GRU', 'REC', day_in(30))
    for each in (shows_the_charge_and_waits, gives_scripts_the_charge, goes_on_after_a_kill,
                 is_given_up, comes_back_when_a_carrier_refuses, is_part_of_the_dialogue):
        print(each.__name__, flush=True)
        each(new, client, bank)


def unpaid_story(viaja):
    """Not paid: it says that nothing was charged, and what to do; the hold stays."""
    client = viaja.start()
    new = travellers(viaja)
    client.flights('GRU', 'REC', day_in(30))
    traveller = holder(new)
    unpaid = traveller.expect(4, 'pay', '--pix')
    check('Nothing was charged' in unpaid.errors, f'was it charged: {unpaid}')
    check('viaja pay --pix' in unpaid.errors, f'how to go on is not said: {unpaid}')
    check(traveller.kept()['pending'] is None, 'a call is pending')
    traveller.expect(0, 'trip')


if __name__ == '__main__':
    run(story)
    run(unpaid_story, PIX_SECONDS=5)
