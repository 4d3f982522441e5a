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

/**
 * A dictionary of one part of the page. The English one has the type of the Portuguese one, so that
 * a missing key or a parameter too few is an error of the compiler.
 * `const t = dictionary(pt, en);` then `t().key`, read while rendering.
 */
export function dictionary<T>(pt: T, en: NoInfer<T>): () => T {
  return () => (language.value === 'pt-BR' ? pt : en);
}
