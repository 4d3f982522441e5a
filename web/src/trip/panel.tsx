// The trip beside the search: a card on a desk, a bar at the bottom of a phone.

import { money } from '../format';
import { credentials } from '../kept';
import { currentHolds, gone, trip } from '../store';
import { AskedAgain } from './again';
import { Clock, ClockAnnouncer, ClockDigits } from './clock';
import { FailureNote } from './failure_note';
import { Items, RefusedItems, Total } from './items';
import { stateWords } from './state_words';
import { t } from './texts';

/** A trip that is not open any more in one line, with the way to it. */
function EndedLine() {
  const session = trip.value;
  if (!session || session.state === 'open') return null;
  const { title, text, tone } = stateWords(session);
  return (
    <div class={`note ${tone === 'plain' ? '' : tone}`} role="status">
      <strong>{title}</strong>
      {text && <p class="small-text">{text}</p>}
      <a href="/trip">{t.see_}</a>
    </div>
  );
}

function OpenTrip() {
  const session = trip.value;
  if (session?.state !== 'open') return null;
  return (
    <>
      <AskedAgain session={session} />
      <Clock />
      <RefusedItems />
      <FailureNote session={session} />
      <Items holds={currentHolds.value} actions />
      <Total />
      {currentHolds.value.length > 0 && (
        <a class="button main wide" href="/trip">
          {t.toPayment_(money(session.total))}
        </a>
      )}
    </>
  );
}

/** For the thumb: total, clock, and the way to the trip. */
function BottomBar() {
  const session = trip.value;
  if (!session || currentHolds.value.length === 0) return null;
  return (
    <a class="bottom-bar" href="/trip">
      <span class="price">{money(session.total)}</span>
      <ClockDigits />
      <span class="bottom-bar-go">
        {session.state === 'open' ? t.see_ : stateWords(session).title}
      </span>
    </a>
  );
}

export function TripPanel() {
  const empty = currentHolds.value.length === 0 && (!trip.value || trip.value.state === 'open');
  return (
    <aside class="trip-panel" aria-labelledby="panel-title">
      <div class="card panel-card">
        <h2 id="panel-title">{t.trip_}</h2>
        {gone.value && <p>{t.gone_}</p>}
        {!gone.value && credentials.value && !trip.value && <p class="soft">{t.loading_}</p>}
        <EndedLine />
        {empty && (
          <p class="soft small-text">
            {t.empty_} {t.emptyHint_}
          </p>
        )}
        <OpenTrip />
      </div>
      <BottomBar />
      <ClockAnnouncer />
    </aside>
  );
}
