// The cards of the test gateway and what each does. They stand for the gateway's own card form,
// which gives the page a token of the same kind.

import { dictionary } from '../texts/dictionary';

const cards = dictionary('cards');

export type CardToken = keyof typeof cards;

export const USUAL_CARDS: CardToken[] = ['tok_ok', 'tok_slow_3s', 'tok_insufficient_funds'];
export const ODD_CARDS: CardToken[] = [
  'tok_do_not_honor',
  'tok_slow_decline',
  'tok_timeout_then_ok',
  'tok_timeout_then_declined',
  'tok_capture_fails_twice',
  'tok_capture_refused',
];

/** Name and effect of a card. */
export function cardWords(token: CardToken): { name: string; effect: string } {
  const [name = token, effect = ''] = cards[token];
  return { name, effect };
}
