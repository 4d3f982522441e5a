// What a session waits for, in the order of urgency. Pure.

import type { Asking, Notice, Saga } from './api';

/** A request without a final answer, of whichever kind. */
export interface Pending {
  command: string;
  address: string;
  since: string | null;
  attempts: number;
  nextAt: string | null;
  givesUpAt: string | null;
  lastError: string | null;
  stuck: boolean;
  hold?: string | undefined;
  writtenOff?: string | undefined;
}

const pendingOf = (asking: Asking): Pending => ({
  command: asking.command,
  address: asking.address,
  since: asking.since,
  attempts: asking.attempts,
  nextAt: asking.next_attempt_at,
  givesUpAt: asking.gives_up_at ?? null,
  lastError: asking.last_error,
  stuck: asking.stuck,
  hold: asking.hold,
  writtenOff: asking.written_off,
});

/** The stuck ones first. */
export function pendingIn(of: {
  step: Asking | null;
  holds: (Asking | null)[];
  notices: Notice[];
}): Pending[] {
  const all = [
    ...(of.step ? [pendingOf(of.step)] : []),
    ...of.holds.filter((hold) => hold !== null).map(pendingOf),
    ...of.notices
      .filter((notice) => notice.state === 'sending')
      .map((notice) => pendingOf({ ...notice, command: 'notice' })),
  ];
  return all.sort((one, other) => Number(other.stuck) - Number(one.stuck));
}

export const waitsForCapture = (pending: Pending[]): boolean =>
  pending.some((one) => one.command === 'capture');

/** Nothing of it can be given up. */
export const hasEnded = (state: string): boolean => ['expired', 'cancelled'].includes(state);

/** Holds whose release is asked for in vain, and which are not written off: as targets. */
export const releasesIn = (session: string, pending: Pending[]) =>
  pending
    .filter((one) => ['cancel', 'expire'].includes(one.command) && !one.writtenOff && one.hold)
    .map((one) => ({ session, hold: one.hold ?? '' }));

export const pendingOfSaga = (saga: Saga): Pending[] =>
  pendingIn({ step: saga.step, holds: saga.holds, notices: saga.notices });
