// What a refusal means for the traveller, in one sentence of the page's language. The server's
// `detail` is English and says more; it stands in for codes that are not listed here.

export const refusals = {
  tooManyUntil_: (time: string) =>
    `Sua rede já pediu ou reservou demais. Nada foi feito; tente de novo depois das ${time}.`,
  otherReason_: 'O fornecedor não aceitou.',
};
