"""Fifty clients of `viaja all` want the only seat of an aircraft at the same moment, or three
tickets of ten."""
from last_seat import check_last_seat, check_last_tickets
from viaja_process import run


def story(viaja):
    client = viaja.start()
    check_last_seat(client)
    check_last_tickets(client)


run(story, TEST_MODE=1)
