// The cards of the test gateway and what each does. They stand for the gateway's own card form,
// which gives the page a token of the same kind. The first three are shown at once.

export const cards = {
  cards_: {
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
  },
};
