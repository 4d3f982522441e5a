// What is wrong with the search form: found here before anything is asked, or said by the server
// with a pointer to a parameter. Both become a text at a field.
import type { Problem } from '../api';
import type { Step } from './query';

export type FieldName = 'from' | 'to' | 'date' | 'back' | 'people';
export type Fault = 'wrongPlace' | 'samePlace' | 'wrongDay' | 'wrongReturn' | 'wrongPeople';
export type Faults = Partial<Record<FieldName, Fault>>;

export const FIELDS: readonly FieldName[] = ['from', 'to', 'date', 'back', 'people'];

export interface Draft {
  from: string;
  to: string;
  date: string;
  back: string;
  people: number;
}

export function faultsOf(draft: Draft, first: string, last: string): Faults {
  const faults: Faults = {};
  const outside = (day: string) => day === '' || day < first || day > last;
  if (!draft.from) faults.from = 'wrongPlace';
  if (!draft.to) faults.to = 'wrongPlace';
  else if (draft.to === draft.from) faults.to = 'samePlace';
  if (outside(draft.date)) faults.date = 'wrongDay';
  if (draft.back && outside(draft.back)) faults.back = 'wrongDay';
  else if (draft.back && draft.back < draft.date) faults.back = 'wrongReturn';
  return faults;
}

const fieldOut: Record<string, FieldName> = {
  '/from': 'from',
  '/to': 'to',
  '/date': 'date',
  '/passengers': 'people',
  '/near': 'to',
  '/check_in': 'date',
  '/check_out': 'back',
  '/guests': 'people',
};
/** On the way back the places have changed sides. */
const fieldBack: Record<string, FieldName> = {
  ...fieldOut,
  '/from': 'to',
  '/to': 'from',
  '/date': 'back',
};

const faultAt: Record<FieldName, Fault> = {
  from: 'wrongPlace',
  to: 'wrongPlace',
  date: 'wrongDay',
  back: 'wrongDay',
  people: 'wrongPeople',
};

export function faultsFrom(problem: Problem | null, step: Step): Faults {
  const faults: Faults = {};
  for (const { pointer } of problem?.errors ?? []) {
    const field = (step === 'back' ? fieldBack : fieldOut)[pointer];
    if (field) faults[field] = faultAt[field];
  }
  return faults;
}
