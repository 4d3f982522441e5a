// The cards of the test gateway and what each does. They stand for the gateway's own card form,
// which gives the page a token of the same kind.

import { dictionary } from '../texts/dictionary';

const t = dictionary('cards');

export type CardToken = keyof typeof t.cards_;

/** How many are shown at once; the others make trouble. */
const USUAL = 3;

const tokens = () => Object.keys(t.cards_) as CardToken[];
export const usualCards = (): CardToken[] => tokens().slice(0, USUAL);
export const oddCards = (): CardToken[] => tokens().slice(USUAL);

/** Name and effect of a card. */
export function cardWords(token: CardToken): { name: string; effect: string } {
  const [name = token, effect = ''] = t.cards_[token];
  return { name, effect };
}
