// The flights of a day: heading, week, order and filter, and the list or the matrix. While a search
// runs the flights before stay, dimmed.
import { signal } from '@preact/signals';
import { list, longDay, money } from '../format';
import { carrierName, cityName } from '../places';
import { askAgain, flightPath, type FlightQuestion } from './answers';
import { DateField } from './date_field';
import { lastDay } from './days';
import { focusResults } from './focus';
import { type Beside, FlightRow } from './flight_row';
import { hourText, MatrixView } from './matrix_view';
import { type FlightAnswer, type FlightOffer, identity } from './offers';
import { type Sort, withDay } from './query';
import { BAND_HOURS, cheapest, compare, fastest, passing, sorted } from './ranking';
import { address, flights, presentDay, query, question, show, shownFlights, weekDays } from './state';
import { searchTexts } from './texts';
import { AxisHead } from './time_axis';
import { axisOf } from './time_bars';
import { nearestDay } from './week';
import { WeekStrip } from './week_strip';

const PAGE = 30;
/** How many of the list are drawn; each search begins anew. */
const drawn = signal({ path: '', count: PAGE });

export function Heading({ asked }: { asked: FlightQuestion }) {
  const t = searchTexts();
  const name = query.value.step === 'back' ? t.resultsBack : t.resultsOut;
  return (
    <div class="results-heading">
      <h1 id="results" tabIndex={-1}>{name(cityName(asked.from), cityName(asked.to))}</h1>
      <p class="soft">{t.onDay(longDay(asked.date), asked.people)}</p>
    </div>
  );
}

export function ViewSwitch({ matrix }: { matrix: string }) {
  const t = searchTexts();
  const { view } = query.value;
  return (
    <fieldset class="switch" aria-label={t.view}>
      <button type="button" aria-pressed={view === 'list'} onClick={() => show({ view: 'list' })}>{t.viewList}</button>
      <button type="button" aria-pressed={view === 'matrix'} onClick={() => show({ view: 'matrix', hour: -1 })}>{matrix}</button>
    </fieldset>
  );
}

function Order() {
  const t = searchTexts();
  const orders: [Sort, string][] = [['time', t.sortTime], ['price', t.sortPrice], ['length', t.sortLength]];
  return (
    <fieldset class="switch" aria-label={t.sort}>
      {orders.map(([sort, name]) => (
        <button key={sort} type="button" aria-pressed={query.value.sort === sort} onClick={() => show({ sort }, 'replace')}>{name}</button>
      ))}
    </fieldset>
  );
}

function Toolbar() {
  const t = searchTexts();
  const { direct, view, hour } = query.value;
  return (
    <div class="toolbar">
      <ViewSwitch matrix={t.viewMatrix} />
      <label class="check"><input type="checkbox" checked={direct} onChange={() => show({ direct: !direct }, 'replace')} />{t.directOnly}</label>
      {view === 'list' && <Order />}
      {hour >= 0 && view === 'list' && (
        <button type="button" class="chip" onClick={() => { show({ hour: -1 }); focusResults(); }}>
          {t.band(hourText(hour), hourText(hour + BAND_HOURS))}
          <span aria-hidden="true">×</span><span class="unseen">. {t.wholeDay}</span>
        </button>
      )}
    </div>
  );
}

export function Missing({ missing, retry }: { missing: string[]; retry: () => void }) {
  const t = searchTexts();
  if (missing.length === 0) return null;
  const names = missing.map((code) => (code === 'hotel' ? t.hotelsName : carrierName(code)));
  return (
    <div class="note late missing-note">
      <p>{t.missing(list(names), names.length)}</p>
      <button type="button" class="small" onClick={() => { retry(); focusResults(); }}>{t.retry}</button>
    </div>
  );
}

export function Failed({ retry }: { retry: () => void }) {
  const t = searchTexts();
  return (
    <div class="note bad missing-note">
      <p><strong>{t.failed}</strong></p>
      <button type="button" class="small" onClick={() => { retry(); focusResults(); }}>{t.retry}</button>
    </div>
  );
}

