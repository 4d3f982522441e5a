// The choices that the traveller keeps to compare: single offers with the price that was seen.
// They live in this browser alone and are shared by its tabs.
import { signal } from '@preact/signals';
import type { Money, Wish } from '../api';
import { keep, kept, onKeptElsewhere } from '../kept';
import { travellersFor } from '../trip/travellers';
import {
  carriersPath,
  type FlightQuestion,
  flightPath,
  type StayQuestion,
  stayPath,
} from './answers';
import {
  type FlightAnswer,
  type FlightOffer,
  first,
  identity,
  type StayAnswer,
  type StayOffer,
} from './offers';

export const CHOICES_MAX = 20;
const NAME = 'choices';

export interface FlightChoice {
  kind: 'flight';
  id: string;
  question: FlightQuestion;
  offer: FlightOffer;
}

export interface RoomChoice {
  kind: 'room';
  id: string;
  question: StayQuestion;
  rooms: number;
  offer: StayOffer;
}

export type Choice = FlightChoice | RoomChoice;

function isChoice(value: unknown): value is Choice {
  const { id, kind, offer, question } = (value ?? {}) as Partial<Choice>;
  if (typeof id !== 'string' || !offer?.price || !question) return false;
  return kind === 'room' || (kind === 'flight' && Array.isArray((offer as FlightOffer).segments));
}

function read(): Choice[] {
  const value = kept<unknown>(NAME, []);
  return Array.isArray(value) ? value.filter(isChoice).slice(0, CHOICES_MAX) : [];
}

export const choices = signal<Choice[]>(read());
onKeptElsewhere(NAME, () => {
  choices.value = read();
});

export function flightChoice(question: FlightQuestion, offer: FlightOffer): FlightChoice {
  return { kind: 'flight', id: `${identity(offer)}*${question.people}`, question, offer };
}

export function roomChoice(question: StayQuestion, rooms: number, offer: StayOffer): RoomChoice {
  const id = `${offer.room_type_id}.${question.checkIn}.${question.checkOut}*${question.guests}*${rooms}`;
  return { kind: 'room', id, question, rooms, offer };
}

export function isKept(id: string): boolean {
  return choices.value.some((choice) => choice.id === id);
}

function save(changed: Choice[]): void {
  choices.value = changed;
  keep(NAME, changed);
}

/** Keeps the choice, or removes it where it is kept already. False where the list is full. */
export function toggle(choice: Choice): boolean {
  const present = read();
  if (present.some((each) => each.id === choice.id))
    save(present.filter((each) => each.id !== choice.id));
  else if (present.length >= CHOICES_MAX) return false;
  else save([...present, choice]);
  return true;
}

/** The search by which the choice was found. */
export function listOf(choice: Choice): string {
  return choice.kind === 'flight' ? flightPath(choice.question) : stayPath(choice.question);
}

/** The question whose answer has the choice as long as it is on sale. */
export function pathOf(choice: Choice): string {
  if (choice.kind === 'room') return stayPath(choice.question);
  const { segments } = choice.offer;
  const carriers = [...new Set(segments.map(({ carrier }) => carrier))];
  return carriersPath(choice.question, carriers, segments.length);
}

function times(price: Money, factor: number): Money {
  return { ...price, amount: price.amount * factor };
}

/** What the choice cost when it was kept: for all people, or for all its rooms. */
export function priceOf(choice: Choice): Money {
  return choice.kind === 'flight' ? choice.offer.price : times(choice.offer.price, choice.rooms);
}

/** How much of what is on sale an answer says. */
export interface Extent {
  missing: string[];
  more?: boolean;
  truncated?: boolean;
}

/** What is not in such an answer is not on sale. */
export const isWhole = ({ missing, more, truncated }: Extent): boolean =>
  missing.length === 0 && !more && !truncated;

/** The choice as an answer has it now; null where it is not on sale any more. */
export function inAnswer(choice: Choice, answer: unknown): Choice | null {
  if (choice.kind === 'flight') {
    const offer = (answer as FlightAnswer).offers.find(
      (each) => identity(each) === identity(choice.offer),
    );
    return offer ? { ...choice, offer } : null;
  }
  const offer = (answer as StayAnswer).offers.find(
    (each) => each.room_type_id === choice.offer.room_type_id,
  );
  return offer && offer.rooms_left >= choice.rooms ? { ...choice, offer } : null;
}

/** What is asked of the trip for a choice: one wish for each segment, or the room. */
export function wishesOf(choice: Choice): Wish[] {
  const { kind, question, offer } = choice;
  const quantity = kind === 'flight' ? question.people : choice.rooms;
  const travellers = travellersFor(quantity);
  if (kind === 'flight') {
    return offer.segments.map(({ carrier, flight, date }) => ({
      type: kind,
      carrier,
      flight,
      date,
      quantity,
      travellers,
    }));
  }
  const { checkIn: check_in, checkOut: check_out } = question;
  const { room_type_id } = offer;
  return [{ type: kind, room_type_id, check_in, check_out, quantity, travellers }];
}

/** "I01370" or "Pousada do Recife, Standard". */
export function nameOf(choice: Choice): string {
  if (choice.kind === 'room') return `${choice.offer.hotel}, ${choice.offer.room}`;
  return choice.offer.segments.map((segment) => segment.flight).join(' + ');
}

export function dayOf(choice: Choice): string {
  return choice.kind === 'flight' ? first(choice.offer).date : choice.question.checkIn;
}
