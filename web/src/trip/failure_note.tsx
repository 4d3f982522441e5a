// Why the last payment failed, drawn from the session: it says the same after a reload and in
// every tab. Its first words are what was charged.

import type { Entry, Session } from '../api';
import { minutesAndSeconds } from '../format';
import { secondsLeft, timeline } from '../store';
import { itemWords } from './item';
import { outcomeTexts } from './outcome_texts';
import { paymentProgress } from './progress';

function declineReason(code: string | undefined): string {
  const reasons = outcomeTexts().declineReasons;
  if (code === 'insufficient_funds' || code === 'do_not_honor') return reasons[code];
  return reasons.other;
}

/** The item that a failed step was about; the bank where it was about none. */
function itemOf(session: Session, failed: Entry | undefined): string | null {
  const hold = session.holds.find((candidate) => candidate.id === failed?.hold);
  return hold ? itemWords(hold).short : null;
}

function reasonOf(session: Session): string {
  const t = outcomeTexts();
  const { failed } = paymentProgress(session, timeline.value);
  const item = itemOf(session, failed);
  const code = session.payment?.decline_code;
  switch (session.payment?.failure) {
    case 'payment_declined':
      return code === 'capture_refused' ? t.captureFailed : t.declined(declineReason(code));
    case 'hold_lost':
      return t.lostItem(item ?? '');
    case 'supplier_refused':
      return t.refused(item ?? '');
    default:
      return item ? t.unavailable(item) : t.bankSilent;
  }
}

export function FailureNote({ session }: { session: Session }) {
  const t = outcomeTexts();
  if (session.state !== 'open' || !session.payment?.failure) return null;
  const left = secondsLeft.value;
  const authorized = session.payment.state !== 'declined';
  return (
    <div class="note bad failure">
      <div role="alert">
        <strong>{t.nothingCharged}</strong>
        <p>{reasonOf(session)}</p>
      </div>
      {left !== null && <p>{t.seatsHeld(minutesAndSeconds(left))}</p>}
      {authorized && <p class="small-text soft">{t.bankMayShow}</p>}
    </div>
  );
}
