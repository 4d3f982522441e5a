// What the searches answer, and what can be read off one offer.
import type {
  FlightOffers,
  OtherOffers,
  StayOffers,
  TicketOffers,
} from '../../../clients/typescript/src/types';
import type { Money } from '../api';
import { daysBetween } from '../format';
import type { Answer } from './answers';

/** Of all offers of an answer the lowest price, the shortest duration. */
export type Mark = 'cheapest' | 'fastest';

export type FlightAnswer = FlightOffers;
export type FlightOffer = FlightAnswer['offers'][number];
export type Segment = FlightOffer['segments'][number];
export type StayAnswer = StayOffers;
export type StayOffer = StayAnswer['offers'][number];
export type TicketAnswer = TicketOffers;
export type TicketOffer = TicketAnswer['offers'][number];
export type OtherAnswer = OtherOffers;
export type OtherOffer = OtherAnswer['offers'][number];

export interface SuppliersAnswer {
  suppliers: string[];
}

export interface CalendarDay {
  date: string;
  /** None where there is no flight with a seat for everyone. */
  price?: Money | null;
  /** The carriers have said that there are seats at this price. */
  checked: boolean;
}

export interface CalendarAnswer {
  days: (CalendarDay | null)[];
  missing: string[];
}

/** The pages of one list as one answer. */
export function joined(pages: readonly Answer<FlightAnswer>[]): Answer<FlightAnswer> {
  const bodies = pages.flatMap((page) => page.body ?? []);
  const last = bodies.at(-1);
  const waiting = pages.find((page) => page.state !== 'found') ?? pages[0];
  if (!waiting) return { state: 'asking', body: null };
  if (!last) return waiting;
  const offers = bodies.flatMap((body) => body.offers);
  const missing = [...new Set(bodies.flatMap((body) => body.missing))];
  const truncated = bodies.some((body) => body.truncated);
  return { ...waiting, body: { ...last, offers, missing, truncated } };
}

export interface RoomNights {
  hotel: string;
  room_type_id: string;
  room: string;
  /** Those on which one is free. */
  nights: { date: string; price: Money }[];
}

/** Rooms by night, of a month. */
export interface NightsAnswer {
  rooms: RoomNights[];
  missing: string[];
  /** There are room types that are not listed. */
  more?: boolean;
}

export interface Layover {
  at: string;
  minutes: number;
}

// The most seats or rooms of which the number left is shown; more is no news.
export const FEW = 9;
/** From here on it is worth a second look. */
export const VERY_FEW = 3;

const MINUTE = 60_000;

export function first(offer: FlightOffer): Segment {
  const segment = offer.segments[0];
  if (!segment) throw new Error('an offer without a segment');
  return segment;
}

export function last(offer: FlightOffer): Segment {
  return offer.segments[offer.segments.length - 1] ?? first(offer);
}

// The same itinerary has the same identity in every answer, whatever it costs now.
export function identity(offer: FlightOffer): string {
  return offer.segments.map((segment) => `${segment.flight}.${segment.date}`).join('~');
}

// How many calendar days after the departure the offer arrives; -1 is possible over the date line.
export function daysLater(offer: FlightOffer): number {
  return daysBetween(
    first(offer).departs_at_local.slice(0, 10),
    last(offer).arrives_at_local.slice(0, 10),
  );
}

export function layovers(offer: FlightOffer): Layover[] {
  return offer.segments.slice(1).map((segment, index) => {
    const before = offer.segments[index] ?? segment;
    const minutes = (Date.parse(segment.departs_at) - Date.parse(before.arrives_at)) / MINUTE;
    return { at: segment.from, minutes: Math.round(minutes) };
  });
}

// Seats left on the fullest segment.
export function seatsLeft(offer: FlightOffer): number {
  return Math.min(...offer.segments.map((segment) => segment.seats_left));
}

export function departureMinute(offer: FlightOffer): number {
  const local = first(offer).departs_at_local;
  return Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
}
