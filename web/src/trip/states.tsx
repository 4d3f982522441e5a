// What the trip's page shows below its heading in each state of the session, and what can be done.

import type { ComponentChildren } from 'preact';
import type { Session } from '../api';
import { later, laterOfPix } from '../later';
import { timeline } from '../store';
import { AskAgain, AskedAgain } from './again';
import { FailureNote } from './failure_note';
import { History } from './history';
import { RefusedItems } from './items';
import { outcome } from './outcome_texts';
import { cancellationProgress, paymentProgress } from './progress';
import { Receipt } from './receipt';
import { RunningSteps, StepList } from './step_list';
import { t } from './texts';

const CancelTrip = later('CancelTrip');
const PaymentForm = later('PaymentForm');
const PixPaying = laterOfPix('PixPaying');

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
  return (
    <div class="card pad stack empty">
      <p class="empty-title">{t.empty_}</p>
      <p class="soft">{t.emptyHint_}</p>
      <p>
        <a class="button main" href="/">
          {t.search_}
        </a>
      </p>
    </div>
  );
}

function Paying({ session }: { session: Session }) {
  if (session.payment?.method === 'pix') return <PixPaying session={session} />;
  const { lines, failed } = paymentProgress(session, timeline.value);
  return <RunningSteps lines={lines} note={failed ? '' : outcome.mayClose_} />;
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
      {t.newSearch_}
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
