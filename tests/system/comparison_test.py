"""scripts/database_copies/comparison.py on rows made here: a session on which all books agree has
no finding, and each way in which one book may be of another moment has its own, and no other. The
audit decides the same of money by rules of its own, which tests/services/audit_money_test.cpp tests
with these cases: a new one belongs into both.
"""
import os
import sys

from viaja_process import check_equal

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'scripts'))
from database_copies.comparison import KEPT_DAYS, Session, compare  # noqa: E402  (as above)

SESSION = '0198c0de-0000-7000-8000-000000000001'
SUPPLIERS = ('viaja_hotel', 'viaja_flight_i0')
NOW, DAY = 2_000_000, 1_000_000  # any unit


def session_row(state='confirmed', version='7'):
    return ('session', 'viaja_session', SESSION, state, version, '0')


def hold(name, state='confirmed', price=300, refund=-1, written_off='', item='room'):
    return ('hold', 'viaja_session', SESSION, name, state, str(price), str(refund), written_off,
            item)


def at_supplier(name, state='confirmed', at=NOW):
    return ('at_supplier', 'viaja_hotel', SESSION, name, state, '300', str(at))


def payment(kept=300, at=NOW):
    return ('payment', 'viaja_payment', SESSION, '1', 'captured', str(kept), str(at))


def receipt(amount=300, kept=1, returned=0, return_to=0):
    return ('receipt', 'viaja_payment', SESSION, '1', str(kept), str(amount), str(returned),
            str(return_to), str(NOW))


def execution(operation, amount=300, at=NOW):
    return ('execution', 'viaja_gateway', SESSION + '/1', operation, str(amount), str(at))


def bank_receipt(left=300):
    return ('bank_receipt', 'viaja_gateway', SESSION + '/1', str(left))


CHARGED = (execution('authorize'), execution('capture'))
SOLD = (session_row(), hold('a'), at_supplier('a'), payment(), *CHARGED)

AGREE = {
    'a trip that is sold': SOLD,
    'one by Pix': (session_row(), hold('a'), at_supplier('a'), receipt(), bank_receipt()),
    'one by Pix with too much, on its way back':
        (session_row(), hold('a'), at_supplier('a'), receipt(350, return_to=50),
         bank_receipt(350)),
    'the same, which is back without payment being told':
        (session_row(), hold('a'), at_supplier('a'), receipt(350, return_to=50),
         bank_receipt(300)),
    'the same, of which payment is told':
        (session_row(), hold('a'), at_supplier('a'), receipt(350, returned=50, return_to=50),
         bank_receipt(300)),
    'one that expired': (session_row('expired'), hold('a', 'released')),
    'one that is open': (session_row('open'), hold('a', 'held'), at_supplier('a', 'held')),
    'a payment that was voided': (session_row('expired'), hold('a', 'released'),
                                  execution('authorize'), execution('void', 0)),
    'a trip of which a part came back':
        (session_row(), hold('a'), hold('b', 'released', 200, 150), at_supplier('a'),
         payment(350), execution('authorize', 500), execution('capture', 500),
         execution('refund', 150)),
    'a hold that was written off': (session_row(), hold('a', written_off='closed down'),
                                    payment(), *CHARGED),
    'a car, whose supplier has its own book elsewhere':
        (*SOLD[:2], hold('b', 'confirmed', 0, item='other.cars'), *SOLD[2:]),
    'one that was removed a day after it was cancelled for a fee':
        (payment(50, at=DAY - 1), execution('authorize', at=DAY - 1),
         execution('capture', at=DAY - 1), execution('refund', 250)),
    'one that was removed long ago':
        (at_supplier('a', at=DAY - 1), payment(at=DAY - 1), execution('authorize', at=DAY - 1),
         execution('capture', at=DAY - 1)),
}
DIFFER = {
    'a supplier without the hold': ((*SOLD[:2], *SOLD[3:]), {'not-at-supplier'}),
    'a carrier of Viaja without the hold':
        ((session_row(), hold('a', item='flight.I0'), payment(), *CHARGED),
         {'not-at-supplier'}),
    'a hold that does not say whose it is':
        ((session_row(), hold('a', item=None), payment(), *CHARGED), {'not-at-supplier'}),
    'a supplier that has it held': ((*SOLD[:2], at_supplier('a', 'held'), *SOLD[3:]),
                                    {'not-at-supplier'}),
    'a supplier that sold it to no trip':
        ((session_row('cancelled'), hold('a', 'released', 300, 300), at_supplier('a')),
         {'sold-beside-trip'}),
    'a hold that the session never had': ((*SOLD, at_supplier('b')), {'sold-beside-trip'}),
    'payment without the charge': ((*SOLD[:3], *CHARGED), {'payment-differs'}),
    'a gateway without the charge': (SOLD[:4], {'gateway-differs'}),
    'a Pix of which nothing is on its way back any more':
        ((session_row(), hold('a'), at_supplier('a'), receipt(350, returned=50, return_to=50),
          bank_receipt(310)), {'gateway-differs'}),
    'a Pix that is another amount at the bank':
        ((session_row(), hold('a'), at_supplier('a'), receipt(350, return_to=50),
          bank_receipt(340)), {'gateway-differs'}),
    'an authorization': ((session_row('expired'), execution('authorize')),
                         {'authorization-open'}),
    'a session that is unpaid here': ((session_row('expired'), payment(), *CHARGED),
                                      {'payment-differs', 'gateway-differs'}),
    'no such session': ((at_supplier('a'), at_supplier('b', 'held'), payment(), *CHARGED),
                        {'unknown-sold', 'unknown-held', 'unknown-paid'}),
    'no such session, authorized': ((execution('authorize'),), {'authorization-open'}),
    'no such session, and a Pix of which payment knows nothing':
        ((bank_receipt(),), {'unknown-paid'}),
}


def kinds(rows):
    return {found.kind for found in compare(SESSION, Session(rows), DAY, SUPPLIERS)}


def main():
    for what, rows in AGREE.items():
        check_equal(kinds(rows), set(), what)
    for what, (rows, wanted) in DIFFER.items():
        check_equal(kinds(rows), wanted, what)
    check_equal(KEPT_DAYS, 7, 'days for which a session with a payment is there (money.cpp)')
    check_equal([Session([session_row(state)]).is_moving()
                 for state in ('open', 'paying', 'cancelling', 'confirmed')],
                [False, True, True, False], 'states in which books may differ for a moment')


main()
