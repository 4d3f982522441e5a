"""The legacy text message, published by hand, with two replicas of session-service."""
import legacy_text
from real_system import run


def story(system):
    legacy_text.check_all(system, system.client(), system.services[f'{legacy_text.CARRIER}-1'])
    system.wait_until_at_rest()
    system.check_books()


run(story, replicas={'session': 2}, HOLD_SECONDS=20, IDLE_SECONDS=20)
