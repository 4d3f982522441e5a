// A client for programs: each call is one function, repeated until it has an outcome.

import { type Answer, ask, Refused, type Request, sessionPath, Unreachable } from './http.ts';
import { isOfOtherShard, repeatAfter } from './repeat.ts';
import { stream } from './stream.ts';
import type * as api from './types.ts';

/** A key for a call that holds, pays or cancels; kept, the call can go on after a crash. */
export const newKey = (): string => crypto.randomUUID();

/** The time is over, and the outcome is not known: the same call under `key` goes on with it. */
export class Undecided extends Error {
  readonly key: string | undefined;
  constructor(key: string | undefined) {
    super('The outcome is not known yet. The same call under the same key goes on with it.');
    this.key = key;
  }
}

export interface Options {
  /** No repetition begins after so many milliseconds; 60,000. */
  timeoutMs?: number;
}

type Query = Record<string, string | number | boolean | undefined>;

export interface Keyed {
  key?: string;
  signal?: AbortSignal;
}

/** The entries since the update before, and the session as it is then. */
export interface Update {
  entries: api.TimelineEntry[];
  session: api.Session;
}

const WAIT_SECONDS = 20;

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

export class Viaja {
  readonly url: string;
  readonly #timeoutMs: number;

  constructor(url = 'http://localhost:8080', { timeoutMs = 60_000 }: Options = {}) {
    this.url = url.replace(/\/$/, '');
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Repeats the request until it has an outcome, or until the time is over (Undecided). `once`: a
   * lost answer is not asked for again.
   */
  async run<T>(request: Request, once = false): Promise<T> {
    const deadline = Date.now() + this.#timeoutMs;
    let open = false; // an attempt may have been made, and its outcome is not known
    for (;;) {
      let again: number | null = 0;
      try {
        const answer: Answer<T> = await ask<T>({ ...request, path: this.url + request.path });
        if (answer.status !== 202 || request.wait === undefined) return answer.body;
        open = true;
      } catch (error) {
        const isLast = once && (error instanceof Unreachable || isOfOtherShard(error));
        again = isLast ? null : repeatAfter(error);
        open ||=
          request.method !== 'GET' &&
          (error instanceof Unreachable ||
            (error instanceof Refused && error.problem.side_effects === 'possible'));
        if (again === null || Date.now() + again >= deadline) {
          if (again !== null && open) throw new Undecided(request.key);
          throw error;
        }
      }
      if (Date.now() >= deadline) throw new Undecided(request.key);
      await pause(again, request.signal);
    }
  }

  #get<T>(path: string, query: Query = {}): Promise<T> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    return this.run({ method: 'GET', path: given.length > 0 ? `${path}?${text}` : path });
  }

  searchFlights(query: {
    from: string;
    to: string;
    date: string;
    passengers: number;
    max_segments?: number;
    limit?: number;
  }): Promise<api.FlightOffers> {
    return this.#get('/v1/flights/search', query);
  }

  flightCalendar(query: {
    from: string;
    to: string;
    month: string;
    passengers: number;
    max_segments?: number;
  }): Promise<api.FlightCalendar> {
    return this.#get('/v1/flights/calendar', query);
  }

  searchStays(query: {
    near: string;
    check_in: string;
    check_out: string;
    guests: number;
    after?: string;
  }): Promise<api.StayOffers> {
    return this.#get('/v1/hotels/search', query);
  }

  searchEvents(query: {
    city: string;
    date: string;
    until?: string;
    quantity?: number;
    after?: string;
  }): Promise<api.TicketOffers> {
    return this.#get('/v1/events/search', query);
  }

