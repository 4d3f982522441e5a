// Why the last payment failed, drawn from the session: it says the same after a reload and in
// every tab. Its first words are what was charged.

import type { Entry, Session } from '../api';
import { minutesAndSeconds } from '../format';
import { laterOfPix } from '../later';
import { secondsLeft, timeline } from '../store';
import { itemWords } from './item';
import { outcome } from './outcome_texts';
import { paymentProgress } from './progress';

const PixFailure = laterOfPix('PixFailure');

function declineReason(code: string | undefined): string {
  const reasons = outcome.declineReasons_;
  if (code === 'insufficient_funds' || code === 'do_not_honor') return reasons[code];
  return reasons.other;
}

/** The item that a failed step was about; the bank where it was about none. */
function itemOf(session: Session, failed: Entry | undefined): string | null {
  const hold = session.holds.find((candidate) => candidate.id === failed?.hold);
  return hold ? itemWords(hold).short : null;
}

function reasonOf(session: Session): string {
  const { failed } = paymentProgress(session, timeline.value);
  const item = itemOf(session, failed);
  const code = session.payment?.decline_code;
  switch (session.payment?.failure) {
    case 'payment_declined':
      return code === 'capture_refused'
        ? outcome.captureFailed_
        : outcome.declined_(declineReason(code));
    case 'hold_lost':
      return outcome.lostItem_(item ?? '');
    case 'supplier_refused':
      return outcome.refused_(item ?? '');
    default:
      return item ? outcome.unavailable_(item) : outcome.bankSilent_;
  }
}

export function FailureNote({ session }: { session: Session }) {
  if (session.state !== 'open' || !session.payment?.failure) return null;
  const left = secondsLeft.value;
  if (session.payment.method === 'pix')
    return <PixFailure session={session} reason={reasonOf(session)} />;
  const authorized = session.payment.state !== 'declined';
  return (
    <div class="note bad failure">
      <div role="alert">
        <strong>{outcome.nothingCharged_}</strong>
        <p>{reasonOf(session)}</p>
      </div>
      {left !== null && <p>{outcome.seatsHeld_(minutesAndSeconds(left))}</p>}
      {authorized && <p class="small-text soft">{outcome.bankMayShow_}</p>}
    </div>
  );
}
