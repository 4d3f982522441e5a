// The operator that the page acts for, and whether it may change something. The token lives in
// sessionStorage: it ends with the tab, and no other tab has it.

import { computed, signal } from '@preact/signals';

const TOKEN = 'viaja.operator.token';
const CHANGES = 'viaja.operator.changes';

function stored(name: string): string {
  try {
    return sessionStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

function store(name: string, value: string): void {
  try {
    if (value) sessionStorage.setItem(name, value);
    else sessionStorage.removeItem(name);
  } catch {
    // A browser that refuses storage forgets it at the next load.
  }
}

export const token = signal(stored(TOKEN));
/** Without a token on the server, changes are allowed by hand, so that none happens by mistake. */
export const changesAllowed = signal(stored(CHANGES) !== '');
/** Whether the server requires a token; null until it has said so. */
export const tokenRequired = signal<boolean | null>(null);
/** The server refused the last call as one without the right token. */
export const locked = signal(false);

export const mayChange = computed(
  () => !locked.value && (tokenRequired.value ? token.value !== '' : changesAllowed.value),
);

export function useToken(given: string): void {
  token.value = given;
  locked.value = false;
  store(TOKEN, given);
}

export function allowChanges(allowed: boolean): void {
  changesAllowed.value = allowed;
  store(CHANGES, allowed ? 'yes' : '');
}
