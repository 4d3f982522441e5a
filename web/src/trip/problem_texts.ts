// What a refusal means for the traveller, in one sentence of the page's language. The server's
// `detail` is English and says more; it stands in for codes that are not listed here.

import type { Problem } from '../api';
import { clockTime } from '../format';
import { dictionary, language } from '../texts/language';

const pt = {
  codes: {
    not_available: 'O último lugar acabou de ser vendido. Nada foi cobrado.',
    supplier_refused: 'O fornecedor não aceitou a reserva. Nada foi cobrado.',
    invalid_state: 'A viagem mudou enquanto isso; veja como ela está agora.',
    session_expired: 'O tempo desta reserva acabou. Nada foi cobrado.',
    payment_in_progress: 'Esta viagem já está sendo paga.',
    hold_pending: 'Ainda falta a resposta de algo que foi pedido; espere um pouco.',
    hold_lost: 'Algo deixou de estar reservado. Solte ou troque antes de pagar.',
    no_holds: 'Não há nada reservado para pagar.',
    payment_undone: 'O pagamento foi desfeito. Nada foi cobrado; tente de novo.',
    payment_declined: 'O banco recusou o cartão. Nada foi cobrado.',
    amount_mismatch: 'O total mudou. Confira o novo valor antes de pagar; nada foi cobrado.',
    version_mismatch: 'A viagem mudou enquanto isso; veja como ela está agora.',
    too_many_requests: 'Pedidos demais de uma vez. Espere um pouco e tente de novo.',
    not_found: 'Isto não está mais aqui.',
    invalid_field: 'Algo no pedido não pode ser usado.',
    unexpected_answer: 'A resposta não veio do servidor da Viaja. Tente de novo em instantes.',
    unavailable: 'O servidor não está respondendo. Tente de novo em instantes.',
  } as Record<string, string>,
  tooManyUntil: (time: string) =>
    `Sua rede já pediu ou reservou demais. Nada foi feito; tente de novo depois das ${time}.`,
  reasons: {
    sold_out: 'O último lugar acabou de ser vendido.',
    unknown_item: 'Não é vendido por este fornecedor.',
    not_on_this_day: 'Não há voo neste dia.',
    departed: 'Este voo já partiu.',
    in_the_past: 'Este dia já passou.',
    too_far_ahead: 'Só se reserva até 330 dias antes.',
    other: 'O fornecedor não aceitou.',
  } as Record<string, string>,
};

const en: typeof pt = {
  codes: {
    not_available: 'The last seat has just been sold. Nothing was charged.',
    supplier_refused: 'The supplier did not accept the hold. Nothing was charged.',
    invalid_state: 'The trip changed meanwhile; see how it is now.',
    session_expired: 'The time of this hold has run out. Nothing was charged.',
    payment_in_progress: 'This trip is being paid already.',
    hold_pending: 'Something that was asked for is not answered yet; wait a little.',
    hold_lost: 'Something is not held any more. Drop or swap it before you pay.',
    no_holds: 'Nothing is held that could be paid.',
    payment_undone: 'The payment was undone. Nothing was charged; try again.',
    payment_declined: 'The bank declined the card. Nothing was charged.',
    amount_mismatch: 'The total changed. Check the new amount before you pay; nothing was charged.',
    version_mismatch: 'The trip changed meanwhile; see how it is now.',
    too_many_requests: 'Too many requests at once. Wait a little and try again.',
    not_found: 'This is not here any more.',
    invalid_field: 'Something in the request cannot be used.',
    unexpected_answer: 'The answer did not come from the server of Viaja. Try again in a moment.',
    unavailable: 'The server does not answer. Try again in a moment.',
  },
  tooManyUntil: (time) =>
    `Your network has asked for or holds too much. Nothing was done; try again after ${time}.`,
  reasons: {
    sold_out: 'The last seat has just been sold.',
    unknown_item: 'This supplier does not sell it.',
    not_on_this_day: 'There is no flight on this day.',
    departed: 'This flight has departed.',
    in_the_past: 'This day is over.',
    too_far_ahead: 'It can be held at most 330 days ahead.',
    other: 'The supplier did not accept it.',
  },
};

const texts = dictionary(pt, en);

/** The first full minute that is not before the instant, as a time of day. */
const nextMinute = (instant: string): string =>
  clockTime(new Date(Math.ceil(Date.parse(instant) / 60_000) * 60_000).toISOString());

export function describeProblem(problem: Problem): string {
  if (problem.code === 'too_many_requests' && problem.retry_at) {
    return texts().tooManyUntil(nextMinute(problem.retry_at));
  }
  const known = texts().codes[problem.code] ?? problem.title;
  // The fields that are wrong are named in English only; that is better than not at all.
  if (language.value === 'en-US' && problem.code === 'invalid_field') return problem.detail;
  return known;
}

/** Why a hold was refused, from its `reason`. */
export const describeReason = (reason: string | undefined): string =>
  texts().reasons[reason ?? 'other'] ?? texts().reasons.other ?? '';
