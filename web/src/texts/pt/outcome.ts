// Words of a payment while it runs, and of the ways in which a trip ends. Every failure begins
// with what was charged: nothing.

export const outcome = {
  paying_: 'Pagando',
  payingText_: (total: string) =>
    `Pagando ${total}. Sua reserva está protegida: o tempo está parado.`,
  mayClose_: 'Pode fechar esta página; a compra continua.',
  undoing_: 'Desfazendo',
  undoingText_: (item: string) =>
    `Nada foi cobrado. ${item} não confirmou; estamos desfazendo o que já tinha sido confirmado.`,
  verifying_: 'Confirmando a cobrança',
  verifyingText_: 'Estamos confirmando a cobrança com o banco. Não pague de novo.',
  steps_: 'Passos do pagamento',
  bank_: 'O banco',

  authorize_: 'Cartão',
  authorizeNow_: 'Cartão: perguntando ao banco…',
  authorized_: 'Cartão autorizado. Nada foi cobrado ainda.',
  declinedStep_: 'Cartão recusado pelo banco.',
  confirmNow_: (item: string) => `${item}: confirmando…`,
  confirmed_: (item: string, reference: string) => `${item}: confirmado, localizador ${reference}.`,
  notConfirmed_: (item: string) => `${item}: não confirmou.`,
  noAnswer_: (item: string) => `${item}: não respondeu a tempo.`,
  asking_: (item: string, attempts: number) => `${item}: sem resposta, ${attempts}ª tentativa.`,
  captureNext_: 'Cobrança: só depois que tudo estiver confirmado.',
  captureNow_: 'Cobrança: tudo confirmado, cobrando…',
  captured_: 'Cobrado.',
  captureRefused_: 'O banco não fez a cobrança.',
  unconfirmNext_: (item: string) => `${item}: desfazer a confirmação`,
  unconfirmNow_: (item: string) => `${item}: desfazendo a confirmação…`,
  unconfirmed_: (item: string) => `${item}: confirmação desfeita; continua reservado.`,
  voidNext_: 'Cartão: desfazer a autorização',
  voidNow_: 'Cartão: desfazendo a autorização…',
  voided_: 'Autorização do cartão desfeita.',
  refundNow_: 'Devolução: pedindo ao banco…',
  refunded_: 'Dinheiro devolvido.',
  releaseNow_: (item: string) => `${item}: cancelando…`,
  released_: (item: string) => `${item}: cancelado.`,
  for_: (time: string) => `há ${time}`,
  states_: { done: 'feito', now: 'agora', next: 'depois', failed: 'falhou' },

  nothingCharged_: 'Nada foi cobrado.',
  declined_: (reason: string) => `O banco recusou o cartão (${reason}).`,
  seatsHeld_: (clock: string) => `O que você escolheu continua reservado por ${clock}.`,
  refused_: (item: string) =>
    `${item} não pôde ser confirmado e tudo foi desfeito. Troque ou solte, e pague de novo.`,
  unavailable_: (item: string) => `${item} não respondeu; você pode pagar de novo.`,
  bankSilent_: 'O banco não respondeu; você pode pagar de novo.',
  captureFailed_:
    'O banco autorizou e depois não fez a cobrança; tudo foi desfeito. Tente outro cartão.',
  lostItem_: (item: string) =>
    `${item} deixou de estar reservado. Troque ou solte, e pague de novo.`,
  bankMayShow_:
    'Seu banco pode mostrar um valor reservado por alguns dias; ele não é uma cobrança.',
  declineReasons_: {
    insufficient_funds: 'saldo insuficiente',
    do_not_honor: 'não autorizado pelo banco',
    other: 'sem motivo dito',
  },

  confirmedTitle_: 'Boa viagem!',
  confirmedText_: (total: string) => `Viagem confirmada. ${total} cobrados.`,
  reference_: 'Localizador',
  copyReference_: (reference: string) => `Copiar o localizador ${reference}`,
  paidWith_: 'Pagamento',
  card_: 'cartão',
  paidAt_: (time: string) => `cobrado em ${time}`,
  bookingId_: 'Código da viagem',
  print_: 'Imprimir o comprovante',
  calendar_: 'Pôr na agenda (.ics)',
  history_: 'O que aconteceu',

  expiredTitle_: 'O tempo acabou',
  expiredText_: 'O tempo acabou e a reserva foi desfeita. Nada foi cobrado.',
  again_: 'Procurar os mesmos voos e quartos de novo',
  askingAgain_: 'Perguntando de novo…',
  againTitle_: 'Procurados de novo',
  againFree_: 'reservado de novo',
  againPrice_: (before: string, after: string) => `o preço mudou de ${before} para ${after}`,
  againGone_: 'não está mais livre',

  cancellingTitle_: 'Cancelando',
  cancellingText_: (amount: string) =>
    `Cancelando a viagem inteira. ${amount} voltam para o seu cartão.`,
  cancelledTitle_: 'Viagem cancelada',
  cancelledPaid_: (amount: string, date: string) => `Cancelada. ${amount} devolvidos em ${date}.`,
  cancelledUnpaid_: 'Cancelada. Nada foi cobrado.',
};
