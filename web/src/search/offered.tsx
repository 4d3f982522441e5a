// One thing that is on sale beside the hotels: what it costs, holding it, and what came of that. A
// price that was seen too long ago is looked up again first, and the traveller is asked if it changed.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Money, Problem, Wish } from '../api';
import { hold, isPending, wishName } from '../calls';
import { money } from '../format';
import { stepAddress } from '../shell';
import { describeProblem } from '../trip/problem_texts';
import { askAgain, freshAnswer } from './answers';
import { type Extent, isWhole } from './choices';
import { holdOf, isOver, SEEN_MS, swapped } from './holding';
import { FEW, VERY_FEW } from './offers';
import { show } from './state';
import { t } from './texts';

/** An offer as a row shows it. */
export interface Offered {
  wish: Wish;
  /** For the whole quantity. */
  price: Money;
  title: string;
  /** For a sentence. */
  name: string;
  details: ComponentChildren;
  /** How many the price is for. */
  quantity: string;
  left: number;
  /** How many are left, in words. */
  leftWords: string;
}

/** The question that an offer answers, and what a row shows of one. */
export interface Source<Offer> {
  path: string;
  describe: (offer: Offer) => Offered;
}

type Status =
  | { state: 'holding' | 'gone' }
  | { state: 'changed'; before: Money; now: Offered }
  | { state: 'refused'; problem: Problem | null };

/** By the wish with its quantity, of which the prices in it are. */
const statuses = signal<Record<string, Status | undefined>>({});

const nameWithQuantity = (wish: Wish): string => `${wishName(wish)}*${wish.quantity}`;

function setStatus(wish: Wish, status?: Status): void {
  statuses.value = { ...statuses.peek(), [nameWithQuantity(wish)]: status };
}

/** The offer as it is on sale now; null where it is not, undefined where that is not known. */
async function presentOf<Offer>(
  { path, describe }: Source<Offer>,
  shown: Offered,
): Promise<Offered | null | undefined> {
  const answer = await freshAnswer<Extent & { offers: Offer[] }>(path, SEEN_MS);
  if (!answer) return undefined;
  const name = wishName(shown.wish);
  const now = answer.offers.map(describe).find(({ wish }) => wishName(wish) === name);
  return now ?? (isWhole(answer) ? null : undefined);
}

/** Holds it at the price that was shown, in place of what is being swapped. */
async function holdAsShown<Offer>(
  source: Source<Offer>,
  shown: Offered,
): Promise<Status | undefined> {
  const now = await presentOf(source, shown);
  if (now === null) return { state: 'gone' };
  if (now && now.price.amount !== shown.price.amount)
    return { state: 'changed', before: shown.price, now };
  const olds = swapped();
  const { held, problem } = await hold([shown.wish], olds);
  if (!held) return { state: 'refused', problem };
  if (olds.length > 0) show({ swap: '' }, 'replace');
  return undefined;
}

async function press<Offer>(source: Source<Offer>, shown: Offered): Promise<void> {
  const { wish } = shown;
  if (statuses.peek()[nameWithQuantity(wish)]?.state === 'holding') return;
  setStatus(wish, { state: 'holding' });
  setStatus(wish, await holdAsShown(source, shown));
}

/** Puts the focus on what stays where the button that was pressed goes. */
export function focusNear(event: Event, around: string, wanted: string): void {
  const part = (event.currentTarget as Element).closest(around);
  part?.querySelector<HTMLElement>(wanted)?.focus();
}

function refusalText(name: string, status: Status): string {
  if (status.state !== 'refused') return t.notOffered_(name);
  if (!status.problem) return t.tripReplaced_;
  const { code } = status.problem;
  return code === 'not_available' ? t.soldOut_(name) : describeProblem(status.problem);
}

interface OutcomeProps<Offer> {
  source: Source<Offer>;
  shown: Offered;
  status: Status;
}

function Outcome<Offer>({ source, shown, status }: OutcomeProps<Offer>) {
  if (status.state === 'holding') return null;
  const changed = status.state === 'changed' && status;
  return (
    <div class={`note ${changed ? 'late' : 'bad'}`}>
      <strong>
        {changed
          ? t.priceChanged_(money(changed.before), money(changed.now.price))
          : refusalText(shown.name, status)}
      </strong>
      <div class="row">
        <button
          type="button"
          class="small main"
          onClick={(event) => {
            if (changed) {
              focusNear(event, 'li', '.hold-button');
              void press(source, changed.now);
            } else {
              focusNear(event, 'section', 'h2');
              setStatus(shown.wish);
              askAgain(source.path);
            }
          }}
        >
          {changed ? t.holdAt_(money(changed.now.price)) : t.searchAgain_}
        </button>
      </div>
    </div>
  );
}

export function Row<Offer>({ source, offer }: { source: Source<Offer>; offer: Offer }) {
  const shown = source.describe(offer);
  const { wish, price, name, left } = shown;
  const status = statuses.value[nameWithQuantity(wish)];
  const holding = status?.state === 'holding' || isPending('hold', wishName(wish));
  const held = isOver() ? undefined : holdOf(wish);
  const verb = swapped().length > 0 ? t.swapFor_ : t.hold_;
  return (
    <li class="offer room card">
      <div class="room-name">
        <h3>{shown.title}</h3>
        <p class="soft">
          {shown.details}{' '}
          {left <= FEW && <span class={left <= VERY_FEW ? 'tag late' : ''}>{shown.leftWords}</span>}
        </p>
      </div>
      <div class="room-price">
        <p class="offer-price price">{money(price)}</p>
        <p class="soft small-text">{shown.quantity}</p>
      </div>
      <div class="offer-actions">
        <button
          type="button"
          class={`hold-button${held ? ' hold-done' : ''}`}
          aria-disabled={holding || held !== undefined}
          onClick={() => {
            if (!holding && !held) void press(source, shown);
          }}
        >
          {held ? t.heldTag_ : holding ? t.holding_ : verb}
          <span class="unseen">
            {' '}
            {name}, {money(price)}
          </span>
        </button>
      </div>
      <div class="offer-status" role="status">
        {status && <Outcome source={source} shown={shown} status={status} />}
        {held && (
          <p class="held-line small-text">
            {held.state === 'asked' ? (
              t.asked_
            ) : (
              <>
                <strong>{t.held_}</strong> <a href={stepAddress('pay')}>{t.heldNextPay_}</a>
              </>
            )}
          </p>
        )}
      </div>
    </li>
  );
}
