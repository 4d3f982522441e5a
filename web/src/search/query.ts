// The state of the search page as it stands in the address, and nothing beside it: reload, back and
// a shared link show the same. Defaults are left out; what cannot be read becomes its default.
import { addDays } from '../format';
import type { FlightQuestion } from './answers';
import { clampDay, isDay, lastDay } from './days';

/** Orders, as the server names them. */
export type Sort = 'departure' | 'price' | 'duration';
export type View = 'list' | 'matrix' | 'month';
/** '2' and so on are the further flights of a trip over several cities. */
export type Step = 'out' | 'back' | 'hotel' | `${number}`;

/** One way of the trip: a list of flights of its own. */
export interface Slice {
  from: string;
  to: string;
  date: string;
}

export interface Query {
  from: string;
  to: string;
  date: string;
  back: string;
  /** The ways after the first one of a trip over several cities; `back` is empty then. */
  slices: Slice[];
  people: number;
  sort: Sort;
  direct: boolean;
  /** Also routes that others beat, page by page. */
  all: boolean;
  /** Airports within so many kilometres of those that were named are asked for as well. */
  nearby: number;
  view: View;
  /** The month of prices, as "2026-12"; empty for that of the day. */
  month: string;
  step: Step;
  // The first hour of the band that was picked in the matrix; -1 is the whole day.
  hour: number;
  checkIn: string;
  checkOut: string;
  rooms: number;
  /** Of one thing that its supplier describes. */
  units: number;
  // The holds that the next pick replaces, with commas; empty for none.
  swap: string;
}

export const PEOPLE_MAX = 9;
export const UNITS_MAX = 9;
export const NIGHTS_MAX = 30;
export const SLICES_MAX = 5;
export const NEARBY_KM: readonly number[] = [0, 50, 100, 200];
const EXAMPLE_FROM = 'GRU';
const EXAMPLE_TO = 'REC';
const EXAMPLE_DAYS_AHEAD = 30;

// Two people share a room unless the traveller says otherwise.
export function usualRooms(people: number): number {
  return Math.ceil(people / 2);
}

/** What is left out of an address. */
const USUAL = {
  back: '',
  slices: [],
  people: 1,
  sort: 'departure',
  direct: false,
  all: false,
  nearby: 0,
  view: 'list',
  month: '',
  step: 'out',
  hour: -1,
  checkIn: '',
  checkOut: '',
  rooms: 1,
  units: 1,
  swap: '',
} as const satisfies Partial<Query>;

