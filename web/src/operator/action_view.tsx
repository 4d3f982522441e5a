// Buttons of actions with the reason where one cannot work, what became of an action, and the
// dialog that every action passes through.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { mayChange, tokenRequired } from './access';
import {
  type ActionName,
  asked,
  curlFor,
  nameOf,
  type Outcome,
  outcomes,
  perform,
  type Wish,
} from './actions';
import { CopyCurl } from './copy_curl';
import { exactTime } from './states';
import { named, words } from './words';

const REASON_BYTES_MAX = 200;

/** `why`: it cannot work, for this reason, which is written below the buttons. */
export interface Offer {
  wish: Wish;
  why?: string | undefined;
}

/** Why which action cannot work; one reason of all of them is said once. */
function reasonsOf(offers: Offer[]): string {
  const w = words();
  const [first, ...more] = [...new Set(offers.map((offer) => offer.why))];
  if (first && more.length === 0) return first;
  return offers
    .filter((offer) => offer.why)
    .map((offer) => `${w.actions[offer.wish.action]}: ${offer.why}`)
    .join(' ');
}

function CurlOf({ wish, reason }: { wish: Wish; reason: string }) {
  const w = words();
  const text = curlFor(wish, reason, tokenRequired.value === true);
  return <CopyCurl key={text} text={text} label={w.curlFor(w.actions[wish.action] ?? '')} />;
}

export function ActionBar({ offers, label }: { offers: Offer[]; label: string }) {
  const w = words();
  const why = mayChange.value ? reasonsOf(offers) : w.cannot.readOnly;
  const hint = useId();
  return (
    <div class="action-bar">
      <fieldset class="row" aria-label={label}>
        {offers.map(({ wish, why: not }) => (
          <span key={wish.action} class="row">
            <button
              type="button"
              class={`small ${wish.action === 'retry' || wish.action === 'requeue' ? '' : 'warn'}`}
              disabled={!mayChange.value || not !== undefined}
              aria-describedby={why ? hint : undefined}
              onClick={() => {
                asked.value = wish;
              }}
            >
              {w.actions[wish.action]}
            </button>
            {not === undefined && wish.targets.length > 0 && <CurlOf wish={wish} reason="" />}
          </span>
        ))}
      </fieldset>
      {why && (
        <p id={hint} class="soft small-text">
          {why}
        </p>
      )}
    </div>
  );
}

function OutcomeLine({ part, outcome }: { part: string; outcome: Outcome }) {
  const w = words();
  const { kind, action, at, code = '', detail = '' } = outcome;
  const text = {
    working: w.working,
    done: w.done[action]?.(exactTime(at)),
    refused: w.refusedWith(code, detail),
    unknown: w.mayBeDone,
  }[kind];
  const look = { working: 'soft', done: 'good-text', refused: 'bad-text', unknown: 'late-text' }[
    kind
  ];
  return (
    <p class={`small-text ${look}`} role="status">
      {part && <code>{part}</code>} {text}
    </p>
  );
}

/** What became of the actions on a row of a list, and on the holds of its session. */
export function OutcomeOf({ row }: { row: string }) {
  return (
    <>
      {Object.entries(outcomes.value)
        .filter(([name]) => name === row || name.startsWith(`${row} / `))
        .map(([name, outcome]) => (
          <OutcomeLine key={name} part={name.slice(row.length + 3)} outcome={outcome} />
        ))}
    </>
  );
}

/**
 * What has to be typed before harm is done; null where a click is enough. Of a session the end of its
 * id: sessions of the same minute begin alike.
 */
function wordFor({ action, targets }: Wish): string | null {
  if (action === 'retry' || action === 'requeue') return null;
  if (action === 'drop') return words().dropWord;
  const [only, ...more] = targets;
  return more.length > 0 ? String(targets.length) : (only?.session ?? '').slice(-8);
}

const TAKES_REASON: ActionName[] = ['retry', 'give_up', 'write_off'];

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

function Confirmation({ wish, onDone }: { wish: Wish; onDone: () => void }) {
  const w = words();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  // The dialog gives the focus back only if it is closed before it goes.
  const close = () => dialog.current?.close();
  const word = wordFor(wish);
  const needsReason = wish.action === 'write_off' && reason.trim() === '';
  const ready =
    !needsReason && bytesOf(reason) <= REASON_BYTES_MAX && (!word || typed.trim() === word);
  const send = (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    close();
    void perform(wish, reason.trim()).then(onDone);
  };
  return (
    <dialog
      ref={dialog}
      class="card confirm"
      aria-labelledby={`${id}title`}
      onClose={() => {
        asked.value = null;
      }}
    >
      <form class="stack" onSubmit={send}>
        <h2 id={`${id}title`}>
          {w.confirmTitle(w.actions[wish.action] ?? '', wish.targets.length)}
        </h2>
        <p>{w.actionMeans[wish.action]}</p>
        <p>{w.confirmIds}</p>
        <ul class="ids" aria-label={w.confirmIds}>
          {wish.targets.map((target) => (
            <li key={nameOf(target)}>
              <code>{nameOf(target)}</code>
              {target.state && ` ${named(w.sessionStates, target.state)}`}
            </li>
          ))}
        </ul>
        {TAKES_REASON.includes(wish.action) && (
          <div class="field">
            <label for={`${id}reason`}>{w.reason}</label>
            <input
              id={`${id}reason`}
              value={reason}
              autocomplete="off"
              aria-describedby={`${id}hint`}
              required={wish.action === 'write_off'}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <p id={`${id}hint`} class="hint">
              {wish.action === 'write_off' ? w.reasonNeeded : w.reasonHint}
            </p>
          </div>
        )}
        {word && (
          <div class="field">
            <label for={`${id}word`}>{w.typeToConfirm(word)}</label>
            <input
              id={`${id}word`}
              value={typed}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
        )}
        <div class="row">
          <button type="submit" class={word ? 'warn' : 'main'} disabled={!ready}>
            {w.actions[wish.action]}
          </button>
          <button type="button" onClick={close}>
            {w.cancel}
          </button>
          <CurlOf wish={wish} reason={reason.trim()} />
        </div>
      </form>
    </dialog>
  );
}

/** The dialog of the action that waits for it; `onDone` when its requests are answered. */
export function Confirm({ onDone }: { onDone: () => void }) {
  const wish = asked.value;
  return wish ? <Confirmation key={JSON.stringify(wish)} wish={wish} onDone={onDone} /> : null;
}
