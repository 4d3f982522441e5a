// A table that scrolls sideways where the window is narrow, and can be reached by the keyboard then.

import type { ComponentChildren } from 'preact';

export function Table({
  label,
  heads,
  children,
}: {
  label: string;
  heads: ComponentChildren[];
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must take the focus
    <section class="table-box" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={index} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
