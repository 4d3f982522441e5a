// Holding one choice, or all of the list one after the other. The price is looked up again first: if
// it changed, the traveller is asked before anything is held. What happened stands at the offer.
import { signal } from '@preact/signals';
import type { Hold, Money, Problem, SessionState, Wish } from '../api';
import { hold, isPending, wishName } from '../calls';
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
export const SEEN_MS = 15_000;

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

/** The hold of the trip that is this wish. */
export const holdOf = (wish: Wish): Hold | undefined =>
  currentHolds.value.find(
    (hold) => hold.quantity === wish.quantity && wishName(hold) === wishName(wish),
  );

const ENDED = new Set<SessionState>(['confirmed', 'expired', 'cancelled']);

/** Whether the trip is over, so that the next hold begins another one. */
export const isOver = (): boolean => trip.value !== null && ENDED.has(trip.value.state);

/** The holds of the trip that are this choice, if all of it is there. */
export function holdsOf(choice: Choice): Hold[] {
  if (isOver()) return [];
  const wishes = wishesOf(choice);
  const found = wishes.flatMap((wish) => holdOf(wish) ?? []);
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
  const olds = swapped();
  const { held, problem } = await hold(wishesOf(choice), olds);
  if (!held) return { state: 'refused', problem };
  if (olds.length > 0) show({ swap: '' }, 'replace');
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
