// The parts of an OpenAPI 3.1 document that the explorer shows, with references followed.

import { load } from 'js-yaml';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

export interface Content {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { $ref?: string; summary?: string; value?: unknown }>;
}

export interface Body {
  $ref?: string;
  required?: boolean;
  description?: string;
  content?: Record<string, Content>;
}

export interface Answer extends Body {
  headers?: Record<string, unknown>;
}

interface RawOperation {
  tags?: string[];
  operationId: string;
  summary?: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: Body;
  responses: Record<string, Answer>;
}

export interface Operation extends RawOperation {
  method: string;
  path: string;
  parameters: Parameter[];
}

export interface Group {
  name: string;
  description: string;
  operations: Operation[];
}

export interface ApiDocument {
  title: string;
  version: string;
  description: string;
  groups: Group[];
  /** Follows `$ref`, if there is one. */
  resolve<T extends { $ref?: string }>(node: T): T;
}

interface Raw {
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, unknown>>;
}

const METHODS = ['get', 'post', 'put', 'delete'];

function follow(root: unknown, reference: string): unknown {
  const keys = reference.replace(/^#\//, '').split('/');
  return keys.reduce<unknown>(
    (node, key) =>
      (node as Record<string, unknown> | undefined)?.[
        key.replaceAll('~1', '/').replaceAll('~0', '~')
      ],
    root,
  );
}

export function readDocument(text: string): ApiDocument {
  const raw = load(text) as Raw;
  const resolve = <T extends { $ref?: string }>(node: T): T =>
    node.$ref ? resolve(follow(raw, node.$ref) as T) : node;
  const operations: Operation[] = [];
  for (const [path, members] of Object.entries(raw.paths)) {
    const shared = (members.parameters ?? []) as Parameter[];
    for (const method of METHODS) {
      const operation = members[method] as RawOperation | undefined;
      if (!operation) continue;
      const parameters = [...shared, ...(operation.parameters ?? [])].map(resolve);
      operations.push({ ...operation, method: method.toUpperCase(), path, parameters });
    }
  }
  const groups = (raw.tags ?? []).map(({ name, description }) => ({
    name,
    description: description ?? '',
    operations: operations.filter((operation) => operation.tags?.[0] === name),
  }));
  return {
    title: raw.info.title,
    version: raw.info.version,
    description: raw.info.description ?? '',
    groups: groups.filter((group) => group.operations.length > 0),
    resolve,
  };
}
