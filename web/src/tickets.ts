// Tickets of events, as a file of its own (later.tsx). It imports the start as rest.ts does.

import './main';

export { Tickets } from './search/tickets';
export { eventPlace, eventTimes, ticketWords } from './trip/tickets';
