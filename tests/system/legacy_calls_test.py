"""The two legacy calls, as the first version's README makes them, against `viaja all`."""
import legacy_calls
from viaja_process import run

run(lambda viaja: legacy_calls.check_all(viaja.start()), TEST_MODE=1)
