// As much of a browser as parts of the page need to run in Node. Imported before them.

const texts = new Map();
const listeners = [];

/** What this tab and others share. `full`: it takes nothing more. */
export const storage = {
  full: false,
  getItem: (name) => texts.get(name) ?? null,
  setItem: (name, text) => {
    if (storage.full) throw new DOMException('no room', 'QuotaExceededError');
    texts.set(name, text);
  },
  removeItem: (name) => texts.delete(name),
};

/** Another tab writes it, or removes it. */
export function writtenElsewhere(key, newValue) {
  if (newValue === null) texts.delete(key);
  else texts.set(key, newValue);
  for (const listener of listeners) listener({ key, newValue });
}

const globals = {
  localStorage: storage,
  addEventListener: (type, listener) => type === 'storage' && listeners.push(listener),
  document: { documentElement: { lang: 'en-US' } },
};
for (const [name, value] of Object.entries(globals))
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
