// The grid of rooms and nights: what is free on which night, and how pressing a night changes the stay.
import type { Money } from '../api';
import { addDays } from '../format';
import { clampDay, type Night } from './days';
import type { NightsAnswer, RoomNights } from './offers';
import { NIGHTS_MAX } from './query';

export type NightState = 'free' | 'taken' | 'asking' | 'unknown';

export interface NightCell extends Night {
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
export type KnownMonth = NightsAnswer | 'failed' | undefined;

function cellOf(night: Night, known: KnownMonth, roomTypeId: string): NightCell {
  const cell = (state: NightState, price: Money | null = null) => ({
    ...night,
    state,
    price,
  });
  if (known === undefined) return cell('asking');
  if (known === 'failed') return cell('unknown');
  const room = known.rooms.find((each) => each.room_type_id === roomTypeId);
  const free = room?.nights.find((each) => each.date === night.date);
  if (free) return cell('free', free.price);
  return cell(known.missing.length > 0 || (!room && known.more) ? 'unknown' : 'taken');
}

/**
 * A row for each room that is free on one of the nights: those free for the whole stay first. The
 * answers are those to the months of the nights.
 */
export function roomRows(nights: readonly Night[], answers: readonly KnownMonth[]): RoomRow[] {
  const rooms = new Map<string, RoomNights>();
  for (const answer of answers) {
    if (typeof answer !== 'object') continue;
    for (const room of answer.rooms) rooms.set(room.room_type_id, room);
  }
  const rows = [...rooms.values()].map((room): RoomRow => {
    const cells = nights.map((night, index) => cellOf(night, answers[index], room.room_type_id));
    const prices = cells.flatMap((cell) => cell.price?.amount ?? []);
    return {
      roomTypeId: room.room_type_id,
      hotel: room.hotel,
      room: room.room,
      cells,
      free: cells.every((cell) => !cell.inStay || cell.state === 'free'),
      lowest: Math.min(...prices),
    };
  });
  return rows
    .filter((row) => Number.isFinite(row.lowest))
    .sort(
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
