// The HTTP API as types and one function a route. Nothing here keeps state or shows anything.
// Errors: `Refused` carries the server's problem, `Unreachable` means that no answer came.

export interface Money {
  amount: number;
  currency: string;
}

export type SessionState = 'open' | 'paying' | 'confirmed' | 'expired' | 'cancelling' | 'cancelled';
export type TimeoutState = 'idle' | 'running' | 'paused' | 'fired' | 'cancelled';
export type HoldState =
  | 'asked'
  | 'held'
  | 'confirmed'
  | 'refused'
  | 'releasing'
  | 'released'
  | 'lost';
export type Action = 'hold' | 'swap' | 'drop' | 'pay' | 'cancel' | 'stop_payment';

export interface Traveller {
  name: string;
}

/** What a hold asks for. `quantity` is seats, rooms or tickets; one name for each of them. */
export type Wish =
  | {
      type: 'flight';
      carrier: string;
      flight: string;
      date: string;
      fare?: 'light' | 'plus' | 'flex';
      quantity: number;
      travellers: Traveller[];
    }
  | {
      type: 'room';
      room_type_id: string;
      check_in: string;
      check_out: string;
      quantity: number;
      travellers: Traveller[];
    }
  | {
      type: 'ticket';
      event_id: string;
      section_id: string;
      quantity: number;
      travellers: Traveller[];
    }
  | {
      type: 'other';
      supplier: string;
      item_id: string;
      from: string;
      until: string;
      quantity: number;
      travellers: Traveller[];
    };

export interface FlightFacts {
  type: 'flight';
  from: string;
  to: string;
  departs_at: string;
  departs_at_local: string;
  arrives_at: string;
  arrives_at_local: string;
  arrives_next_day: number;
}

export interface StayFacts {
  type: 'room';
  hotel: string;
  room: string;
  check_in: string;
  nights: number;
}

export interface TicketFacts {
  type: 'ticket';
  event: string;
  event_pt: string;
  /** The airport near which it takes place. */
  near: string;
  starts_at: string;
  starts_at_local: string;
}

/** Of a kind that its supplier describes. */
export interface OtherFacts {
  type: 'other';
  kind: string;
  kind_pt: string;
  title: string;
  title_pt: string;
  details: { name: string; name_pt: string; value: string; value_pt: string }[];
  near: string;
  starts_at: string;
  starts_at_local: string;
}

/** How much of the price comes back, in hundredths, and until when. */
export interface RefundTerms {
  percent: number;
  until: string;
}

/** What is held, in facts and not in a language: only the type until the supplier has answered. */
export type Item = { refund?: RefundTerms } & (
  | (Partial<FlightFacts> & { type: 'flight' })
  | (Partial<StayFacts> & { type: 'room' })
  | (Partial<TicketFacts> & { type: 'ticket' })
  | (Partial<OtherFacts> & { type: 'other' })
);

export type Hold = Wish & {
  id: string;
  state: HoldState;
  description: string;
  price: Money | null;
  /** What comes back of the price, once it is given back. */
  refund?: Money;
  reason?: string;
  replaces?: string;
  list?: number;
  item?: Item;
};

/** A charge by Pix that can be paid until it expires. */
export interface PixCharge {
  copy_and_paste: string;
  expires_at: string;
  /** Where a person plays the bank; in test mode only. */
  test_bank?: string;
}

export interface Payment {
  attempt: number;
  state: string;
  method: string;
  amount: Money;
  pix?: PixCharge | null;
  /** What was given back in all, or is on its way. */
  refund?: Money;
  failure?: string;
  decline_code?: string;
}

/** What comes back if the trip, or a part of it, is cancelled. */
export interface Quote {
  id: string;
  refund: Money;
  expires_at: string;
  items: { hold: string; description: string; price: Money; refund: Money }[];
}

export interface WaitingFor {
  command: string;
  hold?: string;
  since: string;
  attempts: number;
}

export interface Session {
  id: string;
  state: SessionState;
  timeout: { state: TimeoutState; expires_at: string | null };
  holds: Hold[];
  total: Money;
  payment: Payment | null;
  booking_references: { hold: string; reference: string }[];
  available_actions: Action[];
  needs_attention?: boolean;
  waiting_for?: WaitingFor | null;
  version: number;
  server_time: string;
}

