// Choosing how to pay, and paying. The amount is the total that is on the screen; the call is kept
// before it is sent (calls.ts), so that any number of clicks and reloads pays once.

import { type Signal, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Session } from '../api';
import { isPending, pay, refusal } from '../calls';
import { money } from '../format';
import { keep, kept } from '../kept';
import { laterOfPix, pixParts } from '../later';
import { type CardToken, cardWords, oddCards, usualCards } from './cards';
import { NewPrices } from './new_prices';
import { outcome } from './outcome_texts';
import { describeProblem } from './problem_texts';
import { t } from './texts';

type Method = 'card' | 'pix';

const method = signal<Method>(kept<Method>('method', 'card'));
const card = signal<CardToken>(kept<CardToken>('card', 'tok_ok'));

const PixHint = laterOfPix('PixHint');

/** One of several, kept for the next time under the name of the choice. */
function Choice<Value extends string>(props: {
  name: string;
  chosen: Signal<Value>;
  value: Value;
  children: ComponentChildren;
}) {
  const { name, chosen, value } = props;
  return (
    <label class="card-choice">
      <input
        type="radio"
        name={name}
        value={value}
        checked={chosen.value === value}
        onChange={() => {
          chosen.value = value;
          keep(name, value);
        }}
      />
      {props.children}
    </label>
  );
}

function CardChoice({ token }: { token: CardToken }) {
  const { name, effect } = cardWords(token);
  return (
    <Choice name="card" chosen={card} value={token}>
      <span class="card-name">{name}</span>
      <span class="card-effect">{effect}</span>
      <code class="card-token">{token}</code>
    </Choice>
  );
}

function Cards() {
  const odd = oddCards().includes(card.value);
  return (
    <fieldset class="cards">
      <legend class="label">{t.testCards_}</legend>
      <p class="small-text soft">{t.testCardsHint_}</p>
      {usualCards().map((token) => (
        <CardChoice key={token} token={token} />
      ))}
      <details open={odd}>
        <summary>{t.moreCards_}</summary>
        {oddCards().map((token) => (
          <CardChoice key={token} token={token} />
        ))}
      </details>
    </fieldset>
  );
}

function Methods() {
  return (
    <fieldset class="methods" aria-labelledby="payment-title">
      <Choice name="method" chosen={method} value="card">
        <span class="card-name">{outcome.authorize_}</span>
      </Choice>
      <Choice name="method" chosen={method} value="pix">
        <span class="card-name">Pix</span>
      </Choice>
    </fieldset>
  );
}

/** Why it cannot be paid now. */
function whyNot(session: Session): string {
  if (session.holds.some((hold) => hold.state === 'lost')) return t.lostFirst_;
  if (session.timeout.state === 'paused') return t.paused_;
  const waits = session.holds.some((hold) => hold.state === 'asked');
  return waits ? t.waitForAnswer_ : t.noMoreAttempts_;
}

function payWords(session: Session): string {
  const total = money(session.total);
  if (isPending('pay', session.id)) return t.paySending_;
  const pix = method.value === 'pix' && pixParts();
  if (pix) return pix.pixTexts().create_(total);
  return session.payment ? t.payAgain_(total) : t.pay_(total);
}

export function PaymentForm({ session }: { session: Session }) {
  const sending = isPending('pay', session.id);
  const ready = session.available_actions.includes('pay');
  const refused = refusal.value?.kind === 'pay' ? refusal.value.problem : null;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    void pay(
      session,
      method.value === 'pix' ? { method: 'pix' } : { method: 'card', token: card.value },
    );
  };
  return (
    <form class="card pad stack" onSubmit={submit} aria-labelledby="payment-title">
      <h2 id="payment-title">{t.choosePayment_}</h2>
      <Methods />
      {method.value === 'pix' ? <PixHint /> : <Cards />}
      {refused && (
        <div class="note late stack" role="alert">
          <p>{describeProblem(refused)}</p>
          {refused.code === 'price_changed' && <NewPrices session={session} problem={refused} />}
        </div>
      )}
      <button class="main wide pay" type="submit" disabled={!ready || sending}>
        {payWords(session)}
      </button>
      <p class="small-text soft">{ready ? t.payOnce_ : whyNot(session)}</p>
    </form>
  );
}
