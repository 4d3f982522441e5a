// Two or more alternatives beside each other; the chosen one is pressed.
import type { ComponentChildren } from 'preact';

export function Switch<T extends string>(properties: {
  label: string;
  all: [T, ComponentChildren][];
  chosen: T;
  choose: (value: T) => void;
}) {
  const { label, all, chosen, choose } = properties;
  return (
    <fieldset class="switch" aria-label={label}>
      {all.map(([value, name]) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => choose(value)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
