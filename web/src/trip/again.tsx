// After the clock ran out: the same things are asked for again in a new session, one after the
// other, and each says whether it was free and at which price.

import { signal } from '@preact/signals';
import type { Money, Problem, Session } from '../api';
import { hold as holdAgain } from '../calls';
import { money } from '../format';
import { credentials } from '../kept';
import { currentHolds, timeline } from '../store';
import { type Group, groupWords, priceOf, searchAddress, wishOf } from './item';
import { outcome } from './outcome_texts';
import { describeProblem } from './problem_texts';
import { expiredHolds } from './progress';
import { t } from './texts';
import { grouped } from './ways';

interface Asked {
  old: Group;
  outcome: 'waiting' | 'held' | Problem | null;
  price: Money | null;
}

/** The session that took the place of the expired one, and what became of each item. */
const asked = signal<{ session: string | null; items: Asked[] } | null>(null);
const asking = signal(false);

function note(index: number, change: Partial<Asked>): void {
  if (!asked.value) return;
  const items = asked.value.items.map((item, at) => (at === index ? { ...item, ...change } : item));
  asked.value = { session: credentials.peek()?.id ?? null, items };
}

async function askAgain(session: Session): Promise<void> {
  const olds = grouped(expiredHolds(session, timeline.peek()));
  asking.value = true;
  asked.value = {
    session: null,
    items: olds.map((old) => ({ old, outcome: 'waiting', price: null })),
  };
  for (const [index, old] of olds.entries()) {
    const { held, problem } = await holdAgain(old.map(wishOf));
    const price = held ? priceOf(currentHolds.peek().slice(-old.length)) : null;
    note(index, { outcome: held ? 'held' : problem, price });
  }
  asking.value = false;
}

export function AskAgain({ session }: { session: Session }) {
  if (expiredHolds(session, timeline.value).length === 0) {
    return (
      <a class="button main" href="/">
        {t.newSearch_}
      </a>
    );
  }
  return (
    <button
      type="button"
      class="main"
      disabled={asking.value}
      onClick={() => void askAgain(session)}
    >
      {asking.value ? outcome.askingAgain_ : outcome.again_}
    </button>
  );
}

function AskedLine({ item }: { item: Asked }) {
  const { short } = groupWords(item.old);
  if (item.outcome === 'waiting')
    return (
      <li>
        {short}: {outcome.askingAgain_}
      </li>
    );
  if (item.outcome === 'held') {
    const before = priceOf(item.old);
    const changed = before && item.price && before.amount !== item.price.amount;
    return (
      <li>
        {short}:{' '}
        {changed && item.price
          ? outcome.againPrice_(money(before), money(item.price))
          : outcome.againFree_}
      </li>
    );
  }
  const why = item.outcome ? describeProblem(item.outcome) : outcome.againGone_;
  return (
    <li>
      {short}: {why} <a href={searchAddress(item.old, false)}>{t.lookAgain_}</a>
    </li>
  );
}

/** What became of what was asked for again; drawn on the new trip. */
export function AskedAgain({ session }: { session: Session }) {
  const shown = asked.value;
  if (!shown || shown.session !== session.id) return null;
  return (
    <div class="note good" role="status">
      <strong>{outcome.againTitle_}</strong>
      <ul class="stack small-text">
        {shown.items.map((item) => (
          <AskedLine key={item.old[0].id} item={item} />
        ))}
      </ul>
    </div>
  );
}