export function exampleQuery(today: string): Query {
  const date = addDays(today, EXAMPLE_DAYS_AHEAD);
  return { from: EXAMPLE_FROM, to: EXAMPLE_TO, date, ...USUAL, slices: [] };
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

/** "GRU-REC:2026-12-20"; what cannot be read is left out, and no way is earlier than the one before. */
function readSlices(given: string[], today: string, first: string): Slice[] {
  const slices: Slice[] = [];
  let earliest = first;
  for (const text of given.slice(0, SLICES_MAX - 1)) {
    const [, from = '', to = '', written = ''] = /^([A-Z]{3})-([A-Z]{3}):(.*)$/.exec(text) ?? [];
    const date = day(written, today, '');
    if (!date) continue;
    earliest = clampDay(date, earliest, lastDay(today));
    slices.push({ from, to, date: earliest });
  }
  return slices;
}

function readStep(value: string | null, slices: readonly Slice[]): Step {
  const further = slices.map((_, index): Step => `${index + 2}`);
  const known: Step[] = slices.length > 0 ? ['out', 'hotel', ...further] : ['out', 'back', 'hotel'];
  return oneOf(value, known, 'out');
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
  const slices = readSlices(given.getAll('slice'), today, date);
  const back = slices.length > 0 ? '' : day(given.get('back'), today, '');
  const checkIn = day(given.get('check_in'), today, '');
  const checkOut = day(given.get('check_out'), today, '');
  const people = whole(given.get('people'), 1, PEOPLE_MAX, 1);
  const stay = checkIn !== '' && checkOut > checkIn && checkOut <= addDays(checkIn, NIGHTS_MAX);
  return {
    from: place(given.get('from'), example.from),
    to: place(given.get('to'), example.to),
    date,
    back: back !== '' && back < date ? date : back,
    slices,
    people,
    sort: oneOf(given.get('sort'), ['departure', 'price', 'duration'], 'departure'),
    direct: given.get('direct') === '1',
    all: given.get('all') === '1',
    nearby: NEARBY_KM.find((km) => String(km) === given.get('nearby')) ?? 0,
    view: oneOf(given.get('view'), ['list', 'matrix', 'month'], 'list'),
    month: isDay(`${given.get('month')}-01`) ? (given.get('month') ?? '') : '',
    step: readStep(given.get('step'), slices),
    hour: whole(given.get('hour'), 0, 23, -1),
    checkIn: stay ? checkIn : '',
    checkOut: stay ? checkOut : '',
    rooms: whole(given.get('rooms'), 1, people, usualRooms(people)),
    units: whole(given.get('units'), 1, UNITS_MAX, 1),
    swap: given.get('swap') ?? '',
  };
}

// The query as the part of an address that begins with "?".
export function writeQuery({ slices, checkIn, checkOut, ...rest }: Query): string {
  const usual: Record<string, unknown> = { ...USUAL, rooms: usualRooms(rest.people) };
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(rest))
    if (value !== usual[name]) written.set(name, value === true ? '1' : String(value));
  for (const { from, to, date } of slices) written.append('slice', `${from}-${to}:${date}`);
  if (checkIn) {
    written.set('check_in', checkIn);
    written.set('check_out', checkOut);
  }
  return `?${written}`;
}

/** The ways of the trip in their order: one, out and back, or those over several cities. */
export function waysOf({ from, to, date, back, slices }: Query): Slice[] {
  const rest = back ? [{ from: to, to: from, date: back }] : slices;
  return [{ from, to, date }, ...rest];
}

/** Which of the ways a step is about; -1 for none. */
export function wayOf(step: Step): number {
  return step === 'hotel' ? -1 : step === 'out' ? 0 : step === 'back' ? 1 : Number(step) - 1;
}

/** The step of the way after the present one; null where that is the last. */
export function stepAfter(query: Query): Step | null {
  const next = wayOf(query.step) + 1;
  if (next === 0 || next >= waysOf(query).length) return null;
  return query.back ? 'back' : `${next + 1}`;
}

// The nights that are asked for: the traveller's own, else those of the trip, else one.
export function stayOf(query: Query): { checkIn: string; checkOut: string } {
  if (query.checkIn) return { checkIn: query.checkIn, checkOut: query.checkOut };
  const longest = addDays(query.date, NIGHTS_MAX);
  const leaves = waysOf(query)[1]?.date ?? '';
  const wanted = leaves > query.date ? leaves : addDays(query.date, 1);
  return { checkIn: query.date, checkOut: clampDay(wanted, query.date, longest) };
}

// What is asked for at this step; null where the return has no day yet.
export function questionOf(query: Query): FlightQuestion | null {
  const way = waysOf(query)[wayOf(query.step)];
  return way ? { ...way, people: query.people, nearby: query.nearby } : null;
}

/** The first day that the present step can have: no way is earlier than the one before. */
export function earliestDay(query: Query, today: string): string {
  return waysOf(query)[wayOf(query.step) - 1]?.date ?? today;
}

// The query with another day for the flights of its step. No way is earlier than the one before.
export function withDay(query: Query, date: string): Query {
  const at = wayOf(query.step);
  const moved = (before: string, way: number) => {
    if (way === at) return date;
    return way > at && before !== '' && before < date ? date : before;
  };
  return {
    ...query,
    date: moved(query.date, 0),
    back: moved(query.back, 1),
    slices: query.slices.map((slice, index) => ({ ...slice, date: moved(slice.date, index + 1) })),
    month: '',
    hour: -1,
  };
}
