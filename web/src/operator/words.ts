// The words of the operator's page in the present language. The English ones have the type of the
// Portuguese ones, so that a text that is missing does not compile.

import { language } from '../texts/language';
import { english } from './words_en';
import { portuguese } from './words_pt';

export type Words = typeof portuguese;

const WORDS: Record<typeof language.value, Words> = {
  'pt-BR': portuguese,
  'en-US': english,
};

export const words = (): Words => WORDS[language.value];

/** The word of a value that the server said; a value that is not known here stands as it is. */
export const named = (table: Record<string, string>, value: string): string =>
  table[value] ?? value;
