// One offer: its times, price and length in the same size, then its bars, then what it is beside the
// fastest. What the bars show is said in words as well.
import { duration, localTime, money } from '../format';
import { carrierName, cityName } from '../places';
import type { FlightQuestion } from './answers';
import { flightChoice } from './choices';
import { OfferActions, OfferStatus } from './offer_actions';
import {
  daysLater,
  FEW,
  type FlightOffer,
  first,
  last,
  layovers,
  seatsLeft,
  VERY_FEW,
} from './offers';
import type { Comparison } from './ranking';
import { t } from './texts';
import { TimeBars } from './time_axis';
import type { Axis } from './time_bars';

export interface Beside {
  comparison: Comparison | null;
  fastest: boolean;
  cheapest: boolean;
}

function Times({ offer }: { offer: FlightOffer }) {
  const [start, end, later] = [first(offer), last(offer), daysLater(offer)];
  const [leaves, comes] = [localTime(start.departs_at_local), localTime(end.arrives_at_local)];
  const sentence = [
    t.departs_(leaves, cityName(start.from)),
    t.arrives_(comes, cityName(end.to)),
    ...(later ? [t.days_(later)] : []),
  ];
  return (
    <h2 class="offer-times">
      <span aria-hidden="true">
        {leaves}
        <span class="soft"> – </span>
        {comes}
        {later !== 0 && <sup title={t.days_(later)}>{later > 0 ? `+${later}` : later}</sup>}
      </span>
      <span class="unseen">{sentence.join(', ')}</span>
    </h2>
  );
}

function Flights({ offer }: { offer: FlightOffer }) {
  const stops = layovers(offer);
  const carriers = [...new Set(offer.segments.map((segment) => carrierName(segment.carrier)))];
  const numbers = offer.segments.map((segment) => segment.flight).join(' · ');
  const seats = seatsLeft(offer);
  return (
    <p class="offer-flights">
      <span>{carriers.join(' + ')}</span> <span>{numbers}</span>{' '}
      {stops.length === 0 ? (
        <span>{t.direct_}</span>
      ) : (
        <span>
          {t.stops_(
            stops.length,
            stops.map((stop) => t.layover_(duration(stop.minutes), cityName(stop.at))).join(', '),
          )}
        </span>
      )}
      {seats <= FEW && (
        <span class={seats <= VERY_FEW ? 'tag late' : undefined}>{t.seats_(seats)}</span>
      )}
    </p>
  );
}

/** "2 h 40 a mais, R$ 180,00 mais barato que o mais rápido" */
function comparisonText({ minutes, difference }: Comparison): string {
  const amount = money({ ...difference, amount: Math.abs(difference.amount) });
  // The fastest is the cheapest of those that take as long.
  if (minutes === 0) return t.sameLength_(amount);
  const longer = t.longer_(duration(minutes));
  if (difference.amount === 0) return `${longer}, ${t.samePrice_}`;
  return `${longer}, ${difference.amount < 0 ? t.cheaperThan_(amount) : t.dearerThan_(amount)}`;
}

function BesideFastest({ beside }: { beside: Beside }) {
  const { comparison, fastest, cheapest } = beside;
  if (!comparison && !fastest && !cheapest) return null;
  return (
    <p class="offer-beside">
      {fastest && <span class="tag">{t.isFastest_}</span>}
      {cheapest && <span class="tag">{t.isCheapest_}</span>}
      {comparison && <span>{comparisonText(comparison)}</span>}
    </p>
  );
}

export function FlightRow({
  offer,
  axis,
  beside,
  question,
}: {
  offer: FlightOffer;
  axis: Axis;
  beside: Beside;
  question: FlightQuestion;
}) {
  const choice = flightChoice(question, offer);
  return (
    <li class="offer card">
      <Times offer={offer} />
      <p class="offer-length">{duration(offer.duration_minutes)}</p>
      <p class="offer-price price">{money(offer.price)}</p>
      <OfferActions choice={choice} />
      <Flights offer={offer} />
      <TimeBars axis={axis} offer={offer} />
      <BesideFastest beside={beside} />
      <OfferStatus choice={choice} />
    </li>
  );
}
