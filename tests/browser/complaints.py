"""What a browser complains of while a story goes on: console, errors of scripts, CSP reports.

A test fails for each complaint that it did not allow beforehand.
"""
import collections
import contextlib
import re

from playwright.sync_api import Error

# Chromium writes a line for each answer from 400 on; the stories look at those themselves.
ANSWERED = re.compile(r'Failed to load resource: the server responded with a status of (\d+)')
SERIOUS = {'error', 'warning', 'assert'}
CONFLICT = 409
# The page makes such a call again, and the traveller sees nothing of it.
REPEATED = {'busy', 'request_in_progress'}


class Complaints:
    def __init__(self):
        self.found = []
        self._patterns = []
        self._statuses = set()
        self._conflicts = []  # what the console said of them, and the address
        self._codes = collections.defaultdict(list)  # of conflicts, by address

    def listen(self, page, name):
        page.on('console', lambda message: self._console(name, message))
        page.on('response', self._response)
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
        status = int(answered[1]) if answered else None
        if status in self._statuses:
            return
        url = message.location.get('url')
        text = f'{name}: console {message.type}: {message.text} ({url})'
        if status == CONFLICT:
            self._conflicts.append((text, url))
        else:
            self._add(text)

    def _response(self, response):
        if response.status != CONFLICT:
            return
        try:
            self._codes[response.url].append(response.json().get('code'))
        except (Error, ValueError):  # the page has gone, or it is no problem
            self._codes[response.url].append('unreadable')

    def _judge_conflicts(self):
        for text, url in self._conflicts:
            code = self._codes[url].pop(0) if self._codes[url] else 'unknown'
            if code not in REPEATED:
                self._add(f'{text}: {code}')
        self._conflicts.clear()

    def _add(self, text):
        if not any(pattern.search(text) for pattern in self._patterns):
            self.found.append(text)

    def check_none(self):
        self._judge_conflicts()
        if self.found:
            raise AssertionError('The browser complained:\n  ' + '\n  '.join(self.found))
