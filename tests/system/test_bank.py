"""The bank of the test gateway, played by a test at payment-service or `viaja all`."""
from viaja_process import check_equal


AS_JSON = {'Accept': 'application/json'}


class Bank:
    def __init__(self, client):
        self.client = client

    def receipts(self, path):
        """What came for the charge, with what was given back of it."""
        answer = self.client.call('GET', path, headers=AS_JSON)
        check_equal(answer.status, 200, f'GET {path}: {answer}; its status')
        return answer.json()['receipts']

    def pay(self, path, amount=None):
        """Pays the charge at `test_bank`: its amount, unless another one is given."""
        body = {} if amount is None else {'amount': amount}
        answer = self.client.call('POST', path + '/receipts', body, headers=AS_JSON)
        check_equal(answer.status, 201, f'POST {path}/receipts: {answer}; its status')
