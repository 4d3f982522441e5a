// What a screen shows before, without and beside its content, and how it writes times.

import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { span } from '../format';
import { language } from '../texts/language';
import { filter } from './address';
import { clockAhead, learnClock, now, type Polled } from './polling';
import { words } from './words';

/** So much older than its interval is not fresh any more. */
const STALE_AFTER_MS = 10_000;

function Failure<T>({ polled }: { polled: Polled<T> }) {
  const w = words();
  const problem = polled.failure?.problem;
  return (
    <div class="note bad" role="alert">
      <p>
        <strong>{problem ? w.failed(problem.code) : w.notReached}</strong> {problem?.detail}
      </p>
      <p>
        <button type="button" class="small" onClick={polled.again}>
          {w.again}
        </button>
      </p>
    </div>
  );
}

/** Not announced: it changes every second. */
function Stale({ at }: { at: number }) {
  const age = now.value - at;
  if (at === 0 || age < STALE_AFTER_MS) return null;
  return <p class="note late">{words().stale(span(Math.round(age / 1000) * 1000))}</p>;
}

/**
 * The content of a call that is repeated: nothing yet, an error above the last picture, or a picture
 * that is old.
 */
export function Content<T extends object>({
  polled,
  children,
}: {
  polled: Polled<T>;
  children: (body: T) => ComponentChildren;
}) {
  const { body, at } = polled;
  const serverTime = (body as { server_time?: string } | null)?.server_time;
  useEffect(() => learnClock(serverTime, at), [serverTime, at]);
  return (
    <>
      {polled.failure && <Failure polled={polled} />}
      <Stale at={at} />
      {body ? children(body) : !polled.failure && <p aria-busy="true">{words().loading}</p>}
    </>
  );
}

/** Goes to what stands behind `after` in a list. */
export function More({ after }: { after: string | undefined }) {
  if (!after) return null;
  return (
    <p>
      <button type="button" onClick={() => filter({ after })}>
        {words().more}
      </button>
    </p>
  );
}

export const Empty = ({ children }: { children: ComponentChildren }) => (
  <p class="empty">{children}</p>
);

const wholeSeconds = (ms: number): string => span(Math.round(ms / 1000) * 1000);

/** "12 s ago" of an instant of the server; the instant itself as a tooltip. */
export function Ago({ at }: { at: string | null | undefined }) {
  if (!at) return <>{words().none}</>;
  const age = Math.max(0, now.value + clockAhead.value - Date.parse(at));
  return (
    <time dateTime={at} title={at}>
      {words().ago(wholeSeconds(age))}
    </time>
  );
}

/** "in 12 s", and "now" when it has come. */
export function until(at: string): string {
  const left = Date.parse(at) - now.value - clockAhead.value;
  return left < 500 ? words().now : words().inTime(wholeSeconds(left));
}

export function Until({ at }: { at: string | null | undefined }) {
  if (!at) return <>{words().none}</>;
  return (
    <time dateTime={at} title={at}>
      {until(at)}
    </time>
  );
}

/** "12:06:31" of an instant, in the operator's own zone. */
export const exactTime = (at: string): string =>
  new Date(at).toLocaleTimeString(language.value, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
