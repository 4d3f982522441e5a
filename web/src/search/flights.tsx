// The flights of a day: heading, week, order and filter, and the list or the matrix. While a search
// runs the flights before stay, dimmed.
import { signal } from '@preact/signals';
import { localTime, longDay, mediumDay } from '../format';
import { later } from '../later';
import { cityName } from '../places';
import { routeOf } from '../trip/item';
import { askAgain, type FlightQuestion, flightPath } from './answers';
import { DateField } from './date_field';
import { lastDay } from './days';
import { FlightRow } from './flight_row';
import { MatrixView } from './matrix_view';
import { Failed, Missing, NoFlights } from './notes';
import { type FlightAnswer, type FlightOffer, identity, type Mark } from './offers';
import { wayOf } from './query';
import { fastest, passing, sorted } from './ranking';
import {
  address,
  earliest,
  filter,
  flights,
  listPaths,
  presentDay,
  query,
  question,
  show,
  showFurther,
  shownFlights,
} from './state';
import { t } from './texts';
import { AxisHead } from './time_axis';
import { axisOf } from './time_bars';
import { Toolbar } from './toolbar';
import { WeekStrip } from './week_strip';

const MonthView = later('MonthView');

const PAGE = 30;
/** How many of the list are drawn; each search begins anew. */
const drawn = signal({ path: '', count: PAGE });

export function Heading({ asked }: { asked: FlightQuestion }) {
  const { step, slices } = query.value;
  const route = [cityName(asked.from), cityName(asked.to)] as const;
  return (
    <div class="results-heading">
      <h1 id="results" tabIndex={-1}>
        {slices.length > 0
          ? t.resultsWay_(wayOf(step) + 1, ...route)
          : (step === 'back' ? t.resultsBack_ : t.resultsOut_)(...route)}
      </h1>
      <p class="soft">{t.onDay_(longDay(asked.date), asked.people)}</p>
    </div>
  );
}

/** The marks that tell offers apart: what all of them are is not said. */
function marksOf(offers: readonly FlightOffer[]): Mark[] {
  const all: Mark[] = ['fastest', 'cheapest'];
  return all.filter((mark) => offers.some(({ marks }) => !marks?.includes(mark)));
}

function OfferList({
  asked,
  answer,
  path,
}: {
  asked: FlightQuestion;
  answer: FlightAnswer;
  path: string;
}) {
  const offers = sorted(passing(answer.offers, filter.value), query.value.sort);
  if (offers.length === 0) return <NoFlights asked={asked} offers={answer.offers} />;
  const reached = passing(answer.offers, { ...filter.value, direct: false, hour: -1 });
  const axis = axisOf(reached);
  const [best, marks] = [fastest(reached), marksOf(reached)];
  const count = drawn.value.path === path ? drawn.value.count : PAGE;
  const rest = offers.length - count;
  const { next } = answer;
  return (
    <>
      <AxisHead axis={axis} />
      <ul class="offers">
        {offers.slice(0, count).map((offer) => (
          <FlightRow
            key={identity(offer)}
            offer={offer}
            axis={axis}
            best={best}
            marks={marks}
            question={asked}
          />
        ))}
      </ul>
      {(rest > 0 || next) && (
        <button
          type="button"
          disabled={flights.value?.state === 'asking'}
          onClick={() => {
            drawn.value = { path, count: count + PAGE };
            if (rest <= PAGE && next) showFurther(asked, next);
          }}
        >
          {t.moreFlights_}
        </button>
      )}
      {answer.truncated && <p class="soft small-text">{t.truncated_}</p>}
    </>
  );
}

function Results({ asked }: { asked: FlightQuestion }) {
  const shown = shownFlights.value;
  const path = flightPath(asked);
  const busy = flights.value?.state === 'asking';
  const failed = flights.value?.state === 'failed' && !flights.value.problem?.errors?.length;
  const { view } = query.value;
  const said = busy
    ? t.searching_
    : shown
      ? t.found_(passing(shown.body.offers, filter.value).length)
      : '';
  const retry = () => listPaths(asked).forEach(askAgain);
  return (
    <section class="results" aria-labelledby="results" aria-busy={busy}>
      <div class="results-line soft small-text">
        <p role="status">{said}</p>
        {view === 'list' && shown && shown.body.offers.length > 0 && (
          <p>{t.localTimes_(cityName(asked.from))}</p>
        )}
      </div>
      {failed && <Failed retry={retry} />}
      {shown && !shown.old && <Missing missing={shown.body.missing} retry={retry} />}
      {shown && !shown.old && <LeftOut offers={shown.body.offers} />}
      <div class={shown?.old ? 'dimmed' : undefined} inert={shown?.old}>
        {view === 'matrix' ? (
          <MatrixView />
        ) : (
          shown && <OfferList asked={asked} answer={shown.body} path={path} />
        )}
        {!shown && busy && <Placeholder />}
      </div>
    </section>
  );
}

/** Why flights that leave too early are not in the list. */
function LeftOut({ offers }: { offers: readonly FlightOffer[] }) {
  const first = earliest.value;
  const [shown, all] = [filter.value, { ...filter.value, from: 0 }].map(
    (each) => passing(offers, each).length,
  );
  const count = (all ?? 0) - (shown ?? 0);
  if (!first || count === 0) return null;
  const { to, arrives } = routeOf(first.after);
  const when = `${mediumDay(arrives)}, ${localTime(arrives)}`;
  return <p class="note small-text">{t.leftOut_(count, cityName(to), when, first.minutes)}</p>;
}

/** Grey rows of the size of offers, while the first answer is on its way. */
function Placeholder() {
  return (
    <div class="offers" aria-hidden="true">
      {[1, 2, 3].map((row) => (
        <div key={row} class="offer-empty card" />
      ))}
    </div>
  );
}

function NeedsReturnDay() {
  const { date } = query.value;
  return (
    <section class="stack">
      <h1 id="results" tabIndex={-1}>
        {t.return_}
      </h1>
      <p>{t.needBack_}</p>
      <DateField
        id="return-day"
        label={t.needBackDay_}
        value=""
        min={date}
        max={lastDay(presentDay.value)}
        onDay={(day) => {
          if (day) show({ back: day });
        }}
      />
      <p>
        <a href={address({ ...query.value, step: 'hotel' })}>{t.skipBack_}</a>
      </p>
    </section>
  );
}

export function Flights() {
  const asked = question.value;
  if (!asked) return <NeedsReturnDay />;
  // What is wrong stands at a field of the form.
  const answer = flights.value;
  const month = query.value.view === 'month';
  const refused = answer?.state === 'failed' && (answer.problem?.errors?.length ?? 0) > 0;
  return (
    <div class="stack">
      <Heading asked={asked} />
      {!refused && (
        <>
          {!month && <WeekStrip />}
          <Toolbar />
          {month ? <MonthView /> : <Results asked={asked} />}
        </>
      )}
    </div>
  );
}
