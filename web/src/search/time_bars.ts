// Geometry of the time bars: all offers of an answer on one axis, in minutes since midnight at the
// place of departure. Positions are percentages of the axis, so that SVG attributes can hold them.
import { type FlightOffer, first, last } from './offers';

export interface Axis {
  start: number;
  end: number;
  ticks: number[];
}

export interface Bar {
  x: number;
  width: number;
}

export interface Gap extends Bar {
  minutes: number;
}

export interface Bars {
  segments: Bar[];
  gaps: Gap[];
}

const MINUTE = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;
const TICK_STEPS = [2, 3, 4, 6, 12, 24].map((hours) => hours * HOUR);
const TICKS_MAX = 5;
const SHORTEST = 0.8;

// Midnight at the place of departure, on the day of departure, as an instant.
function midnight(offer: FlightOffer): number {
  const { departs_at, departs_at_local: local } = first(offer);
  const minutes = Number(local.slice(11, 13)) * HOUR + Number(local.slice(14, 16));
  return Date.parse(departs_at) - minutes * MINUTE;
}

function minutesAfter(origin: number, instant: string): number {
  return (Date.parse(instant) - origin) / MINUTE;
}

// The axis that shows every offer whole, from and to a full step.
export function axisOf(offers: readonly FlightOffer[]): Axis {
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  for (const offer of offers) {
    const origin = midnight(offer);
    earliest = Math.min(earliest, minutesAfter(origin, first(offer).departs_at));
    latest = Math.max(latest, minutesAfter(origin, last(offer).arrives_at));
  }
  if (offers.length === 0) [earliest, latest] = [0, DAY];
  const fits = (step: number) =>
    Math.ceil(latest / step) - Math.floor(earliest / step) <= TICKS_MAX;
  const step = TICK_STEPS.find(fits) ?? DAY;
  const start = Math.floor(earliest / step) * step;
  const end = Math.max(Math.ceil(latest / step) * step, start + step);
  const ticks: number[] = [];
  for (let at = start; at <= end; at += step) ticks.push(at);
  return { start, end, ticks };
}

export function position(axis: Axis, minute: number): number {
  return ((minute - axis.start) / (axis.end - axis.start)) * 100;
}

function between(axis: Axis, start: number, end: number): Bar {
  const x = position(axis, start);
  return { x, width: Math.max(SHORTEST, position(axis, end) - x) };
}

export function barsOf(axis: Axis, offer: FlightOffer): Bars {
  const origin = midnight(offer);
  const times = offer.segments.map((segment) => ({
    start: minutesAfter(origin, segment.departs_at),
    end: minutesAfter(origin, segment.arrives_at),
  }));
  const gaps = times.slice(1).map((next, index) => {
    const end = times[index]?.end ?? next.start;
    return { ...between(axis, end, next.start), minutes: Math.round(next.start - end) };
  });
  return { segments: times.map(({ start, end }) => between(axis, start, end)), gaps };
}

// "06:00" for 360 and for 1800: the clock at the place of departure.
export function tickLabel(minute: number): string {
  const hour = Math.floor((((minute % DAY) + DAY) % DAY) / HOUR);
  return `${String(hour).padStart(2, '0')}:00`;
}

// True where a new day begins after the day of departure.
export function isMidnight(minute: number): boolean {
  return minute > 0 && minute % DAY === 0;
}
