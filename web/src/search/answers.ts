// Answers to searches, each asked once and kept for a minute. Several parts of the page read the
// same answer: the week strip, the matrix and the list are seven answers and not fifteen requests.
// What is wanted first is asked first; a question that nothing shows any more is not sent.
import { type Signal, signal } from '@preact/signals';
import { ask, type Problem, Refused } from '../api';
import { setConnected } from '../store';
import type { Sort } from './query';

export type Answer<T> =
  | { state: 'asking'; body: T | null }
  | { state: 'found'; body: T; at: number }
  | { state: 'failed'; body: T | null; problem: Problem | null; at: number };

interface Slot {
  answer: Signal<Answer<unknown>>;
  /** Ends what is under way; null while nothing is. */
  stop: AbortController | null;
}

const AT_ONCE = 4;
const FRESH_MS = 60_000;
const SLOTS_MAX = 160;
/** A failed question is not sent again by itself before this time. */
const FAILED_MS = 5_000;

const slots = new Map<string, Slot>();
let wanted: string[] = [];
let running = 0;

function slotOf(path: string): Slot {
  const known = slots.get(path);
  if (known) return known;
  const slot: Slot = {
    answer: signal<Answer<unknown>>({ state: 'asking', body: null }),
    stop: null,
  };
  slots.set(path, slot);
  return slot;
}

/** The oldest ones that nothing wants go first. */
function forgetOldSlots(): void {
  for (const [path, slot] of slots) {
    if (slots.size <= SLOTS_MAX) return;
    if (!slot.stop && !wanted.includes(path)) slots.delete(path);
  }
}

function isDue({ answer, stop }: Slot): boolean {
  const present = answer.peek();
  if (stop) return false;
  if (present.state === 'asking') return true;
  return Date.now() - present.at > (present.state === 'found' ? FRESH_MS : FAILED_MS);
}

async function send(path: string, slot: Slot): Promise<void> {
  const stop = new AbortController();
  slot.stop = stop;
  const before = slot.answer.peek().body;
  slot.answer.value = { state: 'asking', body: before };
  running += 1;
  try {
    const { body } = await ask<unknown>({ method: 'GET', path, signal: stop.signal });
    slot.answer.value = { state: 'found', body, at: Date.now() };
    setConnected(true);
  } catch (error) {
    if (stop.signal.aborted) return;
    const problem = error instanceof Refused ? error.problem : null;
    if (!problem) {
      setConnected(false);
      setTimeout(next, FAILED_MS + 1);
    }
    slot.answer.value = { state: 'failed', body: before, problem, at: Date.now() };
  } finally {
    slot.stop = null;
    running -= 1;
    next();
  }
}

function next(): void {
  for (const path of wanted) {
    if (running >= AT_ONCE) return;
    const slot = slotOf(path);
    if (isDue(slot)) void send(path, slot);
  }
}

/** Says what the page shows now, the most important first. The rest is not asked any more. */
export function want(paths: readonly string[]): void {
  wanted = [...new Set(paths)];
  for (const [path, slot] of slots) {
    if (slot.stop && !wanted.includes(path) && !watched.has(path)) slot.stop.abort();
  }
  forgetOldSlots();
  next();
}

/** What is known of a question; reading it in a component draws that again when the answer comes. */
export function answerTo<T>(path: string): Answer<T> {
  return slotOf(path).answer.value as Answer<T>;
}

/** Asks now, whatever is kept. */
export function askAgain(path: string): void {
  const slot = slotOf(path);
  if (!slot.stop) void send(path, slot);
}

/** Questions with a caller that waits for them; `want` does not end those. */
const watched = new Set<string>();

/** An answer that is at most `age` old, asked now if need be; null if none came. */
export async function freshAnswer<T>(path: string, age: number): Promise<T | null> {
  const slot = slotOf(path);
  const present = slot.answer.peek();
  if (!slot.stop && present.state === 'found' && Date.now() - present.at <= age)
    return present.body as T;
  watched.add(path);
  if (!slot.stop) void send(path, slot);
  const answer = await new Promise<Answer<unknown>>((resolve) => {
    const stop = slot.answer.subscribe((now) => {
      if (now.state === 'asking') return;
      // The first call comes before `stop` has its value.
      queueMicrotask(() => stop());
      resolve(now);
    });
  });
  watched.delete(path);
  return answer.state === 'found' ? (answer.body as T) : null;
}

export interface FlightQuestion {
  from: string;
  to: string;
  date: string;
  people: number;
  /** Kilometres; choices that were kept by an earlier page have none. */
  nearby?: number;
}

export interface StayQuestion {
  near: string;
  checkIn: string;
  checkOut: string;
  guests: number;
}

/** A question about flights; `more` are the parameters of its own. */
function flightsPath(
  call: string,
  { from, to, people, nearby }: FlightQuestion,
  more: Record<string, string>,
): string {
  const asked = new URLSearchParams({ from, to, passengers: String(people), ...more });
  if (nearby) asked.set('nearby_km', String(nearby));
  return `/v1/flights/${call}?${asked}`;
}

const searchPath = (question: FlightQuestion, more: Record<string, string>): string =>
  flightsPath('search', question, { date: question.date, ...more });

/** The routes that no other beats in times, price and stops. */
export const flightPath = (question: FlightQuestion): string => searchPath(question, {});

/** All routes in an order, page by page: the one that begins `after` an earlier one. */
export const allFlightsPath = (question: FlightQuestion, sort: Sort, after?: string): string =>
  searchPath(question, { all: '1', sort, ...(after ? { after } : {}) });

/** All routes of these carriers: an answer that has one offer whichever others beat it by now. */
export const carriersPath = (question: FlightQuestion, carriers: string[], flights: number) =>
  searchPath(question, {
    all: '1',
    only: '1',
    carriers: carriers.join(),
    max_segments: String(flights),
    layover_max: '1440',
    limit: '200',
  });

/** `month` as "2026-12". */
export const calendarPath = (question: FlightQuestion, month: string, direct: boolean): string =>
  flightsPath('calendar', question, { month, ...(direct && { max_segments: '1' }) });

export const stayPath = ({ near, checkIn, checkOut, guests }: StayQuestion): string =>
  `/v1/hotels/search?near=${near}&check_in=${checkIn}&check_out=${checkOut}&guests=${guests}`;

/** Rooms by night; `month` as "2026-12". */
export const nightsPath = (near: string, month: string, guests: number): string =>
  `/v1/hotels/calendar?near=${near}&month=${month}&guests=${guests}`;
