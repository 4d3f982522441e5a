"""bench/load books trips on `viaja all` and trusts its figures; where it should not, it says so.

No time is asserted.
"""
import json
import os
import subprocess
import sys

from viaja_process import check, check_equal, run


def load(url, *arguments):
    program = os.path.abspath(sys.argv[2])
    return subprocess.run([program, '--url', url, '--warm-up', '0', '--json', *arguments],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=100,
                          check=False)


def books_what_it_is_told(url, pid):
    # Trips that start at the same number want the same rooms, some of which are single.
    for arguments in (['--in-flight', '3', '--first', '0'], ['--rate', '200', '--first', '1000']):
        done = load(url, '--trips', '10', '--flights', '2', '--watch', f'viaja={pid}', *arguments)
        check_equal(done.returncode, 0, f'the status of {arguments}, which says {done.stderr}')
        report = json.loads(done.stdout)
        check_equal(report['trips'], 10, 'trips')
        check_equal(report['refusals'], {}, 'refusals')
        check_equal(report['latencies']['hold']['count'], 30, 'holds')
        check_equal(report['latencies']['pay']['count'], 10, 'payments')
        check(report['latencies']['trip']['p50_ms'] >= report['latencies']['pay']['p50_ms'],
              'a trip takes no longer than its payment')
        check('viaja' in report['processor_us_per_trip'], 'the watched process is missing')


def complains_about_a_server_that_is_gone(url):
    done = load(url, '--trips', '1')
    check_equal(done.returncode, 1, 'the status without a server')
    check('given up' in done.stderr, f'it says only {done.stderr}')


def story(viaja):
    client = viaja.start()
    url = f'http://{client.host}:{client.port}'
    books_what_it_is_told(url, viaja.process.pid)
    viaja.kill()
    complains_about_a_server_that_is_gone(url)


if __name__ == '__main__':
    run(story)
