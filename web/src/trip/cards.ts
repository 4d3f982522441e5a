// The cards of the test gateway and what each does. They stand for the gateway's own card form,
// which gives the page a token of the same kind.

import { dictionary } from '../texts/language';

const pt = {
  tok_ok: ['Aprovado', 'Autoriza e cobra na hora'],
  tok_slow_3s: ['Lento', 'Responde só depois de 3 segundos'],
  tok_insufficient_funds: ['Sem saldo', 'Recusado: saldo insuficiente'],
  tok_do_not_honor: ['Recusado', 'Recusado pelo banco'],
  tok_slow_decline: ['Recusado devagar', 'Recusado depois de 3 segundos'],
  tok_timeout_then_ok: ['Resposta perdida', 'A primeira resposta se perde; depois autoriza'],
  tok_timeout_then_declined: [
    'Resposta perdida, recusado',
    'A primeira resposta se perde; depois recusa',
  ],
  tok_capture_fails_twice: [
    'Cobrança teimosa',
    'A cobrança fica duas vezes sem resposta, depois vem',
  ],
  tok_capture_refused: ['Cobrança recusada', 'Autoriza, e recusa a cobrança no fim'],
};

const en: Record<keyof typeof pt, string[]> = {
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
};

export type CardToken = keyof typeof pt;

export const USUAL_CARDS: CardToken[] = ['tok_ok', 'tok_slow_3s', 'tok_insufficient_funds'];
export const ODD_CARDS: CardToken[] = [
  'tok_do_not_honor',
  'tok_slow_decline',
  'tok_timeout_then_ok',
  'tok_timeout_then_declined',
  'tok_capture_fails_twice',
  'tok_capture_refused',
];

const texts = dictionary<Record<CardToken, string[]>>(pt, en);

/** Name and effect of a card. */
export function cardWords(token: CardToken): { name: string; effect: string } {
  const [name = token, effect = ''] = texts()[token];
  return { name, effect };
}
