"""One traveller's session, call by call; each of its calls may go to another client."""
from viaja_process import check_equal, new_key, payment


class Booking:
    def __init__(self, client, first_version=False):
        opened = client.open_first_version_session() if first_version else client.open_session()
        self.path, self.token = opened

    def id(self):
        return self.path.rsplit('/', 1)[1]

    def call(self, client, method, path, body=None, status=200, **more):
        """The answer, which has that status."""
        answer = client.call(method, self.path + path, body, token=self.token, **more)
        check_equal(answer.status, status, f'{method} {self.path}{path}: {answer}; its status')
        return answer.json()

    def see(self, client):
        return self.call(client, 'GET', '')

    def hold(self, client, wish, status=201):
        return self.call(client, 'POST', '/holds', wish, status, key=new_key(), wait=20)

    def swap(self, client, hold, wish):
        return self.call(client, 'PUT', f'/holds/{hold}', wish, key=new_key(), wait=20,
                         status=201)

    def drop(self, client, hold):
        return self.call(client, 'DELETE', f'/holds/{hold}', key=new_key())

    def pay(self, client, card='tok_ok', status=200, key=None, wait=20):
        total = self.see(client)['total']
        return self.call(client, 'POST', '/payments', payment(total, card), status,
                         key=key or new_key(), wait=wait)

    def cancel_trip(self, client):
        quote = self.call(client, 'POST', '/cancellations', {}, status=201)
        return self.call(client, 'POST', f'/cancellations/{quote["id"]}/confirm', {},
                         key=new_key(), wait=20)
