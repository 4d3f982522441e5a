// What is repeated, and when. A repeated call is the same call, under the same key, so that the
// server answers it with the same outcome and nothing is held or paid twice.

import { Refused, Unreachable } from './http.ts';

const AGAIN_AFTER_MS = 1500;
const AGAIN_AFTER_MS_MAX = 30_000;

/**
 * Whether a process answered that does not have this trip. It says nothing of a call that was sent
 * before, which may have come to the right one.
 */
export const isOfOtherShard = (error: unknown): boolean =>
  error instanceof Refused && error.problem.code === 'wrong_shard';

/**
 * Milliseconds until the same call is to be made again under the same key; null where the error is
 * an answer about the thing itself.
 */
export function repeatAfter(error: unknown): number | null {
  if (error instanceof Unreachable) return AGAIN_AFTER_MS;
  if (!(error instanceof Refused)) return null;
  const { status, code } = error.problem;
  const again =
    /^(unavailable|busy|request_in_progress)$/.test(code) ||
    [408, 429].includes(status) ||
    isOfOtherShard(error) ||
    (status === 503 && code !== 'supplier_unavailable');
  if (!again) return null;
  return error.retryAfter ? Math.min(AGAIN_AFTER_MS_MAX, error.retryAfter * 1000) : AGAIN_AFTER_MS;
}
