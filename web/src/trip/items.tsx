// The items of the trip with price, people, and what can be done with each.

import { signal } from '@preact/signals';
import type { Hold, Problem, Wish } from '../api';
import { drop, hold as holdInstead, isPending } from '../calls';
import { duration, list, money } from '../format';
import { Icon } from '../icon';
import { later } from '../later';
import { cityName } from '../places';
import { t as offers } from '../search/texts';
import { currentHolds, now, priceStands, trip } from '../store';
import {
  type Group,
  groupWords,
  itemWords,
  namesOf,
  priceOf,
  routeOf,
  searchAddress,
} from './item';
import { describeProblem, describeReason } from './problem_texts';
import { t } from './texts';
import { renamed } from './travellers';
import { grouped, layoverMinutes } from './ways';

const ICONS = {
  flight:
    'M12 2.5q-1.5 0-1.5 2.5v4.5L3 14v2l7.5-2v4L8 20v1.5l4-1 4 1V20l-2.5-2v-4l7.5 2v-2l-7.5-4.5V5q0-2.5-1.5-2.5z',
  room: 'M3 19v-8h18v8M3 15h18M3 11V6M7 11V8h5v3',
  ticket: 'M3 7h18v10H3zM15 7v10',
  other: 'M4 4h8l8 8-8 8-8-8zM8 8h1',
};

export function KindIcon({ kind }: { kind: Hold['type'] }) {
  return <Icon path={ICONS[kind]} look="kind-icon" />;
}

/** What is the matter with an item that is not simply held. */
function ItemState({ hold }: { hold: Hold }) {
  if (hold.state === 'asked') {
    // Past the server's own wait (5 s) the hold is asked for again.
    const long = trip.value && now.value - askedAt(hold.id) > 6000;
    return <p class="item-state">{long ? t.askedLong_ : t.asked_}</p>;
  }
  if (hold.state === 'lost') return <p class="item-state bad">{t.lost_}</p>;
  return null;
}

const firstSeen = new Map<string, number>();
function askedAt(id: string): number {
  const seen = firstSeen.get(id) ?? now.peek();
  firstSeen.set(id, seen);
  return seen;
}

/** Why the last correction of names was refused. */
const notRenamed = signal<{ hold: string; problem: Problem } | null>(null);

async function rename(group: Group, wishes: Wish[]): Promise<void> {
  notRenamed.value = null;
  const { problem } = await holdInstead(wishes, group);
  if (problem) notRenamed.value = { hold: group[0].id, problem };
}

/** Asked for one after the other; what belongs together ends together. */
async function dropAll(group: Group): Promise<void> {
  for (const hold of group) await drop(hold);
}

function NotRenamed({ hold }: { hold: Hold }) {
  if (notRenamed.value?.hold !== hold.id) return null;
  return (
    <p class="item-state bad" role="alert">
      {describeProblem(notRenamed.value.problem)}
    </p>
  );
}

const FareChoice = later('FareChoice');
const RefundTerms = later('RefundTerms');
const PriceGuarantee = later('PriceGuarantee');

function ItemActions({ group }: { group: Group }) {
  const actions = trip.value?.available_actions ?? [];
  const [hold] = group;
  const { short } = groupWords(group);
  const asked = group.some((hold) => hold.state === 'asked');
  const dropping = group.some((hold) => isPending('drop', hold.id));
  const words = dropping ? t.dropping_ : asked ? t.giveUp_ : t.drop_;
  const mayDrop = asked || actions.includes('drop');
  const maySwap = !asked && actions.includes('swap');
  if ((!mayDrop && !maySwap) || isPending('pay')) return null;
  const corrected = maySwap ? group.flatMap((hold) => renamed(hold) ?? []) : [];
  return (
    <div class="item-actions no-print">
      {maySwap && hold.type === 'flight' && (
        <FareChoice group={group} choose={(wishes) => void rename(group, wishes)} />
      )}
      {corrected.length === group.length && (
        <button
          type="button"
          class="quiet small"
          disabled={isPending('hold', group[0].id)}
          aria-label={`${t.rename_}: ${short}`}
          onClick={() => void rename(group, corrected)}
        >
          {t.rename_}
        </button>
      )}
      {maySwap && (
        <a
          class="button quiet small"
          href={searchAddress(group, true)}
          aria-label={`${t.swap_}: ${short}`}
        >
          {t.swap_}
        </a>
      )}
      {mayDrop && (
        <button
          type="button"
          class="quiet small"
          disabled={dropping}
          aria-label={`${words}: ${short}`}
          onClick={() => void dropAll(group)}
        >
          {words}
        </button>
      )}
    </div>
  );
}

