// What is held for the other ways of the search, and what that leaves for the list of this one: no
// flight may leave before those of the ways before have arrived and the time to change is over. Pure.
import type { Hold, Money } from '../api';
import { airport, positionOf } from '../places';
import { type FlightHold, priceOf, routeOf } from '../trip/item';
import { arrivalOf, flightsOfWay } from '../trip/ways';
import { type Query, type Slice, wayOf, waysOf } from './query';

/** The least time to change, within a country and else; the server has the same rule. */
const CHANGE_MINUTES = { domestic: 45, international: 90 };
const MINUTE = 60_000;
const KM_PER_DEGREE = 111.2;

export interface Earliest {
  /** No flight is shown that leaves before this instant. */
  at: number;
  /** The flight that has to arrive before. */
  after: FlightHold;
  minutes: number;
}

/** By a plain map, which is near enough for some hundred kilometres. */
function isNear(code: string, wanted: string, km: number): boolean {
  const [a, b] = [positionOf(code), positionOf(wanted)];
  if (!km || !a || !b) return code === wanted;
  const east = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(a.lat - b.lat, east) * KM_PER_DEGREE <= km;
}

const heldFor = (holds: readonly Hold[], { from, to, date }: Slice, km: number): FlightHold[][] =>
  flightsOfWay(
    holds,
    date,
    (code) => isNear(code, from, km),
    (code) => isNear(code, to, km),
  );

function changeMinutes(after: FlightHold, to: string): number {
  const { from, to: at } = routeOf(after);
  const countries = new Set([from, at, to].map((code) => airport(code)?.country));
  return CHANGE_MINUTES[countries.size === 1 ? 'domestic' : 'international'];
}

/** Null where nothing is held for the ways before, or its carrier has not said when it arrives. */
export function earliestOf(query: Query, holds: readonly Hold[]): Earliest | null {
  const ways = waysOf(query);
  const at = wayOf(query.step);
  let latest: Earliest | null = null;
  for (const way of ways
    .slice(0, Math.max(at, 0))
    .flatMap((each) => heldFor(holds, each, query.nearby))) {
    const after = way.at(-1);
    if (!after) continue;
    const minutes = changeMinutes(after, ways[at]?.to ?? '');
    const leaves = arrivalOf(way) + minutes * MINUTE;
    if (leaves > (latest?.at ?? 0)) latest = { at: leaves, after, minutes };
  }
  return latest;
}

/** What is held for the other ways costs; null where that is nothing, or is not known yet. */
export function priceOfOthers(query: Query, holds: readonly Hold[]): Money | null {
  const at = wayOf(query.step);
  const others = waysOf(query).filter((_, index) => index !== at);
  return priceOf(others.flatMap((way) => heldFor(holds, way, query.nearby).flat()));
}
