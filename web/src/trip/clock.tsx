// The time that is left, by the server's clock. The display is a silent timer; a second region says
// it at 5, 2 and 1 minutes and is quiet in between.

import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { minutesAndSeconds } from '../format';
import { currentHolds, priceStands, secondsLeft, trip } from '../store';
import { stateWords } from './state_words';
import { t } from './texts';

const ANNOUNCED_MINUTES = [5, 2, 1];
const LATE_SECONDS = 120;

/** From then on the colour says that it gets late. */
const lateClass = (left: number): string => (left < LATE_SECONDS ? ' late' : '');

/** The minutes that were passed last of those that are said; null before the first of them. */
export function announcedMinutes(
  secondsLeft: ReadonlySignal<number | null>,
): ReadonlySignal<number | null> {
  const announced = signal<number | null>(null);
  let before: number | null = null;
  effect(() => {
    const left = secondsLeft.value;
    const passed = ANNOUNCED_MINUTES.filter(
      (minutes) =>
        left !== null && before !== null && before > minutes * 60 && left <= minutes * 60,
    ).at(-1);
    if (passed !== undefined) announced.value = passed;
    else if (left === null || (before !== null && left > before)) announced.value = null;
    before = left;
  });
  return announced;
}

const announced = announcedMinutes(secondsLeft);

/** Heard, not seen; drawn once on a page. */
export function ClockAnnouncer() {
  const ended = trip.value?.state === 'expired' && stateWords(trip.value).text;
  const minutes = announced.value;
  return (
    <p class="unseen" aria-live="polite">
      {ended}
      {!ended && minutes !== null && t.announce_(minutes)}
    </p>
  );
}

/** "09:41" alone, for a narrow place. */
export function ClockDigits() {
  const left = secondsLeft.value;
  if (left === null) return null;
  return <span class={`digits${lateClass(left)}`}>{minutesAndSeconds(left)}</span>;
}

/** `left` in seconds; `label` is what is read in place of the digits. */
export const clockFace = (left: number, before: string, label: string, after: string) => (
  <div class={`clock${lateClass(left)}`}>
    <span class="small-text">{before}</span>
    <span class="clock-digits" role="timer" aria-live="off" aria-label={label}>
      {minutesAndSeconds(left)}
    </span>
    <span class="small-text">{after}</span>
  </div>
);

export function Clock() {
  const session = trip.value;
  const left = secondsLeft.value;
  if (session?.state === 'paying') return <p class="clock-note">{t.clockSafe_}</p>;
  if (session?.state === 'open' && session.timeout.state === 'paused') {
    return <p class="clock-note late">{t.paused_}</p>;
  }
  if (left === null) return null;
  const after = currentHolds.value.every(priceStands) ? t.priceStays_ : '';
  return clockFace(left, t.heldUntil_, t.left_(minutesAndSeconds(left)), after);
}
