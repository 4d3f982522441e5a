// What a hold of tickets is, in words and times of the page's language.
import type { TicketFacts } from '../api';
import { addDays, localTime, mediumDay } from '../format';
import { language } from '../texts/language';
import { compact } from './calendar';
import { type ItemWords, type Lookup, type OtherHold, type TicketHold, wordsOf } from './item';
import { otherFacts, otherPlace, otherWords } from './other';
import { ticketTexts } from './ticket_texts';

/** An event's name in the page's language. */
export const eventName = ({ event, event_pt }: { event: string; event_pt: string }): string =>
  language.value === 'pt-BR' ? event_pt : event;

/** "Pista"; a section that the page does not know has its id for a name. */
export const sectionName = (id: string): string => ticketTexts().sections_[id] ?? id;

/** "sex., 25 de dez. · 20:00" */
export const startWords = (local: string): string =>
  `${mediumDay(local.slice(0, 10))} · ${localTime(local)}`;

/** What the supplier has said; before that only a description is known. */
const factsOf = ({ item }: TicketHold): TicketFacts | null =>
  item?.type === 'ticket' && item.event ? (item as TicketFacts) : null;

export function ticketWords(hold: TicketHold | OtherHold): ItemWords {
  if (hold.type === 'other') return otherWords(hold);
  const facts = factsOf(hold);
  return wordsOf(hold, {
    ...(facts && { title: eventName(facts), when: startWords(facts.starts_at_local) }),
    detail: sectionName(hold.section_id),
    quantity: ticketTexts().tickets_(hold.quantity),
  });
}

/** The city of the event, its day as a stay, and as many people as there are tickets; or of the thing
 * that its supplier describes, its days and how many there are. */
export function eventPlace(hold: TicketHold | OtherHold): Lookup {
  if (hold.type === 'other') return otherPlace(hold);
  const facts = factsOf(hold);
  const day = facts?.starts_at_local.slice(0, 10);
  return day ? [facts?.near, day, addDays(day, 1), String(hold.quantity)] : [];
}

/** When it begins, as in a calendar file. */
export function eventTimes(hold: TicketHold | OtherHold): string[] {
  const facts = hold.type === 'other' ? otherFacts(hold) : factsOf(hold);
  return facts ? [`DTSTART:${compact(new Date(facts.starts_at))}`] : [];
}
