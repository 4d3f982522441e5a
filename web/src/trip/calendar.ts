// The trip as an iCalendar file (RFC 5545). Flights are written in UTC, a stay as whole
// days. Pure.

import type { Hold, Session } from '../api';
import { ticketParts } from '../later';
import { type Group, groupWords, itemWords } from './item';
import { grouped } from './ways';

const escapeText = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** Lines of at most 75 bytes, as the format wants; never cut inside a character. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > 73) {
      parts.push(part);
      part = '';
      bytes = 1;
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}

/** "20261221T010000Z" */
export const compact = (date: Date): string => date.toISOString().replace(/[-:]|\.\d+/g, '');

const dayValue = (date: string) => date.replaceAll('-', '');

/** DTSTART, and DTEND where it is known. */
function times(hold: Hold): string[] {
  if (hold.type === 'room') {
    return [
      `DTSTART;VALUE=DATE:${dayValue(hold.check_in)}`,
      `DTEND;VALUE=DATE:${dayValue(hold.check_out)}`,
    ];
  }
  if (hold.type !== 'flight') return ticketParts()?.eventTimes(hold) ?? [];
  const { departs_at, arrives_at } = hold.item?.type === 'flight' ? hold.item : {};
  if (!departs_at || !arrives_at) return [`DTSTART;VALUE=DATE:${dayValue(hold.date)}`];
  return [`DTSTART:${compact(new Date(departs_at))}`, `DTEND:${compact(new Date(arrives_at))}`];
}

function eventOf(hold: Hold, group: Group, reference: string, stamp: string): string[] {
  const words = itemWords(hold);
  const whole = group.length > 1 ? ` · ${groupWords(group).title}` : '';
  return [
    'BEGIN:VEVENT',
    `UID:${hold.id}@viaja`,
    `DTSTAMP:${stamp}`,
    ...times(hold),
    `SUMMARY:${escapeText(words.kind === 'flight' ? words.short : words.title)}`,
    `DESCRIPTION:${escapeText(`${words.detail} · ${words.quantity} · ${reference}${whole}`)}`,
    'END:VEVENT',
  ];
}

export function calendarOf(session: Session): string {
  const references = new Map(session.booking_references.map((one) => [one.hold, one.reference]));
  const stamp = compact(new Date(session.server_time));
  const groups = grouped(session.holds.filter((hold) => references.has(hold.id)));
  const events = groups.flatMap((group) =>
    group.flatMap((hold) => eventOf(hold, group, references.get(hold.id) ?? '', stamp)),
  );
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Viaja//Viaja//PT',
    ...events,
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

/** Offers the trip as a file to save. */
export function saveCalendar(session: Session): void {
  const blob = new Blob([calendarOf(session)], { type: 'text/calendar;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'viaja.ics';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
