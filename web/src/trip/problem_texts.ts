// What a refusal means for the traveller, in one sentence of the page's language. The server's
// `detail` is English and says more; it stands in for codes that are not listed here.

import type { Problem } from '../api';
import { clockTime } from '../format';
import { dictionary, language } from '../texts/language';

const codes = dictionary<Record<string, string>>({
  not_available: [
    'O último lugar acabou de ser vendido. Nada foi cobrado.',
    'The last seat has just been sold. Nothing was charged.',
  ],
  supplier_refused: [
    'O fornecedor não aceitou a reserva. Nada foi cobrado.',
    'The supplier did not accept the hold. Nothing was charged.',
  ],
  invalid_state: [
    'A viagem mudou enquanto isso; veja como ela está agora.',
    'The trip changed meanwhile; see how it is now.',
  ],
  session_expired: [
    'O tempo desta reserva acabou. Nada foi cobrado.',
    'The time of this hold has run out. Nothing was charged.',
  ],
  payment_in_progress: ['Esta viagem já está sendo paga.', 'This trip is being paid already.'],
  hold_pending: [
    'Ainda falta a resposta de algo que foi pedido; espere um pouco.',
    'Something that was asked for is not answered yet; wait a little.',
  ],
  hold_lost: [
    'Algo deixou de estar reservado. Solte ou troque antes de pagar.',
    'Something is not held any more. Drop or swap it before you pay.',
  ],
  impossible_connection: [
    'Não dá tempo de chegar a um dos voos. Nada ficou reservado.',
    'One of the flights cannot be reached in time. Nothing is held.',
  ],
  no_holds: ['Não há nada reservado para pagar.', 'Nothing is held that could be paid.'],
  payment_undone: [
    'O pagamento foi desfeito. Nada foi cobrado; tente de novo.',
    'The payment was undone. Nothing was charged; try again.',
  ],
  payment_declined: [
    'O banco recusou o cartão. Nada foi cobrado.',
    'The bank declined the card. Nothing was charged.',
  ],
  amount_mismatch: [
    'O total mudou. Confira o novo valor antes de pagar; nada foi cobrado.',
    'The total changed. Check the new amount before you pay; nothing was charged.',
  ],
  version_mismatch: [
    'A viagem mudou enquanto isso; veja como ela está agora.',
    'The trip changed meanwhile; see how it is now.',
  ],
  too_many_requests: [
    'Pedidos demais de uma vez. Espere um pouco e tente de novo.',
    'Too many requests at once. Wait a little and try again.',
  ],
  not_found: ['Isto não está mais aqui.', 'This is not here any more.'],
  invalid_field: ['Algo no pedido não pode ser usado.', 'Something in the request cannot be used.'],
  unexpected_answer: [
    'A resposta não veio do servidor da Viaja. Tente de novo em instantes.',
    'The answer did not come from the server of Viaja. Try again in a moment.',
  ],
  unavailable: [
    'O servidor não está respondendo. Tente de novo em instantes.',
    'The server does not answer. Try again in a moment.',
  ],
});

const reasons = dictionary<Record<string, string>>({
  sold_out: ['O último lugar acabou de ser vendido.', 'The last seat has just been sold.'],
  unknown_item: ['Não é vendido por este fornecedor.', 'This supplier does not sell it.'],
  not_on_this_day: ['Não há voo neste dia.', 'There is no flight on this day.'],
  impossible_connection: [
    'Não dá tempo de chegar a este voo.',
    'This flight cannot be reached in time.',
  ],
  departed: ['Este voo já partiu.', 'This flight has departed.'],
  in_the_past: ['Este dia já passou.', 'This day is over.'],
  too_far_ahead: ['Só se reserva até 330 dias antes.', 'It can be held at most 330 days ahead.'],
});

const t = dictionary({
  tooManyUntil_: [
    (time: string) =>
      `Sua rede já pediu ou reservou demais. Nada foi feito; tente de novo depois das ${time}.`,
    (time) =>
      `Your network has asked for or holds too much. Nothing was done; try again after ${time}.`,
  ],
  otherReason_: ['O fornecedor não aceitou.', 'The supplier did not accept it.'],
});

/** The first full minute that is not before the instant, as a time of day. */
const nextMinute = (instant: string): string =>
  clockTime(new Date(Math.ceil(Date.parse(instant) / 60_000) * 60_000).toISOString());

export function describeProblem(problem: Problem): string {
  if (problem.code === 'too_many_requests' && problem.retry_at) {
    return t.tooManyUntil_(nextMinute(problem.retry_at));
  }
  const known = codes[problem.code] ?? problem.title;
  // The fields that are wrong are named in English only; that is better than not at all.
  if (language.value === 'en-US' && problem.code === 'invalid_field') return problem.detail;
  return known;
}

/** Why a hold was refused, from its `reason`. */
export const describeReason = (reason: string | undefined): string =>
  reasons[reason ?? ''] ?? t.otherReason_;
