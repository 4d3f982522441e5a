// What is on sale beside the hotels, where there is any.
import type { TicketOffer } from './offers';
import { Others } from './others';
import { Tickets } from './tickets';

interface BesideHotelsProps {
  events: TicketOffer[] | undefined;
  suppliers: string[] | undefined;
}

export const BesideHotels = ({ events = [], suppliers = [] }: BesideHotelsProps) => (
  <>
    {events.length > 0 && <Tickets offers={events} />}
    {suppliers.length > 0 && <Others />}
  </>
);
