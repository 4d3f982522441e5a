// Parts of the page that are not in the file that it starts with. rest.ts is asked for when one of its
// parts is first shown, or soon after the start, so that they also open while there is no connection;
// tickets.ts where an event is near or a ticket is held, so that most travellers never load it.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { t } from './texts/shell';

/** Lets the first picture be drawn before the rest is loaded. */
const LOAD_AFTER_MS = 1500;

/** A file that is loaded once. One that failed is loaded when it is asked for again. */
function file<Parts>(get: () => Promise<Parts>) {
  const parts = signal<Parts | null>(null);
  const failed = signal(false);
  let running = false;
  function load(): void {
    if (running || parts.peek()) return;
    running = true;
    failed.value = false;
    get()
      .then(
        (loaded) => {
          parts.value = loaded;
        },
        () => {
          failed.value = true;
        },
      )
      .finally(() => {
        running = false;
      });
  }
  return { parts, failed, load };
}

type Parts = typeof import('./rest');
type PropertiesOf<Part> = Part extends (properties: infer P extends object) => unknown ? P : object;

const rest = file<Parts>(() => import('./rest'));
const tickets = file(() => import('./tickets'));

/** A component of rest.ts; a load that failed is tried again when the traveller asks for it. */
export function later<Name extends keyof Parts, P extends object = PropertiesOf<Parts[Name]>>(
  name: Name,
): ComponentType<P> {
  return function Later(properties: P) {
    const Part = rest.parts.value?.[name] as unknown as ComponentType<P> | undefined;
    if (Part) return <Part {...properties} />;
    if (rest.failed.value) return <LoadAgain />;
    rest.load();
    return <p aria-busy="true" />;
  };
}

/** What tickets.ts has; null until it is there, which draws again what asked for it. */
export function ticketParts(): typeof import('./tickets') | null {
  tickets.load();
  return tickets.parts.value;
}

function LoadAgain() {
  return (
    <p class="note late">
      {t.notLoaded_}
      <button type="button" class="small" onClick={rest.load}>
        {t.reload_}
      </button>
    </p>
  );
}

export function loadLater(): void {
  setTimeout(rest.load, LOAD_AFTER_MS);
}
