// What a problem's code means; the address of this page is the problem's `type`. It is a page of
// its own, so that its words are not part of what a traveller loads.

import '../jsx';
import '../texts/start';
import { render } from 'preact';
import { Shell } from '../shell';
import { loadTexts } from '../texts/dictionary';
import { language } from '../texts/language';
import { CHARGES, isProblemCode } from './codes';
import { WORDS } from './words';

const code = location.pathname.slice('/problems/'.length);

function Meaning() {
  const t = WORDS[language.value];
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

function ProblemPage() {
  return (
    <Shell title={WORDS[language.value].page} steps={false}>
      <Meaning />
    </Shell>
  );
}

const root = document.getElementById('app');
if (root) {
  await loadTexts();
  render(<ProblemPage />, root);
}
