"""The replica that feeds a page is killed while it is paid, and the other one goes on: no entry is
missing, nothing is paid twice. Then the same with SIGTERM, which the replica tells the page by the
code that it closes the WebSocket with.
"""
import os
import signal

from playwright.sync_api import expect

import real_system
from entrance import Entrance
from ledger import Ledger
from stage import stage_before
from viaja_process import Client, check_equal, day_in, wait_until


GOING_AWAY = 1001
CUT_OFF = 1006  # without a close frame
# Keeps the codes with which the WebSockets of a page are closed.
KEEP_CLOSE_CODES = """
    window.closeCodes = [];
    window.WebSocket = class extends WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener('close', (event) => window.closeCodes.push(event.code));
        }
    };
"""


def pay_while(stage, system, end_replica):
    """A trip is paid with a slow card, and meanwhile end_replica() is called. The code with which
    the page's first WebSocket was closed.
    """
    traveller = stage.traveller()
    traveller.context.add_init_script(KEEP_CLOSE_CODES)
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    traveller.pay('tok_slow_3s')
    traveller.sees_heading('paying')
    with stage.complaints.server_away():
        end_replica()
        expect(traveller.page.get_by_role('heading', level=1, name=traveller.say('confirmed'))
               ).to_be_visible(timeout=60_000)
    expect(traveller.page.get_by_text(traveller.say('offline'))).to_have_count(0)
    seen = traveller.ask('/timeline')['entries']
    check_equal([entry['seq'] for entry in seen], list(range(1, len(seen) + 1)),
                'the numbers of the timeline')
    session = traveller.ask()
    check_equal(Ledger(system.store).executions(session['id'], 'capture'),
                [session['total']['amount']], 'what was charged')
    codes = traveller.page.evaluate('window.closeCodes')
    traveller.context.close()
    return codes[0]


def story(system):
    first, second = system.of('session')
    entrance = Entrance(lambda: [port for port in (first.port(), second.port()) if port])
    with stage_before(Client(entrance.host, entrance.port)) as stage:
        stage.complaints.expect_answers(409, 503)
        check_equal(pay_while(stage, system, first.kill), CUT_OFF, 'the code after a kill')
        first.start()
        first.wait_until_ready()

        def end_orderly():
            first.run.process.send_signal(signal.SIGTERM)
            wait_until(lambda: not first.runs(), 20, 'the end of the first replica')

        check_equal(pay_while(stage, system, end_orderly), GOING_AWAY,
                    'the code that the WebSocket was closed with')
    entrance.close()


real_system.run(story, replicas={'session': 2},
                **({'WEB': os.environ['VIAJA_WEB']} if 'VIAJA_WEB' in os.environ else {}))
