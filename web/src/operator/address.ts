// Addresses of the operator's page: each can be opened directly, and back and forward work. Filters
// stand in the query, so that a shared link shows the same.

import { signal } from '@preact/signals';

export const HOME = '/operator';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const here = (): Place => ({
  path: location.pathname.replace(/\/$/, ''),
  query: new URLSearchParams(location.search),
});

export const place = signal<Place>(here());

export function go(address: string, how: 'push' | 'replace' = 'push'): void {
  const path = place.peek().path;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  place.value = here();
  if (place.peek().path !== path) scrollTo(0, 0);
}

/** Changes parts of the query; an empty value takes one out. */
export function filter(values: Record<string, string>): void {
  const query = new URLSearchParams(place.peek().query);
  for (const [name, value] of Object.entries(values)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  go(place.peek().path + (text ? `?${text}` : ''), 'replace');
}

/** `fixed` and those parts of this query that are there, for a call. */
export function queryFor(names: string[], fixed: Record<string, string> = {}): URLSearchParams {
  const wanted = new URLSearchParams(fixed);
  for (const name of names) {
    const value = place.value.query.get(name);
    if (value) wanted.set(name, value);
  }
  return wanted;
}

export const sessionAddress = (id: string): string => `${HOME}/sessions/${id}`;

/** Links to other pages, and modified clicks, are the browser's. */
function followLink(event: MouseEvent): void {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (event.defaultPrevented || event.button !== 0 || modified) return;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.target || link.origin !== location.origin || link.hash) return;
  if (link.pathname !== HOME && !link.pathname.startsWith(`${HOME}/`)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

export function startAddresses(): void {
  addEventListener('popstate', () => {
    place.value = here();
  });
  document.addEventListener('click', followLink);
}
