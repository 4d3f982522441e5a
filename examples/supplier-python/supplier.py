#!/usr/bin/env python3
"""A car rental that sells through Viaja, as docs/supplier.md explains it.

supplier.py NAME DATABASE      for example: supplier.py cars cars.db

Its address is other.NAME. Where RabbitMQ is: VIAJA_RABBITMQ_HOST, _PORT, _USER, _PASSWORD (or
_PASSWORD_FILE), _VHOST. It connects again when the connection is lost, until SIGTERM.
"""
import datetime
import json
import os
import pathlib
import signal
import sys
import threading
import uuid

import pika
import pika.exceptions

import cars
import messages
from holds import Store, decide

EXCHANGE = os.environ.get('VIAJA_EXCHANGE', 'architecture-studies')
DEAD, EVENTS = EXCHANGE + '.dead', EXCHANGE + '.events'
LENGTH = {'x-queue-type': 'classic', 'x-max-length': 200_000, 'x-overflow': 'reject-publish'}
ALIVE_EVERY = 10  # seconds
LATE = datetime.timedelta(minutes=5)  # the clocks of two hosts may differ by that much
DELIVERIES_MAX = 20
UNITS_MAX = 200
CONNECT_AGAIN_AFTER = 1  # second


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def password():
    if path := os.environ.get('VIAJA_RABBITMQ_PASSWORD_FILE'):
        return pathlib.Path(path).read_text(encoding='utf-8').strip()
    return os.environ.get('VIAJA_RABBITMQ_PASSWORD', 'guest')


class Supplier:
    """What each message is answered. It knows rows and messages, and no broker."""

    def __init__(self, name, store):
        self.name, self.address, self.store = name, f'other.{name}', store
        self.instance, self.since = str(uuid.uuid4()), now()

    def answers_to(self, message):
        """(address, message) for each; the rows are changed, and not committed."""
        kind = message['type']
        if kind in messages.COMMANDS:
            return [(message['reply_to'], self.obey(message))]
        if kind == 'search-other':
            offers = cars.offers(self.store, self.name, message['content'], now())
            return [(message['reply_to'], self.answer_question(message, {'offers': offers}))]
        if kind == 'ask-units':
            return [(message['reply_to'], self.answer_question(message, self.units(message)))]
        if kind == 'timeout':
            return self.ask_session(message)
        return []  # what a schedule was answered: it changes nothing

    def obey(self, message):
        key, command = message['key'], message['type']
        hold = self.store.find(key['id'], message['session'])
        if hold.session != message['session']:
            raise messages.Unreadable('the hold belongs to another session')
        if hold.state == 'none' and now() > messages.instant(message['deadline']) + LATE:
            # Its row may have been removed: as if it had expired, and without a row.
            hold.state = 'expired'
            *_, answer, reason = decide(hold, command, key['attempt'], '')
            hold.state = 'none'
            return messages.reply(message, answer, hold, reason)
        before = hold.state
        refusal = self.refusal(message, hold)
        hold.state, hold.attempt, hold.reason, answer, reason = decide(
            hold, command, key['attempt'], refusal)
        if before == 'none' and hold.state == 'held':
            self.note_terms(hold, message['content'])
        self.store.save(hold)
        return messages.reply(message, answer, hold, reason)

    def refusal(self, message, hold):
        if message['type'] == 'hold' and hold.state == 'none':
            return cars.why_not(self.store, message['content'], now())
        if message['type'] == 'confirm' and hold.car \
                and now() >= cars.starts_at(cars.parts_of(hold.car)[1], hold.first):
            return 'in_the_past'
        return ''

    def note_terms(self, hold, wish):
        hold.car, hold.first, hold.last = wish['item_id'], wish['from'], wish['until']
        hold.quantity = wish['quantity']
        item = cars.item_of(self.name, hold.car, hold.first, hold.last)
        hold.terms = json.dumps({
            'price': cars.price_of(hold.car, hold.first, hold.last, hold.quantity),
            'description': f'{item["title"]}, {hold.first}/{hold.last}', 'item': item})

    def answer_question(self, question, content):
        return {'type': messages.ANSWERS[question['type']], 'id': str(uuid.uuid4()),
                'key': question['key'], 'content': {'from': self.address, **content}}

    def units(self, question):
        """How many cars of a kind are out on each day, of the days with any."""
        content = question['content']
        names = sorted({f'{car}/{day}' for car, first, last in self.store.spans()
                        for day in cars.days(first, last)})
        wanted = [name for name in names if name.startswith(content.get('prefix', ''))
                  and name > content.get('after', '')]
        page = wanted[:content.get('limit', UNITS_MAX)]
        units = []
        for name in page:
            car, _, day = name.partition('/')
            held, confirmed = (self.store.taken(car, day, state) for state in ('held', 'confirmed'))
            units.append({'unit': name, 'capacity': cars.fleet(car),
                          'free': cars.fleet(car) - held - confirmed,
                          'held': held, 'confirmed': confirmed})
        return {'units': units, **({'more': True} if len(page) < len(wanted) else {})}

    def ask_session(self, notice):
        """A timeout decides nothing: the session says what becomes of its holds."""
        answers = []
        if 'key' in notice:
            answers.append((notice['reply_to'], {
                'type': 'timeout-acknowledged', 'id': str(uuid.uuid4()), 'key': notice['key'],
                'session': notice['session']}))
        held = self.store.held_for(notice['session'])
        if held:
            answers.append((session_address(notice['session']), {
                'type': 'check-session', 'id': str(uuid.uuid4()), 'session': notice['session'],
                'reply_to': self.address, 'content': {'holds': held}}))
        return answers


