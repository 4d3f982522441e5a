// What a refusal means for the traveller, in one sentence of the page's language. The server's
// `detail` is English and says more; it stands in for codes that are not listed here.

export const problems: Record<string, string> = {
  not_available: 'O último lugar acabou de ser vendido. Nada foi cobrado.',
  supplier_refused: 'O fornecedor não aceitou a reserva. Nada foi cobrado.',
  supplier_unavailable: 'O fornecedor não responde agora. Nada foi cobrado.',
  invalid_state: 'A viagem mudou enquanto isso; veja como ela está agora.',
  session_expired: 'O tempo desta reserva acabou. Nada foi cobrado.',
  payment_in_progress: 'Esta viagem já está sendo paga.',
  hold_pending: 'Ainda falta a resposta de algo que foi pedido; espere um pouco.',
  hold_lost: 'Algo deixou de estar reservado. Solte ou troque antes de pagar.',
  quote_expired: 'O valor da devolução precisa ser calculado de novo. Nada foi cancelado.',
  impossible_connection: 'Não dá tempo de chegar a um dos voos. Nada ficou reservado.',
  price_changed: 'Um preço mudou. Nada foi cobrado; veja o novo preço antes de pagar.',
  no_holds: 'Não há nada reservado para pagar.',
  payment_undone: 'O pagamento foi desfeito. Nada foi cobrado; tente de novo.',
  payment_declined: 'O banco recusou o cartão. Nada foi cobrado.',
  amount_mismatch: 'O total mudou. Confira o novo valor antes de pagar; nada foi cobrado.',
  version_mismatch: 'A viagem mudou enquanto isso; veja como ela está agora.',
  too_many_requests: 'Pedidos demais de uma vez. Espere um pouco e tente de novo.',
  not_found: 'Isto não está mais aqui.',
  invalid_field: 'Algo no pedido não pode ser usado.',
  unexpected_answer: 'A resposta não veio do servidor da Viaja. Tente de novo em instantes.',
  wrong_shard: 'O servidor não alcança esta viagem agora. Tente de novo em instantes.',
  unavailable: 'O servidor não está respondendo. Tente de novo em instantes.',
};
