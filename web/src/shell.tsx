// The frame of every page: header, steps, the bar that says the connection is lost, footer.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isPending } from './calls';
import { Header } from './header';
import { place } from './router';
import { t as search } from './search/texts';
import { backAgain, connected } from './store';
import { t } from './texts/shell';

/** A number is a further flight of a trip over several cities. */
export type Step = 'out' | 'back' | 'hotel' | 'pay' | `${number}`;

function stepsShown(): Step[] {
  const further = place.value.query.getAll('slice').map((_, index): Step => `${index + 2}`);
  return ['out', ...(further.length > 0 ? further : ['back' as const]), 'hotel', 'pay'];
}

/** The present step: `?step=` of the search, or the payment on the trip's page. */
export function presentStep(): Step {
  if (place.value.path === '/trip') return 'pay';
  const named = place.value.query.get('step');
  return stepsShown().find((step) => step === named) ?? 'out';
}

/** The address of a step; the search that was made stays in it. */
export function stepAddress(step: Step): string {
  const query = new URLSearchParams(place.value.query);
  query.delete('month');
  if (step === 'out') query.delete('step');
  else if (step !== 'pay') query.set('step', step);
  const text = query.toString();
  return `${step === 'pay' ? '/trip' : '/'}${text ? `?${text}` : ''}`;
}

function nameOf(step: Step, steps: readonly Step[]): string {
  const way = step === 'out' ? 1 : Number(step);
  if (way && steps.includes('2')) return search.way_(way);
  return t.step_[step as keyof typeof t.step_];
}

function StepBar() {
  const present = presentStep();
  const oneWay = place.value.query.has('from') && !place.value.query.get('back');
  const steps = stepsShown();
  return (
    <nav class="steps-bar" aria-label={t.steps_}>
      <ol>
        {steps.map((step, index) => {
          const label = (
            <>
              <span class="step-number">{index + 1}</span>
              <span class="step-name">{nameOf(step, steps)}</span>
            </>
          );
          const skipped = step === 'back' && oneWay;
          return (
            <li key={step}>
              {step === present ? (
                <span aria-current="step">{label}</span>
              ) : skipped ? (
                <span class="step-off">
                  {label}
                  <span class="unseen"> ({t.oneWay_})</span>
                </span>
              ) : (
                <a href={stepAddress(step)}>{label}</a>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** Says that the connection is lost or back; never a dialog, and the picture below stays. */
function ConnectionBar() {
  const lost = isPending('pay') ? t.offlinePaying_ : t.offline_;
  return (
    <div class="connection" role="status">
      {!connected.value && <p class="bar bar-late">{lost}</p>}
      {connected.value && backAgain.value && <p class="bar bar-good">{t.backAgain_}</p>}
    </div>
  );
}

/** After a link the heading of the new page is where a screen reader goes on. */
function useFocusOnNewPage(): void {
  const { path } = place.value;
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    const main = document.querySelector<HTMLElement>('main');
    (main?.querySelector<HTMLElement>('h1') ?? main)?.focus({ preventScroll: true });
  }, [path]);
}

export function Shell({
  title,
  steps,
  children,
}: {
  title: string;
  steps: boolean;
  children: ComponentChildren;
}) {
  useFocusOnNewPage();
  useEffect(() => {
    document.title = `${title} · ${t.title_}`;
  }, [title]);
  return (
    <>
      <a class="skip" href="#content">
        {t.skip_}
      </a>
      <Header />
      {steps && <StepBar />}
      <ConnectionBar />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer class="footer">
        <p>{t.footer_}</p>
        <a href="/code">{t.haveCode_}</a>
      </footer>
    </>
  );
}
