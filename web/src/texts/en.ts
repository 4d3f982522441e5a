// Every text in English.

import { cards } from './en/cards';
import { code } from './en/code';
import { entries } from './en/entries';
import { map } from './en/map';
import { outcome } from './en/outcome';
import { problems } from './en/problems';
import { reasons } from './en/reasons';
import { refusals } from './en/refusals';
import { search } from './en/search';
import { shell } from './en/shell';
import { trip } from './en/trip';
import type { Texts } from './pt';

export const texts: Texts = {
  cards,
  code,
  entries,
  map,
  outcome,
  problems,
  reasons,
  refusals,
  search,
  shell,
  trip,
};
