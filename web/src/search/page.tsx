// The search page: the form, then the flights or rooms of the present step with the trip beside them.
import { useEffect, useRef } from 'preact/hooks';
import { later, ticketParts } from '../later';
import type { Leg } from '../map/route_map';
import { currentHolds } from '../store';
import { routeOf } from '../trip/item';
import { TripPanel } from '../trip/panel';
import { Travellers } from '../trip/travellers';
import { answerTo } from './answers';
import { ChoiceList } from './choice_list';
import { EXAMPLES, FirstVisit } from './first_visit';
import { Flights } from './flights';
import { focusResults } from './focus';
import { SearchForm } from './form';
import { swapped } from './holding';
import { Hotels } from './hotels';
import type { SuppliersAnswer, TicketAnswer } from './offers';
import { waysOf } from './query';
import { firstVisit, query, SUPPLIERS_PATH, show, startAsking, ticketQuestionPath } from './state';
import { t } from './texts';

/** The outline of the world is large, and below everything else. */
const RouteMap = later('RouteMap');

/** The ways that the trip holds already, then the one that is looked for; else those of the examples. */
function legs(): Leg[] {
  const held = currentHolds.value
    .flatMap((hold): Leg[] => (hold.type === 'flight' ? [routeOf(hold)] : []))
    .filter((leg) => leg.from !== '');
  if (firstVisit.value && held.length === 0) return [...EXAMPLES];
  return [...held, ...waysOf(query.value)];
}

function SwapNote() {
  if (swapped().length === 0) return null;
  return (
    <div class="note missing-note" role="status">
      <p>{t.swapping_}</p>
      <button type="button" class="small" onClick={() => show({ swap: '' }, 'replace')}>
        {t.swapNot_}
      </button>
    </div>
  );
}

/** Where an event takes place near the hotels on one of the nights, or a supplier sells other items. */
function BesideHotels() {
  const events = answerTo<TicketAnswer>(ticketQuestionPath.value).body?.offers;
  const suppliers = answerTo<SuppliersAnswer>(SUPPLIERS_PATH).body?.suppliers;
  const parts = events?.length || suppliers?.length ? ticketParts() : null;
  return parts && <parts.BesideHotels events={events} suppliers={suppliers} />;
}

export function SearchPage() {
  useEffect(startAsking, []);
  const first = firstVisit.value;
  const { step } = query.value;
  // A link that led to another step is gone by then: the heading of what came takes the focus.
  const drawn = useRef(false);
  useEffect(() => {
    if (drawn.current) focusResults();
    drawn.current = true;
  }, [first, step]);
  return (
    <div class="search-page stack-wide">
      <SearchForm />
      <div class="beside">
        <div class="stack-wide">
          <SwapNote />
          {!first && <Travellers count={query.value.people} />}
          {first ? <FirstVisit /> : step === 'hotel' ? <Hotels /> : <Flights />}
          {!first && step === 'hotel' && <BesideHotels />}
          <ChoiceList />
          <RouteMap legs={legs()} />
        </div>
        <TripPanel />
      </div>
    </div>
  );
}
