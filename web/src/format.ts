// Money, dates, times and lists in the page's language, by Intl. Days are plain dates
// (yyyy-mm-dd) and local times carry no zone, so both are formatted as if they were UTC.

import type { Money } from './api';
import { language } from './texts/language';

const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.ListFormat>();

/** Intl objects are dear to make and are made once for each language and form. */
function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.ListFormat>(
  name: string,
  make: (language: string) => T,
): T {
  const key = `${language.value} ${name}`;
  const known = formats.get(key);
  if (known) return known as T;
  const made = make(language.value);
  formats.set(key, made);
  return made;
}

const dateFormat = (name: string, options: Intl.DateTimeFormatOptions) =>
  cached(name, (tag) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options }));

const moneyFormat = (currency: string, options: Intl.NumberFormatOptions = {}) =>
  cached(
    `money ${currency} ${options.maximumFractionDigits}`,
    (tag) => new Intl.NumberFormat(tag, { style: 'currency', currency, ...options }),
  );

/** An amount in the unit of its currency, of which it has as many decimals as that has: JPY none. */
const inUnits = ({ amount, currency }: Money): number =>
  amount / 10 ** (moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2);

/** "R$ 1.031,90" */
export const money = (price: Money): string => moneyFormat(price.currency).format(inUnits(price));

/** "R$ 1.032": for a place where the cents do not help, as a week of prices. */
export const roundMoney = (price: Money): string =>
  moneyFormat(price.currency, { maximumFractionDigits: 0 }).format(inUnits(price));

export const number = (value: number): string =>
  cached('number', (tag) => new Intl.NumberFormat(tag)).format(value);

/** "1.032" where the currency is known: the cell of a calendar. */
export const roundAmount = (price: Money): string => number(Math.round(inUnits(price)));

const dayOf = (date: string) => new Date(`${date.slice(0, 10)}T00:00:00Z`);

/** "sexta-feira, 25 de dezembro" */
export const longDay = (date: string): string =>
  dateFormat('long', { weekday: 'long', day: 'numeric', month: 'long' }).format(dayOf(date));

/** "sex., 25 de dez." */
export const mediumDay = (date: string): string =>
  dateFormat('medium', { weekday: 'short', day: 'numeric', month: 'short' }).format(dayOf(date));

/** "sáb., 26 – ter., 29 de dez." */
export const dayRange = (from: string, to: string): string =>
  dateFormat('medium', { weekday: 'short', day: 'numeric', month: 'short' }).formatRange(
    dayOf(from),
    dayOf(to),
  );

/** "sex., 25/12" */
export const shortDay = (date: string): string =>
  dateFormat('short', { weekday: 'short', day: '2-digit', month: '2-digit' }).format(dayOf(date));

/** "dezembro de 2026" of "2026-12" */
export const monthName = (month: string): string =>
  dateFormat('month', { month: 'long', year: 'numeric' }).format(dayOf(`${month}-01`));

/** "dom." for 0 */
export const weekdayName = (weekday: number): string =>
  dateFormat('weekday', { weekday: 'short' }).format(dayOf(`2023-01-0${weekday + 1}`));

/** "09:00" of a local time without zone. */
export const localTime = (local: string): string => local.slice(11, 16);

/** "19:58" of an instant, in the traveller's own zone. */
export const clockTime = (instant: string): string =>
  cached(
    'clock',
    (tag) => new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit' }),
  ).format(new Date(instant));

/** "25 de nov., 19:58" of an instant, in the traveller's own zone. */
export const dateAndTime = (instant: string): string =>
  cached(
    'date and time',
    (tag) =>
      new Intl.DateTimeFormat(tag, {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      }),
  ).format(new Date(instant));

/** "3 h 10" */
export const duration = (minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`;
};

/** "09:41" */
export const minutesAndSeconds = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;

/** "0,4 s", "12 s", "3 min" */
export function span(ms: number): string {
  const [unit, value] =
    ms < 120_000 ? (['second', ms / 1000] as const) : (['minute', ms / 60_000] as const);
  const digits = ms < 10_000 ? 1 : 0;
  const format = cached(
    `span ${unit} ${digits}`,
    (tag) =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      }),
  );
  return format.format(value);
}

/** "A, B e C" */
export const list = (words: string[]): string =>
  cached('list', (tag) => new Intl.ListFormat(tag, { style: 'long', type: 'conjunction' })).format(
    words,
  );

/** The day `days` after a day. */
export const addDays = (date: string, days: number): string =>
  new Date(dayOf(date).getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((dayOf(to).getTime() - dayOf(from).getTime()) / 86_400_000);

/** Today in the traveller's own zone. */
export const today = (): string => {
  const at = new Date();
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
};
