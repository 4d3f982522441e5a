// Calls that change something. Each is kept with its key before it is sent and forgotten when its
// answer has come, so that a click, a reload, a second tab or a lost answer repeats the same request
// and never makes a second one. One tab at a time sends a call; when that tab is gone, another does.

import { signal } from '@preact/signals';
import type { Credentials, Hold, Problem, Quote, Session, Wish } from './api';
import {
  ask,
  openSession,
  Refused,
  readSession,
  repeatAfter,
  sessionPath,
  Unreachable,
} from './api';
import { credentials, keep, keepCredentials, kept, newKey, onKeptElsewhere } from './kept';
import { accepts, setConnected, take, trip } from './store';

export type CallKind = 'hold' | 'drop' | 'pay' | 'stop' | 'cancel';

export interface PendingCall {
  /** What it does; a session never has two pending calls of the same name. */
  name: string;
  kind: CallKind;
  session: string;
  method: 'POST' | 'DELETE';
  path: string;
  key: string;
  body?: unknown;
}

const keptCalls = (): PendingCall[] => kept<PendingCall[]>('calls', []);

/** Calls without an answer, of all tabs. */
export const pendingCalls = signal<PendingCall[]>(keptCalls());
onKeptElsewhere('calls', async () => {
  pendingCalls.value = keptCalls();
  await pause(OTHER_TAB_MS);
  await resumeCalls();
});

/** The last refusal of a call, until the next call or until it is put away. */
export const refusal = signal<{ kind: CallKind; problem: Problem } | null>(null);

export const isPending = (kind: CallKind, part = ''): boolean =>
  pendingCalls.value.some(
    (call) =>
      call.kind === kind && call.session === credentials.value?.id && call.name.includes(part),
  );

function keepCalls(change: (calls: PendingCall[]) => PendingCall[]): void {
  pendingCalls.value = change(keptCalls());
  keep('calls', pendingCalls.peek());
}

const TOO_MANY = 429; // the traveller is told, and decides

/** How long a call is left to the tab that began it before this one asks for its turn. */
const OTHER_TAB_MS = 2000;

/** `abandoned`: another trip took this one's place, or another tab got the answer. */
interface Outcome {
  session: Session | null;
  problem: Problem | null;
  abandoned?: boolean;
}

const ABANDONED: Outcome = { session: null, problem: null, abandoned: true };

/** Calls that this tab is sending now or next, so that a second click joins the first. */
const running = new Map<string, Promise<Outcome>>();

function sessionOf(body: unknown): Session | null {
  if (typeof body !== 'object' || body === null) return null;
  if ('session' in body) return body.session as Session;
  return 'available_actions' in body ? (body as Session) : null;
}

async function sendOnce(call: PendingCall, token: string): Promise<Outcome | { again: number }> {
  try {
    const { body } = await ask<unknown>({
      method: call.method,
      path: call.path,
      token,
      key: call.key,
      body: call.body,
    });
    setConnected(true);
    return { session: sessionOf(body), problem: null };
  } catch (error) {
    const problem = error instanceof Refused ? error.problem : null;
    const again = problem?.status === TOO_MANY ? null : repeatAfter(error);
    if (again !== null) {
      if (!problem || /^(unavailable|wrong_shard)$/.test(problem.code)) setConnected(false);
      return { again };
    }
    if (!problem) throw error;
    return { session: problem.session ?? null, problem };
  }
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    }
    addEventListener('online', done);
  });

async function sendUntilAnswered(call: PendingCall): Promise<Outcome> {
  for (;;) {
    const present = credentials.peek();
    if (present?.id !== call.session) return ABANDONED;
    const outcome = await sendOnce(call, present.token);
    if (!('again' in outcome)) return outcome;
    await pause(outcome.again);
  }
}

/** A refusal says that the trip is not as it is shown: it is read again. */
async function lookAgain(): Promise<void> {
  const present = credentials.peek();
  if (!present) return;
  try {
    take(await readSession(present));
  } catch {
    // The feed, or the next question, says it.
  }
}

/** Repeats a call under its key while no answer comes, takes the answer and forgets the call. */
async function sendAndTake(call: PendingCall): Promise<Outcome> {
  try {
    const outcome = await sendUntilAnswered(call);
    if (outcome.session) take(outcome.session);
    else if (outcome.problem) await lookAgain();
    if (outcome.problem) refusal.value = { kind: call.kind, problem: outcome.problem };
    return outcome;
  } finally {
    keepCalls((calls) => calls.filter((other) => other.key !== call.key));
  }
}

/**
 * Resolves when no other tab sends this call, with what ends the turn; a tab that is closed ends its
 * own. At once where there are no locks (plain http, storage refused): the key makes one call of two.
 */
async function turnOf(call: PendingCall): Promise<() => void> {
  try {
    return await new Promise((begin, refuse) => {
      navigator.locks.request(call.key, () => new Promise<void>(begin)).catch(refuse);
    });
  } catch {
    return () => {};
  }
}

