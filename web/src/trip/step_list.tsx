// The live list of steps: what is done, what is waited for, what comes later.

import { span } from '../format';
import { now } from '../store';
import { outcome } from './outcome_texts';
import type { Line } from './progress';

const MARKS = {
  done: 'M5 12.500l4.500 4.500L19 7.500',
  failed: 'M6.500 6.500l11 11M17.500 6.500l-11 11',
  now: 'M12 4a8 8 0 1 1-7.500 5.200',
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

export function StepList({ lines }: { lines: Line[] }) {
  return (
    <ol class="step-list" aria-label={outcome.steps_}>
      {lines.map((line) => (
        <li key={line.key} class={`step ${line.state}`}>
          <svg viewBox="0 0 24 24" class="icon step-mark" aria-hidden="true">
            <path d={MARKS[line.state]} />
          </svg>
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
