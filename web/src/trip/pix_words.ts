// What a payment by Pix says first while it runs, from the session and its timeline. Pure: no signal
// is read but the language's.

import type { Entry, PixCharge, Session } from '../api';
import { money } from '../format';
import { pixTexts } from './pix_texts';
import { attemptOf } from './progress';
import type { StateWords } from './state_words';

/** The charge that the bank is waited for; null where none is. */
export function waitingCharge(session: Session | null): PixCharge | null {
  const payment = session?.state === 'paying' ? session.payment : null;
  return (payment?.method === 'pix' && payment.state === 'waiting' && payment.pix) || null;
}

/** Whether the present attempt was paid, whatever became of it. */
const wasPaid = (timeline: Entry[]): boolean =>
  attemptOf(timeline, 'payment.accepted').find('step.paid') !== undefined;

/** How a trip ended by its clock that was to be paid by Pix. */
export function pixExpiredText({ payment }: Session): string {
  const t = pixTexts();
  const back = payment?.state === 'refunded' && t.cameBack_(money(payment.amount));
  return `${t.expired_} ${back || t.nothingPaid_} ${t.doNotPay_}`;
}

export function pixPayingWords(session: Session, timeline: Entry[]): StateWords {
  const t = pixTexts();
  const total = money(session.payment?.amount ?? session.total);
  if (waitingCharge(session))
    return { title: t.waiting_, text: t.waitingText_(total), tone: 'plain' };
  switch (session.payment?.state) {
    case 'charging':
      return { title: t.asking_, text: t.askingText_, tone: 'plain' };
    case 'paid':
      return { title: t.received_, text: t.receivedText_(total), tone: 'good' };
    default:
      return wasPaid(timeline)
        ? { title: t.returning_, text: t.returningText_(total), tone: 'late' }
        : { title: t.withdrawing_, text: t.withdrawingText_, tone: 'late' };
  }
}