  async otherSuppliers(): Promise<string[]> {
    return (await this.#get<{ suppliers: string[] }>('/v1/other/suppliers')).suppliers;
  }

  searchOther(query: {
    supplier: string;
    city: string;
    from: string;
    until?: string;
    quantity?: number;
    after?: string;
  }): Promise<api.OtherOffers> {
    return this.#get('/v1/other/search', query);
  }

  places(): Promise<api.Places> {
    return this.#get('/v1/places');
  }

  /** If its answer is lost another one is opened; the first holds nothing and expires. */
  async open(): Promise<Trip> {
    const opened = await this.run<api.OpenedSession>({
      method: 'POST',
      path: '/v1/sessions',
      body: {},
    });
    return new Trip(this, opened.id, opened.token);
  }

  /** One that was opened before. */
  trip(id: string, token: string): Trip {
    return new Trip(this, id, token);
  }

  /** Not repeated when its answer is lost: the code may be used up. */
  async redeem(code: string): Promise<Trip> {
    const path = `/v1/codes/${encodeURIComponent(code)}`;
    const { id, token } = await this.run<{ id: string; token: string }>(
      { method: 'POST', path, body: {} },
      true,
    );
    return new Trip(this, id, token);
  }
}

/** A session. `id` and `token` are all that has to be kept of it. */
export class Trip {
  readonly id: string;
  readonly token: string;
  readonly #viaja: Viaja;

  constructor(viaja: Viaja, id: string, token: string) {
    this.#viaja = viaja;
    this.id = id;
    this.token = token;
  }

  #call<T>(method: Request['method'], part: string, body?: unknown): Promise<T> {
    const path = sessionPath(this.id, part);
    return this.#viaja.run({ method, path, body, token: this.token });
  }

  /** Under a key, until its outcome is there. */
  #decide<T>(part: string, body: unknown, { key = newKey(), signal }: Keyed): Promise<T> {
    const path = sessionPath(this.id, part);
    const request: Request = { method: 'POST', path, body, token: this.token, key };
    return this.#viaja.run({ ...request, wait: WAIT_SECONDS, ...(signal && { signal }) });
  }

  show(): Promise<api.Session> {
    return this.#call('GET', '');
  }

  async timeline(after = 0): Promise<api.TimelineEntry[]> {
    return (await this.#call<api.Timeline>('GET', `/timeline?after=${after}`)).entries;
  }

  code(): Promise<{ code: string; expires_at: string }> {
    return this.#call('POST', '/codes', {});
  }

  /** All are held, or none; `replaces`: holds that are released then. */
  hold(
    items: api.HoldRequest[],
    { replaces, ...keyed }: Keyed & { replaces?: string[] } = {},
  ): Promise<api.HoldListWithSession> {
    return this.#decide('/holds', replaces ? { items, replaces } : { items }, keyed);
  }

  drop(hold: string): Promise<api.Session> {
    return this.#call('DELETE', `/holds/${encodeURIComponent(hold)}`);
  }

  /** `amount` is the total that the traveller has agreed to; another one is refused. */
  pay(card: string, amount: api.Money, keyed: Keyed = {}): Promise<api.Session> {
    return this.#decide('/payments', { method: 'card', token: card, amount }, keyed);
  }

  /** What comes back of the trip, or of these holds; only the newest quote can be confirmed. */
  quoteCancellation(holds: string[] = []): Promise<api.Quote> {
    return this.#call('POST', '/cancellations', holds.length > 0 ? { holds } : {});
  }

  confirmCancellation(quote: api.Quote, keyed: Keyed = {}): Promise<api.Session> {
    return this.#decide(`/cancellations/${encodeURIComponent(quote.id)}/confirm`, {}, keyed);
  }

  /** Frees all that is held and not paid. */
  abandon(): Promise<api.Session> {
    return this.#call('DELETE', '');
  }

  /**
   * Updates for as long as they are taken. A lost connection is made again where it was, so that no
   * entry is missed and none comes twice.
   */
  async *watch({
    after = 0,
    signal,
  }: {
    after?: number;
    signal?: AbortSignal;
  } = {}): AsyncGenerator<Update> {
    let last = after;
    for (;;) {
      // One that ends by itself is made again as one that was lost.
      let again = repeatAfter(new Unreachable());
      try {
        for await (const frame of stream(this.#viaja.url, this, last, signal)) {
          if (frame.after !== last) {
            again = 0; // out of step: asked again from the last entry
            break;
          }
          last = frame.entries.at(-1)?.seq ?? last;
          yield { entries: frame.entries, session: frame.session };
        }
      } catch (error) {
        again = repeatAfter(error);
        if (again === null) throw error;
      }
      await pause(again ?? 0, signal);
    }
  }
}
