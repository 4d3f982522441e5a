export { type Keyed, newKey, type Options, Trip, Undecided, type Update, Viaja } from './client.ts';
export { Follower, type Listener } from './follow.ts';
export { type Problem, Refused, Unreachable } from './http.ts';
export { repeatAfter } from './repeat.ts';
export type * from './types.ts';
