// What a refusal means for the traveller, in one sentence of the page's language. The server's
// `detail` is English and says more; it stands in for codes that are not listed here.

export const reasons: Record<string, string> = {
  sold_out: 'O último lugar acabou de ser vendido.',
  unknown_item: 'Não é vendido por este fornecedor.',
  not_on_this_day: 'Não há voo neste dia.',
  impossible_connection: 'Não dá tempo de chegar a este voo.',
  departed: 'Este voo já partiu.',
  started: 'O evento já começou.',
  in_the_past: 'Este dia já passou.',
  too_far_ahead: 'Só se reserva até 330 dias antes.',
};
