// A payment by Pix while it runs: the charge while the bank is waited for, else the list of steps.

import type { Entry, Session } from '../api';
import { timeline } from '../store';
import { outcome } from './outcome_texts';
import { pixTexts } from './pix_texts';
import { PixWait } from './pix_wait';
import { waitingCharge } from './pix_words';
import { paymentProgress } from './progress';
import { RunningSteps } from './step_list';

/** A card's step of the same meaning. A Pix has no capture: it is paid before holds are confirmed. */
const AS_OF_CARD: Record<string, string> = {
  'step.paid': 'step.authorized',
  'payment.stopped': 'step.silent',
  'undo.refunded': 'undo.voided',
};

const asOfCard = (entry: Entry): Entry => ({
  ...entry,
  type: AS_OF_CARD[entry.type] ?? entry.type,
});

export function PixPaying({ session }: { session: Session }) {
  const charge = waitingCharge(session);
  if (charge) return <PixWait session={session} charge={charge} />;
  const entries = timeline.value.map(asOfCard);
  const { lines, failed } = paymentProgress(session, entries);
  const texts = pixTexts().steps_;
  const shown = lines
    .filter((line) => line.key !== 'capture')
    .map((line) => ({ ...line, text: texts[line.key]?.[line.state] ?? line.text }));
  return <RunningSteps lines={shown} note={failed ? '' : outcome.mayClose_} />;
}
