// One request and its answer. Nothing here keeps state or repeats anything.
// Errors: `Refused` carries the server's problem, `Unreachable` means that no answer came.

import type * as api from './types.ts';

/** Of every route; a refusal about a session, a payment or an amount has more. */
export type Problem = api.Problem & {
  available_actions?: api.Actions;
  decline_code?: string;
  session?: api.Session;
  expected_amount?: api.Money;
  /** With `price_changed`, as are the totals: of what is held, and with the current prices. */
  prices?: api.ChangedPrice[];
  total?: api.Money;
  current_total?: api.Money | null;
  /** The instant that Retry-After names; not part of the body. */
  retry_at?: string;
};

/** The server answered, and not with what was asked for. */
export class Refused extends Error {
  readonly problem: Problem;
  /** Seconds; null where the server does not say. */
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
  /** Behind the address of the server, or the whole of it. */
  path: string;
  token?: string;
  body?: unknown;
  key?: string;
  /** Seconds that the server may wait for an outcome. */
  wait?: number;
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
  if (request.wait !== undefined) headers.Prefer = `wait=${request.wait}`;
  if (request.ifNoneMatch) headers['If-None-Match'] = request.ifNoneMatch;
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  return headers;
}

/** An answer that is not JSON comes from something between the client and the server. */
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

/** The problem that an answer is. */
export function refusalOf(response: Response, body: unknown): Refused {
  const seconds = Number(response.headers.get('Retry-After'));
  const problem = body === null ? notTheServer(response.status) : (body as Problem);
  if (seconds) problem.retry_at = new Date(Date.now() + seconds * 1000).toISOString();
  return new Refused(problem, seconds || null);
}

/** Aborting `request.signal` rejects with the signal's own AbortError. */
export async function ask<T>(request: Request): Promise<Answer<T>> {
  const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    const response = await fetch(request.path, {
      method: request.method,
      headers: headersOf(request),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: request.signal ? AbortSignal.any([request.signal, late]) : late,
      cache: 'no-store',
    });
    const body = await readBody(response);
    if (!response.ok && response.status !== 304) throw refusalOf(response, body);
    return { status: response.status, body: body as T, etag: response.headers.get('ETag') };
  } catch (error) {
    if (error instanceof Refused || request.signal?.aborted) throw error;
    throw new Unreachable();
  }
}

/** The path of a session, or of what belongs to it: "/holds". */
export const sessionPath = (id: string, part = ''): string =>
  `/v1/sessions/${encodeURIComponent(id)}${part}`;