/** `resumed`: it was not begun here, so that it may have its answer when its turn comes. */
async function sendInTurn(call: PendingCall, resumed: boolean): Promise<Outcome> {
  const endTurn = await turnOf(call);
  try {
    const answered = resumed && !keptCalls().some(({ key }) => key === call.key);
    return answered ? ABANDONED : await sendAndTake(call);
  } finally {
    running.delete(call.key);
    endTurn();
  }
}

function send(call: PendingCall, resumed = false): Promise<Outcome> {
  const sent = running.get(call.key) ?? sendInTurn(call, resumed);
  running.set(call.key, sent);
  return sent;
}

/** A call of this name that is kept already is sent again as it was, whatever is asked for now. */
export function begin(call: Omit<PendingCall, 'key'>): Promise<Outcome> {
  refusal.value = null;
  const known = keptCalls().find(
    (other) => other.name === call.name && other.session === call.session,
  );
  if (known) return send(known);
  const fresh: PendingCall = { ...call, key: newKey() };
  keepCalls((calls) => [...calls, fresh]);
  return send(fresh);
}

/** After a reload, and for a tab that is gone: every call that has no answer, in their order. */
export async function resumeCalls(): Promise<void> {
  for (const call of pendingCalls.peek()) await send(call, true);
}

let opening: Promise<Credentials> | null = null;

/** A session without a hold ends by itself, so that one more of them does no harm. */
async function openWhenReached(): Promise<Session & { token: string }> {
  for (;;) {
    try {
      return await openSession();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      setConnected(false);
      await pause(repeatAfter(error) ?? 0);
    }
  }
}

/** The session that takes holds: the present one while it does, else a new one. */
async function tripForHolds(): Promise<Credentials> {
  const present = credentials.peek();
  if (present && (trip.peek() === null || accepts.peek() || trip.peek()?.state === 'paying'))
    return present;
  opening ??= openWhenReached()
    .then((session) => {
      const opened = { id: session.id, token: session.token };
      keepCredentials(opened);
      take(session);
      return opened;
    })
    .finally(() => {
      opening = null;
    });
  return opening;
}

/** Names the thing that is held. */
export function wishName(wish: Wish): string {
  if (wish.type === 'flight') return `${wish.flight}:${wish.date}`;
  if (wish.type === 'ticket') return `${wish.event_id}:${wish.section_id}`;
  if (wish.type === 'other') return `${wish.supplier}:${wish.item_id}:${wish.from}:${wish.until}`;
  return `${wish.room_type_id}:${wish.check_in}:${wish.check_out}`;
}

export interface HoldOutcome {
  held: boolean;
  problem: Problem | null;
}

/**
 * Holds what is wished, all together or not at all, in place of `olds`: those stay until all of it is
 * held. Opens the session first if there is none. Never throws: a refusal is in the result and in
 * `refusal`. While the server cannot be reached the promise waits; the page shows the bar meanwhile.
 */
export async function hold(wishes: Wish[], olds: readonly Hold[] = []): Promise<HoldOutcome> {
  const replaces = olds.map(({ id }) => id);
  let opened: Credentials;
  try {
    opened = await tripForHolds();
    setConnected(true);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refusal.value = { kind: 'hold', problem: error.problem };
    return { held: false, problem: error.problem };
  }
  const { problem, abandoned } = await begin({
    name: `hold:${replaces}:${wishes.map(wishName).join('+')}`,
    kind: 'hold',
    session: opened.id,
    method: 'POST',
    path: sessionPath(opened.id, '/holds'),
    body: { items: wishes, replaces },
  });
  return { held: problem === null && !abandoned, problem };
}

export async function drop(dropped: Hold): Promise<void> {
  const id = credentials.peek()?.id;
  if (!id) return;
  await begin({
    name: `drop:${dropped.id}`,
    kind: 'drop',
    session: id,
    method: 'DELETE',
    path: sessionPath(id, `/holds/${dropped.id}`),
  });
}

/** How it is paid: the part of the request that goes by the method. */
export type PaymentMeans = { method: 'card'; token: string } | { method: 'pix' };

/** Pays the total that the traveller saw; one name for each attempt, so that it is sent once. */
export async function pay(session: Session, means: PaymentMeans): Promise<void> {
  const attempt = (session.payment?.attempt ?? 0) + 1;
  await begin({
    name: `pay:${session.id}:${attempt}`,
    kind: 'pay',
    session: session.id,
    method: 'POST',
    path: sessionPath(session.id, '/payments'),
    body: { ...means, amount: session.total },
  });
}

/** Gives back what was quoted; without a quote, frees an unpaid trip. */
export async function cancel(session: Session, quote: Quote | null): Promise<void> {
  const call = { name: `cancel:${session.id}`, kind: 'cancel' as const, session: session.id };
  const confirm = sessionPath(session.id, `/cancellations/${quote?.id}/confirm`);
  await begin(
    quote
      ? { ...call, method: 'POST', path: confirm, body: {} }
      : { ...call, method: 'DELETE', path: sessionPath(session.id, '') },
  );
}
