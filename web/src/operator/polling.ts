// A call that is repeated while its screen is shown: every few seconds, not while the tab is hidden,
// not while the page is paused, and not while the server refuses the token. After failures it is
// made less often, and not before the server's Retry-After.

import { signal } from '@preact/signals';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, Refused } from '../api';
import { locked, token } from './access';
import { read } from './api';

/** However often it failed. */
const SLOWEST_MS = 30_000;

/** The operator stopped all screens, to read one in peace. */
export const paused = signal(false);

export interface Polled<T> {
  body: T | null;
  /** Why the last call failed: a problem of the server, or null where no answer came. */
  failure: { problem: Problem | null } | null;
  /** When `body` was answered, by this browser's clock. */
  at: number;
  again: () => void;
}

/**
 * A new path begins without what the old one had. `queryOf` is called before each call for what
 * follows the path, such as how much is known already.
 */
export function usePolled<T>(
  path: string,
  everyMs: number,
  queryOf: () => string = () => '',
): Polled<T> {
  const [state, setState] = useState<Omit<Polled<T>, 'again'> & { path: string }>({
    path,
    body: null,
    failure: null,
    at: 0,
  });
  const [round, setRound] = useState(0);
  const asked = useRef(0);
  const query = useRef(queryOf);
  query.current = queryOf;
  const again = useCallback(() => setRound((value) => value + 1), []);
  const given = token.value;

  useEffect(() => {
    let ended = false;
    let timer = 0;
    let failures = 0;
    let retryAfterMs = 0;
    const look = async () => {
      const mine = ++asked.current;
      const failed = (problem: Problem | null) =>
        setState((old) => ({
          ...(old.path === path ? old : { body: null, at: 0 }),
          path,
          failure: { problem },
        }));
      try {
        const body = await read<T>(path + query.current());
        failures = 0;
        retryAfterMs = 0;
        if (!ended && mine === asked.current)
          setState({ path, body, failure: null, at: Date.now() });
      } catch (error) {
        failures += 1;
        const refused = error instanceof Refused ? error : null;
        retryAfterMs = (refused?.retryAfter ?? 0) * 1000;
        if (!ended) failed(refused?.problem ?? null);
      }
    };
    const next = () => {
      if (ended) return;
      const pauseMs = Math.min(everyMs * 2 ** failures, SLOWEST_MS);
      timer = window.setTimeout(tick, Math.max(pauseMs, retryAfterMs));
    };
    const tick = async () => {
      if (!document.hidden && !paused.peek() && !locked.peek()) await look();
      next();
    };
    void look().then(next);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [path, everyMs, round, given]);

  if (state.path !== path) return { body: null, failure: null, at: 0, again };
  return { body: state.body, failure: state.failure, at: state.at, again };
}

/** The time, once a second: what counts down follows it. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 1000);

/** By how much the server's clock is ahead of this browser's, from the last answer that said it. */
export const clockAhead = signal(0);
export function learnClock(serverTime: string | undefined, at: number): void {
  if (serverTime && at > 0) clockAhead.value = Date.parse(serverTime) - at;
}
