// A session's timeline as a sequence diagram: the messages between services. Pure.

import type { Entry } from '../api';
import type { Pending } from './waiting';

export const TRAVELLER = 'traveller';
export const SESSION = 'session';
export const PAYMENT = 'payment';
export const OPERATOR = 'operator';

export interface Arrow {
  key: string;
  at: string;
  from: string;
  /** The same as `from` for what the session does by itself. */
  to: string;
  type: string;
  detail: string;
  look: 'plain' | 'good' | 'bad' | 'undo' | 'operator' | 'pending';
  /** The request of this answer is drawn above it. */
  withRequest: boolean;
  /** It ends in a cross: no answer came. */
  isSilent: boolean;
  /** Since the row before, where that is a second or more. */
  gapMs: number;
}

export interface Diagram {
  lanes: string[];
  arrows: Arrow[];
}

const GAP_SHOWN_MS = 1000;
const OF_PAYMENT = [
  'step.authorized',
  'step.declined',
  'step.captured',
  'step.capture_refused',
  'step.refunded',
  'step.payment_lost',
  'step.charge_waiting',
  'step.paid',
  'undo.voided',
  'undo.refunded',
  'payment.returned',
];
const BY_TRAVELLER = [
  'session.opened',
  'payment.accepted',
  'payment.stopped',
  'session.cancelling',
];
const TO_SUPPLIER = ['hold.asked', 'hold.releasing'];

function lookOf(type: string): Arrow['look'] {
  if (/^(undo\.|hold\.releas|payment\.(stopped|returned))/.test(type)) return 'undo';
  if (/refused|declined|silent|failed|expired|lost/.test(type)) return 'bad';
  if (/held|confirmed|captured|authorized|refunded|paid/.test(type)) return 'good';
  return 'plain';
}

/** From which participant to which. */
function endsOf(entry: Entry, addressOf: (hold: string) => string): [string, string] {
  const { type, hold } = entry;
  if (type.startsWith('operator.')) return [OPERATOR, SESSION];
  if (BY_TRAVELLER.includes(type)) return [TRAVELLER, SESSION];
  if (OF_PAYMENT.includes(type)) return [PAYMENT, SESSION];
  if (hold) {
    const address = addressOf(hold);
    return TO_SUPPLIER.includes(type) ? [SESSION, address] : [address, SESSION];
  }
  if (type === 'step.silent') return [PAYMENT, SESSION];
  return [SESSION, SESSION];
}

function arrowsOf(entries: Entry[], addressOf: (hold: string) => string): Arrow[] {
  // One decision, one instant: a trip that an operator gives up is cancelled by the operator.
  const givenUp = new Set(
    entries.filter((entry) => entry.type === 'operator.cancelled').map((entry) => entry.at),
  );
  return entries.map((entry, index) => {
    const ends = endsOf(entry, addressOf);
    const byOperator = ends[0] === TRAVELLER && givenUp.has(entry.at);
    const [from, to] = byOperator ? [OPERATOR, SESSION] : ends;
    const before = entries[index - 1];
    const gap = before ? Date.parse(entry.at) - Date.parse(before.at) : 0;
    return {
      key: String(entry.seq),
      at: entry.at,
      from,
      to,
      type: entry.type,
      detail: entry.detail ?? '',
      look: from === OPERATOR ? 'operator' : lookOf(entry.type),
      withRequest: from !== to && /^(step|undo)\./.test(entry.type),
      isSilent: entry.type === 'step.silent',
      gapMs: gap >= GAP_SHOWN_MS ? gap : 0,
    };
  });
}

/** `entries` may be a part of the timeline; what is pending stands below them. */
export function diagramOf(
  entries: Entry[],
  holds: { id: string; address: string }[],
  pending: Pending[],
): Diagram {
  const addressOf = (id: string) => holds.find((hold) => hold.id === id)?.address ?? SESSION;
  const arrows = arrowsOf(entries, addressOf);
  for (const one of pending) {
    arrows.push({
      key: `pending ${one.command} ${one.hold ?? one.address}`,
      at: one.since ?? '',
      from: SESSION,
      to: one.address,
      type: one.command,
      detail: String(one.attempts),
      look: 'pending',
      withRequest: false,
      isSilent: false,
      gapMs: 0,
    });
  }
  const used = new Set(arrows.flatMap((arrow) => [arrow.from, arrow.to]));
  const addresses = [...new Set(holds.map((hold) => hold.address))];
  const others = [...used].filter(
    (lane) => ![TRAVELLER, SESSION, PAYMENT, OPERATOR, ...addresses].includes(lane),
  );
  const lanes = [TRAVELLER, SESSION, ...addresses, ...others, PAYMENT, OPERATOR].filter(
    (lane) => lane === SESSION || used.has(lane),
  );
  return { lanes, arrows };
}
