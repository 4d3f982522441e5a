// The steps of a payment, of its undoing or of a cancellation as lines, from the timeline and from
// what the session waits for. Pure: no signal is read but the language's.

import type { Entry, Hold, Session } from '../api';
import { itemWords } from './item';
import { outcome } from './outcome_texts';

export type LineState = 'done' | 'now' | 'next' | 'failed';

export interface Line {
  key: string;
  state: LineState;
  text: string;
  /** How long the step took. */
  tookMs?: number | undefined;
  /** Since when its answer is waited for. */
  since?: string;
}

/** Entries of the present attempt to pay, and the entry before each. */
interface Attempt {
  entries: Entry[];
  find: (type: string, hold?: string) => Entry | undefined;
  /** Since the entry before it, or since another one. */
  took: (entry: Entry | undefined, since?: Entry) => number | undefined;
  last: Entry | undefined;
}

export function attemptOf(timeline: Entry[], beginning: string): Attempt {
  const start = timeline.map((entry) => entry.type).lastIndexOf(beginning);
  const entries = start < 0 ? [] : timeline.slice(start);
  return {
    entries,
    find: (type, hold) =>
      entries.find((entry) => entry.type === type && (hold === undefined || entry.hold === hold)),
    took: (entry, since) => {
      const index = entry ? entries.indexOf(entry) : 0;
      const before = since ?? entries[index - 1];
      return entry && before ? Date.parse(entry.at) - Date.parse(before.at) : undefined;
    },
    last: entries.at(-1),
  };
}

/** Holds that the payment is for, in the traveller's order. */
const paidHolds = (session: Session): Hold[] =>
  session.holds.filter((hold) => ['held', 'confirmed', 'lost'].includes(hold.state));

const FAILURES = ['step.declined', 'step.refused', 'step.silent', 'step.capture_refused'];

const failureOf = (attempt: Attempt): Entry | undefined =>
  attempt.entries.find((entry) => FAILURES.includes(entry.type));

const line = (key: string, state: LineState, text: string, tookMs?: number): Line => ({
  key,
  state,
  text,
  tookMs,
});

function authorizeLine(attempt: Attempt): Line {
  const authorized = attempt.find('step.authorized');
  if (authorized) return line('authorize', 'done', outcome.authorized_, attempt.took(authorized));
  const failed = failureOf(attempt);
  if (!failed) return line('authorize', 'next', outcome.authorize_);
  const text =
    failed.type === 'step.silent' ? outcome.noAnswer_(outcome.bank_) : outcome.declinedStep_;
  return line('authorize', 'failed', text, attempt.took(failed));
}

function confirmLine(attempt: Attempt, hold: Hold): Line {
  const item = itemWords(hold).short;
  // All holds are confirmed side by side, from the authorization on.
  const took = (entry: Entry) => attempt.took(entry, attempt.find('step.authorized'));
  const confirmed = attempt.find('step.confirmed', hold.id);
  if (confirmed) {
    const text = outcome.confirmed_(item, confirmed.detail ?? '');
    return line(hold.id, 'done', text, took(confirmed));
  }
  const refused = attempt.find('step.refused', hold.id);
  const failed = refused ?? attempt.find('step.silent', hold.id);
  if (!failed) return line(hold.id, 'next', item);
  const text = refused ? outcome.notConfirmed_(item) : outcome.noAnswer_(item);
  return line(hold.id, 'failed', text, took(failed));
}

function captureLine(attempt: Attempt): Line {
  const captured = attempt.find('step.captured');
  if (captured) return line('capture', 'done', outcome.captured_, attempt.took(captured));
  const refused = attempt.find('step.capture_refused');
  if (refused) return line('capture', 'failed', outcome.captureRefused_, attempt.took(refused));
  return line('capture', 'next', outcome.captureNext_);
}

/** What is undone, in reverse: each hold that was confirmed or may be, then the authorization. */
function undoLines(session: Session, attempt: Attempt, failed: Entry): Line[] {
  if (failed.type === 'step.declined') return [];
  const confirming = attempt.find('step.authorized') !== undefined;
  const touched = (hold: Hold) => confirming && !attempt.find('step.refused', hold.id);
  const unconfirms = paidHolds(session)
    .filter(touched)
    .reverse()
    .map((hold) => {
      const item = itemWords(hold).short;
      const undone = attempt.find('undo.unconfirmed', hold.id);
      if (undone)
        return line(`undo-${hold.id}`, 'done', outcome.unconfirmed_(item), attempt.took(undone));
      return line(`undo-${hold.id}`, 'next', outcome.unconfirmNext_(item));
    });
  const voided = attempt.find('undo.voided');
  const last = voided
    ? line('void', 'done', outcome.voided_, attempt.took(voided))
    : line('void', 'next', outcome.voidNext_);
  return [...unconfirms, last];
}

