"""What ends a call that got no answer, and what does not: pending_test.py VIAJA"""
import itertools

from lossy_entrance import Entrance
from terminal_program import check, check_equal, payments_of, travellers
from viaja_process import day_in, run

days = itertools.count(30)
PAY = ('pay', '--token', 'tok_ok', '--yes')
LOGIN = '<html><body>Welcome to the network. Log in.</body></html>'


def hold():
    """Words that hold a seat, each time on another day: the flight has few."""
    return ('hold', 'I09903', day_in(next(days)), '--name', 'Ana Souza')


def holder(new):
    traveller = new()
    traveller.expect(0, *hold())
    return traveller


def check_pending(traveller, command):
    check_equal((traveller.kept()['pending'] or {}).get('command'), command, 'the pending call')


def another_program_answers(new, entrance, client):
    """A network that wants a login first answers everything with its page."""
    for text in (LOGIN, '{}', '{"status": "up"}', '[]', ''):
        entrance.forced = ('POST', '/payments', 200, text)
        traveller = holder(new)
        failed = traveller.expect(7, *PAY)
        check('did not come from Viaja' in failed.errors, f'it is taken as an answer: {failed}')
        check_pending(traveller, 'pay')
        entrance.forced = None
        traveller.expect(0, 'resume')
        check_equal(len(payments_of(client, traveller.kept()['id'])), 1, 'payments')
    for text in (LOGIN, '{}', '{"id": "", "token": ""}', '{"id": "1"}'):
        traveller = new()
        words = hold()
        entrance.forced = ('POST', '/v1/sessions', 201, text)
        traveller.expect(7, *words)
        check_pending(traveller, 'hold')
        entrance.forced = None
        traveller.expect(0, *words)
    for path, text in (('/AAAAAAAA', '{"id": "1", "token": ""}'), ('/v1/places', LOGIN)):
        entrance.forced = ('POST' if path == '/AAAAAAAA' else 'GET', path, 200, text)
        new().expect(7, *(('resume', 'AAAAAAAA') if path == '/AAAAAAAA'
                          else ('search', 'GRU', 'REC', day_in(30))))
    entrance.forced = ('GET', '/v1/flights/search', 200, '{"status": "up"}')
    new().expect(7, 'search', 'GRU', 'REC', day_in(30), '--json')
    entrance.forced = None


def story(viaja):
    client = viaja.start()
    client.flights('REC', 'GRU', day_in(30))
    entrance = Entrance(viaja.port())
    new = travellers(viaja, entrance.url)
    try:
        another_program_answers(new, entrance, client)
    finally:
        entrance.close()


if __name__ == '__main__':
    run(story)
