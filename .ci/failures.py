"""Prints the ends of what the failed tests of each preset said, so that they stand last in the log.

    failures.py BUILD_FOLDER...
"""
import os
import re
import sys

LINES = 40
COLUMNS = 300


def failed_tests(folder):
    path = os.path.join(folder, 'LastTestsFailed.log')
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8') as file:
        return [line.partition(':')[2].strip() for line in file]


def output_of(test, log):
    found = re.search(rf'^\d+/\d+ Testing: {re.escape(test)}\n'
                      r'.*?^Output:\n-+\n(.*?)^<end of output>', log, re.MULTILINE | re.DOTALL)
    return found[1] if found else 'It did not run to its end.\n'


for build in sys.argv[1:]:
    folder = os.path.join(build, 'Testing', 'Temporary')
    for test in failed_tests(folder):
        with open(os.path.join(folder, 'LastTest.log'), encoding='utf-8', errors='replace') as file:
            lines = output_of(test, file.read()).splitlines()
        print(f'\nFailed: {test}, the last {LINES} lines at most:')
        print('\n'.join(line[:COLUMNS] for line in lines[-LINES:]))
