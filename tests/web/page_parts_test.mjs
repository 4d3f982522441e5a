// Parts of the page that draw nothing, bundled and run in Node: page_tools_test.sh parts

import { storage, writtenElsewhere } from './browser_globals.mjs';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forget, keep, kept, onKeptElsewhere } from '../../web/src/kept';

beforeEach(() => {
  storage.full = false;
  forget('card');
});

test('what cannot be written is kept until the page is reloaded', () => {
  keep('card', 'first');
  storage.full = true;
  keep('card', 'second');
  assert.equal(kept('card', ''), 'second');
  forget('card');
  assert.equal(kept('card', ''), '');
});

test('what is written again is shared with other tabs again', () => {
  storage.full = true;
  keep('card', 'first');
  storage.full = false;
  keep('card', 'second');
  storage.setItem('viaja.card', '"third"');
  assert.equal(kept('card', ''), 'third');
});

test('what another tab has written takes the place of what could not be', () => {
  const heard = [];
  onKeptElsewhere('card', () => heard.push(kept('card', '')));
  storage.full = true;
  keep('card', 'here');
  writtenElsewhere('viaja.other', '"there"');
  assert.equal(kept('card', ''), 'here');
  writtenElsewhere('viaja.card', '"there"');
  assert.deepEqual(heard, ['there']);
  keep('card', 'here');
  writtenElsewhere(null, null);
  assert.deepEqual(heard, ['there', 'there']);
});
