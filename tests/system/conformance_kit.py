"""Runs `viaja conformance` against a participant of a test."""
import json
import os
import subprocess
import xml.etree.ElementTree as ElementTree

from viaja_process import check, check_equal, own_environment, wait_until

RUN_SECONDS = 240


class Kit:
    def __init__(self, build, servers):
        """`build`: the folder of the programs. It may do what session-service may."""
        self.program = os.path.join(build, 'viaja', 'viaja')
        self.folder = servers.folder
        self.environment = own_environment({})
        self.environment.update(servers.environment('tests'))

    def examine(self, address, *options, restart=None):
        """The findings by rule, as its JSON has them. `restart()` restarts the participant; it is
        called on this thread."""
        flag = os.path.join(self.folder, 'restart')
        junit = os.path.join(self.folder, 'junit.xml')
        command = [self.program, 'conformance', '--address', address, '--json', '--junit', junit,
                   *options]
        if restart:
            command += ['--restart', f'touch {flag}; while [ -e {flag} ]; do sleep 0.05; done']
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE,
                              text=True) as kit:
            if restart:
                wait_until(lambda: os.path.exists(flag) or kit.poll() is not None, RUN_SECONDS,
                           'the kit restarts the participant')
                restart()
                if os.path.exists(flag):
                    os.remove(flag)
            text, _ = kit.communicate(timeout=RUN_SECONDS)
        found = json.loads(text)
        self.check_reports(found, kit.returncode, junit)
        return {one['rule']: one for one in found['rules']}

    @staticmethod
    def check_reports(found, status, junit):
        """The exit code and the XML say the same."""
        check_equal(status, 1 if found['broken'] else 0, 'the exit code')
        suite = ElementTree.parse(junit).getroot()
        check_equal((int(suite.get('tests')), int(suite.get('failures'))),
                    (len(found['rules']), found['broken']), 'the JUnit report')
        failed = [case.get('name') for case in suite if case.find('failure') is not None]
        check_equal(failed, broken_in(found['rules']), 'the failures of the JUnit report')


def broken_in(rules):
    return [one['rule'] for one in rules if one['verdict'] == 'broken']


def check_passes(rules, not_examined):
    """All rules hold but those that cannot be examined."""
    for one in rules.values():
        check(one['verdict'] != 'broken', f'{one["rule"]} is broken: {one["reason"]}\n'
              + '\n'.join(one['sent']))
    left_out = {one['rule'] for one in rules.values() if one['verdict'] == 'not examined'}
    check_equal(left_out, set(not_examined), f'rules that were not examined: {rules}')
