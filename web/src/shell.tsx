// The frame of every page: header, steps, the bar that says the connection is lost, footer.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isPending } from './calls';
import { Icon } from './icon';
import { place } from './router';
import { t as search } from './search/texts';
import { backAgain, connected } from './store';
import { Switch } from './switch';
import { chooseLanguage } from './texts/dictionary';
import { type Language, language } from './texts/language';
import { t } from './texts/shell';
import { chooseTheme, THEMES, theme } from './theme';

const nameIn = (tag: Language, short: string, name: string) => (
  <span lang={tag}>
    {short}
    <span class="unseen"> – {name}</span>
  </span>
);

function LanguageSwitch() {
  return (
    <Switch
      label={t.language_}
      chosen={language.value}
      all={[
        ['pt-BR', nameIn('pt-BR', 'PT', 'Português')],
        ['en-US', nameIn('en-US', 'EN', 'English')],
      ]}
      choose={(tag) => void chooseLanguage(tag)}
    />
  );
}

const THEME_ICONS = {
  system: 'M12 3a9 9 0 1 0 0 18zM12 3v18a9 9 0 0 0 0-18z',
  light:
    'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12 1v3M12 20v3M1 12h3M20 12h3M4.2 4.2l2.1 2.1M17.7 17.7l2.1 2.1M4.2 19.8l2.1-2.1M17.7 6.3l2.1-2.1',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
};

function ThemeSwitch() {
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'system';
  return (
    <button
      type="button"
      class="icon-button"
      title={`${t.theme_}: ${t.themes_[theme.value]}`}
      aria-label={`${t.theme_}: ${t.themes_[theme.value]}`}
      onClick={() => chooseTheme(next)}
    >
      <Icon path={THEME_ICONS[theme.value]} />
    </button>
  );
}

function Header() {
  return (
    <header class="header">
      <a class="wordmark" href="/" aria-label={t.home_}>
        <svg viewBox="0 0 32 32" class="mark" aria-hidden="true">
          <path class="mark-arc" d="M5 24C8 12 15 7 23 7.5" />
          <circle class="mark-from" cx="5" cy="24" r="3.2" />
          <circle class="mark-to" cx="27" cy="9" r="3.2" />
        </svg>
        <span>Viaja</span>
      </a>
      <span class="slogan" aria-hidden="true">
        {t.slogan_}
      </span>
      <LanguageSwitch />
      <ThemeSwitch />
    </header>
  );
}

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
