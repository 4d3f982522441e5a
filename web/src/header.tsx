// The top of every page: wordmark, language, colours.

import { Icon } from './icon';
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
  const name = `${t.theme_}: ${t.themes_[theme.value]}`;
  return (
    <button
      type="button"
      class="icon-button"
      title={name}
      aria-label={name}
      onClick={() => chooseTheme(next)}
    >
      <Icon path={THEME_ICONS[theme.value]} />
    </button>
  );
}

/** The wordmark leads to `home`. */
export function Header({ home = '/' }: { home?: string }) {
  return (
    <header class="header">
      <a class="wordmark" href={home} aria-label={t.home_}>
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
