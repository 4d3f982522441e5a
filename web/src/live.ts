// Keeps `trip` and `timeline` as the server has them: by the feed (a WebSocket), and by asking every
// two seconds while no WebSocket comes through. Rules of the feed: docs/asyncapi.yaml and
// docs/openapi.yaml, /v1/sessions/{id}/events.

import { effect } from '@preact/signals';
import type { Credentials, Entry, Session } from './api';
import { Refused, readSession, readTimeline, sessionPath } from './api';
import { credentials } from './kept';
import { gone, lastSeq, setConnected, take, takeEntries } from './store';

const SILENCE_MS = 35_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;
const POLL_MS = 2000;
/** How long the first frame may take before the picture is asked for by GET. */
const FIRST_PICTURE_MS = 400;
const SESSION_GONE = 4404;

type Frame =
  | { type: 'state'; after: number; entries: Entry[]; more?: boolean; session: Session }
  | { type: 'beat'; server_time: string; seq: number };

/** One trip that is followed; `stop` ends it for good. */
class Follower {
  #socket: WebSocket | null = null;
  #failures = 0;
  #retryTimer = 0;
  #silenceTimer = 0;
  #pollTimer = 0;
  #stopped = false;

  readonly #trip: Credentials;

  constructor(trip: Credentials) {
    this.#trip = trip;
    this.#connect();
    this.#pollTimer = window.setTimeout(() => void this.#poll(), FIRST_PICTURE_MS);
  }

  /** The token opens nothing any more. */
  #end(): void {
    gone.value = true;
    this.stop();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimers();
    this.#dropSocket();
  }

  /** The page became visible. */
  hurry(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) this.reconnect();
  }

  /** The network is back: a socket from before looks open and may be dead. */
  reconnect(): void {
    if (this.#stopped) return;
    clearTimeout(this.#retryTimer);
    this.#failures = 0;
    this.#connect();
  }

  #cancelTimers(): void {
    for (const timer of [this.#retryTimer, this.#silenceTimer, this.#pollTimer])
      clearTimeout(timer);
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#silenceTimer);
    socket?.close();
  }

  #connect(): void {
    this.#dropSocket();
    const url = new URL(sessionPath(this.#trip.id, `/events?after=${lastSeq()}`), location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url, ['viaja.v1', `viaja.token.${this.#trip.token}`]);
    this.#socket = socket;
    socket.onmessage = (event) => {
      if (this.#socket === socket) this.#receive(String(event.data));
    };
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#lost(event.code);
    };
    this.#expectSomething();
  }

  #receive(text: string): void {
    const frame = JSON.parse(text) as Frame;
    this.#failures = 0;
    clearTimeout(this.#pollTimer);
    setConnected(true);
    this.#expectSomething();
    if (frame.type === 'beat') {
      if (frame.seq > lastSeq()) this.#connect();
      return;
    }
    if (frame.type !== 'state') return;
    // A gap cannot be drawn over: the server is asked again from the last entry that is known.
    if (frame.after > lastSeq() || !takeEntries(frame.entries)) this.#connect();
    else take(frame.session);
  }

  #expectSomething(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = window.setTimeout(() => this.#lost(0), SILENCE_MS);
  }

  #lost(code: number): void {
    this.#dropSocket();
    if (this.#stopped) return;
    if (code === SESSION_GONE) {
      this.#end();
      return;
    }
    this.#failures += 1;
    const grown = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    clearTimeout(this.#retryTimer);
    this.#retryTimer = window.setTimeout(() => this.#connect(), grown * (0.75 + Math.random() / 2));
    // A GET tells why, and goes on standing in for the feed.
    if (this.#failures === 1) void this.#poll();
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
    if (this.#socket?.readyState === WebSocket.OPEN && this.#failures === 0) return;
    this.#pollTimer = window.setTimeout(() => void this.#poll(), POLL_MS);
  }
}

let follower: Follower | null = null;

/** Follows the trip of this browser from now on, whichever it becomes. */
export function startLive(): void {
  let followed = '';
  effect(() => {
    const trip = credentials.value;
    const which = trip ? `${trip.id} ${trip.token}` : '';
    if (which === followed) return;
    followed = which;
    follower?.stop();
    follower = trip ? new Follower(trip) : null;
  });
  addEventListener('online', () => follower?.reconnect());
  addEventListener('offline', () => setConnected(false));
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) follower?.hurry();
  });
}
