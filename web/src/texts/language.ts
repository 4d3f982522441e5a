// The page's language: the one chosen last, else Portuguese for browsers that speak it.

import { effect, signal } from '@preact/signals';
import { keep, kept } from '../kept';

export type Language = 'pt-BR' | 'en-US';

const preferred = (): Language =>
  navigator.language.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en-US';

export const language = signal<Language>(kept<Language>('language', preferred()));

effect(() => {
  document.documentElement.lang = language.value;
});

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  keep('language', chosen);
}

/** What a dictionary is written as: each text in Portuguese and in English, of one type. */
type Pairs<T> = { [Name in keyof T]: readonly [pt: T[Name], en: NoInfer<T[Name]>] };

/**
 * The texts of one part of the page. A text that lacks its English, or a parameter, is an error of
 * the compiler. They are read while rendering, as `t.swap_` or `t.wrongDay_(from, to)`; names of
 * texts end in `_`, and web/build makes those short.
 */
export function dictionary<T extends object>(pairs: Pairs<T>): T {
  return new Proxy(pairs as unknown as T, {
    get: (_, name) => pairs[name as keyof T]?.[language.value === 'pt-BR' ? 0 : 1],
  });
}
