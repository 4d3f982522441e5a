// The list of kept choices, like an itinerary in the order in which they were kept. Opening it looks
// the prices up again; a changed price stands beside the old one.

import { signal } from '@preact/signals';
import { list, mediumDay, money } from '../format';
import { Icon, STAR } from '../icon';
import { cityName } from '../places';
import { answerTo, freshAnswer } from './answers';
import {
  type Choice,
  choices,
  dayOf,
  type Extent,
  inAnswer,
  isWhole,
  nameOf,
  pathOf,
  priceOf,
  toggle,
} from './choices';
import { allProgress, holdAll } from './holding';
import { OfferActions, OfferStatus } from './offer_actions';
import { first, last } from './offers';
import { exampleQuery, type Query } from './query';
import { address, presentDay } from './state';
import { t } from './texts';

/** Prices older than this are looked up again when the list is opened. */
const PRICE_MS = 30_000;

const open = signal(false);

async function lookUpPrices(): Promise<void> {
  for (const path of new Set(choices.peek().map(pathOf))) await freshAnswer(path, PRICE_MS);
}

/** The choice at its present price; undefined while or where that is not known. */
function presentOf(choice: Choice): Choice | null | undefined {
  const answer = answerTo<Extent>(pathOf(choice));
  if (!answer.body) return undefined;
  return inAnswer(choice, answer.body) ?? (isWhole(answer.body) ? null : undefined);
}

/** The choice at the price that stands beside it, which is the one agreed to. */
function asShown(choice: Choice): Choice {
  const now = presentOf(choice);
  return now ? { ...now, id: choice.id } : choice;
}

function PriceNow({ choice, now }: { choice: Choice; now: Choice | null | undefined }) {
  const before = priceOf(choice);
  if (now === null) return <span class="choice-gone">{t.choiceGone_}</span>;
  if (now === undefined) {
    const asking = answerTo(pathOf(choice)).state === 'asking';
    return (
      <span>
        <span class="price">{money(before)}</span>{' '}
        <span class="soft small-text">{asking ? t.choiceAsking_ : t.choiceUnknown_}</span>
      </span>
    );
  }
  const present = priceOf(now);
  if (present.amount === before.amount) return <span class="price">{money(present)}</span>;
  return (
    <span class="price-pair">
      <span class="unseen">{t.choiceChanged_(money(before), money(present))}</span>
      <del aria-hidden="true">{money(before)}</del>{' '}
      <strong class="price" aria-hidden="true">
        {money(present)}
      </strong>
    </span>
  );
}

/** The search that the choice was found by. */
function searchOf(choice: Choice): Query {
  const base = exampleQuery(presentDay.value);
  if (choice.kind === 'flight') return { ...base, ...choice.question };
  const { near, checkIn, checkOut, guests } = choice.question;
  const people = Math.min(9, guests * choice.rooms);
  return {
    ...base,
    to: near,
    date: checkIn,
    back: checkOut,
    people,
    rooms: choice.rooms,
    step: 'hotel',
    checkIn,
    checkOut,
  };
}

function routeOf(choice: Choice): string {
  if (choice.kind === 'room') return cityName(choice.question.near);
  return `${cityName(first(choice.offer).from)} – ${cityName(last(choice.offer).to)}`;
}

function ChoiceRow({ choice }: { choice: Choice }) {
  const now = presentOf(choice);
  return (
    <li class="choice">
      <div class="choice-what">
        <a href={address(searchOf(choice))}>{nameOf(choice)}</a>
        <span class="soft small-text">
          {routeOf(choice)}, {mediumDay(dayOf(choice))}
        </span>
      </div>
      <PriceNow choice={choice} now={now} />
      {now !== null && <OfferActions choice={asShown(choice)} star={false} />}
      <button
        type="button"
        class="small quiet"
        aria-label={`${t.remove_} ${nameOf(choice)}`}
        onClick={(event) => {
          event.currentTarget.closest('details')?.querySelector('summary')?.focus();
          toggle(choice);
        }}
      >
        {t.remove_}
      </button>
      <OfferStatus choice={choice} next={false} />
    </li>
  );
}

function HoldAll({ kept }: { kept: readonly Choice[] }) {
  const progress = allProgress.value;
  const running = progress !== null && progress.at > 0;
  let said = '';
  if (running) said = t.holdingOf_(progress.at, progress.total);
  else if (progress?.failed.length)
    said = t.someHeld_(progress.held, list(progress.failed.map(nameOf)));
  else if (progress) said = t.allHeld_(progress.held);
  return (
    <div class="row hold-all">
      <button
        type="button"
        class="main"
        disabled={running}
        onClick={() => void holdAll(kept.map(asShown))}
      >
        {t.holdAll_}
      </button>
      <p role="status" class={progress?.failed.length ? 'hold-all-failed' : undefined}>
        {said}
      </p>
    </div>
  );
}

export function ChoiceList() {
  const kept = choices.value;
  if (kept.length === 0) return null;
  return (
    <details
      class="choices card"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
        if (open.value) void lookUpPrices();
      }}
    >
      <summary>
        <Icon path={STAR} look="star-on" />
        <h2>{t.choices_(kept.length)}</h2>
      </summary>
      <ol class="choice-rows">
        {kept.map((choice) => (
          <ChoiceRow key={choice.id} choice={choice} />
        ))}
      </ol>
      <HoldAll kept={kept} />
    </details>
  );
}
