// Continue on another device: a link whose fragment never reaches a server, as text and as QR, and
// a code to type where no camera is at hand.

import { signal } from '@preact/signals';
import { type Credentials, createCode } from '../api';
import { clockTime } from '../format';
import { credentials } from '../kept';
import { now } from '../store';
import { CopyButton } from './copy';
import { QrCode } from './qr';
import { t } from './texts';

const code = signal<{ trip: string; code: string; expires_at: string } | 'failed' | null>(null);

async function getCode(trip: Credentials): Promise<void> {
  try {
    code.value = { trip: trip.id, ...(await createCode(trip)) };
  } catch {
    code.value = 'failed';
  }
}

function TypedCode({ trip }: { trip: Credentials }) {
  const given = code.value;
  const valid =
    given !== null &&
    given !== 'failed' &&
    given.trip === trip.id &&
    Date.parse(given.expires_at) > now.value;
  return (
    <div class="stack" role="status">
      {!valid && (
        <button type="button" class="small" onClick={() => void getCode(trip)}>
          {t.getCode_}
        </button>
      )}
      {given === 'failed' && <p class="small-text soft">{t.codeFailed_}</p>}
      {valid && (
        <>
          <p class="small-text">{t.code_(location.host, clockTime(given.expires_at))}</p>
          <p class="typed-code" id="typed-code">
            {given.code}
          </p>
        </>
      )}
    </div>
  );
}

export function Share() {
  const trip = credentials.value;
  if (!trip) return null;
  const link = `${location.origin}/trip#${trip.id}.${trip.token}`;
  return (
    <details class="card share no-print">
      <summary>{t.share_}</summary>
      <div class="share-body">
        <QrCode text={link} label={t.shareQr_} />
        <div class="stack">
          <p class="small-text soft">{t.shareHint_}</p>
          <code class="share-link" id="share-link">
            {link}
          </code>
          <CopyButton text={link} source="share-link" label={t.copyLink_} words={t.copyLink_} />
          <TypedCode trip={trip} />
        </div>
      </div>
    </details>
  );
}
