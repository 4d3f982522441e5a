"""Fifty clients of `viaja all` want the only seat of an aircraft at the same moment."""
from last_seat import check_last_seat
from viaja_process import run

run(lambda viaja: check_last_seat(viaja.start()), TEST_MODE=1)
