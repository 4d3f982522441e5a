// The events in the city of the stay on its days: what a ticket of each section costs.
import { cityName } from '../places';
import { ticketTexts } from '../trip/ticket_texts';
import { eventName, sectionName, startWords } from '../trip/tickets';
import { travellersFor } from '../trip/travellers';
import { type Offered, Row } from './offered';
import type { TicketOffer } from './offers';
import { query, ticketQuestionPath } from './state';

function describe(offer: TicketOffer): Offered {
  const { event_id, section_id, price, tickets_left: left } = offer;
  const quantity = query.value.people;
  const title = eventName(offer);
  const section = sectionName(section_id);
  return {
    wish: { type: 'ticket', event_id, section_id, quantity, travellers: travellersFor(quantity) },
    price,
    title,
    name: `${title}, ${section}`,
    details: `${section} · ${startWords(offer.starts_at_local)}`,
    quantity: ticketTexts().tickets_(quantity),
    left,
    leftWords: ticketTexts().left_(left),
  };
}

export function Tickets({ offers }: { offers: TicketOffer[] }) {
  const source = { path: ticketQuestionPath.value, describe };
  return (
    <section class="stack" aria-labelledby="events">
      <h2 id="events" tabIndex={-1}>
        {ticketTexts().events_(cityName(query.value.to))}
      </h2>
      <ul class="offers">
        {offers.map((offer) => (
          <Row key={`${offer.event_id}:${offer.section_id}`} source={source} offer={offer} />
        ))}
      </ul>
    </section>
  );
}
