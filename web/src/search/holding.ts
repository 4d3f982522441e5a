// Holding one choice, or all of the list one after the other. The price is looked up again first: if
// it changed, the traveller is asked before anything is held. What happened stands at the offer.
import { signal } from '@preact/signals';
import type { Hold, Money, Problem, SessionState, Wish } from '../api';
import { hold, isPending, swap, wishName } from '../calls';
import { currentHolds, trip } from '../store';
import { answerTo, freshAnswer } from './answers';
import {
  type Choice,
  type Extent,
  inAnswer,
  isWhole,
  listOf,
  pathOf,
  priceOf,
  wishesOf,
} from './choices';
import { query, show } from './state';

export type Status =
  | { state: 'holding' }
  | { state: 'changed'; before: Money; now: Choice }
  | { state: 'gone' }
  | { state: 'refused'; problem: Problem | null };

/** A price that was seen less than this ago is not looked up again. */
const SEEN_MS = 15_000;

export const statuses = signal<ReadonlyMap<string, Status>>(new Map());

function setStatus(id: string, status: Status | null): void {
  const changed = new Map(statuses.peek());
  if (status) changed.set(id, status);
  else changed.delete(id);
  statuses.value = changed;
}

export function forgetStatus(id: string): void {
  setStatus(id, null);
}

function isHoldOf(hold: Hold, wish: Wish): boolean {
  if (hold.quantity !== wish.quantity) return false;
  if (hold.type === 'flight' && wish.type === 'flight')
    return hold.flight === wish.flight && hold.date === wish.date;
  if (hold.type !== 'room' || wish.type !== 'room') return false;
  return (
    hold.room_type_id === wish.room_type_id &&
    hold.check_in === wish.check_in &&
    hold.check_out === wish.check_out
  );
}

const ENDED = new Set<SessionState>(['confirmed', 'expired', 'cancelled']);

/** The holds of the trip that are this choice, if all of it is there. */
export function holdsOf(choice: Choice): Hold[] {
  if (trip.value && ENDED.has(trip.value.state)) return [];
  const wishes = wishesOf(choice);
  const found = wishes.flatMap(
    (wish) => currentHolds.value.find((each) => isHoldOf(each, wish)) ?? [],
  );
  return found.length === wishes.length ? found : [];
}

/** Whether it is being held now, also by a click from before a reload. */
export function isHolding(choice: Choice): boolean {
  if (statuses.value.get(choice.id)?.state === 'holding') return true;
  return wishesOf(choice).some((wish) => isPending('hold', wishName(wish)));
}

/** The holds that the next pick replaces, as far as the trip has them. */
export function swapped(): Hold[] {
  const ids = query.value.swap.split(',');
  return currentHolds.value.filter(({ id }) => ids.includes(id));
}

async function send(choice: Choice): Promise<Status | null> {
  const wishes = wishesOf(choice);
  const olds = swapped();
  const [wish, old] = [wishes[0], olds[0]];
  const outcome =
    old && wish && wishes.length === 1 && olds.length === 1
      ? await swap(old, wish)
      : await hold(
          wishes,
          olds.map(({ id }) => id),
        );
  if (!outcome.held) return { state: 'refused', problem: outcome.problem };
  if (old) show({ swap: '' }, 'replace');
  return null;
}

/** The choice as it is on sale now; null where it is not, undefined where that is not known. */
async function presentOf(choice: Choice): Promise<Choice | null | undefined> {
  const list = answerTo<Extent>(listOf(choice));
  const isSeen = list.state === 'found' && Date.now() - list.at <= SEEN_MS;
  const seen = isSeen ? inAnswer(choice, list.body) : null;
  if (seen) return seen;
  const answer = await freshAnswer<Extent>(pathOf(choice), SEEN_MS);
  if (!answer) return undefined;
  return inAnswer(choice, answer) ?? (isWhole(answer) ? null : undefined);
}

/**
 * Holds the choice at the price that was shown. True when it is held or asked for; else its status
 * says why not. `agreed` is a price that the traveller was shown as the new one.
 */
export async function holdChoice(
  choice: Choice,
  agreed: Money = priceOf(choice),
): Promise<boolean> {
  if (statuses.peek().get(choice.id)?.state === 'holding') return false;
  setStatus(choice.id, { state: 'holding' });
  const now = await presentOf(choice);
  if (now === null) {
    setStatus(choice.id, { state: 'gone' });
    return false;
  }
  if (now && priceOf(now).amount !== agreed.amount) {
    setStatus(choice.id, { state: 'changed', before: agreed, now });
    return false;
  }
  // A search without an answer does not stop it: the hold has its own.
  const status = await send(now ?? choice);
  setStatus(choice.id, status);
  return status === null;
}

export interface AllProgress {
  /** Which one is being held, from 1; 0 when it is over. */
  at: number;
  total: number;
  held: number;
  failed: Choice[];
}

export const allProgress = signal<AllProgress | null>(null);

/** Holds all in their order. One that fails does not stop the others: it is named at the end. */
export async function holdAll(list: readonly Choice[]): Promise<void> {
  if (allProgress.peek() && allProgress.peek()?.at !== 0) return;
  let [held, failed]: [number, Choice[]] = [0, []];
  for (const [index, choice] of list.entries()) {
    allProgress.value = { at: index + 1, total: list.length, held, failed };
    if (holdsOf(choice).length > 0 || (await holdChoice(choice))) held += 1;
    else failed = [...failed, choice];
  }
  allProgress.value = { at: 0, total: list.length, held, failed };
}
