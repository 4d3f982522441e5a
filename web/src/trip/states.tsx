// What the trip's page says first in each state of the session, and what can be done there.

import type { ComponentChildren } from 'preact';
import type { Session } from '../api';
import { dateAndTime, money } from '../format';
import { now, timeline } from '../store';
import { AskAgain, AskedAgain } from './again';
import { CancelTrip } from './cancel';
import { FailureNote } from './failure_note';
import { itemWords } from './item';
import { RefusedItems } from './items';
import { outcomeTexts } from './outcome_texts';
import { PaymentForm } from './payment_form';
import { cancellationProgress, paymentProgress, refundedAt, type Progress } from './progress';
import { History, Receipt } from './receipt';
import { StepList } from './step_list';
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

function Open({ session }: { session: Session }) {
  const empty = session.holds.every((hold) =>
    ['refused', 'released', 'releasing'].includes(hold.state),
  );
  return (
    <>
      <AskedAgain session={session} />
      <RefusedItems />
      <FailureNote session={session} />
      {!empty && <PaymentForm session={session} />}
      {!empty && <CancelTrip session={session} />}
      {empty && <EmptyTrip />}
    </>
  );
}

export function EmptyTrip() {
  const t = tripTexts();
  return (
    <div class="card pad stack empty">
      <p class="empty-title">{t.empty}</p>
      <p class="soft">{t.emptyHint}</p>
      <p>
        <a class="button main" href="/">
          {t.search}
        </a>
      </p>
    </div>
  );
}

function Paying({ session }: { session: Session }) {
  const { lines, failed } = paymentProgress(session, timeline.value);
  return (
    <div class="card pad stack">
      <StepList lines={lines} />
      {!failed && <p class="small-text soft">{outcomeTexts().mayClose}</p>}
    </div>
  );
}

function Ended({ session, children }: { session: Session; children: ComponentChildren }) {
  return (
    <>
      <p class="row">{children}</p>
      <History session={session} />
    </>
  );
}

export function StateView({ session }: { session: Session }) {
  const search = (
    <a class="button main" href="/">
      {tripTexts().newSearch}
    </a>
  );
  switch (session.state) {
    case 'paying':
      return <Paying session={session} />;
    case 'confirmed':
      return <Receipt session={session} />;
    case 'expired':
      return (
        <Ended session={session}>
          <AskAgain session={session} />
        </Ended>
      );
    case 'cancelling':
      return (
        <div class="card pad">
          <StepList lines={cancellationProgress(session, timeline.value)} />
        </div>
      );
    case 'cancelled':
      return <Ended session={session}>{search}</Ended>;
    default:
      return <Open session={session} />;
  }
}
