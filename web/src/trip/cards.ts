// The cards of the test gateway and what each does. They stand for the gateway's own card form,
// which gives the page a token of the same kind.

import { dictionary } from '../texts/language';

const cards = dictionary({
  tok_ok: [
    ['Aprovado', 'Autoriza e cobra na hora'],
    ['Approved', 'Authorizes and charges at once'],
  ],
  tok_slow_3s: [
    ['Lento', 'Responde só depois de 3 segundos'],
    ['Slow', 'Answers only after 3 seconds'],
  ],
  tok_insufficient_funds: [
    ['Sem saldo', 'Recusado: saldo insuficiente'],
    ['No funds', 'Declined: insufficient funds'],
  ],
  tok_do_not_honor: [
    ['Recusado', 'Recusado pelo banco'],
    ['Declined', 'Declined by the bank'],
  ],
  tok_slow_decline: [
    ['Recusado devagar', 'Recusado depois de 3 segundos'],
    ['Declined slowly', 'Declined after 3 seconds'],
  ],
  tok_timeout_then_ok: [
    ['Resposta perdida', 'A primeira resposta se perde; depois autoriza'],
    ['Lost answer', 'The first answer is lost; then it authorizes'],
  ],
  tok_timeout_then_declined: [
    ['Resposta perdida, recusado', 'A primeira resposta se perde; depois recusa'],
    ['Lost answer, declined', 'The first answer is lost; then it declines'],
  ],
  tok_capture_fails_twice: [
    ['Cobrança teimosa', 'A cobrança fica duas vezes sem resposta, depois vem'],
    ['Stubborn charge', 'The charge is twice unanswered, then comes'],
  ],
  tok_capture_refused: [
    ['Cobrança recusada', 'Autoriza, e recusa a cobrança no fim'],
    ['Charge refused', 'Authorizes, and refuses the charge at the end'],
  ],
});

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
