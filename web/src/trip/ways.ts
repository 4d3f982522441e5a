// Flights of the trip that belong together: one way from its first airport to its last. Pure.

import type { Hold } from '../api';
import { type FlightHold, type Group, routeOf } from './item';

const LONGEST_LAYOVER_MINUTES = 24 * 60;
const MINUTE = 60_000;

/** An instant that the carrier has said; NaN before. */
const instant = (hold: FlightHold, end: 'departs_at' | 'arrives_at'): number =>
  Date.parse((hold.item?.type === 'flight' && hold.item[end]) || '');

/** Minutes between two flights; NaN while their times are not known. */
export const layoverMinutes = (before: FlightHold, next: FlightHold): number =>
  Math.round((instant(next, 'departs_at') - instant(before, 'arrives_at')) / MINUTE);

/** Whether a flight goes on from where the others have come to, and not back to where they were. */
function goesOn(flights: readonly FlightHold[], next: FlightHold): boolean {
  const before = flights.at(-1);
  if (!before || before.quantity !== next.quantity) return false;
  const { from, to } = routeOf(next);
  if (routeOf(before).to !== from || flights.some((flight) => routeOf(flight).from === to))
    return false;
  const minutes = layoverMinutes(before, next);
  return minutes >= 0 && minutes <= LONGEST_LAYOVER_MINUTES;
}

export const flightsOf = (holds: readonly Hold[]): FlightHold[] =>
  holds.flatMap((hold) => (hold.type === 'flight' ? [hold] : []));

/** The holds in their order; flights that go on from each other are one entry. */
export function grouped(holds: readonly Hold[]): Group[] {
  const groups: [Hold, ...Hold[]][] = [];
  for (const hold of holds) {
    const last = groups.at(-1);
    if (last && hold.type === 'flight' && goesOn(flightsOf(last), hold)) last.push(hold);
    else groups.push([hold]);
  }
  return groups;
}

/** The flights that are held for one way: they leave where it begins on its day, and end with it. */
export function flightsOfWay(
  holds: readonly Hold[],
  date: string,
  begins: (airport: string) => boolean,
  ends: (airport: string) => boolean,
): FlightHold[][] {
  const flights = flightsOf(holds);
  return flights.flatMap((first, at) => {
    if (first.date !== date || !begins(routeOf(first).from)) return [];
    const way = [first];
    for (const next of flights.slice(at + 1)) {
      if (ends(routeOf(way.at(-1) ?? first).to) || !goesOn(way, next)) break;
      way.push(next);
    }
    return ends(routeOf(way.at(-1) ?? first).to) ? [way] : [];
  });
}

/** When a way has ended and another one can begin. */
export const arrivalOf = (way: readonly FlightHold[]): number => {
  const last = way.at(-1);
  return last ? instant(last, 'arrives_at') : Number.NaN;
};
