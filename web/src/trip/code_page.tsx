// /code: a trip that was begun on another device, by the code that is shown there.

import { useSignal } from '@preact/signals';
import { Refused, redeemCode, Unreachable } from '../api';
import { credentials, keepCredentials } from '../kept';
import { go } from '../router';
import { setConnected } from '../store';
import { t } from './code_texts';
import { describeProblem } from './problem_texts';

// A code of a session of another shard than 0 has two letters more, which name it.
const LENGTHS = [8, 10];

type Wrong = 'empty' | 'unknown' | 'tooMany' | { other: string };

function wrongOf(error: unknown): Wrong | null {
  if (error instanceof Unreachable) {
    setConnected(false);
    return null;
  }
  if (!(error instanceof Refused)) throw error;
  if (error.problem.status === 429) return 'tooMany';
  if (error.problem.status < 500) return 'unknown';
  return { other: describeProblem(error.problem) };
}

export function CodePage() {
  const typed = useSignal('');
  const wrong = useSignal<Wrong | null>(null);
  const busy = useSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const code = typed.value.toUpperCase().replace(/[^A-Z0-9]/g, '');
    if (!LENGTHS.includes(code.length)) {
      wrong.value = 'empty';
      return;
    }
    busy.value = true;
    try {
      keepCredentials(await redeemCode(code));
      go('/trip');
    } catch (error) {
      wrong.value = wrongOf(error);
    }
    busy.value = false;
  };
  const { value } = wrong;
  const message = value && (typeof value === 'string' ? t[value] : value.other);
  return (
    <section class="page narrow">
      <h1 tabIndex={-1}>{t.title_}</h1>
      <form class="card pad stack" onSubmit={(event) => void submit(event)} noValidate>
        <div class="field">
          <label for="code">{t.label_}</label>
          <input
            id="code"
            class="code-input"
            value={typed.value}
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={24}
            aria-invalid={message ? 'true' : undefined}
            aria-describedby={message ? 'code-wrong code-hint' : 'code-hint'}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              wrong.value = null;
            }}
          />
          <p class="hint" id="code-hint">
            {t.hint_}
          </p>
          {message && (
            <p class="wrong" id="code-wrong" role="alert">
              {message}
            </p>
          )}
        </div>
        {credentials.value && <p class="small-text soft">{t.replaces_}</p>}
        <button type="submit" class="main" disabled={busy.value}>
          {t.submit_}
        </button>
      </form>
    </section>
  );
}
