// What the operator's calls answer (docs/openapi.yaml), and the two ways to make one.

import { ask, type Entry, type Money, Refused, type Session as Seen } from '../api';
import { locked, token } from './access';

export interface Asking {
  command: string;
  address: string;
  since: string | null;
  attempts: number;
  next_attempt_at: string | null;
  last_error: string | null;
  stuck: boolean;
  hold?: string;
  gives_up_at?: string | null;
  written_off?: string;
}
export interface Notice extends Omit<Asking, 'command'> {
  id: string;
  state: string;
}
export interface Saga {
  session: string;
  session_state: string;
  needs_attention: boolean;
  attempt: number;
  table: string | null;
  payment_state?: string;
  step: Asking | null;
  holds: Asking[];
  notices: Notice[];
  money_captured: Money;
}
export interface Sagas {
  sagas: Saga[];
  total: number;
  more: boolean;
  unreadable: string[];
  server_time: string;
}

export type OperatorHold = Seen['holds'][number] & {
  address: string;
  attempt: number;
  asking: Asking | null;
  written_off?: string;
};
export interface Ignored {
  answer: string;
  command: string;
  attempt: number;
  from: string;
  at: string;
  why: string;
}
export interface OperatorSession extends Omit<Seen, 'holds'> {
  table: string | null;
  step: Asking | null;
  money_captured: Money;
  holds: OperatorHold[];
  payments: {
    attempt: number;
    state: string;
    method: string;
    amount: Money;
    failure?: string;
    failure_reason?: string;
  }[];
  notices: Notice[];
  timeline: Entry[];
  ignored_answers?: Ignored[];
}

export interface Summary {
  session: string;
  state: string;
  needs_attention: boolean;
  holds: number;
  total: Money;
  money_captured: Money;
  booking_references: { hold: string; reference: string }[];
}
export interface SessionsFound {
  sessions: Summary[];
  more: boolean;
  next?: string;
  unreadable: string[];
}

export interface Service {
  service: string;
  address: string;
  instance: string;
  version: string;
  since: string;
  last_seen: string;
  state: 'alive' | 'gone';
  http?: string;
}
export interface Carrier {
  carrier: string;
  state: string;
  version: string;
  flights: number;
  problem?: string;
}
export interface Services {
  replica: string;
  token_required: boolean;
  services: Service[];
  carriers: Carrier[];
  server_time: string;
}
export interface Breaker {
  address: string;
  state: 'closed' | 'open' | 'half_open';
  gone?: boolean;
  since?: string;
  next_probe?: string;
}
export interface Breakers {
  replica: string;
  breakers: Breaker[];
  searches?: Breaker[];
  server_time: string;
}

export interface DeadLetter {
  id: string;
  address: string;
  reason: string;
  text: string;
  bytes: number;
  at: string | null;
  text_is_cut?: boolean;
}
export interface Unit {
  unit: string;
  capacity: number;
  free: number;
  held: number;
  confirmed: number;
  oversold: number;
  sum_is_right: boolean;
}
export interface Units {
  address: string;
  units: Unit[];
  more: boolean;
}
export interface OperatorAction {
  id: string;
  at: string;
  action: string;
  session?: string;
  hold?: string;
  dead_letter?: string;
  reason: string | null;
  client: string;
  token: string | null;
  request_id: string;
  outcome: string;
  detail?: string;
}
export interface Actions {
  actions: OperatorAction[];
  more: boolean;
}

/** What the server says to a call without the right token; a session that there is not has another
 * sentence. */
const NOTHING_FOR_YOU = 'There is nothing here for you.';

async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const used = token.peek();
  try {
    const answer = await ask<T>({
      method,
      path,
      ...(used ? { token: used } : {}),
      ...(body === undefined ? {} : { body }),
    });
    locked.value = false;
    return answer.body;
  } catch (error) {
    if (error instanceof Refused && error.problem.detail === NOTHING_FOR_YOU) {
      if (used === token.peek()) locked.value = true;
    }
    throw error;
  }
}

export const read = <T>(path: string): Promise<T> => call<T>('GET', path);
export const change = <T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> =>
  call<T>(method, path, body);
