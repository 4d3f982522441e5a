"""Schemathesis against `viaja all`: fuzzing_test.py VIAJA EXAMPLES SECONDS [SEED]

No 5xx but 503, no answer outside docs/openapi.yaml; afterwards all books agree, and there
is no dead letter and no error in the log. Run by tests/in_venv.py.
"""
import signal
import sys

from fuzzing import SETTINGS, Fuzzing, check_no_bug, check_no_dead_letter, seed_of
import settled_books
from viaja_process import check_equal, day_in, run


def story(viaja):
    examples, seconds = int(sys.argv[2]), int(sys.argv[3])
    seed = seed_of(sys.argv[4:])
    client = viaja.start()
    client.flights('GRU', 'REC', day_in(31))
    fuzzing = Fuzzing(client.url(), seed)
    fuzzing.requests(examples)
    fuzzing.trips(seconds)
    check_no_dead_letter(client)
    store = settled_books.SqliteStore(viaja.data)
    settled_books.wait_until_settled(store, 60)
    viaja.send(signal.SIGTERM)
    check_equal(viaja.wait(10), 0, 'the status after SIGTERM')
    settled_books.Books(store).check()
    check_no_bug(viaja.said())


run(story, **SETTINGS)
