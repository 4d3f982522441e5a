// Tickets of events.

export const tickets = {
  events_: (city: string) => `Eventos em ${city} nestes dias`,
  tickets_: (number: number) => `${number} ${number === 1 ? 'ingresso' : 'ingressos'}`,
  left_: (number: number) => (number === 1 ? 'último ingresso' : `restam ${number} ingressos`),
  sections_: { PISTA: 'Pista', CADEIRA: 'Cadeira', CAMAROTE: 'Camarote' } as Record<string, string>,
};
