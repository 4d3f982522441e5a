// Prices that are no longer guaranteed: said beside what is held, and, where a payment was refused
// since they have changed, shown with the way on: the same is held anew at its current price.

import { signal } from '@preact/signals';
import type { ChangedPrice, Hold, Problem, Session } from '../api';
import { hold as holdAgain, isPending } from '../calls';
import { clockTime, money } from '../format';
import { itemWords, wishOf } from './item';
import { describeProblem } from './problem_texts';
import { t } from './texts';

/** Until when its price stands, where that is not as long as it is held. */
export function PriceGuarantee({ hold }: { hold: Hold }) {
  const until = hold.price_guarantee_expires_at;
  const text = until ? t.guaranteedUntil_(clockTime(until)) : t.notGuaranteed_;
  return <p class="item-detail">{text}</p>;
}

/** Why the same was not held at its current price. */
const notHeld = signal<Problem | null>(null);

async function holdAtNewPrices(holds: Hold[]): Promise<void> {
  notHeld.value = null;
  notHeld.value = (await holdAgain(holds.map(wishOf), holds)).problem;
}

function PriceLine({ session, price }: { session: Session; price: ChangedPrice }) {
  const hold = session.holds.find(({ id }) => id === price.hold);
  if (!hold) return null;
  const { short } = itemWords(hold);
  const now = price.current_price;
  return <li>{now ? t.newPrice_(short, money(price.price), money(now)) : t.notSold_(short)}</li>;
}

/** What a payment was refused for, and the button that goes on; nothing is paid by it. */
export function NewPrices({ session, problem }: { session: Session; problem: Problem }) {
  const prices = problem.prices ?? [];
  const total = problem.current_total;
  const holds = session.holds.filter(
    ({ id, state }) => state === 'held' && prices.some(({ hold }) => hold === id),
  );
  if (holds.length === 0) return null;
  return (
    <>
      <ul class="stack small-text">
        {prices.map((price) => (
          <PriceLine key={price.hold} session={session} price={price} />
        ))}
      </ul>
      {total && (
        <>
          <button
            type="button"
            class="wide"
            disabled={isPending('hold', holds[0]?.id)}
            onClick={() => void holdAtNewPrices(holds)}
          >
            {t.holdAtNew_(money(total))}
          </button>
          <p class="small-text soft">{t.newPriceHint_}</p>
        </>
      )}
      {notHeld.value && (
        <p class="note bad" role="alert">
          {describeProblem(notHeld.value)}
        </p>
      )}
    </>
  );
}
