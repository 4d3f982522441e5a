"""The TypeScript client (clients/typescript) against `viaja all` behind an entrance that loses
requests, answers and streams: typescript_client_test.py VIAJA. Run by tests/in_venv.py.

Whatever is lost, a trip is held once, paid once and watched without a gap.
"""
import itertools
import json
import os
import sys

from typescript_package import ROOT, Package
from viaja_process import check, check_equal, day_in, run

sys.path.insert(0, os.fspath(ROOT / 'tests' / 'terminal'))
from lossy_entrance import Entrance  # noqa: E402  (the path stands above)

days = itertools.count(30)
# Its arguments: the entrance, a day, a card, and milliseconds.
PROGRAM = '''
import { Refused, Undecided, Viaja } from 'viaja';

const [url = '', date = '', card = '', ms = ''] = process.argv.slice(2);
const client = new Viaja(url, { timeoutMs: Number(ms) });
const trip = await client.open();
const wish = { type: 'flight' as const, carrier: 'I0', flight: 'I09903', date, quantity: 1,
  travellers: [{ name: 'Ana Souza' }] };
const held = await trip.hold([wish]);
const paying = trip.pay(card, held.session.total).then(
  (session) => session.state,
  (error: unknown) => error instanceof Undecided ? `undecided ${error.key}`
    : error instanceof Refused ? error.problem.code : String(error));
const over = new AbortController();
void paying.then((outcome) => outcome === 'confirmed' || over.abort());
const seen: number[] = [];
try {
  for await (const { entries, session } of trip.watch({ signal: over.signal })) {
    seen.push(...entries.map((entry) => entry.seq));
    if (session.state === 'confirmed') break;
  }
} catch (error) {
  if (!over.signal.aborted) throw error;
}
const outcome = await paying;
const holds = (await trip.show()).holds.length;
console.log(JSON.stringify({ id: trip.id, holds, outcome, seen }));
'''
DECLARED = "declare const process: { argv: string[] };\n"


class Story:
    def __init__(self, package, entrance, direct):
        self.package, self.entrance, self.direct = package, entrance, direct

    def buy(self, card='tok_ok', milliseconds=60_000):
        """What the program says of its trip, and the payments that the server knows."""
        self.entrance.calls.clear()
        [line] = self.package.lines_of(DECLARED + PROGRAM, self.entrance.url, day_in(next(days)),
                                       card, str(milliseconds))
        found = json.loads(line)
        answer = self.direct.call('GET', f'/v1/operator/sessions/{found["id"]}')
        check_equal(found['seen'], list(range(1, len(found['seen']) + 1)), 'the entries seen')
        return found, answer.json()['payments']

    def loses_nothing(self):
        """Requests and answers are lost; each key stays the same."""
        for how, path_end in itertools.product(('request', 'answer'), ('/holds', '/payments')):
            self.entrance.lose('POST', path_end, how).release()
            found, payments = self.buy()
            check_equal((found['outcome'], found['holds'], len(payments)), ('confirmed', 1, 1),
                        f'a trip over a lost {how} of {path_end}')
            check(self.entrance.count('POST', path_end) >= 2, f'{path_end} was not repeated')
            check_equal(len(self.entrance.keys(path_end)), 1, f'keys of {path_end}')
        self.entrance.loss = None

    def follows_what_the_server_asks(self):
        for status, code in ((503, 'overloaded'), (409, 'request_in_progress'), (409, 'busy')):
            problem = {'type': f'/problems/{code}', 'title': code, 'status': status, 'code': code,
                       'detail': 'Later.', 'request_id': 'x', 'side_effects': 'none'}
            self.entrance.forced = ('POST', '/payments', status, json.dumps(problem))
            found, payments = self.buy(milliseconds=4000)
            check_equal((found['outcome'], payments), (code, []), 'the outcome')
            check(self.entrance.count('POST', '/payments') >= 2, f'{code} was not repeated')
            check_equal(len(self.entrance.keys('/payments')), 1, 'keys')
        # A fetch sends what was answered 421 once more by itself, and may lose its connection.
        problem = {**problem, 'type': '/problems/wrong_shard', 'status': 421, 'code': 'wrong_shard'}
        self.entrance.forced = ('POST', '/payments', 421, json.dumps(problem))
        found, payments = self.buy(milliseconds=4000)
        check(found['outcome'] == 'wrong_shard' or found['outcome'].startswith('undecided'),
              f'another shard answers: {found}')
        check_equal(payments, [], 'payments of another shard')
        check(self.entrance.count('POST', '/payments') > 2, 'wrong_shard was not repeated')
        check_equal(len(self.entrance.keys('/payments')), 1, 'keys')
        self.entrance.forced = ('POST', '/payments', 502, 'bad gateway')
        found, _ = self.buy(milliseconds=4000)
        check(found['outcome'] == 'unavailable' or found['outcome'].startswith('undecided'),
              f'a proxy that does not answer: {found}')
        self.entrance.forced = None

    def tells_what_went_wrong(self):
        found, payments = self.buy('tok_insufficient_funds')
        check_equal((found['outcome'], len(payments), self.entrance.count('POST', '/payments')),
                    ('payment_declined', 1, 1), 'a declined card')

    def watches_over_losses(self):
        """The stream is cut after each frame: every entry comes once, in order."""
        self.entrance.frames_max = 1
        found, _ = self.buy('tok_slow_3s')
        self.entrance.frames_max = None
        check_equal(found['outcome'], 'confirmed', 'the trip')
        check(found['seen'][-1] > 5, f'only {found["seen"]} were seen')
        check(self.entrance.count('GET', '/events') > 1, 'the stream was never cut')

    def run(self):
        self.loses_nothing()
        self.follows_what_the_server_asks()
        self.tells_what_went_wrong()
        self.watches_over_losses()


def story(process):
    direct = process.start()
    direct.flights('REC', 'GRU', day_in(30))
    entrance = Entrance(process.port())
    try:
        with Package() as package:
            Story(package, entrance, direct).run()
    finally:
        entrance.close()


run(story, TEST_MODE=1)
