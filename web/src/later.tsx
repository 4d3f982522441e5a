// Parts of the page that are not in the file that it starts with. rest.ts is asked for when one of its
// parts is first shown, or soon after the start, so that they also open while there is no connection;
// tickets.ts where an event is near, or a ticket or what its supplier describes is held, so that most
// travellers never load it.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { t } from './texts/shell';

/** Lets the first picture be drawn before the rest is loaded. */
const LOAD_AFTER_MS = 1500;

type Parts = typeof import('./rest');
type PropertiesOf<Part> = Part extends (properties: infer P extends object) => unknown ? P : object;

const rest = signal<Parts | null>(null);
const failed = signal(false);
let loading = false;

function load(): void {
  if (loading) return;
  loading = true;
  failed.value = false;
  import('./rest').then(
    (parts) => {
      rest.value = parts;
    },
    () => {
      loading = false;
      failed.value = true;
    },
  );
}

const tickets = signal<typeof import('./tickets') | null>(null);
let loadingTickets = false;

/** What tickets.ts has; null until it is there, which draws again what asked for it. A load that
 * failed is tried again when it is next asked for. */
export function ticketParts(): typeof import('./tickets') | null {
  if (!loadingTickets) {
    loadingTickets = true;
    import('./tickets').then(
      (parts) => {
        tickets.value = parts;
      },
      () => {
        loadingTickets = false;
      },
    );
  }
  return tickets.value;
}

/** A component of rest.ts; a load that failed is tried again when the traveller asks for it. */
export function later<Name extends keyof Parts, P extends object = PropertiesOf<Parts[Name]>>(
  name: Name,
): ComponentType<P> {
  return function Later(properties: P) {
    const Part = rest.value?.[name] as unknown as ComponentType<P> | undefined;
    if (Part) return <Part {...properties} />;
    if (failed.value) return <LoadAgain />;
    load();
    return <p aria-busy="true" />;
  };
}

function LoadAgain() {
  return (
    <p class="note late">
      {t.notLoaded_}
      <button type="button" class="small" onClick={load}>
        {t.reload_}
      </button>
    </p>
  );
}

export function loadLater(): void {
  setTimeout(load, LOAD_AFTER_MS);
}
