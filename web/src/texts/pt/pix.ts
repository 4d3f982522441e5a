// Paying by Pix. What failed begins with what was charged, or with what came back.
export const pix = {
  hint_:
    'Você recebe um código para pagar no aplicativo do seu banco. O que está reservado espera por ele.',
  create_: (total: string) => `Gerar o Pix de ${total}`,

  asking_: 'Gerando o Pix',
  askingText_: 'O código está sendo pedido ao banco. Nada foi cobrado ainda.',
  waiting_: 'Pague com Pix',
  waitingText_: (total: string) =>
    `Pague ${total} no aplicativo do seu banco. Esta página continua sozinha.`,
  received_: 'Pix recebido',
  receivedText_: (total: string) => `Pix de ${total} recebido. Agora tudo está sendo confirmado.`,
  withdrawing_: 'Retirando o Pix',
  withdrawingText_: 'O código está sendo retirado do banco. Não pague; o que for pago volta.',
  returning_: 'Devolvendo o Pix',
  returningText_: (total: string) => `Não deu certo. ${total} estão voltando para a sua conta.`,

  amount_: 'Valor',
  validFor_: 'O código vale por mais',
  until_: (time: string) => `até ${time}`,
  validForLabel_: (clock: string) => `O código vale por mais ${clock}.`,
  announce_: (minutes: number) =>
    `O código Pix vale por mais ${minutes} ${minutes === 1 ? 'minuto' : 'minutos'}.`,
  holdsStay_: (clock: string) =>
    `O tempo da reserva está parado. Se o Pix não for pago, ela ainda vale por ${clock}.`,
  holdsEnd_: 'A reserva só espera por este Pix: se ele não for pago, ela termina.',
  qr_: 'Código QR do Pix',
  code_: 'Pix copia e cola',
  copy_: 'Copiar o código',
  how_: [
    'Abra o aplicativo do seu banco e escolha Pix.',
    'Aponte a câmera para o código QR, ou cole o código.',
    'Confira o valor e pague.',
  ],
  bankIsAwaited_: 'Esperando o banco dizer que foi pago…',
  mayClose_: 'Pode fechar esta página, ou abrir em outro aparelho: o código é o mesmo.',
  over_: 'O código venceu. O banco está sendo perguntado se foi pago; não pague este código agora.',
  stop_: 'Desistir deste Pix',
  stopping_: 'Desistindo…',
  playBank_: 'Fazer o papel do banco (só em teste)',

  /** By the key of the step of a card, and its state. */
  steps_: {
    authorize: {
      next: 'Pix',
      now: 'Pix: esperando o banco…',
      done: 'Pix recebido.',
      failed: 'Pix: não foi pago.',
    },
    void: {
      next: 'Pix: retirar o código e devolver o que foi pago',
      now: 'Pix: retirando o código e devolvendo o que foi pago…',
      done: 'Pix desfeito; nada ficou pago.',
      failed: '',
    },
  } as Record<string, Record<'next' | 'now' | 'done' | 'failed', string>>,
  entries_: {
    'step.charge_waiting': 'Código Pix gerado',
    'step.paid': 'Pix recebido',
    'undo.refunded': 'Pix devolvido',
    'payment.stopped': 'Desistência do Pix',
    'payment.returned': 'Pix inesperado devolvido',
  } as Record<string, string>,

  nothingPaid_: 'Nada foi cobrado.',
  unpaid_: 'O código Pix venceu sem ser pago. Gere outro ou pague com cartão.',
  stopped_: 'Você desistiu do Pix. Gere outro ou pague com cartão.',
  noCode_: 'O banco não gerou o código. Tente de novo ou pague com cartão.',
  doNotPay_: 'Não pague mais o código antigo; se for pago, o dinheiro volta sozinho.',
  cameBack_: (amount: string) => `${amount} voltaram para a conta que pagou o Pix.`,
  expired_: 'O tempo acabou e a reserva foi desfeita.',
  back_: 'Um Pix foi devolvido',
  returned_: {
    paid_late: (amount: string) =>
      `${amount} chegaram depois do prazo e voltaram para a sua conta.`,
    paid_twice: (amount: string) => `${amount} foram pagos outra vez e voltaram para a sua conta.`,
    wrong_amount: (amount: string) =>
      `${amount} não eram o valor do código e voltaram para a sua conta.`,
    other_: (amount: string) => `${amount} voltaram para a sua conta.`,
  },
};
