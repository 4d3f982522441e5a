// The grid of rooms and nights: what is free on which night, and how pressing a night changes the stay.
import type { Money } from '../api';
import { addDays } from '../format';
import { clampDay } from './days';
import type { StayAnswer, StayOffer } from './offers';
import { NIGHTS_MAX } from './query';

export interface Night {
  date: string;
  /** The day on which the night ends. */
  next: string;
  inStay: boolean;
}

export type NightState = 'free' | 'taken' | 'asking' | 'unknown';

export interface NightCell {
  date: string;
  inStay: boolean;
  state: NightState;
  price: Money | null;
}

export interface RoomRow {
  roomTypeId: string;
  hotel: string;
  room: string;
  cells: NightCell[];
  /** True when every night of the stay is free. */
  free: boolean;
  lowest: number;
}

/** An answer, 'failed', or undefined while it is asked. */
export type KnownNight = StayAnswer | 'failed' | undefined;

/** Each night of the grid is one request. */
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
    return { date, next: addDays(date, 1), inStay: stay.includes(date) };
  });
}

function cellOf(night: Night, known: KnownNight, roomTypeId: string): NightCell {
  const { date, inStay } = night;
  if (known === undefined) return { date, inStay, state: 'asking', price: null };
  if (known === 'failed') return { date, inStay, state: 'unknown', price: null };
  const offer = known.offers.find((each) => each.room_type_id === roomTypeId);
  if (offer) return { date, inStay, state: 'free', price: offer.price };
  return { date, inStay, state: known.missing.length > 0 ? 'unknown' : 'taken', price: null };
}

/** A row for each room that is free on one of the nights: those free for the whole stay first. */
export function roomRows(nights: readonly Night[], answers: readonly KnownNight[]): RoomRow[] {
  const rooms = new Map<string, StayOffer>();
  for (const answer of answers) {
    if (answer === undefined || answer === 'failed') continue;
    for (const offer of answer.offers)
      if (!rooms.has(offer.room_type_id)) rooms.set(offer.room_type_id, offer);
  }
  const rows = [...rooms.values()].map((offer): RoomRow => {
    const cells = nights.map((night, index) => cellOf(night, answers[index], offer.room_type_id));
    const prices = cells.flatMap((cell) => cell.price?.amount ?? []);
    return {
      roomTypeId: offer.room_type_id,
      hotel: offer.hotel,
      room: offer.room,
      cells,
      free: cells.every((cell) => !cell.inStay || cell.state === 'free'),
      lowest: Math.min(...prices),
    };
  });
  return rows.sort(
    (a, b) =>
      Number(b.free) - Number(a.free) ||
      a.lowest - b.lowest ||
      (a.roomTypeId < b.roomTypeId ? -1 : 1),
  );
}

/**
 * The stay after a night was pressed. One outside joins it with all nights between; the first or the
 * last one leaves it; one in the middle becomes the last. A stay keeps at least one night.
 */
export function pressNight(
  checkIn: string,
  checkOut: string,
  date: string,
): { checkIn: string; checkOut: string } {
  const lastNight = addDays(checkOut, -1);
  if (date < checkIn) {
    const longest = addDays(date, NIGHTS_MAX);
    return { checkIn: date, checkOut: clampDay(checkOut, date, longest) };
  }
  if (date > lastNight) {
    const earliest = addDays(date, 1 - NIGHTS_MAX);
    return { checkIn: clampDay(checkIn, earliest, date), checkOut: addDays(date, 1) };
  }
  if (checkIn === lastNight) return { checkIn, checkOut };
  if (date === checkIn) return { checkIn: addDays(checkIn, 1), checkOut };
  if (date === lastNight) return { checkIn, checkOut: lastNight };
  return { checkIn, checkOut: addDays(date, 1) };
}
