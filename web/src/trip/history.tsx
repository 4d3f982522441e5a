// What happened to a trip, from its timeline.

import { useEffect, useRef } from 'preact/hooks';
import type { Entry, Session } from '../api';
import { clockTime } from '../format';
import { timeline } from '../store';
import { itemWords } from './item';
import { entryTexts, outcome } from './outcome_texts';
import { partsOfPix } from './state_words';

/** An entry in words; null for those that say nothing to a traveller. */
function entryWords(session: Session, entry: Entry): string | null {
  const words = entryTexts[entry.type] ?? partsOfPix(session)?.pixTexts().entries_[entry.type];
  if (!words) return null;
  const hold = session.holds.find((candidate) => candidate.id === entry.hold);
  const reference = entry.type === 'step.confirmed' && entry.detail ? ` (${entry.detail})` : '';
  return hold ? `${words}: ${itemWords(hold).short}${reference}` : words;
}

export function History({ session }: { session: Session }) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const open = () => details.current?.setAttribute('open', '');
    addEventListener('beforeprint', open);
    return () => removeEventListener('beforeprint', open);
  }, []);
  const lines = timeline.value
    .map((entry) => ({ entry, words: entryWords(session, entry) }))
    .filter((line) => line.words !== null);
  if (lines.length === 0) return null;
  return (
    <details class="card history" ref={details}>
      <summary>{outcome.history_}</summary>
      <ol>
        {lines.map(({ entry, words }) => (
          <li key={entry.seq}>
            <time dateTime={entry.at}>{clockTime(entry.at)}</time> {words}
          </li>
        ))}
      </ol>
    </details>
  );
}
