// Parts of the page that are not in the file that it starts with. rest.ts is asked for when one of its
// parts is first shown, or soon after the start, so that they also open while there is no connection;
// tickets.ts where an event is near, or a ticket or what its supplier describes is held, and pix.ts
// where a trip is paid by Pix, so that most travellers never load them.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { t } from './texts/shell';

/** Lets the first picture be drawn before the rest is loaded. */
const LOAD_AFTER_MS = 1500;

type PropertiesOf<Part> = Part extends (properties: infer P extends object) => unknown ? P : object;

function LoadAgain({ load }: { load: () => void }) {
  return (
    <p class="note late">
      {t.notLoaded_}
      <button type="button" class="small" onClick={load}>
        {t.reload_}
      </button>
    </p>
  );
}

/** A file of the bundle, loaded when one of its parts is first asked for. */
function laterFile<File extends object>(loadFile: () => Promise<File>) {
  const loaded = signal<File | null>(null);
  const failed = signal(false);
  let loading = false;

  function load(): void {
    if (loading) return;
    loading = true;
    failed.value = false;
    loadFile().then(
      (file) => {
        loaded.value = file;
      },
      () => {
        loading = false;
        failed.value = true;
      },
    );
  }

  return {
    load,
    /** What the file has; null until it is there, which draws again what asked for it. A load that
     * failed is tried again when it is next asked for. */
    parts: (): File | null => {
      load();
      return loaded.value;
    },
    /** A component of the file; a load that failed is tried again when the traveller asks for it. */
    component<Name extends keyof File, P extends object = PropertiesOf<File[Name]>>(
      name: Name,
    ): ComponentType<P> {
      return function Later(properties: P) {
        const Part = loaded.value?.[name] as unknown as ComponentType<P> | undefined;
        if (Part) return <Part {...properties} />;
        if (failed.value) return <LoadAgain load={load} />;
        load();
        return <p aria-busy="true" />;
      };
    },
  };
}

const rest = laterFile(() => import('./rest'));
const tickets = laterFile(() => import('./tickets'));
const pix = laterFile(() => import('./pix'));

export const later = rest.component;
export const laterOfPix = pix.component;
export const ticketParts = tickets.parts;
export const pixParts = pix.parts;

export function loadLater(): void {
  setTimeout(rest.load, LOAD_AFTER_MS);
}