def session_address(session):
    """Of the coordinators of its shard, which is in its id behind the version 8."""
    group = session.split('-')[2]
    return f'session.{int(group[1:], 16)}' if group[0] == '8' else 'session'


class Connection:
    """The broker: deliveries in, answers out, and the heartbeat. One thread."""

    def __init__(self, supplier):
        self.supplier, self.address = supplier, supplier.address
        setting = os.environ.get
        self.connection = pika.BlockingConnection(pika.ConnectionParameters(
            setting('VIAJA_RABBITMQ_HOST', '127.0.0.1'),
            int(setting('VIAJA_RABBITMQ_PORT', '5672')), setting('VIAJA_RABBITMQ_VHOST', '/'),
            pika.PlainCredentials(setting('VIAJA_RABBITMQ_USER', 'guest'),
                                  password())))
        self.channel = self.connection.channel()
        self.dead = self.connection.channel()
        self.dead.confirm_delivery()  # a dead letter is safe before its message is acknowledged
        self.declare()

    def declare(self):
        channel, address = self.channel, self.address
        for exchange in (EXCHANGE, DEAD, EVENTS):
            channel.exchange_declare(exchange, 'topic', durable=True)
        channel.queue_declare(f'{address}.dead', durable=True, arguments=LENGTH)
        channel.queue_bind(f'{address}.dead', DEAD, address)
        channel.queue_declare(address, durable=True, arguments={
            **LENGTH, 'x-dead-letter-exchange': EXCHANGE, 'x-dead-letter-routing-key': address})
        channel.queue_bind(address, EXCHANGE, address)
        who = f'listener.{uuid.uuid4()}'
        channel.queue_declare(who, exclusive=True, auto_delete=True,
                              arguments={'x-queue-type': 'classic', 'x-max-length': 10_000})
        channel.queue_bind(who, EVENTS, 'service.who')
        channel.basic_qos(prefetch_count=100)
        channel.basic_consume(who, lambda *_: self.announce(), auto_ack=True)
        channel.basic_consume(address, self.take)

    def take(self, channel, method, properties, body):
        if method.redelivered:  # goes round through the exchange, where the broker counts it
            channel.basic_reject(method.delivery_tag, requeue=False)
            return
        if messages.rounds(properties, self.address) >= DELIVERIES_MAX:
            self.bury(body, 'delivery_limit')
        else:
            for address, answer in self.work(body):
                self.publish(EXCHANGE, address, answer, mandatory=True)
        channel.basic_ack(method.delivery_tag)

    def work(self, body):
        """Commits the rows, and returns what is to be sent then."""
        answers = []
        try:
            items = messages.items_of(body)
        except messages.Unreadable as error:
            self.bury(body, str(error))
            return answers
        for item in items:
            try:
                message = messages.read(item)
                with self.supplier.store:
                    answers += self.supplier.answers_to(message)
            except messages.Unreadable as error:
                self.bury(json.dumps(item).encode(), str(error))
        return answers

    def publish(self, exchange, key, message, mandatory=False):
        properties = pika.BasicProperties('application/json', delivery_mode=1)
        self.channel.basic_publish(exchange, key, json.dumps(message, ensure_ascii=False).encode(),
                                   properties, mandatory=mandatory)

    def bury(self, body, reason):
        headers = {'reason': reason, 'address': self.address}
        self.dead.basic_publish(DEAD, self.address, body, pika.BasicProperties(
            'application/json', headers=headers, delivery_mode=2, message_id=str(uuid.uuid4())))

    def announce(self):
        self.publish(EVENTS, 'service.alive', {
            'service': 'supplier-python', 'address': self.address,
            'instance': self.supplier.instance, 'version': '1.0',
            'since': cars.instant(self.supplier.since)})

    def beat(self):
        self.announce()
        self.connection.call_later(ALIVE_EVERY, self.beat)

    def run(self):
        self.beat()
        print(f'{self.address} is up', flush=True)
        self.channel.start_consuming()
        self.publish(EVENTS, 'service.gone',
                     {'address': self.address, 'instance': self.supplier.instance})
        self.connection.close()

    def stop(self, *_):
        self.connection.add_callback_threadsafe(self.channel.stop_consuming)


def serve(supplier):
    """A connection after the other, until SIGTERM or SIGINT."""
    over, present, said = threading.Event(), [], ''

    def stop(*_):
        over.set()
        for connection in present:
            connection.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not over.is_set():
        try:
            present[:] = [Connection(supplier)]
            if not over.is_set():
                present[0].run()
        except (pika.exceptions.AMQPError, OSError) as error:
            present.clear()
            if repr(error) != said:  # one that stays the same is said once
                said = repr(error)
                print(f'no connection to the broker, it is tried again: {said}', flush=True)
            over.wait(CONNECT_AGAIN_AFTER)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    serve(Supplier(sys.argv[1], Store(sys.argv[2])))


if __name__ == '__main__':
    main()
