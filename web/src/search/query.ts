// The state of the search page as it stands in the address, and nothing beside it: reload, back and
// a shared link show the same. Defaults are left out; what cannot be read becomes its default.
import { addDays } from '../format';
import type { FlightQuestion } from './answers';
import { clampDay, isDay, lastDay } from './days';

export type Sort = 'time' | 'price' | 'length';
export type View = 'list' | 'matrix';
export type Step = 'out' | 'back' | 'hotel';

export interface Query {
  from: string;
  to: string;
  date: string;
  back: string;
  people: number;
  sort: Sort;
  direct: boolean;
  view: View;
  step: Step;
  // The first hour of the band that was picked in the matrix; -1 is the whole day.
  hour: number;
  checkIn: string;
  checkOut: string;
  rooms: number;
  // The hold that the next pick replaces; empty for none.
  swap: string;
}

export const PEOPLE_MAX = 9;
export const NIGHTS_MAX = 30;
const EXAMPLE_FROM = 'GRU';
const EXAMPLE_TO = 'REC';
const EXAMPLE_DAYS_AHEAD = 30;

// Two people share a room unless the traveller says otherwise.
export function usualRooms(people: number): number {
  return Math.ceil(people / 2);
}

export function exampleQuery(today: string): Query {
  return {
    from: EXAMPLE_FROM,
    to: EXAMPLE_TO,
    date: addDays(today, EXAMPLE_DAYS_AHEAD),
    back: '',
    people: 1,
    sort: 'time',
    direct: false,
    view: 'list',
    step: 'out',
    hour: -1,
    checkIn: '',
    checkOut: '',
    rooms: 1,
    swap: '',
  };
}

function oneOf<T extends string>(value: string | null, known: readonly T[], otherwise: T): T {
  return known.find((each) => each === value) ?? otherwise;
}

function place(value: string | null, otherwise: string): string {
  const code = (value ?? '').toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : otherwise;
}

function whole(value: string | null, least: number, most: number, otherwise: number): number {
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isInteger(number) && number >= least && number <= most ? number : otherwise;
}

// A day that has passed since the link was shared becomes the first one that can be asked for.
function day(value: string | null, today: string, otherwise: string): string {
  return value !== null && isDay(value) ? clampDay(value, today, lastDay(today)) : otherwise;
}

// True when the address asks for a search or a step; false on a first visit.
export function isSearch(search: string): boolean {
  const given = new URLSearchParams(search);
  return given.has('step') || (given.has('from') && given.has('to') && given.has('date'));
}

export function readQuery(search: string, today: string): Query {
  const given = new URLSearchParams(search);
  const example = exampleQuery(today);
  const date = day(given.get('date'), today, example.date);
  const back = day(given.get('back'), today, '');
  const checkIn = day(given.get('check_in'), today, '');
  const checkOut = day(given.get('check_out'), today, '');
  const people = whole(given.get('people'), 1, PEOPLE_MAX, 1);
  const stay = checkIn !== '' && checkOut > checkIn && checkOut <= addDays(checkIn, NIGHTS_MAX);
  return {
    from: place(given.get('from'), example.from),
    to: place(given.get('to'), example.to),
    date,
    back: back !== '' && back < date ? date : back,
    people,
    sort: oneOf(given.get('sort'), ['time', 'price', 'length'], 'time'),
    direct: given.get('direct') === '1',
    view: oneOf(given.get('view'), ['list', 'matrix'], 'list'),
    step: oneOf(given.get('step'), ['out', 'back', 'hotel'], 'out'),
    hour: whole(given.get('hour'), 0, 23, -1),
    checkIn: stay ? checkIn : '',
    checkOut: stay ? checkOut : '',
    rooms: whole(given.get('rooms'), 1, people, usualRooms(people)),
    swap: given.get('swap') ?? '',
  };
}

// The query as the part of an address that begins with "?".
export function writeQuery(query: Query): string {
  const written = new URLSearchParams({ from: query.from, to: query.to, date: query.date });
  if (query.back) written.set('back', query.back);
  if (query.people !== 1) written.set('people', String(query.people));
  if (query.sort !== 'time') written.set('sort', query.sort);
  if (query.direct) written.set('direct', '1');
  if (query.view !== 'list') written.set('view', query.view);
  if (query.step !== 'out') written.set('step', query.step);
  if (query.hour >= 0) written.set('hour', String(query.hour));
  if (query.checkIn && query.checkOut) {
    written.set('check_in', query.checkIn);
    written.set('check_out', query.checkOut);
  }
  if (query.rooms !== usualRooms(query.people)) written.set('rooms', String(query.rooms));
  if (query.swap) written.set('swap', query.swap);
  return `?${written}`;
}

// The nights that are asked for: the traveller's own, else those of the trip, else one.
export function stayOf(query: Query): { checkIn: string; checkOut: string } {
  if (query.checkIn) return { checkIn: query.checkIn, checkOut: query.checkOut };
  const longest = addDays(query.date, NIGHTS_MAX);
  const wanted = query.back > query.date ? query.back : addDays(query.date, 1);
  return { checkIn: query.date, checkOut: clampDay(wanted, query.date, longest) };
}

// What is asked for at this step; null where the return has no day yet.
export function questionOf(query: Query): FlightQuestion | null {
  const { from, to, people } = query;
  if (query.step === 'back')
    return query.back ? { from: to, to: from, date: query.back, people } : null;
  return { from, to, date: query.date, people };
}

// The query with another day for the flights of its step. Return never lies before departure.
export function withDay(query: Query, date: string): Query {
  if (query.step === 'back') return { ...query, back: date, hour: -1 };
  return {
    ...query,
    date,
    back: query.back !== '' && query.back < date ? date : query.back,
    hour: -1,
  };
}
