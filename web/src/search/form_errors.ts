// What is wrong with the search form: found here before anything is asked, or said by the server
// with a pointer to a parameter. Both become a text at a field.
import type { Problem } from '../api';
import { type Slice, type Step, wayOf } from './query';

/** Fields of the second way and of those after it end in its number. */
export type FieldName = 'back' | 'people' | keyof Slice | `${keyof Slice}${number}`;
export type Fault = 'wrongPlace' | 'samePlace' | 'wrongDay' | 'wrongReturn' | 'wrongPeople';
export type Faults = Partial<Record<FieldName, Fault>>;

export interface Draft extends Slice {
  back: string;
  slices: Slice[];
  people: number;
}

export const fieldOf = (part: keyof Slice, way: number): FieldName =>
  way === 0 ? part : `${part}${way + 1}`;

export function faultsOf(draft: Draft, first: string, last: string): Faults {
  const faults: Faults = {};
  const outside = (day: string, from: string) => day === '' || day < from || day > last;
  let earliest = first;
  for (const [way, { from, to, date }] of [draft, ...draft.slices].entries()) {
    if (!from) faults[fieldOf('from', way)] = 'wrongPlace';
    if (!to) faults[fieldOf('to', way)] = 'wrongPlace';
    else if (to === from) faults[fieldOf('to', way)] = 'samePlace';
    if (outside(date, earliest)) faults[fieldOf('date', way)] = 'wrongDay';
    else earliest = date;
  }
  if (draft.back && outside(draft.back, first)) faults.back = 'wrongDay';
  else if (draft.back && draft.back < draft.date) faults.back = 'wrongReturn';
  return faults;
}

const FIELDS: Record<string, 'back' | 'people' | keyof Slice> = {
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
const FIELDS_BACK: typeof FIELDS = { '/from': 'to', '/to': 'from', '/date': 'back' };

function faultAt(field: FieldName): Fault {
  if (field === 'people') return 'wrongPeople';
  return field === 'from' || field === 'to' ? 'wrongPlace' : 'wrongDay';
}

export function faultsFrom(problem: Problem | null, step: Step): Faults {
  const faults: Faults = {};
  const way = step === 'back' ? 0 : Math.max(0, wayOf(step));
  for (const { pointer } of problem?.errors ?? []) {
    const field = (step === 'back' && FIELDS_BACK[pointer]) || FIELDS[pointer];
    if (!field) continue;
    const name = field === 'people' || field === 'back' ? field : fieldOf(field, way);
    faults[name] = faultAt(field);
  }
  return faults;
}
