// The HTTP API as the page uses it: types and calls of the client in clients/typescript. Nothing here
// keeps state or shows anything.

import { ask, type Problem, Refused, sessionPath } from '../../clients/typescript/src/http';
import type {
  Actions,
  HoldRequest,
  OtherOfHold,
  Payment,
  Session,
  TicketOfHold,
  TimelineEntry,
} from '../../clients/typescript/src/types';

export { Follower } from '../../clients/typescript/src/follow';
export { type Answer, type Request, Unreachable } from '../../clients/typescript/src/http';
export { repeatAfter } from '../../clients/typescript/src/repeat';
export type {
  ChangedPrice,
  Hold,
  Item,
  Money,
  Payment,
  Quote,
  RefundTerms,
  Session,
  SessionState,
  Traveller,
} from '../../clients/typescript/src/types';
export { ask, type Problem, Refused, sessionPath };

/** What a hold asks for. `quantity` is seats, rooms or tickets; one name for each of them. */
export type Wish = HoldRequest;
export type Entry = TimelineEntry;
export type Action = Actions[number];

/** A charge by Pix that can be paid until it expires. */
export type PixCharge = NonNullable<Payment['pix']>;

/** What an item is once its supplier has answered. */
export type TicketFacts = Required<TicketOfHold>;
export type OtherFacts = Required<OtherOfHold>;

export interface Credentials {
  id: string;
  token: string;
}

async function read<T>(path: string, token: string): Promise<T> {
  return (await ask<T>({ method: 'GET', path, token })).body;
}

/** For what is no loss when it is made twice; calls.ts has those that take a key. */
async function create<T>(path: string, token = ''): Promise<T> {
  return (await ask<T>({ method: 'POST', path, token, body: {} })).body;
}

export const openSession = (): Promise<Session & { token: string }> => create('/v1/sessions');

export const readSession = ({ id, token }: Credentials): Promise<Session> =>
  read(sessionPath(id), token);

/** Entries with a greater `seq` than `after`, oldest first, at most 200. */
export async function readTimeline({ id, token }: Credentials, after: number): Promise<Entry[]> {
  const path = sessionPath(id, `/timeline?after=${after}`);
  return (await read<{ entries: Entry[] }>(path, token)).entries;
}

export const createCode = ({
  id,
  token,
}: Credentials): Promise<{ code: string; expires_at: string }> =>
  create(sessionPath(id, '/codes'), token);

export const redeemCode = (code: string): Promise<Credentials> =>
  create(`/v1/codes/${encodeURIComponent(code)}`);
