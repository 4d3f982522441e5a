// Keeps `trip` and `timeline` as the server has them: by the feed (a WebSocket), and by asking every
// two seconds while no WebSocket comes through.

import { effect } from '@preact/signals';
import type { Credentials } from './api';
import { Follower, Refused, readSession, readTimeline } from './api';
import { credentials } from './kept';
import { gone, lastSeq, setConnected, take, takeEntries } from './store';

const POLL_MS = 2000;
/** How long the first frame may take before the picture is asked for by GET. */
const FIRST_PICTURE_MS = 400;

/** One trip that is followed; `stop` ends it for good. */
class Followed {
  #pollTimer = 0;
  #stopped = false;

  readonly #trip: Credentials;
  readonly feed: Follower;

  constructor(trip: Credentials) {
    this.#trip = trip;
    this.feed = new Follower(location.origin, trip, {
      last: lastSeq,
      take: ({ entries, session }) => {
        const complete = takeEntries(entries);
        if (complete) take(session);
        return complete;
      },
      heard: () => {
        clearTimeout(this.#pollTimer);
        setConnected(true);
      },
      // A GET tells why, and goes on standing in for the feed.
      lost: (failures) => {
        if (failures === 1) void this.#poll();
      },
      gone: () => this.#end(),
    });
    this.#pollTimer = window.setTimeout(() => void this.#poll(), FIRST_PICTURE_MS);
  }

  /** The token opens nothing any more. */
  #end(): void {
    gone.value = true;
    this.stop();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#pollTimer);
    this.feed.stop();
  }

  /** A picture by GET; goes on every two seconds until a frame comes. */
  async #poll(): Promise<void> {
    clearTimeout(this.#pollTimer);
    try {
      const [session, entries] = await Promise.all([
        readSession(this.#trip),
        readTimeline(this.#trip, lastSeq()),
      ]);
      if (this.#stopped) return;
      setConnected(true);
      take(session);
      takeEntries(entries);
    } catch (error) {
      if (this.#stopped) return;
      if (error instanceof Refused && error.problem.status === 404) {
        this.#end();
        return;
      }
      setConnected(false);
    }
    if (this.feed.connected) return;
    this.#pollTimer = window.setTimeout(() => void this.#poll(), POLL_MS);
  }
}

let follower: Followed | null = null;

/** Follows the trip of this browser from now on, whichever it becomes. */
export function startLive(): void {
  let followed = '';
  effect(() => {
    const trip = credentials.value;
    const which = trip ? `${trip.id} ${trip.token}` : '';
    if (which === followed) return;
    followed = which;
    follower?.stop();
    follower = trip ? new Followed(trip) : null;
  });
  addEventListener('online', () => follower?.feed.reconnect());
  addEventListener('offline', () => setConnected(false));
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && !follower?.feed.connected) follower?.feed.reconnect();
  });
}
