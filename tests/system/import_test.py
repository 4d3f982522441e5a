"""An import that imports nothing says why, fails, and leaves no carrier behind; one into a running
system is on sale at once, while searches go on. Prints how long that took."""
import os
import subprocess

from imports import direct_flights, seconds_until_shown, write_routes
from viaja_process import check, check_equal, run, wait_until

ON_SALE_WITHIN = 12  # an announcement that was lost is repeated after ten seconds
NEW_PAIRS = (('FLN', 'MAO'), ('JPA', 'POA'), ('AQA', 'BEL'))  # which I0 does not fly


def importing(viaja, rows, carrier):
    """The command that imports these rows."""
    path = os.path.join(viaja.data, 'routes.csv')
    write_routes(path, rows)
    return [viaja.program, 'import', 'routes', path, '--carrier', carrier, '--data', viaja.data]


def import_rows(viaja, rows, carrier='G3'):
    """Exit code and everything that was printed."""
    done = subprocess.run(importing(viaja, rows, carrier), env=viaja.environment,
                          capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def change_while_searched(viaja):
    """A carrier that is on sale flies one pair more, again and again."""
    client = viaja.start()
    wait_until(lambda: direct_flights(client, 'I0', 'GRU', 'REC'), ON_SALE_WITHIN, 'I0 is on sale')
    for origin, destination in NEW_PAIRS:
        command = importing(viaja, f'I0,{origin},{destination},2981,738,BR\n', 'I0')
        seconds = seconds_until_shown([client], 'I0', origin, destination, command,
                                      viaja.environment)
        print(f'shown {seconds * 1000:.0f} ms after an import', flush=True)
    check(direct_flights(client, 'I0', 'GRU', 'REC'), 'what was on sale before still is')


def story(viaja):
    os.makedirs(viaja.data, exist_ok=True)
    status, said = import_rows(viaja, 'LA,GRU,REC,2100,738,BR\ng3,GRU,REC,2100,738,BR\n'
                                      'G3,gru,REC,2100,738,BR\nG3,GRU,REC ,2100,738,BR\n')
    check_equal(status, 1, said)
    check('3 with a misspelt code' in said, said)
    for line, why in ((3, 'column carrier: "g3" is not written G3'),
                      (4, 'column from: "gru" is not written GRU'),
                      (5, 'column to: "REC " is not written REC')):
        check(f'skipped: line {line}, {why}' in said, said)
    check('nothing is imported' in said, said)
    left = [name for name in os.listdir(viaja.data) if 'flight_g3' in name]
    check_equal(left, [], 'databases of a carrier without a flight')

    status, said = import_rows(viaja, 'g3,GRU,REC,2100,738,BR\nG3,REC,GRU,2100,738,BR\n')
    check_equal(status, 0, said)
    check('1 flights added' in said, said)
    check('skipped: line 2' in said, said)
    check_equal(import_rows(viaja, 'G3,REC,GRU,2100,738,BR\n')[0], 0, 'the same again')
    change_while_searched(viaja)


run(story, TEST_MODE=1)
