// A schema as a list of its members, one level at a time.

import type { ApiDocument, Schema } from './document';
import { Prose } from './prose';

const DEPTH_MAX = 8;

function merged(document: ApiDocument, schema: Schema): Schema {
  const node = document.resolve(schema);
  const parts = (node.allOf ?? []).map((part) => merged(document, part));
  return parts.length === 0
    ? node
    : {
        ...node,
        properties: Object.assign(
          {},
          ...parts.map((part) => part.properties ?? {}),
          node.properties ?? {},
        ),
        required: [...parts.flatMap((part) => part.required ?? []), ...(node.required ?? [])],
      };
}

/** "string, one of open, paying" */
function typeName(document: ApiDocument, schema: Schema): string {
  const node = merged(document, schema);
  if (node.const !== undefined) return String(node.const);
  if (node.enum) return node.enum.map(String).join(' | ');
  const choices = node.oneOf ?? node.anyOf;
  if (choices) return choices.map((choice) => typeName(document, choice)).join(' or ');
  if (node.properties) return 'object';
  if (node.type === 'array') {
    return `list of ${node.items ? typeName(document, node.items) : 'anything'}`;
  }
  const type = Array.isArray(node.type) ? node.type.join(' or ') : (node.type ?? 'anything');
  return node.format ? `${type} (${node.format})` : type;
}

/** The schemas whose members are shown below a member. */
function inner(document: ApiDocument, schema: Schema): Schema[] {
  const node = merged(document, schema);
  if (node.properties) return [node];
  if (node.items) return inner(document, node.items);
  return (node.oneOf ?? node.anyOf ?? []).flatMap((choice) => inner(document, choice));
}

export const hasMembers = (document: ApiDocument, schema: Schema): boolean =>
  inner(document, schema).some((object) => Object.keys(object.properties ?? {}).length > 0);

export function SchemaView({
  document,
  schema,
  depth = 0,
}: {
  document: ApiDocument;
  schema: Schema;
  depth?: number;
}) {
  const objects = depth < DEPTH_MAX ? inner(document, schema) : [];
  if (objects.length === 0) return null;
  return (
    <>
      {objects.map((object, index) => (
        <dl class="members" key={index}>
          {Object.entries(object.properties ?? {}).map(([name, member]) => (
            <div key={name}>
              <dt>
                <code>{name}</code> <span class="type">{typeName(document, member)}</span>
                {object.required?.includes(name) && <span class="required">required</span>}
              </dt>
              <dd>
                <Prose text={document.resolve(member).description} />
                {inner(document, member).length > 0 && (
                  <details>
                    <summary>Members of {name}</summary>
                    <SchemaView document={document} schema={member} depth={depth + 1} />
                  </details>
                )}
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </>
  );
}
