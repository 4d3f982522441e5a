import type { tickets as pt } from '../pt/tickets';

export const tickets: typeof pt = {
  events_: (city) => `Events in ${city} on these days`,
  tickets_: (number) => `${number} ${number === 1 ? 'ticket' : 'tickets'}`,
  left_: (number) => (number === 1 ? 'last ticket' : `${number} tickets left`),
  sections_: { PISTA: 'Standing', CADEIRA: 'Seat', CAMAROTE: 'Box' },
  others_: (city) => `Also in ${city} on these days`,
  units_: 'How many',
  priceFor_: (number) => (number === 1 ? '' : `price for ${number}`),
  unitsLeft_: (number) => (number === 1 ? 'last one' : `${number} left`),
  found_: (number) => `${number} ${number === 1 ? 'offer' : 'offers'}`,
  more_: 'Show more',
  noOthers_: 'Nothing on sale on these days in this quantity.',
};
