// The texts of the page's language. Each language is a file of its own, and a traveller loads one.

import { batch, signal } from '@preact/signals';
import { keep } from '../kept';
import { type Language, language } from './language';
import type { Texts } from './pt';

const LOADS: Record<Language, () => Promise<{ texts: Texts }>> = {
  'pt-BR': () => import('./pt'),
  'en-US': () => import('./en'),
};

const loaded = signal<Texts | null>(null);

async function load(wanted: Language): Promise<void> {
  const { texts } = await LOADS[wanted]();
  batch(() => {
    loaded.value = texts;
    language.value = wanted;
  });
}

/** Nothing can be drawn before this has ended. */
export const loadTexts = (): Promise<void> => load(language.peek());

/** Without a connection the page stays in the language that it has. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  await load(chosen).then(
    () => keep('language', chosen),
    () => undefined,
  );
}

/**
 * The texts of one part of the page, read while rendering as `t.swap_` or `t.wrongDay_(from, to)`.
 * Names of texts end in `_`, and web/build makes those short.
 */
export function dictionary<Name extends keyof Texts>(part: Name): Texts[Name] {
  return new Proxy({} as Texts[Name], {
    get: (_, name) => loaded.value?.[part][name as keyof Texts[Name]],
  });
}
