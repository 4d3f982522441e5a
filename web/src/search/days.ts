// Days as "2026-12-20". Which of them can be asked for, and which belong together.
import { addDays, daysBetween } from '../format';

// How far ahead flights and rooms can be held.
export const DAYS_AHEAD = 330;

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

export function lastDay(today: string): string {
  return addDays(today, DAYS_AHEAD);
}

export function clampDay(day: string, first: string, last: string): string {
  if (day < first) return first;
  return day > last ? last : day;
}

// Seven days with the given one in the middle, moved so that all lie between first and last.
export function weekAround(day: string, first: string, last: string): string[] {
  const start = clampDay(addDays(day, -3), first, addDays(last, -6));
  return Array.from({ length: 7 }, (_, index) => addDays(start, index));
}

// The nights of a stay: check-out is not one of them.
export function nightsOf(checkIn: string, checkOut: string): string[] {
  const count = Math.max(0, daysBetween(checkIn, checkOut));
  return Array.from({ length: count }, (_, index) => addDays(checkIn, index));
}

export interface Night {
  date: string;
  inStay: boolean;
}

/** As many as can be read side by side. */
const GRID_NIGHTS_MAX = 14;
const GRID_NIGHTS_LEAST = 7;

/** The nights of the stay with some before and behind; of a longer stay only its beginning. */
export function gridNights(stay: readonly string[], first: string, last: string): Night[] {
  const [start] = stay;
  if (start === undefined) return [];
  const length = Math.min(GRID_NIGHTS_MAX, Math.max(GRID_NIGHTS_LEAST, stay.length + 2));
  const ideal = addDays(start, -Math.max(0, Math.floor((length - stay.length) / 2)));
  const from = clampDay(ideal, first, addDays(last, -length));
  return Array.from({ length }, (_, index) => {
    const date = addDays(from, index);
    return { date, inStay: stay.includes(date) };
  });
}
