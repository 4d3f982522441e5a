"""Viaja is killed while a traveller pays: the page says so, and goes on when Viaja is back."""
from playwright.sync_api import expect

from stage import run
from viaja_process import check_equal, day_in


def story(stage):
    traveller = stage.traveller()
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    stage.complaints.expect_answers(409, 503)
    with stage.complaints.server_away():
        traveller.pay('tok_slow_3s')
        traveller.sees_heading('paying')
        stage.viaja.kill()
        traveller.sees_text(traveller.say('offline'))
        traveller.check_screen('server-away')
        stage.restart()
        expect(traveller.page.get_by_role('heading', level=1, name=traveller.say('confirmed'))
               ).to_be_visible(timeout=40_000)
    expect(traveller.page.get_by_text(traveller.say('offline'))).to_have_count(0)
    session = traveller.ask()
    check_equal(stage.ledger.executions(session['id'], 'capture'), [session['total']['amount']],
                'what was charged')
    lines = traveller.ask('/timeline')['entries']
    check_equal([entry['seq'] for entry in lines], list(range(1, len(lines) + 1)),
                'the numbers of the timeline')


run(story, STEP_SECONDS=15)
