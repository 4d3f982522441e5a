// The trip as an iCalendar file (RFC 5545). Flights are written in UTC where the time zone of the
// airport is known, else as floating local times; a stay is written as whole days. Pure.

import type { Hold, Session } from '../api';
import { airport } from '../places';
import { itemWords, routeOf } from './item';

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

const compact = (date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, '');

/** Minutes that a zone is ahead of UTC at an instant. */
function offsetMinutes(zone: string, at: Date): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** A local time as the value of DTSTART. */
export function localValue(code: string, local: string): string {
  const zone = airport(code)?.time_zone;
  const asUtc = new Date(`${local.slice(0, 16)}:00Z`);
  if (!zone) return compact(asUtc).slice(0, -1);
  const guess = new Date(asUtc.getTime() - offsetMinutes(zone, asUtc) * 60_000);
  return compact(new Date(asUtc.getTime() - offsetMinutes(zone, guess) * 60_000));
}

const dayValue = (date: string) => date.replaceAll('-', '');

/** DTSTART and DTEND of a hold; null where its times are not known. */
function times(hold: Hold): string[] | null {
  if (hold.type === 'room') {
    return [
      `DTSTART;VALUE=DATE:${dayValue(hold.check_in)}`,
      `DTEND;VALUE=DATE:${dayValue(hold.check_out)}`,
    ];
  }
  if (hold.type === 'flight') {
    const route = routeOf(hold);
    if (!route.departs) {
      return [`DTSTART;VALUE=DATE:${dayValue(hold.date)}`];
    }
    return [
      `DTSTART:${localValue(route.from, route.departs)}`,
      `DTEND:${localValue(route.to, route.arrives)}`,
    ];
  }
  const starts = hold.item?.type === 'ticket' ? hold.item.starts_at_local : undefined;
  return starts ? [`DTSTART:${localValue('', starts)}`] : null;
}

function eventOf(hold: Hold, reference: string, stamp: string): string[] {
  const span = times(hold);
  if (!span) return [];
  const words = itemWords(hold);
  return [
    'BEGIN:VEVENT',
    `UID:${hold.id}@viaja`,
    `DTSTAMP:${stamp}`,
    ...span,
    `SUMMARY:${escapeText(words.kind === 'flight' ? words.short : words.title)}`,
    `DESCRIPTION:${escapeText(`${words.detail} · ${words.quantity} · ${reference}`)}`,
    'END:VEVENT',
  ];
}

export function calendarOf(session: Session): string {
  const references = new Map(session.booking_references.map((one) => [one.hold, one.reference]));
  const stamp = compact(new Date(session.server_time));
  const events = session.holds
    .filter((hold) => references.has(hold.id))
    .flatMap((hold) => eventOf(hold, references.get(hold.id) ?? '', stamp));
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
