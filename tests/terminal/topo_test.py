"""`viaja ops topo` on a terminal of 80 × 24 (tmux): topo_test.py VIAJA"""
import os
import subprocess

from operators_test import TOKEN, waiting_saga
from terminal_program import check, check_equal, end_of, travellers
from viaja_process import day_in, run, wait_until

# The exit code is kept by a shell: tmux 3.3 now and then does not wait for its child and then never
# knows the code. The file is there only with the code in it; Ctrl-C reaches the shell too.
RUN = 'trap : INT; "$@"; echo $? > "$0.part" && mv "$0.part" "$0"'
RED = '\033[31m'


class Pane:
    """The program in a tmux of its own."""

    def __init__(self, operator, name, *words, **more):
        self.socket = os.path.join(operator.folder, name)
        self.status = f'{self.socket}.status'
        environment = operator.environment(VIAJA_OPERATOR_TOKEN=TOKEN, **more)
        environment.pop('TMUX', None)
        self.environment = environment
        self.tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', 'sleep 600')
        self.tmux('set', '-g', 'remain-on-exit', 'on')
        self.tmux('respawn-pane', '-k', 'sh', '-c', RUN, self.status,
                  operator.program, 'ops', 'topo', *words)

    def tmux(self, *words):
        return subprocess.run(['tmux', '-u', '-S', self.socket, *words], env=self.environment,
                              check=True, capture_output=True, text=True).stdout

    def text(self, *options):
        return self.tmux('capture-pane', '-p', *options)

    def wait_for(self, text, seconds=20):
        try:
            return wait_until(lambda: (lambda shown: text in shown and shown)(self.text()),
                              seconds, text)
        except AssertionError as error:
            raise AssertionError(f'{error}\n{self.text()}') from None

    def press(self, *keys):
        self.tmux('send-keys', *keys)

    def resize(self, columns, rows):
        self.tmux('resize-window', '-x', str(columns), '-y', str(rows))

    def exit_code(self):
        wait_until(lambda: os.path.exists(self.status), 20, 'the end of the program')
        with open(self.status, encoding='ascii') as file:
            return int(file.read())

    def close(self):
        self.tmux('kill-server')


def check_degrades(operator):
    """Where there is no whole screen it says so and what to use in its place."""
    refused = operator.expect(2, 'ops', 'topo', VIAJA_OPERATOR_TOKEN=TOKEN)
    check('viaja ops services --json' in refused.errors, f'not said: {refused}')
    operator.expect(2, 'ops', 'topo', '--json')
    for more in ({'ACCESSIBLE': '1'}, {'TERM': 'dumb'}, {'TERM': 'no-such-terminal'}):
        child = operator.at_terminal('ops', 'topo', VIAJA_OPERATOR_TOKEN=TOKEN, **more)
        check_equal(end_of(child), 2, f'exit code with {more}')
    child = operator.at_terminal('ops', 'topo', VIAJA_OPERATOR_TOKEN='wrong')
    check_equal(end_of(child), 8, 'exit code with a wrong token')
    child = operator.at_terminal('ops', 'topo', '--url', 'http://127.0.0.1:9')
    check_equal(end_of(child), 7, 'exit code without a server')


def check_keys(pane, session):
    shown = pane.wait_for('Running sagas (1)')
    check(f'{session} ' in shown, f'the saga is not shown:\n{shown}')
    pane.wait_for('unconfirm hotel')
    check_equal(len(shown.rstrip('\n').split('\n')), 24, 'lines')
    pane.press('Down', 'Down', 'Down', 'Enter')
    pane.wait_for('payment.accepted')
    pane.press('Escape')
    pane.wait_for('Running sagas (1)')
    pane.press('/', 'h', 'o', 't', 'e', 'l')
    pane.wait_for('filter: hotel_')
    pane.press('Enter')
    check('flight.8G' not in pane.wait_for('Processes (1)'), 'the filter keeps others')
    pane.press('Escape')
    pane.wait_for('flight.8G')
    pane.press('?')
    pane.wait_for('goes back')
    pane.press('?', 'p')
    pane.wait_for('paused')
    pane.press('p')
    pane.wait_for('live')


def check_size(pane):
    pane.resize(60, 12)
    wait_until(lambda: (lambda lines: len(lines) == 12 and 'q quit' in lines[-1])(
        pane.text().rstrip('\n').split('\n')), 10, 'a picture of 12 lines')
    pane.resize(30, 5)
    pane.wait_for('too small')
    pane.resize(80, 24)
    pane.wait_for('Running sagas')


def story(viaja):
    client = viaja.start(OPERATOR_TOKEN=TOKEN)
    client.flights('REC', 'GRU', day_in(30))
    new = travellers(viaja)
    operator = new()
    check_degrades(operator)
    _, session = waiting_saga(new)
    panes = [Pane(operator, 'coloured', '--lang', 'en'),
             Pane(operator, 'plain', '--lang', 'pt', NO_COLOR='1')]
    try:
        coloured, plain = panes
        check_keys(coloured, session)
        check_size(coloured)
        plain.wait_for('Sagas em curso (')
        viaja.keep_port(viaja.port())
        viaja.kill()
        coloured.wait_for('NO ANSWER for')
        plain.wait_for('SEM RESPOSTA')
        check(RED in coloured.text('-e'), 'a silent server is not red')
        check(RED not in plain.text('-e'), 'a colour with NO_COLOR')
        viaja.start()
        coloured.wait_for('live')
        plain.wait_for('ao vivo')
        coloured.press('q')
        check_equal(coloured.exit_code(), 0, 'exit code of q')
        plain.press('C-c')
        check_equal(plain.exit_code(), 130, 'exit code of Ctrl-C')
    finally:
        for pane in panes:
            pane.close()


if __name__ == '__main__':
    run(story)
