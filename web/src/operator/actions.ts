// What an operator may do, and to what. An action names its targets one by one: there is none on
// "all that match".

import { signal } from '@preact/signals';
import { type Problem, Refused } from '../api';
import { change } from './api';
import { clockAhead } from './polling';

export type ActionName = 'retry' | 'give_up' | 'write_off' | 'requeue' | 'drop';

export interface Target {
  session?: string;
  hold?: string;
  letter?: string;
  /** Of the session as it is shown; in another one it is not given up. */
  state?: string;
}
export interface Wish {
  action: ActionName;
  targets: Target[];
}

/** How a target is called in the confirmation, and under which its outcome is kept. */
export const nameOf = ({ session, hold, letter }: Target): string =>
  letter ?? (hold ? `${session} / ${hold}` : (session ?? ''));

export interface Outcome {
  kind: 'working' | 'done' | 'refused' | 'unknown';
  action: ActionName;
  at: string;
  code?: string;
  detail?: string;
}
/** The last outcome of each target by its name, as long as the page is open. */
export const outcomes = signal<Record<string, Outcome>>({});

/** Waits for its confirmation. */
export const asked = signal<Wish | null>(null);

interface Call {
  method: 'POST' | 'DELETE';
  path: string;
  body?: { reason?: string; state?: string };
}

export function callFor(action: ActionName, target: Target, reason: string): Call {
  const session = `/v1/operator/sessions/${encodeURIComponent(target.session ?? '')}`;
  const letter = `/v1/operator/dead-letters/${encodeURIComponent(target.letter ?? '')}`;
  const body = reason ? { reason } : {};
  switch (action) {
    case 'retry':
      return { method: 'POST', path: `${session}/retry`, body };
    case 'give_up':
      return {
        method: 'POST',
        path: `${session}/cancel`,
        body: { ...body, ...(target.state ? { state: target.state } : {}) },
      };
    case 'write_off':
      return { method: 'POST', path: `${session}/holds/${target.hold}/write-off`, body };
    case 'requeue':
      return { method: 'POST', path: `${letter}/requeue` };
    case 'drop':
      return { method: 'DELETE', path: letter };
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same requests for a shell; the token is the shell's own variable and never shown. */
export function curlFor({ action, targets }: Wish, reason: string, withToken: boolean): string {
  return targets
    .map((target) => {
      const { method, path, body } = callFor(action, target, reason);
      const parts = [`curl -X ${method} ${quoted(location.origin + path)}`];
      if (withToken) parts.push('-H "Authorization: Bearer $VIAJA_OPERATOR_TOKEN"');
      if (body)
        parts.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`);
      return parts.join(' \\\n  ');
    })
    .join('\n');
}

function show(target: Target, outcome: Omit<Outcome, 'at'>): void {
  const at = new Date(Date.now() + clockAhead.peek()).toISOString();
  outcomes.value = { ...outcomes.peek(), [nameOf(target)]: { ...outcome, at } };
}

/** Nothing was done, for certain; else it may have been: a proxy's 502, a database that went away. */
const isRefusal = ({ status, side_effects: left }: Problem): boolean =>
  left === 'none' || (status >= 400 && status < 500 && left !== 'possible');

/** One request after the other; each row says what became of it. True: the server accepted all. */
export async function perform({ action, targets }: Wish, reason: string): Promise<boolean> {
  let accepted = true;
  for (const target of targets) {
    show(target, { kind: 'working', action });
    const { method, path, body } = callFor(action, target, reason);
    try {
      await change(method, path, body);
      show(target, { kind: 'done', action });
    } catch (error) {
      accepted = false;
      if (error instanceof Refused && isRefusal(error.problem)) {
        const { code, detail } = error.problem;
        show(target, { kind: 'refused', action, code, detail });
      } else {
        show(target, { kind: 'unknown', action });
      }
    }
  }
  return accepted;
}
