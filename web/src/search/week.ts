// What the seven answers of a week say: the lowest price of each day, and of each day and hour.
import type { Money } from '../api';
import { daysBetween } from '../format';
import type { FlightAnswer, FlightOffer } from './offers';
import { BAND_HOURS, bandOf, cheapest, type Filter, passing } from './ranking';

export type DayState = 'asking' | 'failed' | 'none' | 'found';

export interface WeekDay {
  date: string;
  state: DayState;
  offers: FlightOffer[];
  lowest: Money | null;
}

export interface Cell {
  date: string;
  hour: number;
  count: number;
  lowest: Money | null;
  // 1 for the dearest to 5 for the cheapest of the week; 0 for none.
  level: number;
}

export interface Band {
  hour: number;
  cells: Cell[];
}

// An answer, 'failed', or undefined while it is asked.
export type Known = Pick<FlightAnswer, 'offers'> | 'failed' | undefined;

export function weekDay(date: string, known: Known, filter: Omit<Filter, 'hour'>): WeekDay {
  if (known === undefined) return { date, state: 'asking', offers: [], lowest: null };
  if (known === 'failed') return { date, state: 'failed', offers: [], lowest: null };
  const offers = passing(known.offers, { ...filter, hour: -1 });
  const lowest = cheapest(offers)?.price ?? null;
  return { date, state: lowest ? 'found' : 'none', offers, lowest };
}

export function lowestOf(days: readonly WeekDay[]): number {
  return Math.min(...days.map((day) => day.lowest?.amount ?? Number.POSITIVE_INFINITY));
}

// Height of a day's bar in percent of the dearest day's.
export function barHeight(days: readonly WeekDay[], day: WeekDay): number {
  const highest = Math.max(...days.map((each) => each.lowest?.amount ?? 0));
  return day.lowest && highest > 0 ? Math.round((100 * day.lowest.amount) / highest) : 0;
}

// The day closest to the given one that has a flight; the cheaper of two equally close ones.
export function nearestDay(days: readonly WeekDay[], date: string): WeekDay | undefined {
  const having = days.filter((day) => day.state === 'found' && day.date !== date);
  const away = (day: WeekDay) => Math.abs(daysBetween(date, day.date));
  const price = (day: WeekDay) => day.lowest?.amount ?? 0;
  return having.sort((a, b) => away(a) - away(b) || price(a) - price(b))[0];
}

/** 1 for the dearest to 5 for the cheapest. */
export function levelOf(amount: number, low: number, high: number): number {
  if (high === low) return 3;
  return 5 - Math.min(4, Math.floor((5 * (amount - low)) / (high - low)));
}

// Hour bands from the first to the last that has a flight on some day, each with one cell a day.
export function matrixOf(days: readonly WeekDay[]): Band[] {
  const all = days.flatMap((day) => day.offers);
  if (all.length === 0) return [];
  const hours = all.map(bandOf);
  const bands: Band[] = [];
  for (let hour = Math.min(...hours); hour <= Math.max(...hours); hour += BAND_HOURS) {
    const cells = days.map((day): Cell => {
      const offers = passing(day.offers, { direct: false, hour, from: 0 });
      const lowest = cheapest(offers)?.price ?? null;
      return { date: day.date, hour, count: offers.length, lowest, level: 0 };
    });
    bands.push({ hour, cells });
  }
  const amounts = bands.flatMap((band) => band.cells.flatMap((cell) => cell.lowest?.amount ?? []));
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  for (const band of bands) {
    for (const cell of band.cells) {
      if (cell.lowest) cell.level = levelOf(cell.lowest.amount, low, high);
    }
  }
  return bands;
}
