"""The supplier of examples/supplier-python with one fault: faulty_supplier.py FAULT NAME DATABASE.

FAULT is one of FAULTS below, or "none". Each names the one rule of `viaja conformance` that it
breaks.
"""
import os
import pathlib
import sys
import uuid

sys.path.insert(0, os.fspath(pathlib.Path(__file__).resolve().parents[2]
                             / 'examples' / 'supplier-python'))
import cars  # noqa: E402  (the path stands above)
import messages  # noqa: E402
import supplier  # noqa: E402
from holds import Hold, decide  # noqa: E402

FLEET = 60  # so that a fault that takes too much breaks no other rule
FAULTS = {
    'takes-again': 'hold-repeated',
    'new-item': 'hold-repeated',
    'new-reason': 'hold-unknown',
    'new-reference': 'confirm-repeated',
    'late-confirm': 'confirm-undone',
    'old-confirm': 'confirm-old',
    'old-unconfirm': 'unconfirm-old',
    'keeps-cancelled': 'cancel-confirmed',
    'no-tombstone': 'cancel-first',
    'expires-sold': 'expire-confirmed',
    'own-clock': 'deadline-just-past',
    'swallows': 'garbage',
    'half-lists': 'list',
    'strict': 'unknown-members',
    'answers-session': 'reply-to',
    'wrong-sums': 'units',
    'silent': 'heartbeat',
    'ignores-timeouts': 'timeout',
    'forgets-session': 'check-session',
    'one-shard': 'shard',
    'forgets': 'restart',
}


def decide_wrongly(fault, hold, command, attempt, refusal):
    state, last = hold.state, hold.attempt
    if fault == 'late-confirm' and (command, state) == ('unconfirm', 'held'):
        return state, last, hold.reason, 'unconfirmed', ''
    if fault == 'old-confirm' and (command, state) == ('confirm', 'confirmed') and attempt < last:
        return state, last, '', 'confirmed', ''
    if fault == 'old-unconfirm' and (command, state) == ('unconfirm', 'confirmed'):
        return 'held', max(attempt, last), '', 'unconfirmed', ''
    if fault == 'keeps-cancelled' and (command, state) == ('cancel', 'confirmed'):
        return state, last, '', 'cancelled', ''
    if fault == 'expires-sold' and (command, state) == ('expire', 'confirmed'):
        return 'expired', last, '', 'expired', ''
    if fault == 'new-reason' and (command, state) == ('hold', 'refused'):
        return state, last, hold.reason, 'refused', 'sold_out_again'
    return decide(hold, command, attempt, refusal)


class FaultySupplier(supplier.Supplier):
    def __init__(self, fault, name, store):
        super().__init__(name, store)
        self.fault = fault
        self.confirmed = set()

    def answers_to(self, message):
        if self.fault == 'ignores-timeouts' and message['type'] == 'timeout' and 'key' in message:
            return []
        answers = super().answers_to(message)
        if self.fault == 'answers-session':
            return [(to if answer['type'] == 'check-session' else 'session', answer)
                    for to, answer in answers]
        return answers

    def ask_session(self, notice):
        answers = super().ask_session(notice)
        if self.fault == 'forgets-session':
            return [(to, answer) for to, answer in answers if to != 'session']
        if self.fault == 'one-shard':
            return [('session' if answer['type'] == 'check-session' else to, answer)
                    for to, answer in answers]
        return answers

    def obey(self, message):
        before = self.store.find(message['key']['id'], message['session'])
        if self.fault == 'own-clock' and message['type'] == 'hold' and before.state == 'none' \
                and supplier.now() > messages.instant(message['deadline']):
            message = {**message, 'deadline': '2020-01-01T00:00:00Z'}
        answer = super().obey(message)
        if self.fault == 'takes-again' and (message['type'], before.state) == ('hold', 'held'):
            self.store.save(Hold(**{**vars(before), 'id': str(uuid.uuid4())}))
        if self.fault == 'new-item' and (message['type'], before.state) == ('hold', 'held'):
            answer['content']['item']['title'] += ' again'
        if self.fault == 'no-tombstone' and (message['type'], before.state) == ('cancel', 'none'):
            self.store.connection.execute('DELETE FROM holds WHERE id = ?', (before.id,))
        if self.fault == 'new-reference' and answer['type'] == 'confirmed':
            if before.id in self.confirmed:
                answer['content']['reference'] += '2'
            self.confirmed.add(before.id)
        return answer

    def units(self, question):
        answer = super().units(question)
        if self.fault == 'wrong-sums':
            for unit in answer['units']:
                unit['capacity'] += 1
        return answer


class FaultyConnection(supplier.Connection):
    def work(self, body):
        if self.supplier.fault == 'half-lists' and body.startswith(b'['):
            body = messages.json.dumps(messages.items_of(body)[:2]).encode()
        return super().work(body)

    def bury(self, body, reason):
        if not (self.supplier.fault == 'swallows' and reason == 'the body is no JSON'):
            super().bury(body, reason)

    def announce(self):
        if self.supplier.fault != 'silent':
            super().announce()


def read_strictly(message, read=messages.read):
    if any(name.startswith('x-') for name in message):
        raise messages.Unreadable('there are members that are unknown')
    return read(message)


def main():
    fault, name, database = sys.argv[1:]
    cars.CLASSES = {kind: (*rest, FLEET) for kind, (*rest, _) in cars.CLASSES.items()}
    supplier.decide = lambda *arguments: decide_wrongly(fault, *arguments)
    if fault == 'strict':
        messages.read = read_strictly
    if fault == 'forgets' and os.path.exists(database):
        os.remove(database)
    store = supplier.Store(database)
    FaultyConnection(FaultySupplier(fault, name, store)).run()


if __name__ == '__main__':
    main()
