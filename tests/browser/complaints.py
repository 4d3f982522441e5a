"""What a browser complains of while a story goes on: console, errors of scripts, CSP reports.

A test fails for each complaint that it did not allow beforehand.
"""
import contextlib
import re

# Chromium writes a line for each answer from 400 on; the stories look at those themselves.
ANSWERED = re.compile(r'Failed to load resource: the server responded with a status of (\d+)')
SERIOUS = {'error', 'warning', 'assert'}


class Complaints:
    def __init__(self):
        self.found = []
        self._patterns = []
        self._statuses = set()

    def listen(self, page, name):
        page.on('console', lambda message: self._console(name, message))
        page.on('pageerror', lambda error: self._add(f'{name}: the script failed: {error}'))
        page.on('crash', lambda _: self._add(f'{name}: the page crashed'))

    def expect_answers(self, *statuses):
        """Answers with these statuses belong to the story."""
        self._statuses |= set(statuses)

    @contextlib.contextmanager
    def server_away(self):
        """The server is unavailable within the block: what cannot be reached is none."""
        pattern = re.compile(r'net::ERR_|WebSocket connection to .* failed')
        self._patterns.append(pattern)
        yield
        self._patterns.remove(pattern)

    def _console(self, name, message):
        if message.type not in SERIOUS:
            return
        answered = ANSWERED.search(message.text)
        if answered and int(answered[1]) in self._statuses:
            return
        self._add(f'{name}: console {message.type}: {message.text} ({message.location.get("url")})')

    def _add(self, text):
        if not any(pattern.search(text) for pattern in self._patterns):
            self.found.append(text)

    def check_none(self):
        if self.found:
            raise AssertionError('The browser complained:\n  ' + '\n  '.join(self.found))
