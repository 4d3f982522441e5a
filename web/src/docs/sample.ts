// What the fields of a call are filled with: examples of the document, with days that are still to
// come and with what earlier answers gave.

import { newKey } from '../kept';
import type { ApiDocument, Content, Parameter, Schema } from './document';

/** What answers gave that later calls need. */
export interface Known {
  session?: string;
  token?: string;
  hold?: string;
  total?: unknown;
  /** The first offers of the last searches, by the type of a hold: what a hold asks for. */
  offers?: Record<string, Record<string, unknown>>;
}

const DAYS_UNTIL_TRIP = 30;
const NIGHTS = 3;
const DAY = /^\d{4}-\d\d-\d\d$/;

function dayAfter(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

function dayFor(name: string): string {
  return dayAfter(name === 'check_out' ? DAYS_UNTIL_TRIP + NIGHTS : DAYS_UNTIL_TRIP);
}

/** A value of that schema, as small as it may be. */
function sampleOf(document: ApiDocument, schema: Schema, depth = 0): unknown {
  const node = document.resolve(schema);
  const given = node.example ?? node.examples?.[0] ?? node.const ?? node.default ?? node.enum?.[0];
  if (given !== undefined || depth > 6) return given;
  const choice = node.oneOf?.[0] ?? node.anyOf?.[0];
  if (choice) return sampleOf(document, choice, depth + 1);
  const parts = [...(node.allOf ?? []), node].map(document.resolve);
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}));
  const required = parts.flatMap((part) => part.required ?? []);
  if (required.length > 0) {
    return Object.fromEntries(
      required.map((name) => [name, sampleOf(document, properties[name] ?? {}, depth + 1)]),
    );
  }
  if (node.type === 'array') return node.items ? [sampleOf(document, node.items, depth + 1)] : [];
  if (node.type === 'integer' || node.type === 'number') return 1;
  if (node.type === 'boolean') return false;
  return node.type === 'string' ? '' : {};
}

/** The sample with days to come, and with the total of the trip where an amount is asked for. */
function renewed(value: unknown, known: Known, name = ''): unknown {
  if (typeof value === 'string' && DAY.test(value)) return dayFor(name);
  if (Array.isArray(value)) return value.map((item) => renewed(item, known, name));
  if (typeof value !== 'object' || value === null) return value;
  if (name === 'amount' && known.total !== undefined) return known.total;
  const members = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, renewed(member, known, key)]),
  );
  const offer = known.offers?.[String(members.type)] ?? {};
  for (const key of Object.keys(members)) members[key] = offer[key] ?? members[key];
  return members;
}

/** The bodies to choose from, by name. */
export function bodySamples(document: ApiDocument, content: Content, known: Known) {
  const named = Object.entries(content.examples ?? {}).map(
    ([name, example]) => [name, document.resolve(example).value] as const,
  );
  const single = content.example ?? (content.schema ? sampleOf(document, content.schema) : {});
  const samples = named.length > 0 ? named : [['example', single] as const];
  return samples.map(([name, value]) => ({
    name,
    text: JSON.stringify(renewed(value, known), null, 2),
  }));
}

/** What a parameter's field begins with; an optional one begins empty. */
export function parameterSample(document: ApiDocument, parameter: Parameter, known: Known): string {
  const { name } = parameter;
  if (parameter.in === 'path' && name === 'id' && known.session) return known.session;
  if (parameter.in === 'path' && name === 'hold' && known.hold) return known.hold;
  if (name === 'Idempotency-Key') return newKey();
  if (!parameter.required) return '';
  const schema = parameter.schema ? document.resolve(parameter.schema) : {};
  if (schema.format === 'date') return dayFor(name);
  const value = parameter.example ?? schema.example ?? schema.examples?.[0] ?? schema.default;
  return value === undefined ? '' : String(value);
}

const pick = (from: Record<string, unknown>, names: string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, from[name]]));

/** Keeps what an answer gives for later calls. */
export function learn(known: Known, operationId: string, body: unknown): Known {
  if (typeof body !== 'object' || body === null) return known;
  const answer = body as Record<string, unknown>;
  const learnt = { ...known };
  if (operationId === 'openSession' && typeof answer.id === 'string') {
    learnt.session = answer.id;
    if (typeof answer.token === 'string') learnt.token = answer.token;
    delete learnt.hold;
    delete learnt.total;
  }
  if (operationId === 'hold' && typeof answer.id === 'string') learnt.hold = answer.id;
  const offer = (answer.offers as Record<string, unknown>[] | undefined)?.[0];
  if (offer && operationId === 'searchFlights') {
    const [segment] = offer.segments as Record<string, unknown>[];
    learnt.offers = { ...known.offers, flight: pick(segment ?? {}, ['carrier', 'flight', 'date']) };
  }
  if (offer && operationId === 'searchStays') {
    learnt.offers = {
      ...known.offers,
      room: pick(offer, ['room_type_id', 'check_in', 'check_out']),
    };
  }
  const session = (answer.session ?? answer) as Record<string, unknown>;
  if (session.total !== undefined) learnt.total = session.total;
  return learnt;
}
