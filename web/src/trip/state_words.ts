// What the trip says first in each state of its session: a heading and a sentence.

import type { Session } from '../api';
import { dateAndTime, money } from '../format';
import { pixParts } from '../later';
import { now, timeline } from '../store';
import { itemWords } from './item';
import { outcome } from './outcome_texts';
import { type Progress, paymentProgress, refundedAt } from './progress';
import { t } from './texts';

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

/** What pix.ts has, for a trip that is or was to be paid by Pix. */
export const partsOfPix = ({ payment }: Session) => (payment?.method === 'pix' ? pixParts() : null);

function payingWords(session: Session): StateWords {
  const pix = partsOfPix(session);
  if (pix) return pix.pixPayingWords(session, timeline.value);
  const progress = paymentProgress(session, timeline.value);
  if (progress.failed) {
    const hold = session.holds.find((candidate) => candidate.id === progress.failed?.hold);
    const text = outcome.undoingText_(hold ? itemWords(hold).short : outcome.bank_);
    return { title: outcome.undoing_, text, tone: 'late' };
  }
  if (isVerifying(session, progress)) {
    return { title: outcome.verifying_, text: outcome.verifyingText_, tone: 'late' };
  }
  return { title: outcome.paying_, text: outcome.payingText_(money(session.total)), tone: 'plain' };
}

function cancelledWords(session: Session): StateWords {
  const at = refundedAt(timeline.value);
  const back = session.payment?.refund;
  const unpaid =
    session.payment && ['captured', 'paid'].includes(session.payment.state)
      ? outcome.cancelledWithoutRefund_
      : outcome.cancelledUnpaid_;
  const text = back && at ? outcome.cancelledPaid_(money(back), dateAndTime(at)) : unpaid;
  return { title: outcome.cancelledTitle_, text, tone: 'plain' };
}

export function stateWords(session: Session): StateWords {
  switch (session.state) {
    case 'paying':
      return payingWords(session);
    case 'confirmed':
      return {
        title: outcome.confirmedTitle_,
        text: outcome.confirmedText_(money(session.total)),
        tone: 'good',
      };
    case 'expired':
      return {
        title: outcome.expiredTitle_,
        text: partsOfPix(session)?.pixExpiredText(session) ?? outcome.expiredText_,
        tone: 'late',
      };
    case 'cancelling': {
      const back = session.payment?.refund;
      return {
        title: outcome.cancellingTitle_,
        text: back ? outcome.cancellingText_(money(back)) : '',
        tone: 'plain',
      };
    }
    case 'cancelled':
      return cancelledWords(session);
    default:
      return { title: t.trip_, text: '', tone: 'plain' };
  }
}
