"""The data folder of `viaja all`: one process at a time, and only a database is taken for one."""
import os
import shutil
import subprocess

from viaja_process import check, check_equal, run


def second_start(viaja):
    """Status and words of another `viaja all` on the same folder."""
    result = subprocess.run([viaja.program, 'all', '--port', '0', '--data', viaja.data],
                            env=viaja.environment, capture_output=True, timeout=60, check=False)
    return result.returncode, result.stderr.decode()


def check_one_process(viaja):
    viaja.start()
    status, said = second_start(viaja)
    check_equal(status, 1, f'the status of a second process: {said}')
    check('another `viaja all`' in said and str(viaja.process.pid) in said and viaja.data in said,
          f'the second process names neither the first nor the folder: {said}')
    viaja.kill()
    viaja.start()


def check_strays(viaja):
    viaja.process.terminate()
    check_equal(viaja.wait(10), 0, 'the status after SIGTERM')
    of_a_carrier = os.path.join(viaja.data, 'viaja_flight_i0.db')
    strays = ['viaja_flight_i0_backup.db', 'viaja_flight_.db', 'viaja_flight_I0.db',
              'viaja_flight_i.db', 'viaja_flight_i0 (1).db']
    for name in strays:
        shutil.copy(of_a_carrier, os.path.join(viaja.data, name))
    os.close(os.open(os.path.join(viaja.data, 'viaja_flight_xx.db'), os.O_CREAT))
    client = viaja.start()
    log = viaja.log_end(60)
    for name in strays:
        check(f'of a carrier\'s database","file":"{os.path.join(viaja.data, name)}"' in log,
              f'{name} is not named:\n{log}')
    check('"carrier enabled by its database file, though not in VIAJA_CARRIERS","carrier":"XX"'
          in log, f'XX became a carrier in silence:\n{log}')
    addresses = [service['address']
                 for service in client.call('GET', '/v1/operator/services').json()['services']]
    flights = sorted(address for address in addresses if address.startswith('flight.'))
    check_equal(flights, ['flight.I0', 'flight.J0', 'flight.XX'], 'carriers')


def story(viaja):
    check_one_process(viaja)
    check_strays(viaja)


run(story, CARRIERS='I0,J0')
