// The star and the button of an offer, and below the offer what came of them.

import { signal } from '@preact/signals';
import { longDay, money } from '../format';
import { Icon, STAR } from '../icon';
import { stepAddress } from '../shell';
import { describeProblem } from '../trip/problem_texts';
import { askAgain } from './answers';
import { type Choice, dayOf, isKept, listOf, nameOf, priceOf, toggle } from './choices';
import { focusOffer } from './focus';
import {
  forgetStatus,
  holdChoice,
  holdsOf,
  isHolding,
  type Status,
  statuses,
  swapped,
} from './holding';
import { stepAfter, wayOf } from './query';
import { query } from './state';
import { t } from './texts';

/** The choice that found no room in the list. */
const unkept = signal('');

function Star({ choice }: { choice: Choice }) {
  const kept = isKept(choice.id);
  const label = kept ? t.unkeep_(nameOf(choice)) : t.keep_(nameOf(choice));
  return (
    <button
      type="button"
      class={`icon-button star${kept ? ' star-on' : ''}`}
      aria-label={label}
      title={label}
      aria-pressed={kept}
      onClick={() => {
        unkept.value = toggle(choice) ? '' : choice.id;
      }}
    >
      <Icon path={STAR} />
    </button>
  );
}

export function OfferActions({ choice, star = true }: { choice: Choice; star?: boolean }) {
  const holding = isHolding(choice);
  const held = holdsOf(choice).length > 0;
  const verb = swapped().length > 0 ? t.swapFor_ : t.hold_;
  return (
    <div class="offer-actions">
      {star && <Star choice={choice} />}
      <button
        type="button"
        class={`hold-button${held ? ' hold-done' : ''}`}
        aria-disabled={holding || held}
        onClick={() => {
          if (!holding && !held) void holdChoice(choice);
        }}
      >
        {held ? t.heldTag_ : holding ? t.holding_ : verb}
        <span class="unseen">
          {' '}
          {nameOf(choice)}, {money(priceOf(choice))}
        </span>
      </button>
    </div>
  );
}

/** Where the trip goes on after this was held. */
function NextLink({ choice }: { choice: Choice }) {
  if (choice.kind === 'room') return <a href={stepAddress('pay')}>{t.heldNextPay_}</a>;
  const next = stepAfter(query.value);
  if (!next) return <a href={stepAddress('hotel')}>{t.heldNextHotel_}</a>;
  return (
    <a href={stepAddress(next)}>
      {next === 'back' ? t.heldNextBack_ : t.heldNextWay_(wayOf(next) + 1)}
    </a>
  );
}

function refusalText(choice: Choice, status: Extract<Status, { state: 'refused' }>): string {
  if (!status.problem) return t.tripReplaced_;
  const { code } = status.problem;
  return code === 'not_available' ? t.soldOut_(nameOf(choice)) : describeProblem(status.problem);
}

function Changed({
  choice,
  status,
}: {
  choice: Choice;
  status: Extract<Status, { state: 'changed' }>;
}) {
  const [before, now] = [status.before, priceOf(status.now)];
  return (
    <Notice
      choice={choice}
      kind="late"
      text={t.priceChanged_(money(before), money(now))}
      action={t.holdAt_(money(now))}
      act={() => void holdChoice({ ...status.now, id: choice.id }, now)}
    />
  );
}

function Refusal({ choice, text }: { choice: Choice; text: string }) {
  return (
    <Notice
      choice={choice}
      kind="bad"
      text={text}
      action={t.searchAgain_}
      act={() => {
        forgetStatus(choice.id);
        askAgain(listOf(choice));
      }}
    />
  );
}

interface NoticeProps {
  choice: Choice;
  kind: 'late' | 'bad';
  text: string;
  action: string;
  act: () => void;
}

/** What happened, what can be done about it, and a way to leave it. Either button removes it. */
function Notice({ choice, kind, text, action, act }: NoticeProps) {
  const button = (label: string, look: string, pressed: () => void) => (
    <button
      type="button"
      class={`small ${look}`}
      onClick={(event) => {
        focusOffer(event);
        pressed();
      }}
    >
      {label}
    </button>
  );
  return (
    <div class={`note ${kind}`}>
      <strong>{text}</strong>
      <div class="row">
        {button(action, 'main', act)}
        {button(t.leave_, 'quiet', () => forgetStatus(choice.id))}
      </div>
    </div>
  );
}

/** Always there, so that a screen reader says what is put into it. */
export function OfferStatus({ choice, next = true }: { choice: Choice; next?: boolean }) {
  const status = statuses.value.get(choice.id);
  const holds = holdsOf(choice);
  const asked = holds.some((hold) => hold.state === 'asked');
  return (
    <div class="offer-status" role="status">
      {status?.state === 'changed' && <Changed choice={choice} status={status} />}
      {status?.state === 'refused' && (
        <Refusal choice={choice} text={refusalText(choice, status)} />
      )}
      {status?.state === 'gone' && (
        <Refusal
          choice={choice}
          text={t.notOffered_(`${nameOf(choice)}, ${longDay(dayOf(choice))},`)}
        />
      )}
      {unkept.value === choice.id && <p class="note late">{t.choicesFull_}</p>}
      {holds.length > 0 && next && (
        <p class="held-line small-text">
          {asked ? (
            t.asked_
          ) : (
            <>
              <strong>{t.held_}</strong> <NextLink choice={choice} />
            </>
          )}
        </p>
      )}
    </div>
  );
}
