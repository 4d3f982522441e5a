// The days of a month in weeks, each with its lowest price. Pure.
import { addDays } from '../format';
import type { CalendarAnswer, CalendarDay } from './offers';
import { levelOf } from './week';

export interface MonthDay {
  date: string;
  /** Null where no flight is known. */
  found: (CalendarDay & { price: NonNullable<CalendarDay['price']> }) | null;
  // 1 for the dearest to 5 for the cheapest of the month; 0 for none.
  level: number;
}

/** The month before or after, as "2026-12". */
export function monthAfter(month: string, months: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 7);
}

/** Weeks from Sunday to Saturday; null before the first day and behind the last. */
export function weeksOf(month: string, answer: CalendarAnswer | null): (MonthDay | null)[][] {
  const known = new Map(answer?.days.map((day) => [day?.date, day]));
  const amounts = [...known.values()].flatMap((day) => day?.price?.amount ?? []);
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  const weeks: (MonthDay | null)[][] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    if (weekday === 0 || weeks.length === 0) weeks.push(Array.from({ length: 7 }, () => null));
    const day = known.get(date);
    const found = day?.price ? { ...day, price: day.price } : null;
    const level = found ? levelOf(found.price.amount, low, high) : 0;
    weeks.at(-1)?.splice(weekday, 1, { date, found, level });
  }
  return weeks;
}
