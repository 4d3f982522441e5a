// Parts of the page that are not in the file that it starts with: asked for when one of them is first
// shown, or soon after the start, so that they also open while there is no connection.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { t } from './texts/shell';

/** Lets the first picture be drawn before the rest is loaded. */
const LOAD_AFTER_MS = 1500;

type Parts = typeof import('./rest');
type PropertiesOf<Part> = Part extends (properties: infer P extends object) => unknown ? P : object;

const rest = signal<Parts | null>(null);
const failed = signal(false);
let running = false;

function load(): void {
  if (running || rest.peek()) return;
  running = true;
  failed.value = false;
  import('./rest')
    .then(
      (parts) => {
        rest.value = parts;
      },
      () => {
        failed.value = true;
      },
    )
    .finally(() => {
      running = false;
    });
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
