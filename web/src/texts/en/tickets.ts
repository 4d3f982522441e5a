import type { tickets as pt } from '../pt/tickets';

export const tickets: typeof pt = {
  events_: (city) => `Events in ${city} on these days`,
  tickets_: (number) => `${number} ${number === 1 ? 'ticket' : 'tickets'}`,
  left_: (number) => (number === 1 ? 'last ticket' : `${number} tickets left`),
  sections_: { PISTA: 'Standing', CADEIRA: 'Seat', CAMAROTE: 'Box' },
};
