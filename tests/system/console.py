"""What a person does in RabbitMQ's console, by the same calls."""
import base64
import http.client
import json
from urllib.parse import quote

from viaja_process import check, check_equal, wait_until

EXCHANGE = 'architecture-studies'
LOGIN = 'Basic ' + base64.b64encode(b'viaja:viaja').decode()


class Console:
    def __init__(self, port):
        self.port = port

    def call(self, method, path, body=None, may_be_missing=False):
        """What the console answers; None for nothing, and for what is not there."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        try:
            connection.request(method, '/api/' + path, None if body is None else json.dumps(body),
                               {'Authorization': LOGIN, 'Content-Type': 'application/json'})
            response = connection.getresponse()
            text = response.read().decode()
            if may_be_missing and response.status == 404:
                return None
            check(response.status < 300, f'console: {method} {path}: {response.status} {text}')
            return json.loads(text) if text else None
        finally:
            connection.close()

    def publish(self, key, payload, exchange=EXCHANGE):
        answer = self.call('POST', f'exchanges/%2F/{exchange}/publish', {
            'properties': {'delivery_mode': 2}, 'routing_key': key,
            'payload': base64.b64encode(payload).decode(), 'payload_encoding': 'base64'})
        check_equal(answer, {'routed': True}, f'a message published with the key {key}')

    def queues(self):
        """Messages in each durable queue by its name, as of some seconds ago at most."""
        return {queue['name']: queue.get('messages', 0) for queue in
                self.call('GET', 'queues?columns=name,messages,durable') if queue['durable']}

    def wait_until_empty(self, seconds):
        """No message is left but dead letters."""
        left = {}

        def empty():
            left.clear()
            left.update({queue: count for queue, count in self.queues().items()
                         if count and not queue.endswith('.dead')})
            return not left

        try:
            wait_until(empty, seconds, 'all queues are empty')
        except AssertionError as error:
            raise AssertionError(f'{error}: {left}') from None

    def check_no_dead_letters(self, may_be_without_leader=False):
        """A queue without a leader does not answer, and is left to an operator."""
        for queue in self.queues():
            if not queue.endswith('.dead'):
                continue
            try:
                check_equal(self.look(queue, 3), [], f'dead letters in {queue}')
            except TimeoutError:
                if not may_be_without_leader:
                    raise
                print(f'{queue} does not answer', flush=True)

    def look(self, queue, count=1000):
        """The first messages of a queue as they are now; they stay there."""
        return self.call('POST', f'queues/%2F/{quote(queue)}/get', {
            'count': count, 'ackmode': 'ack_requeue_true', 'encoding': 'base64'})

    def purge(self, queue):
        self.call('DELETE', f'queues/%2F/{quote(queue)}/contents')

    def delete(self, queue):
        """The queue itself; its consumer declares it again."""
        self.call('DELETE', f'queues/%2F/{quote(queue)}', may_be_missing=True)

    def disconnect(self, connection):
        """True; a connection that has gone meanwhile is as good."""
        self.call('DELETE', f'connections/{quote(connection, safe="")}', may_be_missing=True)
        return True
