// One offer: its times, price and length in the same size, then its bars, then what it is beside the
// fastest. What the bars show is said in words as well.
import type { Money } from '../api';
import { duration, list, localTime, money } from '../format';
import { carrierName, cityName } from '../places';
import { currentHolds } from '../store';
import { placeWords } from '../trip/item';
import type { FlightQuestion } from './answers';
import { flightChoice } from './choices';
import { priceOfOthers } from './held_ways';
import { OfferActions, OfferStatus } from './offer_actions';
import {
  daysLater,
  FEW,
  type FlightOffer,
  first,
  last,
  layovers,
  type Mark,
  seatsLeft,
  VERY_FEW,
} from './offers';
import { type Comparison, compare } from './ranking';
import { query } from './state';
import { t } from './texts';
import { TimeBars } from './time_axis';
import type { Axis } from './time_bars';

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

const numbersOf = ({ segments }: { segments: { flight: string }[] }): string =>
  segments.map((segment) => segment.flight).join(' · ');

function Flights({ offer }: { offer: FlightOffer }) {
  const stops = layovers(offer);
  const carriers = [...new Set(offer.segments.map((segment) => carrierName(segment.carrier)))];
  const numbers = numbersOf(offer);
  const others = (offer.also_sold_as ?? []).map(numbersOf);
  const seats = seatsLeft(offer);
  return (
    <p class="offer-flights">
      <span>{carriers.join(' + ')}</span> <span>{numbers}</span>{' '}
      {others.length > 0 && <span>{t.alsoSoldAs_(list(others))} </span>}
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

/** Where it leaves and arrives, if that is another airport than was asked for. */
function OtherAirports({ offer, question }: { offer: FlightOffer; question: FlightQuestion }) {
  const [{ from }, { to }] = [first(offer), last(offer)];
  return (
    <>
      {from !== question.from && <span class="tag late">{t.leavesFrom_(placeWords(from))}</span>}
      {to !== question.to && <span class="tag late">{t.arrivesAt_(placeWords(to))}</span>}
    </>
  );
}

/** What the flights of the trip cost in all, once others of them are held. */
function Together({ price }: { price: Money }) {
  const others = priceOfOthers(query.value, currentHolds.value);
  if (others?.currency !== price.currency) return null;
  return <span>{t.together_(money({ ...price, amount: price.amount + others.amount }))}</span>;
}

interface FlightRowProps {
  offer: FlightOffer;
  axis: Axis;
  /** The fastest of the list, with which the others are compared. */
  best: FlightOffer | undefined;
  /** Those that tell offers apart. */
  marks: readonly Mark[];
  question: FlightQuestion;
}

function BesideFastest({ offer, best, marks, question }: Omit<FlightRowProps, 'axis'>) {
  const is = (mark: Mark) => marks.includes(mark) && offer.marks?.includes(mark);
  const comparison = compare(offer, best);
  return (
    <p class="offer-beside">
      <OtherAirports offer={offer} question={question} />
      {is('fastest') && <span class="tag">{t.isFastest_}</span>}
      {is('cheapest') && <span class="tag">{t.isCheapest_}</span>}
      {comparison && <span>{comparisonText(comparison)}</span>}
      <Together price={offer.price} />
    </p>
  );
}

export function FlightRow({ axis, ...row }: FlightRowProps) {
  const { offer, question } = row;
  const choice = flightChoice(question, offer);
  return (
    <li class="offer card">
      <Times offer={offer} />
      <p class="offer-length">{duration(offer.duration_minutes)}</p>
      <p class="offer-price price">{money(offer.price)}</p>
      <OfferActions choice={choice} />
      <Flights offer={offer} />
      <TimeBars axis={axis} offer={offer} />
      <BesideFastest {...row} />
      <OfferStatus choice={choice} />
    </li>
  );
}
