// Words of a payment while it runs, and of the ways in which a trip ends. Every failure begins
// with what was charged: nothing.

import { dictionary } from '../texts/language';

export const outcome = dictionary({
  paying_: ['Pagando', 'Paying'],
  payingText_: [
    (total: string) => `Pagando ${total}. Sua reserva está protegida: o tempo está parado.`,
    (total) => `Paying ${total}. What you hold is safe: the clock stands still.`,
  ],
  mayClose_: [
    'Pode fechar esta página; a compra continua.',
    'You may close this page; the purchase goes on.',
  ],
  undoing_: ['Desfazendo', 'Undoing'],
  undoingText_: [
    (item: string) =>
      `Nada foi cobrado. ${item} não confirmou; estamos desfazendo o que já tinha sido confirmado.`,
    (item) =>
      `Nothing was charged. ${item} did not confirm; we are undoing what had been confirmed.`,
  ],
  undoingBank_: [
    'Nada foi cobrado. O banco não aceitou; estamos desfazendo o que já tinha sido confirmado.',
    'Nothing was charged. The bank did not accept; we are undoing what had been confirmed.',
  ],
  verifying_: ['Confirmando a cobrança', 'Checking the charge'],
  verifyingText_: [
    'Estamos confirmando a cobrança com o banco. Não pague de novo.',
    'We are checking the charge with the bank. Do not pay again.',
  ],
  steps_: ['Passos do pagamento', 'Steps of the payment'],
  bank_: ['O banco', 'The bank'],

  authorize_: ['Cartão', 'Card'],
  authorizeNow_: ['Cartão: perguntando ao banco…', 'Card: asking the bank…'],
  authorized_: [
    'Cartão autorizado. Nada foi cobrado ainda.',
    'Card authorized. Nothing has been charged yet.',
  ],
  declinedStep_: ['Cartão recusado pelo banco.', 'Card declined by the bank.'],
  confirmNext_: [(item: string) => item, (item) => item],
  confirmNow_: [(item: string) => `${item}: confirmando…`, (item) => `${item}: confirming…`],
  confirmed_: [
    (item: string, reference: string) => `${item}: confirmado, localizador ${reference}.`,
    (item, reference) => `${item}: confirmed, reference ${reference}.`,
  ],
  notConfirmed_: [
    (item: string) => `${item}: não confirmou.`,
    (item) => `${item}: did not confirm.`,
  ],
  noAnswer_: [
    (item: string) => `${item}: não respondeu a tempo.`,
    (item) => `${item}: did not answer in time.`,
  ],
  asking_: [
    (item: string, attempts: number) => `${item}: sem resposta, ${attempts}ª tentativa.`,
    (item, attempts) => `${item}: no answer yet, attempt ${attempts}.`,
  ],
  captureNext_: [
    'Cobrança: só depois que tudo estiver confirmado.',
    'The charge comes only when everything is confirmed.',
  ],
  captureNow_: [
    'Cobrança: tudo confirmado, cobrando…',
    'The charge: everything is confirmed, charging…',
  ],
  captured_: ['Cobrado.', 'Charged.'],
  captureRefused_: ['O banco não fez a cobrança.', 'The bank did not make the charge.'],
  unconfirmNext_: [
    (item: string) => `${item}: desfazer a confirmação`,
    (item) => `${item}: undo the confirmation`,
  ],
  unconfirmNow_: [
    (item: string) => `${item}: desfazendo a confirmação…`,
    (item) => `${item}: undoing the confirmation…`,
  ],
  unconfirmed_: [
    (item: string) => `${item}: confirmação desfeita; continua reservado.`,
    (item) => `${item}: confirmation undone; it is still held.`,
  ],
  voidNext_: ['Cartão: desfazer a autorização', 'Card: undo the authorization'],
  voidNow_: ['Cartão: desfazendo a autorização…', 'Card: undoing the authorization…'],
  voided_: ['Autorização do cartão desfeita.', 'Authorization of the card undone.'],
  refundNow_: ['Devolução: pedindo ao banco…', 'Refund: asking the bank…'],
  refunded_: ['Dinheiro devolvido.', 'Money given back.'],
  releaseNow_: [(item: string) => `${item}: cancelando…`, (item) => `${item}: cancelling…`],
  released_: [(item: string) => `${item}: cancelado.`, (item) => `${item}: cancelled.`],
  for_: [(time: string) => `há ${time}`, (time) => `for ${time}`],
  states_: [
    { done: 'feito', now: 'agora', next: 'depois', failed: 'falhou' },
    { done: 'done', now: 'now', next: 'later', failed: 'failed' },
  ],

  nothingCharged_: ['Nada foi cobrado.', 'Nothing was charged.'],
  declined_: [
    (reason: string) => `O banco recusou o cartão (${reason}).`,
    (reason) => `The bank declined the card (${reason}).`,
  ],
  seatsHeld_: [
    (clock: string) => `O que você escolheu continua reservado por ${clock}.`,
    (clock) => `What you chose is still held for ${clock}.`,
  ],
  refused_: [
    (item: string) =>
      `${item} não pôde ser confirmado e tudo foi desfeito. Troque ou solte, e pague de novo.`,
    (item) =>
      `${item} could not be confirmed and everything was undone. Swap or drop it, and pay again.`,
  ],
  unavailable_: [
    (item: string) => `${item} não respondeu; você pode pagar de novo.`,
    (item) => `${item} did not answer; you can pay again.`,
  ],
  bankSilent_: [
    'O banco não respondeu; você pode pagar de novo.',
    'The bank did not answer; you can pay again.',
  ],
  captureFailed_: [
    'O banco autorizou e depois não fez a cobrança; tudo foi desfeito. Tente outro cartão.',
    'The bank authorized and then did not make the charge; everything was undone. Try another card.',
  ],
  lostItem_: [
    (item: string) => `${item} deixou de estar reservado. Troque ou solte, e pague de novo.`,
    (item) => `${item} is not held any more. Swap or drop it, and pay again.`,
  ],
  bankMayShow_: [
    'Seu banco pode mostrar um valor reservado por alguns dias; ele não é uma cobrança.',
    'Your bank may show a reserved amount for some days; it is not a charge.',
  ],
  declineReasons_: [
    {
      insufficient_funds: 'saldo insuficiente',
      do_not_honor: 'não autorizado pelo banco',
      other: 'sem motivo dito',
    },
    {
      insufficient_funds: 'insufficient funds',
      do_not_honor: 'not authorized by the bank',
      other: 'no reason given',
    },
  ],

  confirmedTitle_: ['Boa viagem!', 'Have a good trip!'],
  confirmedText_: [
    (total: string) => `Viagem confirmada. ${total} cobrados.`,
    (total) => `Trip confirmed. ${total} charged.`,
  ],
  reference_: ['Localizador', 'Reference'],
  copyReference_: [
    (reference: string) => `Copiar o localizador ${reference}`,
    (reference) => `Copy the reference ${reference}`,
  ],
  paidWith_: ['Pagamento', 'Payment'],
  card_: ['cartão', 'card'],
  paidAt_: [(time: string) => `cobrado em ${time}`, (time) => `charged on ${time}`],
  bookingId_: ['Código da viagem', 'Code of the trip'],
  print_: ['Imprimir o comprovante', 'Print the receipt'],
  calendar_: ['Pôr na agenda (.ics)', 'Add to calendar (.ics)'],
  history_: ['O que aconteceu', 'What happened'],

  expiredTitle_: ['O tempo acabou', 'Time ran out'],
  expiredText_: [
    'O tempo acabou e a reserva foi desfeita. Nada foi cobrado.',
    'Time ran out and the hold was released. Nothing was charged.',
  ],
  again_: [
    'Procurar os mesmos voos e quartos de novo',
    'Look for the same flights and rooms again',
  ],
  askingAgain_: ['Perguntando de novo…', 'Asking again…'],
  againTitle_: ['Procurados de novo', 'Looked for again'],
  againFree_: ['reservado de novo', 'held again'],
  againPrice_: [
    (before: string, after: string) => `o preço mudou de ${before} para ${after}`,
    (before, after) => `the price changed from ${before} to ${after}`,
  ],
  againGone_: ['não está mais livre', 'not free any more'],

  cancellingTitle_: ['Cancelando', 'Cancelling'],
  cancellingText_: [
    (amount: string) => `Cancelando a viagem inteira. ${amount} voltam para o seu cartão.`,
    (amount) => `Cancelling the whole trip. ${amount} go back to your card.`,
  ],
  cancelledTitle_: ['Viagem cancelada', 'Trip cancelled'],
  cancelledPaid_: [
    (amount: string, date: string) => `Cancelada. ${amount} devolvidos em ${date}.`,
    (amount, date) => `Cancelled. ${amount} given back on ${date}.`,
  ],
  cancelledUnpaid_: ['Cancelada. Nada foi cobrado.', 'Cancelled. Nothing was charged.'],
});

