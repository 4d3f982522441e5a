// What a hold is, in words and times of the page's language. `item` says it in facts; until the
// supplier has answered, it says what was asked for.

import type { Hold, Money, Wish } from '../api';
import { addDays, dayRange, daysBetween, localTime, mediumDay } from '../format';
import { ticketParts } from '../later';
import { airport, carrierName, cityName } from '../places';
import { language } from '../texts/language';
import { t } from './texts';

export interface ItemWords {
  kind: Wish['type'];
  /** "São Paulo – Recife", "Hotel Flor do Cerrado" */
  title: string;
  /** "I01370 · Ipê Linhas Aéreas", "Standard" */
  detail: string;
  /** "sex., 25 de dez. · 09:00–12:10", "de sex. … a seg. …" */
  when: string;
  /** Days after the departure that it arrives, 0 for most. */
  nextDays: number;
  /** "1 pessoa", "2 quartos", "2 ingressos" */
  quantity: string;
  /** For a sentence: "I01370 São Paulo – Recife" */
  short: string;
}

/** What the supplier says, and in place of it what is known better. */
export const wordsOf = (hold: Hold, known: Partial<ItemWords> = {}): ItemWords => ({
  kind: hold.type,
  title: hold.description,
  detail: '',
  when: '',
  nextDays: 0,
  quantity: '',
  short: known.title ?? hold.description,
  ...known,
});

interface Route {
  from: string;
  to: string;
  departs: string;
  arrives: string;
  /** The instants, in UTC. */
  departsAt: string | undefined;
  arrivesAt: string | undefined;
  nextDays: number;
}

export type FlightHold = Extract<Hold, { type: 'flight' }>;

/** A hold, or the flights of one way in their order. */
export type Group = readonly [Hold, ...Hold[]];

type RoomHold = Extract<Hold, { type: 'room' }>;
export type TicketHold = Extract<Hold, { type: 'ticket' }>;
export type OtherHold = Extract<Hold, { type: 'other' }>;

/** The airports and times of a flight, as far as they are known. */
export function routeOf(hold: FlightHold): Route {
  const item = hold.item?.type === 'flight' ? hold.item : undefined;
  return {
    from: item?.from ?? '',
    to: item?.to ?? '',
    departs: item?.departs_at_local ?? '',
    arrives: item?.arrives_at_local ?? '',
    departsAt: item?.departs_at,
    arrivesAt: item?.arrives_at,
    nextDays: item?.arrives_next_day ?? 0,
  };
}

/** "São Paulo GRU": the city for people, the code for the ticket. */
export const placeWords = (code: string): string =>
  airport(code) ? `${cityName(code)} (${code})` : code;

function flightWords(hold: FlightHold): ItemWords {
  const route = routeOf(hold);
  const cities = route.from ? `${cityName(route.from)} – ${cityName(route.to)}` : hold.flight;
  const times = route.departs ? ` · ${localTime(route.departs)}–${localTime(route.arrives)}` : '';
  const carrier = carrierName(hold.carrier);
  return wordsOf(hold, {
    title: cities,
    detail: carrier === hold.carrier ? hold.flight : `${hold.flight} · ${carrier}`,
    when: mediumDay(hold.date) + times,
    nextDays: route.nextDays,
    quantity: t.people_(hold.quantity),
    short: route.from ? `${hold.flight} ${cities}` : hold.flight,
  });
}

function roomWords(hold: RoomHold): ItemWords {
  const { hotel = hold.room_type_id, room = '' } = hold.item?.type === 'room' ? hold.item : {};
  const nights = t.nights_(daysBetween(hold.check_in, hold.check_out));
  return wordsOf(hold, {
    title: hotel,
    detail: [room, nights].filter(Boolean).join(' · '),
    when: dayRange(hold.check_in, hold.check_out),
    quantity: t.rooms_(hold.quantity),
  });
}

export function itemWords(hold: Hold): ItemWords {
  if (hold.type === 'flight') return flightWords(hold);
  return hold.type === 'room'
    ? roomWords(hold)
    : (ticketParts()?.ticketWords(hold) ?? wordsOf(hold));
}

/** Where a group begins and ends; empty for a room and for what is not known. */
function endsOf(group: Group): { from: string; to: string } {
  const flights = group.flatMap((hold) => (hold.type === 'flight' ? [routeOf(hold)] : []));
  return { from: flights[0]?.from ?? '', to: flights.at(-1)?.to ?? '' };
}

/** Title of a group, and its words for a sentence: "I01370 + A01106 São Paulo – Manaus". */
export function groupWords(group: Group): Pick<ItemWords, 'title' | 'short'> {
  const [hold, ...others] = group;
  if (others.length === 0) return itemWords(hold);
  const { from, to } = endsOf(group);
  const title = `${cityName(from)} – ${cityName(to)}`;
  const numbers = group.flatMap((each) => (each.type === 'flight' ? [each.flight] : []));
  return { title, short: `${numbers.join(' + ')} ${title}` };
}

/** What all of them cost; null while a price is not known. */
export function priceOf(holds: readonly Hold[]): Money | null {
  const prices = holds.flatMap(({ price }) => price ?? []);
  const [price] = prices;
  if (!price || prices.length < holds.length) return null;
  return { ...price, amount: prices.reduce((sum, each) => sum + each.amount, 0) };
}

export const namesOf = (hold: Hold): string[] =>
  (hold.travellers ?? []).map((traveller) => traveller.name);

/** What the hold asked for, to ask it again. */
export function wishOf(hold: Hold): Wish {
  const { id, state, description, item, price, refund, reason, list, replaces, ...rest } = hold;
  const { price_guarantee_expires_at, ...wish } = rest;
  return wish;
}

/** Where, from when to when, for how many and how many a hold is looked for, as far as it is known. */
export type Lookup = (string | undefined)[];

const stayPlace = ({ room_type_id, check_in, check_out }: RoomHold): Lookup => [
  /^htl_([a-z]{3})\d/.exec(room_type_id)?.[1]?.toUpperCase(),
  check_in,
  check_out,
];

/** The search that finds these again; with `swap` what is chosen there takes their place. */
export function searchAddress(holds: Group, swap: boolean): string {
  const [hold] = holds;
  const query = new URLSearchParams();
  if (hold.type === 'flight') {
    const { from, to } = endsOf(holds);
    if (from) query.set('from', from);
    if (to) query.set('to', to);
    query.set('date', hold.date);
    query.set('people', String(hold.quantity));
  } else {
    const [to = '', first = '', last = '', people = '', units = ''] =
      hold.type === 'room' ? stayPlace(hold) : (ticketParts()?.eventPlace(hold) ?? []);
    query.set('to', to);
    query.set('step', 'hotel');
    query.set('date', first);
    query.set('back', last);
    query.set('people', people);
    query.set('units', units);
  }
  if (swap) query.set('swap', holds.map(({ id }) => id).join());
  return `/?${query}`;
}

/** The offset of an airport at an instant, "GMT-3"; the words "local time" where it is unknown. */
export function zoneWords(code: string, instant: string | undefined): string {
  const zone = airport(code)?.zone;
  if (!zone || !instant) return t.localTime_;
  const format = new Intl.DateTimeFormat(language.value, {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  });
  const parts = format.formatToParts(new Date(instant));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? t.localTime_;
}

/** The day on which a flight arrives. */
export const arrivalDay = (hold: FlightHold): string => addDays(hold.date, routeOf(hold).nextDays);
