"""Services that do not answer, on RabbitMQ, MySQL and Redis: silent_services_test.py BUILD

A carrier is frozen while flights are looked for; the payment service is unavailable while a trip is
cancelled, until the session needs attention.
"""
import os

from playwright.sync_api import expect

import real_system
from stage import stage_before
from viaja_process import Client, check, check_equal, day_in, wait_until

ATTENTION_MS = 240_000  # ten tries, two and a half minutes after the first
ASKED_AGAIN_MS = 90_000  # once a minute from then on


def flights_of(traveller, carrier):
    """Offers on the screen with a flight of the carrier."""
    return [offer for offer in traveller.button('hold').all_inner_texts() if carrier in offer]


def partial_results(stage, system):
    """The page names the carrier and shows the other one; a click brings it back."""
    [silent] = system.of('J0')
    traveller = stage.traveller()
    silent.freeze()
    traveller.look_at_flights('BSB', 'REC', day_in(30))
    note = traveller.page.get_by_text(f'Jangada Air{traveller.say("partial")}')
    expect(note).to_be_visible()
    check(flights_of(traveller, 'I0'), 'flights of the carrier that answers')
    check_equal(flights_of(traveller, 'J0'), [], 'flights of the carrier that does not answer')
    traveller.check_screen('partial')
    silent.thaw()

    def is_complete():
        """It is not asked for some seconds after a silence, so that one click may be too early."""
        if note.is_visible():
            traveller.button('retry').click()
        return flights_of(traveller, 'J0')

    wait_until(is_complete, 60, 'the flights of the carrier that answers again')
    expect(note).to_have_count(0)
    check(flights_of(traveller, 'I0'), 'flights of the other carrier')
    traveller.context.close()


def needs_attention(stage, system):
    """A refund that stays unanswered: a person is told, until it is answered."""
    [payment] = system.of('payment')
    traveller = stage.traveller()
    traveller.look_at_flights('BSB', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    traveller.pay()
    traveller.sees_heading('confirmed')
    payment.kill()
    traveller.button('cancel').click()
    traveller.button('cancel_yes').click()
    traveller.sees_heading('cancelling')
    words = traveller.page.get_by_text(traveller.say('attention'))
    expect(words).to_have_count(0)
    expect(words).to_be_visible(timeout=ATTENTION_MS)
    expect(words).to_contain_text(traveller.credentials()['id'])
    check_equal(traveller.ask().get('needs_attention'), True, 'what the session says of it')
    traveller.check_screen('needs-attention')
    payment.start()
    payment.wait_until_ready()
    expect(traveller.page.get_by_role('heading', level=1, name=traveller.say('cancelled'))
           ).to_be_visible(timeout=ASKED_AGAIN_MS)
    expect(words).to_have_count(0)
    traveller.sees_text(traveller.say('given_back'))


def story(system):
    [session] = system.of('session')
    with stage_before(Client('127.0.0.1', session.port())) as stage:
        stage.complaints.expect_answers(409, 503)
        for each in (partial_results, needs_attention):
            print(each.__name__, flush=True)
            each(stage, system)


real_system.run(story,
                **({'WEB': os.environ['VIAJA_WEB']} if 'VIAJA_WEB' in os.environ else {}))
