// The trip as the page knows it. Answers and feed frames both end in `take` and `takeEntries`;
// what is shown follows from the signals here and from nothing else.

import { batch, computed, effect, signal } from '@preact/signals';
import type { Entry, Hold, Session } from './api';
import { credentials } from './kept';

/** The session; null while there is none or it was not read yet. */
export const trip = signal<Session | null>(null);
export const timeline = signal<Entry[]>([]);

/** Whether the server answered the last time that it was asked. */
export const connected = signal(true);

/** True for some seconds after the connection came back. */
export const backAgain = signal(false);

/** The kept token opens nothing any more: the session is swept, or it is another server. */
export const gone = signal(false);

/** Server time minus this machine's; no countdown depends on how the traveller's clock is set. */
const clockOffset = signal(0);
/** Ticks each second, in milliseconds of the server's clock. */
export const now = signal(Date.now());

function tick(): void {
  now.value = Date.now() + clockOffset.peek();
}
setInterval(tick, 1000);

let backTimer = 0;
export function setConnected(yes: boolean): void {
  if (yes && !connected.peek()) {
    backAgain.value = true;
    clearTimeout(backTimer);
    backTimer = window.setTimeout(() => {
      backAgain.value = false;
    }, 4000);
  }
  if (!yes) backAgain.value = false;
  connected.value = yes;
}

/** Takes a picture of the session unless a newer one is known: answers and frames may cross. */
export function take(session: Session): void {
  if (session.id !== credentials.peek()?.id) return;
  const known = trip.peek();
  if (known && known.id === session.id && known.version > session.version) return;
  batch(() => {
    clockOffset.value = Date.parse(session.server_time) - Date.now();
    tick();
    trip.value = session;
    gone.value = false;
  });
}

export const lastSeq = (): number => timeline.peek().at(-1)?.seq ?? 0;

/** Appends what continues the timeline. False if entries are missing before the first of these. */
export function takeEntries(entries: Entry[]): boolean {
  const fresh = entries.filter((entry) => entry.seq > lastSeq());
  if (fresh.length === 0) return true;
  if (fresh[0]?.seq !== lastSeq() + 1) return false;
  timeline.value = [...timeline.peek(), ...fresh];
  return true;
}

// Another trip (also one that another tab opened) begins with an empty picture.
let shown = credentials.peek()?.id;
effect(() => {
  const id = credentials.value?.id;
  if (id === shown) return;
  shown = id;
  batch(() => {
    trip.value = null;
    timeline.value = [];
    gone.value = false;
  });
});

const OVER = new Set<Hold['state']>(['refused', 'releasing', 'released']);

/** Holds that are part of the trip: neither refused nor given up. */
export const currentHolds = computed<Hold[]>(
  () => trip.value?.holds.filter((hold) => !OVER.has(hold.state)) ?? [],
);

/** Whether it can be paid at its price for as long as it is held. */
export function priceStands(hold: Hold): boolean {
  const until = hold.price_guarantee_expires_at;
  const end = trip.value?.timeout.expires_at;
  return until === undefined || (until !== null && !!end && Date.parse(until) >= Date.parse(end));
}

/** Seconds until the holds end, by the server's clock; null while no clock runs. */
export const secondsLeft = computed<number | null>(() => {
  const session = trip.value;
  if (
    session?.state !== 'open' ||
    session.timeout.state !== 'running' ||
    !session.timeout.expires_at
  )
    return null;
  return Math.max(0, Math.round((Date.parse(session.timeout.expires_at) - now.value) / 1000));
});

/** A session that can still take a hold; else the next hold opens another. */
export const accepts = computed<boolean>(
  () => trip.value?.available_actions.includes('hold') ?? false,
);
