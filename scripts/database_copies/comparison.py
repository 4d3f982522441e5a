"""Whether the books agree on one session that is at rest: what was sold is there at its supplier,
and what was paid is what the trip costs. docs/operations.md, Back-up, has a row for each finding.
"""
import collections
import math

# No session with a hold is removed so soon after anything was begun for it: it stays until eight
# days after its deadline, whatever VIAJA_RETENTION_DAYS says. The audit has the same number:
# kSessionsKept of audit-service/money.cpp.
KEPT_DAYS = 7
MOVING = ('paying', 'cancelling')
# The address of the supplier by the type of what is held; of some the carrier or the name follows.
ADDRESSES = {'flight': 'flight', 'room': 'hotel', 'ticket': 'event', 'other': 'other'}
Finding = collections.namedtuple('Finding', 'kind session text')


class Session:
    """The rows of one session, by book."""

    def __init__(self, rows):
        self.books = collections.defaultdict(list)
        for book, database, *columns in rows:
            self.books[book].append((database, columns))

    def row(self):
        """(state, version), or None where viaja_session does not have it."""
        for _, (_, state, version, _) in self.books['session']:
            return state, version
        return None

    def is_moving(self):
        row = self.row()
        return row is not None and row[0] in MOVING

    def price(self):
        """What the traveller keeps having paid for what is, or was, confirmed."""
        return sum(int(price) - max(int(refund), 0)
                   for _, (_, _, state, price, refund, _, _) in self.books['hold']
                   if state == 'confirmed' or int(refund) >= 0)

    def holds(self):
        return {hold: (state, written_off)
                for _, (_, hold, state, _, _, written_off, _) in self.books['hold']}

    def bought(self):
        """(hold, address of its supplier) of what the traveller was told to have."""
        return sorted((hold, address_of(item))
                      for _, (_, hold, state, _, _, written_off, item) in self.books['hold']
                      if state == 'confirmed' and not written_off)

    def elsewhere(self, suppliers):
        """Addresses of suppliers that sold a hold each and have no book here to compare it with."""
        at_suppliers = self.at_suppliers()
        return [address for hold, address in self.bought()
                if hold not in at_suppliers and not may_be_at(suppliers, address)]

    def at_suppliers(self):
        """{hold: (supplier's database, state)}"""
        return {hold: (database, state)
                for database, (_, hold, state, _, _) in self.books['at_supplier']}

    def kept_by_payment(self):
        return (sum(int(amount) for _, (_, _, _, amount, _) in self.books['payment'])
                + sum(int(amount) - int(return_to)
                      for _, (_, _, kept, amount, _, return_to, _) in self.books['receipt']
                      if kept == '1'))

    def on_its_way_back(self):
        """Of receipts by Pix; the gateway has it until it is back."""
        return sum(int(return_to) - int(returned)
                   for _, (_, _, _, _, returned, return_to, _) in self.books['receipt'])

    def at_gateway(self):
        """(what is kept, what is authorized and neither captured nor voided)."""
        by_stem = collections.defaultdict(collections.Counter)
        for _, (stem, operation, amount, _) in self.books['execution']:
            by_stem[stem][operation] += int(amount)
        kept = sum(amounts['capture'] - amounts['refund'] for amounts in by_stem.values())
        kept += sum(int(amount) for _, (_, amount) in self.books['bank_receipt'])
        opened = sum(amounts['authorize'] - amounts['capture'] for amounts in by_stem.values()
                     if 'void' not in amounts)
        return kept, opened

    def begun(self):
        """Microseconds: when the newest of what suppliers, payment and the gateway have was begun.
        A refund is no beginning: it may be made, and the session be removed, much later. A receipt
        of which payment knows nothing has no time, and counts."""
        moments = [int(columns[-1]) for book in ('at_supplier', 'payment', 'receipt')
                   for _, columns in self.books[book]]
        by_stem = {}
        for _, (stem, _, _, at) in self.books['execution']:
            by_stem[stem] = min(by_stem.get(stem, int(at)), int(at))
        moments += by_stem.values()
        return max(moments, default=math.inf if self.books['bank_receipt'] else 0)


def address_of(item):
    """'hotel' of 'room', 'other.cars' as it is; empty, where the row says none."""
    kind, dot, name = (item or '').partition('.')
    return ADDRESSES[kind] + dot + name if kind in ADDRESSES else ''


def database_of(address):
    """Where a supplier of Viaja keeps its holds, as audit-service has it (schema_of)."""
    return 'viaja_' + address.lower().replace('.', '_')


def may_be_at(suppliers, address):
    return not address or database_of(address) in suppliers


def compare(name, session, since, suppliers):
    """Findings of a session. One that viaja_session does not have was removed long ago, unless
    something of it was begun after `since`. suppliers: the databases that were read."""
    if session.row() is None:
        if session.begun() < since:
            return []
        return [Finding(kind, name, text) for kind, text in of_unknown(session)]
    found = [*of_trip(session, suppliers), *of_suppliers(session), *of_money(session)]
    return [Finding(kind, name, text) for kind, text in found]


def of_unknown(session):
    for hold, (database, state) in sorted(session.at_suppliers().items()):
        yield ('unknown-sold' if state == 'confirmed' else 'unknown-held',
               f'{database} has hold {hold} {state}, and viaja_session has no such session')
    payment, (gateway, opened) = session.kept_by_payment(), session.at_gateway()
    if payment or gateway:
        yield 'unknown-paid', (f'viaja_payment has kept {payment} and the gateway {gateway}, '
                               'and viaja_session has no such session')
    if opened:
        yield 'authorization-open', f'{opened} is authorized, and neither captured nor voided'


def of_trip(session, suppliers):
    """What the traveller was told to have. A supplier that is no program of Viaja has books of its
    own, elsewhere."""
    at_suppliers = session.at_suppliers()
    for hold, address in session.bought():
        database, there = at_suppliers.get(hold, (None, None))
        if there == 'confirmed' or not (there or may_be_at(suppliers, address)):
            continue
        known = f'{there} at {database}' if there else 'not known to any supplier'
        whose = f' of {address}' if address else ''
        yield 'not-at-supplier', f'hold {hold}{whose} is confirmed in viaja_session, and {known}'


def of_suppliers(session):
    """What is taken from others without being part of the trip."""
    holds = session.holds()
    for hold, (database, there) in sorted(session.at_suppliers().items()):
        state, written_off = holds.get(hold, ('unknown', ''))
        if there == 'confirmed' and state != 'confirmed' and not written_off:
            yield ('sold-beside-trip',
                   f'{database} has hold {hold} confirmed, and here it is {state}')


def of_money(session):
    """The audit has the same rule: is_kept of audit-service/money.cpp, with the same tests."""
    price, payment = session.price(), session.kept_by_payment()
    gateway, opened = session.at_gateway()
    if payment != price:
        yield 'payment-differs', f'the trip costs {price}, and viaja_payment has kept {payment}'
    if gateway not in (price, price + session.on_its_way_back()):
        yield 'gateway-differs', f'the trip costs {price}, and the gateway has kept {gateway}'
    if opened:
        yield 'authorization-open', f'{opened} is authorized, and neither captured nor voided'
