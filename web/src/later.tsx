// Parts of the page that are not in the file that it starts with: asked for when they are first
// shown, or soon after the start, so that they also open while there is no connection.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { t } from './texts/shell';

/** Lets the first picture be drawn before the rest is loaded. */
const LOAD_ALL_AFTER_MS = 1500;

const loads: (() => void)[] = [];

/** A component that is loaded by `load`; a failed load is tried again when it is shown again. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const loaded = signal<ComponentType<P> | null>(null);
  const failed = signal(false);
  let running = false;
  const start = () => {
    if (running || loaded.peek()) return;
    running = true;
    failed.value = false;
    load()
      .then(
        (component) => {
          loaded.value = component;
        },
        () => {
          failed.value = true;
        },
      )
      .finally(() => {
        running = false;
      });
  };
  loads.push(start);
  return function Later(properties: P) {
    const Part = loaded.value;
    if (Part) return <Part {...properties} />;
    if (failed.value) return <LoadAgain start={start} />;
    start();
    return <p aria-busy="true" />;
  };
}

function LoadAgain({ start }: { start: () => void }) {
  return (
    <p class="note late">
      {t.notLoaded_}
      <button type="button" class="small" onClick={start}>
        {t.reload_}
      </button>
    </p>
  );
}

export function loadAllLater(): void {
  setTimeout(() => {
    for (const start of loads) start();
  }, LOAD_ALL_AFTER_MS);
}
