// Tickets of events and what suppliers describe, as a file of its own (later.tsx). It imports the start as rest.ts does.

import './main';

export { BesideHotels } from './search/beside_hotels';
export { eventPlace, eventTimes, ticketWords } from './trip/tickets';
