// The live list of steps: what is done, what is waited for, what comes later.

import { span } from '../format';
import { Icon } from '../icon';
import { now } from '../store';
import { outcome } from './outcome_texts';
import type { Line } from './progress';

const MARKS = {
  done: 'M5 12.5l4.5 4.5L19 7.5',
  failed: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  now: 'M12 4a8 8 0 1 1-7.5 5.2',
  next: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z',
};

function Took({ line }: { line: Line }) {
  if (line.tookMs !== undefined)
    return <span class="step-time">{span(Math.max(100, line.tookMs))}</span>;
  if (!line.since) return null;
  const waited = now.value - Date.parse(line.since);
  if (waited < 2000) return null;
  return <span class="step-time">{outcome.for_(span(Math.floor(waited / 1000) * 1000))}</span>;
}

/** The steps of a payment: what became of the last one is spoken; `note` says what may be done. */
export function RunningSteps({ lines, note }: { lines: Line[]; note: string }) {
  return (
    <div class="card pad stack">
      <StepList lines={lines} />
      <p class="unseen" role="status">
        {lines.filter((line) => line.state === 'done' || line.state === 'failed').at(-1)?.text}
      </p>
      {note && <p class="small-text soft">{note}</p>}
    </div>
  );
}

export function StepList({ lines }: { lines: Line[] }) {
  return (
    <ol class="step-list" aria-label={outcome.steps_}>
      {lines.map((line) => (
        <li key={line.key} class={`step ${line.state}`}>
          <Icon path={MARKS[line.state]} look="step-mark" />
          <span class="step-text">
            <span class="unseen">{outcome.states_[line.state]}: </span>
            {line.text}
          </span>
          <Took line={line} />
        </li>
      ))}
    </ol>
  );
}
