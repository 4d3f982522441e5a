// Cancelling, with its consequence in the button and one more question in its place.

import { signal } from '@preact/signals';
import type { Session } from '../api';
import { cancel, isPending, refusal } from '../calls';
import { money } from '../format';
import { describeProblem } from './problem_texts';
import { t } from './texts';

/** The session whose cancellation is being asked about. */
const asking = signal<string | null>(null);

function Sure({ session, paid }: { session: Session; paid: boolean }) {
  const sending = isPending('cancel', session.id);
  const refused = refusal.value?.kind === 'cancel' ? refusal.value.problem : null;
  const yes = paid ? t.cancelPaidYes_(money(session.total)) : t.cancelUnpaidYes_;
  return (
    <div class="note bad no-print">
      <p>{paid ? t.cancelPaidSure_ : t.cancelUnpaidSure_}</p>
      {refused && <p role="alert">{describeProblem(refused)}</p>}
      <div class="row">
        <button type="button" class="warn" disabled={sending} onClick={() => void cancel(session)}>
          {sending ? t.cancelSending_ : yes}
        </button>
        <button
          type="button"
          ref={(button) => button?.focus()}
          disabled={sending}
          onClick={() => {
            asking.value = null;
          }}
        >
          {t.keepIt_}
        </button>
      </div>
    </div>
  );
}

export function CancelTrip({ session }: { session: Session }) {
  if (!session.available_actions.includes('cancel') || isPending('pay')) return null;
  const paid = session.state === 'confirmed';
  if (asking.value === session.id) return <Sure session={session} paid={paid} />;
  return (
    <button
      type="button"
      class="quiet warn small no-print cancel"
      onClick={() => {
        asking.value = session.id;
      }}
    >
      {paid ? t.cancelPaid_(money(session.total)) : t.cancelUnpaid_}
    </button>
  );
}
