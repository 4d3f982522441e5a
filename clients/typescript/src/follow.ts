// Frames of a session over a WebSocket, without gaps, for as long as it is wanted: connected again
// from the last entry that is known. Its rules: docs/openapi.yaml, /v1/sessions/{id}/events.

import { sessionPath } from './http.ts';
import type { Frame, StateFrame } from './types.ts';

const SILENCE_MS = 35_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;
const SESSION_GONE = 4404;

export interface Listener {
  /** The `seq` of the last entry that is known. */
  last(): number;
  /** False if entries are missing before those of the frame: they are asked for again. */
  take(frame: StateFrame): boolean;
  /** A frame came. */
  heard(): void;
  /** The connection is lost, and made again; `failures` in a row. */
  lost(failures: number): void;
  /** The token opens nothing any more; it is not connected again. */
  gone(): void;
}

/** One session that is followed until `stop`. */
export class Follower {
  #socket: WebSocket | null = null;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  readonly #url: string;
  readonly #protocols: string[];
  readonly #listener: Listener;

  /** `url`: the address of the server, such as location.origin. */
  constructor(url: string, session: { id: string; token: string }, listener: Listener) {
    this.#url = url.replace(/^http/, 'ws') + sessionPath(session.id, '/events?after=');
    this.#protocols = ['viaja.v1', `viaja.token.${session.token}`];
    this.#listener = listener;
    this.#connect();
  }

  /** It is open and was not lost since its last frame: nothing has to be asked for. */
  get connected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN && this.#failures === 0;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retryTimer);
    this.#dropSocket();
  }

  /** The network is back: a socket from before looks open and may be dead. */
  reconnect(): void {
    if (this.#stopped) return;
    clearTimeout(this.#retryTimer);
    this.#failures = 0;
    this.#connect();
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#silenceTimer);
    socket?.close();
  }

  #connect(): void {
    this.#dropSocket();
    const socket = new WebSocket(this.#url + this.#listener.last(), this.#protocols);
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
    this.#listener.heard();
    this.#expectSomething();
    // A gap cannot be drawn over: the server is asked again from the last entry that is known.
    const known = frame.type === 'beat' ? frame.seq : frame.after;
    if (known > this.#listener.last()) this.#connect();
    else if (frame.type === 'state' && !this.#listener.take(frame)) this.#connect();
  }

  #expectSomething(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#lost(0), SILENCE_MS);
  }

  #lost(code: number): void {
    this.#dropSocket();
    if (this.#stopped) return;
    if (code === SESSION_GONE) {
      this.stop();
      this.#listener.gone();
      return;
    }
    this.#failures += 1;
    const grown = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#connect(), grown * (0.75 + Math.random() / 2));
    this.#listener.lost(this.#failures);
  }
}
