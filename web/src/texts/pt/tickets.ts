// Tickets of events, and what suppliers describe themselves.

export const tickets = {
  events_: (city: string) => `Eventos em ${city} nestes dias`,
  tickets_: (number: number) => `${number} ${number === 1 ? 'ingresso' : 'ingressos'}`,
  left_: (number: number) => (number === 1 ? 'último ingresso' : `restam ${number} ingressos`),
  sections_: { PISTA: 'Pista', CADEIRA: 'Cadeira', CAMAROTE: 'Camarote' } as Record<string, string>,
  others_: (city: string) => `Também em ${city} nestes dias`,
  units_: 'Quantos',
  priceFor_: (number: number) => (number === 1 ? '' : `preço de ${number}`),
  unitsLeft_: (number: number) => (number === 1 ? 'último' : `restam ${number}`),
  found_: (number: number) => `${number} ${number === 1 ? 'oferta' : 'ofertas'}`,
  more_: 'Mostrar mais',
  noOthers_: 'Nada à venda nestes dias nesta quantidade.',
};