/** What can be done where no flight is left to show. */
function None({ asked, offers }: { asked: FlightQuestion; offers: FlightOffer[] }) {
  const t = searchTexts();
  const { direct, hour } = query.value;
  const nearest = nearestDay(weekDays.value, asked.date);
  const asking = weekDays.value.some((day) => day.state === 'asking');
  const hidden = offers.length > 0;
  return (
    <div class="none note">
      <strong>{hour >= 0 && hidden ? t.noneBand : direct && hidden ? t.noneDirect : t.none}</strong>
      {nearest?.lowest && <p><a href={address(withDay(query.value, nearest.date))}>{t.nearest(longDay(nearest.date), money(nearest.lowest))}</a></p>}
      {!nearest && !asking && <p>{t.noneWeek}</p>}
      {hour >= 0 && hidden && <p><a href={address({ ...query.value, hour: -1 })}>{t.wholeDay}</a></p>}
      {direct && hidden && <p><a href={address({ ...query.value, direct: false })}>{t.withStops}</a></p>}
    </div>
  );
}

function besideOf(offer: FlightOffer, all: readonly FlightOffer[]): Beside {
  const [quick, cheap] = [fastest(all), cheapest(all)];
  return {
    comparison: compare(offer, quick),
    fastest: all.length > 1 && offer === quick && all.some((each) => each.duration_minutes > offer.duration_minutes),
    cheapest: all.length > 1 && offer === cheap && all.some((each) => each.price.amount > offer.price.amount),
  };
}

function OfferList({ asked, answer, path }: { asked: FlightQuestion; answer: FlightAnswer; path: string }) {
  const t = searchTexts();
  const { sort, direct, hour } = query.value;
  const offers = sorted(passing(answer.offers, { direct, hour }), sort);
  if (offers.length === 0) return <None asked={asked} offers={answer.offers} />;
  const axis = axisOf(answer.offers);
  const count = drawn.value.path === path ? drawn.value.count : PAGE;
  const rest = offers.length - count;
  return (
    <>
      <AxisHead axis={axis} />
      <ul class="offers">
        {offers.slice(0, count).map((offer) => (
          <FlightRow key={identity(offer)} offer={offer} axis={axis} beside={besideOf(offer, answer.offers)} question={asked} />
        ))}
      </ul>
      {rest > 0 && <button type="button" onClick={() => { drawn.value = { path, count: count + PAGE }; }}>{t.moreFlights(Math.min(rest, PAGE))}</button>}
    </>
  );
}

function Results({ asked }: { asked: FlightQuestion }) {
  const t = searchTexts();
  const shown = shownFlights.value;
  const path = flightPath(asked);
  const busy = flights.value?.state === 'asking';
  const failed = flights.value?.state === 'failed' && !flights.value.problem?.errors?.length;
  const { direct, hour, view } = query.value;
  const said = busy ? t.searching : shown ? t.found(passing(shown.body.offers, { direct, hour }).length) : '';
  return (
    <section class="results" aria-labelledby="results" aria-busy={busy}>
      <div class="results-line soft small-text">
        <p role="status">{said}</p>
        {view === 'list' && shown && shown.body.offers.length > 0 && <p>{t.localTimes(cityName(asked.from))}</p>}
      </div>
      {failed && <Failed retry={() => askAgain(path)} />}
      {shown && !shown.old && <Missing missing={shown.body.missing} retry={() => askAgain(path)} />}
      <div class={shown?.old ? 'dimmed' : undefined} inert={shown?.old}>
        {view === 'matrix' ? <MatrixView /> : shown && <OfferList asked={asked} answer={shown.body} path={path} />}
        {!shown && busy && <Placeholder />}
      </div>
    </section>
  );
}

/** Grey rows of the size of offers, while the first answer is on its way. */
function Placeholder() {
  return <div class="offers" aria-hidden="true">{[1, 2, 3].map((row) => <div key={row} class="offer-empty card" />)}</div>;
}

function NeedsReturnDay() {
  const t = searchTexts();
  const { date } = query.value;
  return (
    <section class="stack">
      <h1 id="results" tabIndex={-1}>{t.return}</h1>
      <p>{t.needBack}</p>
      <DateField id="return-day" label={t.needBackDay} value="" min={date} max={lastDay(presentDay.value)}
        onDay={(day) => { if (day) show({ back: day }); }} />
      <p><a href={address({ ...query.value, step: 'hotel' })}>{t.skipBack}</a></p>
    </section>
  );
}

export function Flights() {
  const asked = question.value;
  if (!asked) return <NeedsReturnDay />;
  return (
    <div class="stack">
      <Heading asked={asked} />
      <WeekStrip />
      <Toolbar />
      <Results asked={asked} />
    </div>
  );
}
