// What the browser keeps over a reload, in localStorage and shared by all tabs: the trip's
// credentials, calls that have no answer yet, names of travellers. A browser that refuses storage,
// or has no room in it, gets a page that works until it is reloaded.

import { signal } from '@preact/signals';
import type { Credentials } from './api';

const PREFIX = 'viaja.';
/** What could not be written there: it is newer than what is. */
const memory = new Map<string, string>();

export function keep(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + name, text);
    memory.delete(name);
  } catch {
    memory.set(name, text);
  }
}

export function forget(name: string): void {
  memory.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept there.
  }
}

/** The kept value, or `otherwise` where none is kept or it cannot be read. */
export function kept<T>(name: string, otherwise: T): T {
  try {
    const text = memory.get(name) ?? localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

/** Calls `changed` when another tab keeps or forgets `name`. */
export function onKeptElsewhere(name: string, changed: () => void): void {
  addEventListener('storage', (event) => {
    if (event.key !== PREFIX + name && event.key !== null) return;
    memory.delete(name);
    changed();
  });
}

/** Random enough for a key; crypto.randomUUID exists on https and localhost only. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The trip of this browser; null before the first hold and after it was forgotten. */
export const credentials = signal<Credentials | null>(kept<Credentials | null>('trip', null));

export interface EarlierTrip extends Credentials {
  title: string;
}

/** Trips that were followed here before; the newest first. */
export const earlierTrips = signal<EarlierTrip[]>(kept<EarlierTrip[]>('earlier', []));
const MOST_EARLIER = 10;

/** Names the present trip, so that it can be found again when another takes its place. */
export function keepTitle(title: string): void {
  keep('title', { id: credentials.peek()?.id, title });
}

function keepEarlier(next: Credentials): void {
  const present = credentials.peek();
  const named = kept<{ id: string; title: string } | null>('title', null);
  let trips = kept<EarlierTrip[]>('earlier', []).filter((one) => one.id !== next.id);
  if (present && present.id !== next.id && named?.id === present.id) {
    trips = [{ ...present, title: named.title }, ...trips.filter((one) => one.id !== present.id)];
  }
  earlierTrips.value = trips.slice(0, MOST_EARLIER);
  keep('earlier', earlierTrips.peek());
}

/** Follows this trip from now on. */
export function keepCredentials({ id, token }: Credentials): void {
  keepEarlier({ id, token });
  keep('trip', { id, token });
  credentials.value = { id, token };
}

export function forgetCredentials(): void {
  forget('trip');
  credentials.value = null;
}

onKeptElsewhere('trip', () => {
  const now = kept<Credentials | null>('trip', null);
  if (now?.id !== credentials.peek()?.id) credentials.value = now;
});

/** Names as they were typed last; the first one is the first traveller's. */
export const travellerNames = signal<string[]>(kept<string[]>('travellers', []));

export function keepTravellerNames(names: string[]): void {
  travellerNames.value = names;
  keep('travellers', names);
}

onKeptElsewhere('travellers', () => {
  travellerNames.value = kept<string[]>('travellers', []);
});
