// The confirmed trip: references, times with their zone, and what was paid. The same on paper, on one
// page.

import type { Hold, Session } from '../api';
import { dateAndTime, list, localTime, longDay, money } from '../format';
import { Icon } from '../icon';
import { later } from '../later';
import { timeline } from '../store';
import { saveCalendar } from './calendar';
import { CopyButton } from './copy';
import { History } from './history';
import { arrivalDay, itemWords, namesOf, placeWords, routeOf, zoneWords } from './item';
import { KindIcon, Layover } from './items';
import { outcome } from './outcome_texts';
import { capturedAt } from './progress';
import { t } from './texts';
import { grouped } from './ways';

const CancelTrip = later('CancelTrip');

interface LegProps {
  code: string;
  day: string;
  local: string;
  instant: string | undefined;
}

function Leg({ code, day, local, instant }: LegProps) {
  return (
    <div class="leg">
      {local && (
        <p>
          <span class="leg-time">{localTime(local)}</span>{' '}
          <span class="small-text soft">{zoneWords(code, instant)}</span>
        </p>
      )}
      <p class="leg-place">{placeWords(code)}</p>
      <p class="small-text soft">{longDay(day)}</p>
    </div>
  );
}

function FlightTimes({ hold }: { hold: Extract<Hold, { type: 'flight' }> }) {
  const route = routeOf(hold);
  if (!route.from) return <p>{longDay(hold.date)}</p>;
  return (
    <div class="legs">
      <Leg code={route.from} day={hold.date} local={route.departs} instant={route.departsAt} />
      <Icon path="M4 12h15M13 6l6 6-6 6" look="leg-arrow" />
      <Leg code={route.to} day={arrivalDay(hold)} local={route.arrives} instant={route.arrivesAt} />
    </div>
  );
}

interface BookingProps {
  session: Session;
  hold: Hold;
  /** There are others beside it. */
  oneOfSeveral: boolean;
  /** The flight from which this one goes on. */
  before: Hold | undefined;
  reference: string;
}

function Booking({ session, hold, oneOfSeveral, before, reference }: BookingProps) {
  const words = itemWords(hold);
  const names = namesOf(hold);
  const id = `reference-${hold.id}`;
  return (
    <li class="booking card pad">
      <div class="booking-head">
        <KindIcon kind={hold.type} />
        <div>
          <h2>{words.title}</h2>
          <p class="soft small-text">{words.detail}</p>
          <Layover before={before} hold={hold} />
        </div>
      </div>
      <div class="booking-reference">
        <p class="small-text soft">{outcome.reference_}</p>
        <p class="row">
          <strong class="reference" id={id}>
            {reference}
          </strong>
          <CopyButton text={reference} source={id} label={outcome.copyReference_(reference)} />
        </p>
      </div>
      <div class="booking-body">
        {hold.type === 'flight' ? <FlightTimes hold={hold} /> : <p>{words.when}</p>}
        <p class="spread small-text">
          <span>
            {words.quantity}
            {names.length > 0 && ` ${t.travellerLine_(list(names))}`}
          </span>
          {hold.price && <span class="price">{money(hold.price)}</span>}
        </p>
        {oneOfSeveral && <CancelTrip session={session} hold={hold} />}
      </div>
    </li>
  );
}

/** What was paid, and what to take home. */
export function ReceiptSummary({ session }: { session: Session }) {
  const at = capturedAt(timeline.value);
  return (
    <div class="card pad facts">
      <dl>
        <dt>{t.total_}</dt>
        <dd class="price total-paid">{money(session.total)}</dd>
        <dt>{outcome.paidWith_}</dt>
        <dd>
          {session.payment?.method === 'pix' ? 'Pix' : outcome.card_}
          {at && `, ${outcome.paidAt_(dateAndTime(at))}`}
        </dd>
        <dt>{outcome.bookingId_}</dt>
        <dd>
          <code class="trip-id">{session.id}</code>
        </dd>
      </dl>
      <button type="button" class="main wide" onClick={() => print()}>
        {outcome.print_}
      </button>
      <button type="button" class="wide" onClick={() => saveCalendar(session)}>
        {outcome.calendar_}
      </button>
    </div>
  );
}

export function Bookings({ session }: { session: Session }) {
  const references = new Map(session.booking_references.map((one) => [one.hold, one.reference]));
  return (
    <ul class="bookings">
      {grouped(session.holds.filter((hold) => references.has(hold.id))).flatMap((group) =>
        group.map((hold, at) => (
          <Booking
            key={hold.id}
            session={session}
            hold={hold}
            oneOfSeveral={references.size > 1}
            before={group[at - 1]}
            reference={references.get(hold.id) ?? ''}
          />
        )),
      )}
    </ul>
  );
}

export function Receipt({ session }: { session: Session }) {
  return (
    <>
      <Bookings session={session} />
      <History session={session} />
      <CancelTrip session={session} />
    </>
  );
}
