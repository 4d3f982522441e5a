// What the trip says first in each state of its session: a heading and a sentence.

import type { Session } from '../api';
import { dateAndTime, money } from '../format';
import { now, timeline } from '../store';
import { itemWords } from './item';
import { outcomeTexts } from './outcome_texts';
import { type Progress, paymentProgress, refundedAt } from './progress';
import { tripTexts } from './texts';

/** A charge that is not answered by then is being checked with the bank. */
const VERIFYING_AFTER_MS = 1500;

export interface StateWords {
  title: string;
  /** Said to a screen reader when it changes. */
  text: string;
  tone: 'plain' | 'good' | 'late' | 'bad';
}

function isVerifying(session: Session, progress: Progress): boolean {
  if (!progress.capturing) return false;
  if ((session.waiting_for?.attempts ?? 0) > 1) return true;
  const since = progress.lines.find((line) => line.state === 'now')?.since;
  return since !== undefined && now.value - Date.parse(since) > VERIFYING_AFTER_MS;
}

function payingWords(session: Session): StateWords {
  const t = outcomeTexts();
  const progress = paymentProgress(session, timeline.value);
  if (progress.failed) {
    const hold = session.holds.find((candidate) => candidate.id === progress.failed?.hold);
    const text = hold ? t.undoingText(itemWords(hold).short) : t.undoingBank;
    return { title: t.undoing, text, tone: 'late' };
  }
  if (isVerifying(session, progress)) {
    return { title: t.verifying, text: t.verifyingText, tone: 'late' };
  }
  return { title: t.paying, text: t.payingText(money(session.total)), tone: 'plain' };
}

function cancelledWords(session: Session): StateWords {
  const t = outcomeTexts();
  const at = refundedAt(timeline.value);
  const paid = session.payment?.state === 'refunded';
  const amount = session.payment ? money(session.payment.amount) : '';
  const text = paid && at ? t.cancelledPaid(amount, dateAndTime(at)) : t.cancelledUnpaid;
  return { title: t.cancelledTitle, text, tone: 'plain' };
}

export function stateWords(session: Session): StateWords {
  const t = outcomeTexts();
  switch (session.state) {
    case 'paying':
      return payingWords(session);
    case 'confirmed':
      return { title: t.confirmedTitle, text: t.confirmedText(money(session.total)), tone: 'good' };
    case 'expired':
      return { title: t.expiredTitle, text: t.expiredText, tone: 'late' };
    case 'cancelling': {
      const amount = session.payment ? money(session.payment.amount) : '';
      return { title: t.cancellingTitle, text: t.cancellingText(amount), tone: 'plain' };
    }
    case 'cancelled':
      return cancelledWords(session);
    default:
      return { title: tripTexts().trip, text: '', tone: 'plain' };
  }
}
