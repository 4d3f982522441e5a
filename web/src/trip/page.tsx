// /trip: one page that follows the state of the session.

import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../api';
import { credentials, forgetCredentials } from '../kept';
import { later, laterOfPix } from '../later';
import { currentHolds, gone, timeline, trip } from '../store';
import { Clock, ClockAnnouncer } from './clock';
import { EarlierTrips } from './earlier';
import { Items, Total } from './items';
import { ReceiptSummary } from './receipt';
import { stateWords } from './state_words';
import { EmptyTrip, StateView } from './states';
import { t } from './texts';

const Share = later('Share');
const ReturnedPix = laterOfPix('ReturnedPix');

/** What became of the trip: it is spoken, and takes the focus if that is lost. */
function Heading({ session }: { session: Session }) {
  const { title, text, tone } = stateWords(session);
  const heading = useRef<HTMLHeadingElement>(null);
  const drawn = useRef(false);
  // A payment may fail before the page was told that it began: the state is open before and after.
  const failed = session.payment?.failure ? session.payment.attempt : 0;
  useEffect(() => {
    const lost = document.activeElement?.matches('body, main') ?? true;
    // What the trip became is looked at; a reload leaves the window where it was.
    if (lost) heading.current?.focus({ preventScroll: !drawn.current });
    drawn.current = true;
  }, [session.state, failed]);
  return (
    <div class={`state-head ${tone}`}>
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      <div role="status">
        {text && <p class="state-text">{text}</p>}
        {session.needs_attention && <p class="note late">{t.attention_(session.id)}</p>}
      </div>
    </div>
  );
}

/** What is in the trip, beside what is done with it. */
function Summary({ session }: { session: Session }) {
  const open = session.state === 'open';
  if (currentHolds.value.length === 0) return null;
  return (
    <section class="card summary" aria-labelledby="summary-title">
      <Clock />
      <h2 id="summary-title">{t.items_}</h2>
      <Items holds={currentHolds.value} actions={open} />
      <Total />
      {open && (
        <a class="button wide" href="/">
          {t.searchOn_}
        </a>
      )}
    </section>
  );
}

function GoneTrip() {
  return (
    <section class="page narrow">
      <h1 tabIndex={-1}>{t.gone_}</h1>
      <p>{t.goneHint_}</p>
      <p>
        <button type="button" class="main" onClick={forgetCredentials}>
          {t.forgetIt_}
        </button>
      </p>
    </section>
  );
}

export function TripPage() {
  const session = trip.value;
  if (gone.value) return <GoneTrip />;
  if (!credentials.value) {
    return (
      <section class="page narrow">
        <h1 tabIndex={-1}>{t.trip_}</h1>
        <EmptyTrip />
        <EarlierTrips />
      </section>
    );
  }
  if (!session) {
    return (
      <section class="page narrow" aria-busy="true">
        <h1 tabIndex={-1}>{t.trip_}</h1>
        <p class="soft">{t.loading_}</p>
      </section>
    );
  }
  const over = session.state === 'expired' || session.state === 'cancelled';
  return (
    <div class={`trip-page ${session.state}`}>
      <section class="trip-main">
        <Heading session={session} />
        {timeline.value.some((entry) => entry.type === 'payment.returned') && <ReturnedPix />}
        <StateView session={session} />
      </section>
      <div class="trip-side">
        {session.state === 'confirmed' ? (
          <ReceiptSummary session={session} />
        ) : (
          <Summary session={session} />
        )}
        {!over && <Share />}
        <EarlierTrips />
      </div>
      <ClockAnnouncer />
    </div>
  );
}
