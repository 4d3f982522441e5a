// How a payment by Pix ended that did not pay the trip, and money that came besides. Drawn from the
// session and its timeline, so that it says the same after a reload and on every device.

import type { Entry, Money, Session } from '../api';
import { minutesAndSeconds, money } from '../format';
import { secondsLeft, timeline } from '../store';
import { outcome } from './outcome_texts';
import { pixTexts } from './pix_texts';
import { attemptOf } from './progress';

/** Why it was not paid; `reason` is that of a trip that could not be confirmed. */
function unpaidWords(session: Session, reason: string): string {
  const t = pixTexts();
  if (session.payment?.state === 'declined') return t.noCode_;
  if (session.payment?.failure !== 'payment_unpaid') return reason;
  const attempt = attemptOf(timeline.value, 'payment.accepted');
  return attempt.find('payment.stopped') ? t.stopped_ : t.unpaid_;
}

export function PixFailure({ session, reason }: { session: Session; reason: string }) {
  const t = pixTexts();
  const { payment } = session;
  if (!payment) return null;
  const cameBack = payment.state === 'refunded';
  const left = secondsLeft.value;
  return (
    <div class="note bad failure">
      <div role="alert">
        <strong>{cameBack ? t.cameBack_(money(payment.amount)) : t.nothingPaid_}</strong>
        <p>{unpaidWords(session, reason)}</p>
      </div>
      {payment.failure === 'payment_unpaid' && <p class="small-text">{t.doNotPay_}</p>}
      {left !== null && <p>{outcome.seatsHeld_(minutesAndSeconds(left))}</p>}
    </div>
  );
}

/** "12345 BRL paid_late" */
function readReturn({ detail = '' }: Entry): { amount: Money; reason: string } {
  const [amount = '0', currency = 'BRL', reason = ''] = detail.split(' ');
  return { amount: { amount: Number(amount), currency }, reason };
}

function returnedWords(entry: Entry): string {
  const { amount, reason } = readReturn(entry);
  const words = pixTexts().returned_;
  const known = Object.keys(words).includes(reason) ? (reason as keyof typeof words) : 'other_';
  return words[known](money(amount));
}

/** Money that the trip did not take: paid twice, late, or another amount. */
export function ReturnedPix() {
  const returns = timeline.value.filter((entry) => entry.type === 'payment.returned');
  if (returns.length === 0) return null;
  return (
    <div class="note failure" role="status">
      <strong>{pixTexts().back_}</strong>
      <ul class="stack">
        {returns.map((entry) => (
          <li key={entry.seq}>{returnedWords(entry)}</li>
        ))}
      </ul>
    </div>
  );
}
