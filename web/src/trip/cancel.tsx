// Cancelling: what comes back is asked for first, and stands in the button that does it.

import { signal } from '@preact/signals';
import type { Hold, Quote, Session } from '../api';
import { ask, Refused, sessionPath, Unreachable } from '../api';
import { cancel, isPending, refusal } from '../calls';
import { dateAndTime, money } from '../format';
import { credentials } from '../kept';
import { setConnected } from '../store';
import { itemWords } from './item';
import { describeProblem } from './problem_texts';
import { t } from './texts';

/** What is being asked about: the session, or one hold of it, and what would come back. */
const asking = signal<{ about: string; state: string; quote: Quote | null } | null>(null);
/** What is being quoted. */
const quoting = signal<string | null>(null);
/** What was asked about last: a refusal is of it. */
const asked = signal<string | null>(null);

/** What would come back for these holds, or for the whole trip; null where that was refused. */
async function quoteCancellation(session: Session, holds: string[]): Promise<Quote | null> {
  refusal.value = null;
  const present = credentials.peek();
  if (!present) return null;
  try {
    const { body } = await ask<Quote>({
      method: 'POST',
      path: sessionPath(session.id, '/cancellations'),
      token: present.token,
      body: holds.length > 0 ? { holds } : {},
    });
    setConnected(true);
    return body;
  } catch (error) {
    if (error instanceof Unreachable) {
      setConnected(false);
    } else if (error instanceof Refused) {
      refusal.value = { kind: 'cancel', problem: error.problem };
    } else {
      throw error;
    }
    return null;
  }
}

async function askAbout(session: Session, about: string, holds: string[]): Promise<void> {
  const { state } = session;
  asked.value = about;
  if (state !== 'confirmed') {
    asking.value = { about, state, quote: null };
    return;
  }
  quoting.value = about;
  const quote = await quoteCancellation(session, holds);
  quoting.value = null;
  if (quote) asking.value = { about, state, quote };
}

function Quoted({ session, quote }: { session: Session; quote: Quote }) {
  return (
    <>
      <p>{t.cancelQuote_(money(quote.refund), dateAndTime(quote.expires_at))}</p>
      <ul class="small-text">
        {quote.items.map((item) => {
          const hold = session.holds.find((one) => one.id === item.hold);
          const title = hold ? itemWords(hold).short : item.description;
          return (
            <li key={item.hold}>
              {t.cancelQuoteItem_(title, money(item.refund), money(item.price))}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Sure({ session, quote }: { session: Session; quote: Quote | null }) {
  const sending = isPending('cancel', session.id);
  const refused = refusal.value?.kind === 'cancel' ? refusal.value.problem : null;
  const yes = quote ? t.cancelPaidYes_(money(quote.refund)) : t.cancelUnpaidYes_;
  return (
    <div class="note bad no-print">
      <p>{quote ? t.cancelPaidSure_ : t.cancelUnpaidSure_}</p>
      {quote && <Quoted session={session} quote={quote} />}
      {refused && <p role="alert">{describeProblem(refused)}</p>}
      <div class="row">
        <button
          type="button"
          class="warn"
          disabled={sending}
          onClick={() => void cancel(session, quote)}
        >
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

/** Of the whole trip, or of one booking of a trip that is paid. */
export function CancelTrip({ session, hold }: { session: Session; hold?: Hold }) {
  const possible = hold
    ? session.state === 'confirmed'
    : session.available_actions.includes('cancel');
  if (!possible || isPending('pay')) return null;
  const about = hold?.id ?? session.id;
  const open = asking.value;
  // What was asked of a trip that has been paid since says nothing of it any more.
  if (open?.about === about && open.state === session.state)
    return <Sure session={session} quote={open.quote} />;
  const paid = session.state === 'confirmed';
  const whole = paid ? t.cancelPaid_ : t.cancelUnpaid_;
  const refused =
    refusal.value?.kind === 'cancel' && asked.value === about ? refusal.value.problem : null;
  return (
    <>
      {refused && <p role="alert">{describeProblem(refused)}</p>}
      <button
        type="button"
        class="quiet warn small no-print cancel"
        disabled={quoting.value === about}
        onClick={() => void askAbout(session, about, hold ? [hold.id] : [])}
      >
        {hold ? t.cancelOne_ : whole}
      </button>
    </>
  );
}