/** The timeline's entries in words, by their type; those that say nothing to a traveller have none. */
export const entryTexts = dictionary<Record<string, string>>({
  'session.opened': ['Viagem aberta', 'Trip opened'],
  'session.expired': ['O tempo acabou', 'Time ran out'],
  'session.confirmed': ['Viagem confirmada', 'Trip confirmed'],
  'session.cancelling': ['Cancelamento pedido', 'Cancellation asked for'],
  'session.cancelled': ['Viagem cancelada', 'Trip cancelled'],
  'hold.held': ['Reservado', 'Held'],
  'hold.refused': ['Não foi possível reservar', 'Could not be held'],
  'hold.releasing': ['Solto', 'Dropped'],
  'payment.accepted': ['Pagamento recebido', 'Payment received'],
  'payment.failed': [
    'Pagamento não concluído; nada foi cobrado',
    'Payment not completed; nothing was charged',
  ],
  'step.authorized': ['Cartão autorizado', 'Card authorized'],
  'step.declined': ['Cartão recusado', 'Card declined'],
  'step.confirmed': ['Confirmado', 'Confirmed'],
  'step.refused': ['Não confirmou', 'Did not confirm'],
  'step.silent': ['Não respondeu', 'Did not answer'],
  'step.captured': ['Cobrado', 'Charged'],
  'step.capture_refused': ['Cobrança recusada', 'Charge refused'],
  'step.refunded': ['Devolvido', 'Given back'],
  'undo.unconfirmed': ['Confirmação desfeita', 'Confirmation undone'],
  'undo.voided': ['Autorização desfeita', 'Authorization undone'],
});
