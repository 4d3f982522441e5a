// What a refusal means for the traveller, in one sentence of the page's language. The server's
// `detail` is English and says more; it stands in for codes that are not listed here.

import type { Problem } from '../api';
import { clockTime } from '../format';
import { dictionary } from '../texts/dictionary';
import { language } from '../texts/language';

const codes = dictionary('problems');
const reasons = dictionary('reasons');
const t = dictionary('refusals');

/** The first full minute that is not before the instant, as a time of day. */
const nextMinute = (instant: string): string =>
  clockTime(new Date(Math.ceil(Date.parse(instant) / 60_000) * 60_000).toISOString());

export function describeProblem(problem: Problem): string {
  if (problem.code === 'too_many_requests' && problem.retry_at) {
    return t.tooManyUntil_(nextMinute(problem.retry_at));
  }
  const known = codes[problem.code] ?? problem.title;
  // The fields that are wrong are named in English only; that is better than not at all.
  if (language.value === 'en-US' && problem.code === 'invalid_field') return problem.detail;
  return known;
}

/** Why a hold was refused, from its `reason`. */
export const describeReason = (reason: string | undefined): string =>
  reasons[reason ?? ''] ?? t.otherReason_;
