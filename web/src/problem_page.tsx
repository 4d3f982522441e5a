// What a problem's code means; the address of this page is the problem's `type`.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { CHARGES, isProblemCode } from './problems/codes';
import type { Words } from './problems/words';
import type { Language } from './texts/language';

const words = signal<Record<Language, Words> | null>(null);

/** Few travellers ever open this page, so its words are a file of their own. */
async function loadWords(): Promise<void> {
  words.value ??= (await import('./problems/words')).WORDS;
}

export function ProblemPage({ code, language }: { code: string; language: Language }) {
  useEffect(() => {
    void loadWords();
  }, []);
  const t = words.value?.[language];
  if (!t) return <section class="page narrow" aria-busy="true" />;
  if (!isProblemCode(code)) {
    return (
      <section class="page narrow">
        <h1 tabIndex={-1}>{code}</h1>
        <p>{t.unknown}</p>
      </section>
    );
  }
  const problem = t.problems[code];
  return (
    <section class="page narrow">
      <h1 tabIndex={-1}>{problem.title}</h1>
      <p>{problem.meaning}</p>
      <h2>{t.charged}</h2>
      <p>{t.charge[CHARGES[code]]}</p>
      <h2>{t.whatToDo}</h2>
      <p>{problem.next}</p>
      <p>
        {t.code}: <code>{code}</code>
      </p>
    </section>
  );
}