/** The wait before a flight of a way; nothing before the first one. */
export function Layover({ before, hold }: { before: Hold | undefined; hold: Hold }) {
  if (before?.type !== 'flight' || hold.type !== 'flight') return null;
  const wait = duration(layoverMinutes(before, hold));
  return <p class="item-detail">{offers.layover_(wait, cityName(routeOf(hold).from))}</p>;
}

function ItemLines({ hold, among }: { hold: Hold; among: Group }) {
  const words = itemWords(hold);
  const last = hold === among.at(-1);
  const details = [among.length > 1 && words.title, words.detail, last && words.quantity];
  return (
    <>
      <Layover before={among[among.indexOf(hold) - 1]} hold={hold} />
      <p class="item-when small-text">
        {words.when}
        {words.nextDays > 0 && (
          <>
            <sup aria-hidden="true">+{words.nextDays}</sup>
            <span class="unseen">, {t.nextDay_(words.nextDays)}</span>
          </>
        )}
      </p>
      <p class="item-detail">{details.filter(Boolean).join(' · ')}</p>
      {last && hold.item?.refund && <RefundTerms hold={hold} />}
      {hold.state === 'held' && !priceStands(hold) && <PriceGuarantee hold={hold} />}
      <ItemState hold={hold} />
    </>
  );
}

export function Item({ group, actions }: { group: Group; actions: boolean }) {
  const [hold] = group;
  const names = namesOf(hold);
  const state = group.find((each) => each.state !== 'held')?.state ?? hold.state;
  const price = priceOf(group);
  return (
    <li class={`item ${state}`}>
      <KindIcon kind={hold.type} />
      <div class="item-text">
        <p class="item-title">
          <span class="unseen">{t.kinds_[hold.type]}: </span>
          {groupWords(group).title}
        </p>
        {group.map((each) => (
          <ItemLines key={each.id} hold={each} among={group} />
        ))}
        {names.length > 0 && <p class="item-detail">{t.travellerLine_(list(names))}</p>}
        <NotRenamed hold={hold} />
      </div>
      <p class="price item-price">
        {price ? (
          money(price)
        ) : (
          <>
            <span aria-hidden="true">…</span>
            <span class="unseen">{t.priceUnknown_}</span>
          </>
        )}
      </p>
      {actions && <ItemActions group={group} />}
    </li>
  );
}

export function Items({ holds, actions }: { holds: Hold[]; actions: boolean }) {
  return (
    <ul class="items" aria-label={t.items_}>
      {grouped(holds).map((group) => (
        <Item key={group[0].id} group={group} actions={actions} />
      ))}
    </ul>
  );
}

export function Total() {
  const session = trip.value;
  if (!session || currentHolds.value.length === 0) return null;
  return (
    <p class="total">
      <span>{t.total_}</span>
      <strong class="price">{money(session.total)}</strong>
    </p>
  );
}

/** Holds that a supplier refused, unless the same thing is held by now. */
export function RefusedItems() {
  const refused = trip.value?.holds.filter((hold) => hold.state === 'refused') ?? [];
  const held = new Set(currentHolds.value.map((hold) => itemWords(hold).short));
  const shown = refused.filter((hold) => !held.has(itemWords(hold).short)).slice(-3);
  if (shown.length === 0 || trip.value?.state !== 'open') return null;
  return (
    <div class="note late small-text">
      <strong>{t.refusedItems_}</strong>
      <ul class="stack">
        {shown.map((hold) => (
          <li key={hold.id}>
            {itemWords(hold).short}: {describeReason(hold.reason)}{' '}
            <a href={searchAddress([hold], false)}>{t.lookAgain_}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
