// Words of a payment while it runs, and of the ways in which a trip ends. Every failure begins
// with what was charged: nothing.

export const entries: Record<string, string> = {
  'session.opened': 'Viagem aberta',
  'session.expired': 'O tempo acabou',
  'session.confirmed': 'Viagem confirmada',
  'session.cancelling': 'Cancelamento pedido',
  'session.cancelled': 'Viagem cancelada',
  'cancellation.done': 'Uma parte da viagem cancelada',
  'hold.held': 'Reservado',
  'hold.refused': 'Não foi possível reservar',
  'hold.releasing': 'Solto',
  'payment.accepted': 'Pagamento recebido',
  'payment.failed': 'Pagamento não concluído; nada foi cobrado',
  'step.authorized': 'Cartão autorizado',
  'step.declined': 'Recusado pelo banco',
  'step.confirmed': 'Confirmado',
  'step.refused': 'Não confirmou',
  'step.silent': 'Não respondeu',
  'step.captured': 'Cobrado',
  'step.capture_refused': 'Cobrança recusada',
  'step.refunded': 'Devolvido',
  'undo.unconfirmed': 'Confirmação desfeita',
  'undo.voided': 'Pedido de cobrança desfeito',
};
