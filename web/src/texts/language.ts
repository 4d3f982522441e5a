// The page's language. start.ts has named it in the document before this is loaded.

import { effect, signal } from '@preact/signals';

export type Language = 'pt-BR' | 'en-US';

export const language = signal<Language>(document.documentElement.lang as Language);

effect(() => {
  document.documentElement.lang = language.value;
});
