// What comes back of an item, and the fare of flights that are held; another one is held in place of the
// present one.

import type { Hold, Wish } from '../api';
import { isPending } from '../calls';
import { dateAndTime } from '../format';
import { type Group, wishOf } from './item';
import { t } from './texts';

/** What comes back if it is cancelled after it was paid. */
export function RefundTerms({ hold }: { hold: Hold }) {
  const terms = hold.item?.refund;
  if (!terms) return null;
  const until = dateAndTime(terms.until);
  const text =
    terms.percent === 0
      ? t.noRefund_
      : terms.percent === 100
        ? t.fullRefund_(until)
        : t.partRefund_(terms.percent, until);
  return <p class="item-detail">{text}</p>;
}

const FARES = ['light', 'plus', 'flex'] as const;

export function FareChoice({ group, choose }: { group: Group; choose: (wishes: Wish[]) => void }) {
  const [first] = group;
  if (first.type !== 'flight') return null;
  return (
    <label class="small-text">
      {t.fare_}{' '}
      <select
        value={first.fare ?? 'light'}
        disabled={isPending('hold', first.id)}
        onChange={(event) => {
          const fare = FARES.find((each) => each === event.currentTarget.value);
          if (fare) choose(group.map((hold) => ({ ...wishOf(hold), fare })));
        }}
      >
        {FARES.map((fare) => (
          <option key={fare} value={fare}>
            {t.fares_[fare]}
          </option>
        ))}
      </select>
    </label>
  );
}
