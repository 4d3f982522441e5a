// A call that is repeated while its screen is shown: every few seconds, not while the tab is hidden,
// not while the page is paused, and not while the server refuses the token.

import { signal } from '@preact/signals';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, Refused } from '../api';
import { locked, token } from './access';
import { read } from './api';

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
 * `path` null: nothing is asked. A new path begins without what the old one had. `queryOf` is called
 * before each call for what follows the path, such as how much is known already.
 */
export function usePolled<T>(
  path: string | null,
  everyMs: number,
  queryOf: () => string = () => '',
): Polled<T> {
  const [state, setState] = useState<Omit<Polled<T>, 'again'> & { path: string | null }>({
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
    if (path === null) return undefined;
    let ended = false;
    let timer = 0;
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
        if (!ended && mine === asked.current)
          setState({ path, body, failure: null, at: Date.now() });
      } catch (error) {
        if (!ended) failed(error instanceof Refused ? error.problem : null);
      }
    };
    const tick = async () => {
      if (!document.hidden && !paused.peek() && !locked.peek()) await look();
      if (!ended) timer = window.setTimeout(tick, everyMs);
    };
    void look().then(() => {
      if (!ended) timer = window.setTimeout(tick, everyMs);
    });
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
export const serverNow = (): number => now.value + clockAhead.value;
