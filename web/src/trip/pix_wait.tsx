// While a bank is waited for: the amount, the charge as a QR code and as text, and how long it can
// still be paid, by the server's clock. Drawn from the session alone, so that a reload and a second
// device show the same charge.

import { computed } from '@preact/signals';
import type { PixCharge, Session } from '../api';
import { sessionPath } from '../api';
import { begin, isPending, refusal } from '../calls';
import { clockTime, minutesAndSeconds, money } from '../format';
import { later } from '../later';
import { now, trip } from '../store';
import { announcedMinutes, clockFace } from './clock';
import { CopyButton } from './copy';
import { pixTexts } from './pix_texts';
import { waitingCharge } from './pix_words';
import { describeProblem } from './problem_texts';

const QrCode = later('QrCode');

const secondsUntil = (instant: string): number =>
  Math.max(0, Math.round((Date.parse(instant) - now.value) / 1000));

/** Seconds until the charge cannot be paid any more; null while none is waited for. */
const secondsToPay = computed<number | null>(() => {
  const charge = waitingCharge(trip.value);
  return charge && secondsUntil(charge.expires_at);
});

const announced = announcedMinutes(secondsToPay);

/** What choosing Pix means, before there is a charge. */
export function PixHint() {
  return <p class="small-text soft">{pixTexts().hint_}</p>;
}

function Countdown({ left, ends }: { left: number; ends: string }) {
  const t = pixTexts();
  const label = t.validForLabel_(minutesAndSeconds(left));
  return clockFace(left, t.validFor_, label, t.until_(clockTime(ends)));
}

/** What becomes of the holds if it is not paid: their own clock stands still, and goes on then. */
function HoldsAfterwards({ session, charge }: { session: Session; charge: PixCharge }) {
  const t = pixTexts();
  const ends = session.timeout.expires_at;
  if (!ends) return null;
  const outlive = Date.parse(ends) > Date.parse(charge.expires_at);
  return (
    <p class="small-text">
      {outlive ? t.holdsStay_(minutesAndSeconds(secondsUntil(ends))) : t.holdsEnd_}
    </p>
  );
}

/** Withdraws the charge; what was paid by then comes back. */
async function stopPayment(session: Session): Promise<void> {
  await begin({
    name: `stop:${session.id}:${session.payment?.attempt}`,
    kind: 'stop',
    session: session.id,
    method: 'POST',
    path: sessionPath(session.id, '/payments/stop'),
    body: {},
  });
}

function StopPayment({ session }: { session: Session }) {
  const t = pixTexts();
  const stopping = isPending('stop', session.id);
  const refused = refusal.value?.kind === 'stop' ? refusal.value.problem : null;
  if (!session.available_actions.includes('stop_payment')) return null;
  return (
    <>
      {refused && <p role="alert">{describeProblem(refused)}</p>}
      <button
        type="button"
        class="quiet warn small cancel"
        disabled={stopping}
        onClick={() => void stopPayment(session)}
      >
        {stopping ? t.stopping_ : t.stop_}
      </button>
    </>
  );
}

function Code({ charge }: { charge: PixCharge }) {
  const t = pixTexts();
  return (
    <div class="pix-body">
      <div class="stack">
        <ol class="pix-how small-text">
          {t.how_.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <h2 class="label">{t.code_}</h2>
        <code class="share-link" id="pix-code">
          {charge.copy_and_paste}
        </code>
        <CopyButton
          text={charge.copy_and_paste}
          source="pix-code"
          label={t.copy_}
          words={t.copy_}
          look="main wide"
        />
      </div>
      <QrCode text={charge.copy_and_paste} label={t.qr_} />
    </div>
  );
}

export function PixWait({ session, charge }: { session: Session; charge: PixCharge }) {
  const t = pixTexts();
  const left = secondsToPay.value ?? 0;
  return (
    <div class="card pad stack">
      <p class="spread">
        <span>{t.amount_}</span>
        <strong class="price total-paid">{money(session.payment?.amount ?? session.total)}</strong>
      </p>
      {left > 0 && <Countdown left={left} ends={charge.expires_at} />}
      {left > 0 && <Code charge={charge} />}
      <p role="status" class={left > 0 ? '' : 'note late'}>
        {left > 0 ? t.bankIsAwaited_ : t.over_}
      </p>
      {left > 0 && <p class="small-text soft">{t.mayClose_}</p>}
      <HoldsAfterwards session={session} charge={charge} />
      {charge.test_bank && (
        <p>
          <a class="button small" href={charge.test_bank} target="_blank" rel="noreferrer">
            {t.playBank_}
          </a>
        </p>
      )}
      <StopPayment session={session} />
      <p class="unseen" aria-live="polite">
        {announced.value !== null && t.announce_(announced.value)}
      </p>
    </div>
  );
}
