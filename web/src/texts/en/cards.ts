import type { cards as pt } from '../pt/cards';

export const cards: typeof pt = {
  cards_: {
    tok_ok: ['Approved', 'Authorizes and charges at once'],
    tok_slow_3s: ['Slow', 'Answers only after 3 seconds'],
    tok_insufficient_funds: ['No funds', 'Declined: insufficient funds'],
    tok_do_not_honor: ['Declined', 'Declined by the bank'],
    tok_slow_decline: ['Declined slowly', 'Declined after 3 seconds'],
    tok_timeout_then_ok: ['Lost answer', 'The first answer is lost; then it authorizes'],
    tok_timeout_then_declined: [
      'Lost answer, declined',
      'The first answer is lost; then it declines',
    ],
    tok_capture_fails_twice: ['Stubborn charge', 'The charge is twice unanswered, then comes'],
    tok_capture_refused: ['Charge refused', 'Authorizes, and refuses the charge at the end'],
  },
};
