// Order and filter of flights, and what one offer is beside the fastest.
import type { Money } from '../api';
import { departureMinute, type FlightOffer, first, identity } from './offers';
import type { Sort } from './query';

export interface Filter {
  direct: boolean;
  // First hour of a band, or -1 for the whole day.
  hour: number;
  /** The instant before which no flight may leave; 0 for none. */
  from: number;
}

// What an offer is beside the fastest one. Minutes are 0 or more; cents are below 0 where it is cheaper.
export interface Comparison {
  minutes: number;
  difference: Money;
}

// The hours of one band of the matrix.
export const BAND_HOURS = 3;

const by: Record<Sort, (offer: FlightOffer) => number> = {
  departure: (offer) => Date.parse(first(offer).departs_at),
  price: (offer) => offer.price.amount,
  duration: (offer) => offer.duration_minutes,
};

// The chosen order first; then price, length, departure, so that equal offers never change places.
export function sorted(offers: readonly FlightOffer[], sort: Sort): FlightOffer[] {
  const keys = [by[sort], by.price, by.duration, by.departure];
  return [...offers].sort((a, b) => {
    for (const key of keys) {
      const difference = key(a) - key(b);
      if (difference !== 0) return difference;
    }
    return identity(a) < identity(b) ? -1 : 1;
  });
}

export function bandOf(offer: FlightOffer): number {
  const hour = Math.floor(departureMinute(offer) / 60);
  return hour - (hour % BAND_HOURS);
}

export function passing(offers: readonly FlightOffer[], filter: Filter): FlightOffer[] {
  return offers.filter(
    (offer) =>
      by.departure(offer) >= filter.from &&
      (!filter.direct || offer.segments.length === 1) &&
      (filter.hour < 0 || bandOf(offer) === filter.hour),
  );
}

function least(offers: readonly FlightOffer[], sort: Sort): FlightOffer | undefined {
  return sorted(offers, sort)[0];
}

export function cheapest(offers: readonly FlightOffer[]): FlightOffer | undefined {
  return least(offers, 'price');
}

// Of several that take the same time the cheapest one.
export function fastest(offers: readonly FlightOffer[]): FlightOffer | undefined {
  return least(offers, 'duration');
}

// Null where there is nothing to say: for the fastest itself and for one that equals it.
export function compare(offer: FlightOffer, best: FlightOffer | undefined): Comparison | null {
  if (!best || best.price.currency !== offer.price.currency) return null;
  const minutes = offer.duration_minutes - best.duration_minutes;
  const amount = offer.price.amount - best.price.amount;
  if (minutes === 0 && amount === 0) return null;
  return { minutes, difference: { amount, currency: offer.price.currency } };
}
