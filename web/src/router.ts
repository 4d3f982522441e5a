// Addresses of the page (History API): each can be opened directly, and back and forward work.

import { signal } from '@preact/signals';
import { keepCredentials } from './kept';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const here = (): Place => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
});

export const place = signal<Place>(here());

/** Goes to an address of this page; `replace` leaves no entry to go back to. */
export function go(address: string, how: 'push' | 'replace' = 'push'): void {
  const path = place.peek().path;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  place.value = here();
  if (place.peek().path !== path) scrollTo(0, 0);
}

/** Moves the trip of a link `/trip#id.token` into storage; the address keeps no token. */
function takeTripFromFragment(): void {
  const match = /^#([0-9a-f-]{36})\.([A-Za-z0-9_-]+)$/.exec(location.hash);
  if (location.pathname !== '/trip' || !match) return;
  keepCredentials({ id: match[1] ?? '', token: match[2] ?? '' });
  history.replaceState(null, '', '/trip');
}

/** Links within the page do not load it anew; modified clicks and other origins are the browser's. */
function followLink(event: MouseEvent): void {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin)
    return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

export function startRouter(): void {
  takeTripFromFragment();
  place.value = here();
  addEventListener('popstate', () => {
    takeTripFromFragment();
    place.value = here();
  });
  addEventListener('hashchange', takeTripFromFragment);
  document.addEventListener('click', followLink);
}