export interface Entry {
  seq: number;
  at: string;
  type: string;
  hold?: string;
  attempt?: number;
  detail?: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  session_state?: SessionState;
  side_effects?: 'none' | 'possible' | 'reversed';
  errors?: { pointer: string; detail: string }[];
  available_actions?: Action[];
  decline_code?: string;
  session?: Session;
  /** The instant that Retry-After names; not part of the body. */
  retry_at?: string;
}

export interface Credentials {
  id: string;
  token: string;
}

/** The server answered, and not with what was asked for. */
export class Refused extends Error {
  readonly problem: Problem;
  readonly retryAfter: number | null;
  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer came; what was asked for may have happened. */
export class Unreachable extends Error {}

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  token?: string;
  body?: unknown;
  key?: string;
  ifNoneMatch?: string;
  signal?: AbortSignal;
}

export interface Answer<T> {
  status: number;
  body: T;
  etag: string | null;
}

/** Longer than any wait that the server grants (30 s). */
const ANSWER_WITHIN_MS = 35_000;

function headersOf(request: Request): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (request.token) headers.Authorization = `Bearer ${request.token}`;
  if (request.key) headers['Idempotency-Key'] = request.key;
  if (request.ifNoneMatch) headers['If-None-Match'] = request.ifNoneMatch;
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  return headers;
}

/** An answer that is not JSON comes from something between the page and the server. */
function notTheServer(status: number): Problem {
  const code = status < 400 || status >= 500 ? 'unavailable' : 'unexpected_answer';
  return { type: 'about:blank', title: '', status, code, detail: '' };
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(notTheServer(response.status), null);
  }
}

/** Aborting `request.signal` rejects with the signal's own AbortError. */
export async function ask<T>(request: Request): Promise<Answer<T>> {
  const deadline = new AbortController();
  const abort = () => deadline.abort();
  const timer = setTimeout(abort, ANSWER_WITHIN_MS);
  request.signal?.addEventListener('abort', abort);
  try {
    const response = await fetch(request.path, {
      method: request.method,
      headers: headersOf(request),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: deadline.signal,
      cache: 'no-store',
    });
    const body = await readBody(response);
    if (!response.ok && response.status !== 304) {
      const seconds = Number(response.headers.get('Retry-After'));
      const problem = body === null ? notTheServer(response.status) : (body as Problem);
      if (seconds) problem.retry_at = new Date(Date.now() + seconds * 1000).toISOString();
      throw new Refused(problem, seconds || null);
    }
    return { status: response.status, body: body as T, etag: response.headers.get('ETag') };
  } catch (error) {
    if (error instanceof Refused || request.signal?.aborted) throw error;
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', abort);
  }
}

/** The path of a session, or of what belongs to it: "/holds". */
export const sessionPath = (id: string, part = ''): string =>
  `/v1/sessions/${encodeURIComponent(id)}${part}`;

async function read<T>(path: string, token: string): Promise<T> {
  return (await ask<T>({ method: 'GET', path, token })).body;
}

/** For what is no loss when it is made twice; calls.ts has those that take a key. */
async function create<T>(path: string, token = ''): Promise<T> {
  return (await ask<T>({ method: 'POST', path, token, body: {} })).body;
}

export const openSession = (): Promise<Session & { token: string }> => create('/v1/sessions');

export const readSession = ({ id, token }: Credentials): Promise<Session> =>
  read(sessionPath(id), token);

/** Entries with a greater `seq` than `after`, oldest first, at most 200. */
export async function readTimeline({ id, token }: Credentials, after: number): Promise<Entry[]> {
  const path = sessionPath(id, `/timeline?after=${after}`);
  return (await read<{ entries: Entry[] }>(path, token)).entries;
}

export const createCode = ({
  id,
  token,
}: Credentials): Promise<{ code: string; expires_at: string }> =>
  create(sessionPath(id, '/codes'), token);

export const redeemCode = (code: string): Promise<Credentials> =>
  create(`/v1/codes/${encodeURIComponent(code)}`);