/** The words of a line that is being waited for. */
function waitingText(key: string, hold: Hold | undefined, attempts: number): string {
  const item = hold ? itemWords(hold).short : '';
  if (attempts > 1 && key === 'authorize') return outcome.asking_(outcome.authorize_, attempts);
  if (attempts > 1 && hold) return outcome.asking_(item, attempts);
  if (key === 'authorize') return outcome.authorizeNow_;
  if (key === 'capture') return outcome.captureNow_;
  if (key === 'void') return outcome.voidNow_;
  return key.startsWith('undo-') ? outcome.unconfirmNow_(item) : outcome.confirmNow_(item);
}

/** Marks what is waited for: the first line that is not done, and all other holds beside a hold. */
function markWaiting(lines: Line[], session: Session, attempt: Attempt): void {
  if (session.state !== 'paying') return;
  const holdOf = (candidate: Line) => session.holds.find((hold) => candidate.key.endsWith(hold.id));
  const open = lines.filter((candidate) => candidate.state === 'next');
  const beside = open[0] && holdOf(open[0]) ? open.filter(holdOf) : open.slice(0, 1);
  const since = session.waiting_for?.since ?? attempt.last?.at;
  for (const waiting of beside) {
    waiting.state = 'now';
    waiting.text = waitingText(waiting.key, holdOf(waiting), session.waiting_for?.attempts ?? 0);
    if (since) waiting.since = since;
  }
}

export interface Progress {
  lines: Line[];
  /** The step that did not succeed; what follows it is undone. */
  failed: Entry | undefined;
  /** The answer to the charge is all that is missing. */
  capturing: boolean;
}

export function paymentProgress(session: Session, timeline: Entry[]): Progress {
  const attempt = attemptOf(timeline, 'payment.accepted');
  const failed = failureOf(attempt);
  const forward = [
    authorizeLine(attempt),
    ...paidHolds(session).map((hold) => confirmLine(attempt, hold)),
    captureLine(attempt),
  ];
  const lines = failed
    ? [
        ...forward.filter((candidate) => candidate.state !== 'next'),
        ...undoLines(session, attempt, failed),
      ]
    : forward;
  markWaiting(lines, session, attempt);
  const waiting = lines.find((candidate) => candidate.state === 'now');
  return { lines, failed, capturing: !failed && waiting?.key === 'capture' };
}

/** What comes back when a paid trip is cancelled: the money and every hold. */
export function cancellationProgress(session: Session, timeline: Entry[]): Line[] {
  const attempt = attemptOf(timeline, 'session.cancelling');
  const refunded = attempt.find('step.refunded');
  const began = attempt.entries[0]?.at;
  const pending = (key: string, text: string): Line =>
    began ? { ...line(key, 'now', text), since: began } : line(key, 'now', text);
  const money = refunded
    ? line('refund', 'done', outcome.refunded_, attempt.took(refunded))
    : pending('refund', outcome.refundNow_);
  const holds = session.holds
    .filter((hold) => attempt.find('hold.releasing', hold.id))
    .map((hold) => {
      const item = itemWords(hold).short;
      return hold.state === 'released'
        ? line(hold.id, 'done', outcome.released_(item))
        : pending(hold.id, outcome.releaseNow_(item));
    });
  return session.payment?.state === 'refunding' || refunded ? [money, ...holds] : holds;
}

/** When the charge was answered. */
export const capturedAt = (timeline: Entry[]): string | undefined =>
  timeline.filter(({ type }) => type === 'step.captured' || type === 'step.paid').at(-1)?.at;

/** When the money was given back. */
export const refundedAt = (timeline: Entry[]): string | undefined =>
  timeline.filter((entry) => entry.type === 'step.refunded').at(-1)?.at;

/** What the clock took away; what the traveller dropped before is not among it. */
export const expiredHolds = (session: Session, timeline: Entry[]): Hold[] => {
  const ids = new Set(
    timeline
      .filter((entry) => entry.type === 'hold.releasing' && entry.detail === 'expire')
      .map((entry) => entry.hold),
  );
  return session.holds.filter((hold) => ids.has(hold.id));
};
