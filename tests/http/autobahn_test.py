"""Viaja's WebSocket passes the Autobahn cases of sections 1 to 7 and 10.

autobahn_test.py SOCKET_ECHO [PATTERN]: run by tests/in_venv.py; PATTERN chooses cases by number.
"""
import asyncio
import re
import subprocess
import sys

from autobahn_cases import all_cases
from autobahn_client import run_case

CASES = 247  # in the release that tests/requirements.txt names
AT_ONCE = 16
CASE_SECONDS_MAX = 60
GOOD = ('OK', 'INFORMATIONAL')


async def judged(case_class, port):
    try:
        case = await asyncio.wait_for(run_case(case_class, port, '/echo'), CASE_SECONDS_MAX)
        return case.behavior, case.behaviorClose, f'{case.result} {case.resultClose}'
    except Exception as error:  # noqa: B902 (whatever a case throws is its failure)
        return 'FAILED', 'FAILED', repr(error)[:300]


async def run_all(cases, port):
    gate = asyncio.Semaphore(AT_ONCE)

    async def run_one(number, case_class):
        async with gate:
            return number, await judged(case_class, port)
    return await asyncio.gather(*(run_one(number, case) for number, case in cases))


def main():
    pattern = sys.argv[2] if len(sys.argv) > 2 else ''
    cases = [(number, case) for number, case in all_cases() if re.match(pattern, number)]
    with subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        port = int(server.stdout.readline())
        results = asyncio.run(run_all(cases, port))
        server.stdin.close()
        ended = server.wait(timeout=30)
    failed = [(number, result) for number, result in results
              if result[0] not in GOOD or result[1] not in GOOD]
    for number, result in failed:
        print(number, *result)
    informational = sum(result[0] == 'INFORMATIONAL' for _, result in results)
    print(f'{len(results)} cases: {len(results) - len(failed) - informational} OK, '
          f'{informational} informational, {len(failed)} failed')
    few = not pattern and len(results) != CASES
    if few:
        print(f'There should be {CASES} cases.')
    sys.exit(1 if failed or few or ended != 0 else 0)


if __name__ == '__main__':
    main()
