// Every text in Portuguese. One language is one file of the bundle.

import { cards } from './pt/cards';
import { code } from './pt/code';
import { entries } from './pt/entries';
import { map } from './pt/map';
import { outcome } from './pt/outcome';
import { problems } from './pt/problems';
import { reasons } from './pt/reasons';
import { refusals } from './pt/refusals';
import { search } from './pt/search';
import { shell } from './pt/shell';
import { trip } from './pt/trip';

export const texts = {
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

/** What a language has to say; a text that one lacks is an error of the compiler. */
export type Texts = typeof texts;
