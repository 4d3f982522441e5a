// Choosing a card and paying. The amount is the total that is on the screen; the call is kept
// before it is sent (calls.ts), so that any number of clicks and reloads pays once.

import { signal } from '@preact/signals';
import type { Session } from '../api';
import { isPending, pay, refusal } from '../calls';
import { money } from '../format';
import { keep, kept } from '../kept';
import { type CardToken, cardWords, oddCards, usualCards } from './cards';
import { describeProblem } from './problem_texts';
import { t } from './texts';

const chosen = signal<CardToken>(kept<CardToken>('card', 'tok_ok'));

function choose(token: CardToken): void {
  chosen.value = token;
  keep('card', token);
}

function CardChoice({ token }: { token: CardToken }) {
  const { name, effect } = cardWords(token);
  return (
    <label class="card-choice">
      <input
        type="radio"
        name="card"
        value={token}
        checked={chosen.value === token}
        onChange={() => choose(token)}
      />
      <span class="card-name">{name}</span>
      <span class="card-effect">{effect}</span>
      <code class="card-token">{token}</code>
    </label>
  );
}

function Cards() {
  const odd = oddCards().includes(chosen.value);
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

/** Why it cannot be paid now. */
function whyNot(session: Session): string {
  if (session.holds.some((hold) => hold.state === 'lost')) return t.lostFirst_;
  if (session.timeout.state === 'paused') return t.paused_;
  const waits = session.holds.some((hold) => hold.state === 'asked');
  return waits ? t.waitForAnswer_ : t.noMoreAttempts_;
}

export function PaymentForm({ session }: { session: Session }) {
  const sending = isPending('pay', session.id);
  const ready = session.available_actions.includes('pay');
  const total = money(session.total);
  const refused = refusal.value?.kind === 'pay' ? refusal.value.problem : null;
  const submit = (event: Event) => {
    event.preventDefault();
    if (ready) void pay(session, chosen.value, session.total);
  };
  return (
    <form class="card pad stack" onSubmit={submit} aria-labelledby="payment-title">
      <h2 id="payment-title">{t.choosePayment_}</h2>
      <Cards />
      {refused && (
        <p class="note late" role="alert">
          {describeProblem(refused)}
        </p>
      )}
      <button class="main wide pay" type="submit" disabled={!ready || sending}>
        {sending ? t.paySending_ : session.payment ? t.payAgain_(total) : t.pay_(total)}
      </button>
      <p class="small-text soft">{ready ? t.payOnce_ : whyNot(session)}</p>
    </form>
  );
}
