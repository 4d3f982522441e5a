// Parts of the page that draw nothing, bundled and run in Node: page_tools_test.sh parts

import { storage, writtenElsewhere } from './browser_globals.mjs';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forget, keep, kept, onKeptElsewhere, travellerNames } from '../../web/src/kept';
import { places } from '../../web/src/places';
import { routeOf, zoneWords } from '../../web/src/trip/item';
import { travellersFor } from '../../web/src/trip/travellers';

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

/** A flight to New York in the night in which its clocks go from 02:00 to 03:00. */
const night = {
  type: 'flight',
  item: {
    type: 'flight',
    from: 'GRU',
    to: 'JFK',
    departs_at: '2027-03-14T00:30:00.000Z',
    departs_at_local: '2027-03-13T21:30',
    arrives_at: '2027-03-14T09:30:00.000Z',
    arrives_at_local: '2027-03-14T05:30',
    arrives_next_day: 1,
  },
};

test('a time has the offset of its instant, also on days on which clocks change', () => {
  places.value = {
    airports: [
      { code: 'GRU', zone: 'America/Sao_Paulo' },
      { code: 'JFK', zone: 'America/New_York' },
    ],
    carriers: [],
  };
  const { from, to, departsAt, arrivesAt } = routeOf(night);
  assert.equal(zoneWords(from, departsAt), 'GMT-3');
  assert.equal(zoneWords(to, arrivesAt), 'GMT-4');
  assert.equal(zoneWords(to, '2027-03-14T06:59:59.000Z'), 'GMT-5');
});

test('a long name ends between two characters', () => {
  const nameOf = (typed) => {
    travellerNames.value = [typed];
    return travellersFor(1)[0].name;
  };
  assert.equal(nameOf(`  ${'𐐀'.repeat(50)}  `), '𐐀'.repeat(50));
  assert.equal(nameOf('𐐀'.repeat(51)), '𐐀'.repeat(50));
  assert.equal(nameOf(`a${'𐐀'.repeat(50)}`), `a${'𐐀'.repeat(49)}`);
  assert.equal(nameOf(`${'é'.repeat(99)}a😀`), `${'é'.repeat(99)}a`);
  assert.equal(nameOf('Ana Souza'), 'Ana Souza');
});
