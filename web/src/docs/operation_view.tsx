// One operation: what it does, what it takes, what it may answer, and the form to try it.

import { useState } from 'preact/hooks';
import type { Answer, ApiDocument, Operation } from './document';
import { Prose } from './prose';
import { hasMembers, SchemaView } from './schema_view';
import { TryIt } from './try_it';

function AnswerRow({
  document,
  status,
  answer,
}: {
  document: ApiDocument;
  status: string;
  answer: Answer;
}) {
  const node = document.resolve(answer);
  const schema = Object.values(node.content ?? {})[0]?.schema;
  return (
    <div>
      <dt>
        <code>{status}</code>
      </dt>
      <dd>
        <Prose text={node.description} />
        {schema && (
          <details>
            <summary>Body of {status}</summary>
            <SchemaView document={document} schema={schema} />
          </details>
        )}
      </dd>
    </div>
  );
}

function Details({ document, operation }: { document: ApiDocument; operation: Operation }) {
  const bodySchema = operation.requestBody
    ? document.resolve(operation.requestBody).content?.['application/json']?.schema
    : undefined;
  const described = operation.parameters.filter((parameter) => parameter.description);
  return (
    <div class="operation-details">
      <Prose text={operation.description} />
      <TryIt document={document} operation={operation} />
      {described.length > 0 && (
        <>
          <h4>Parameters</h4>
          <dl class="members">
            {described.map((parameter) => (
              <div key={parameter.name}>
                <dt>
                  <code>{parameter.name}</code>
                </dt>
                <dd>
                  <Prose text={parameter.description} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {bodySchema && hasMembers(document, bodySchema) && (
        <>
          <h4>Members of the body</h4>
          <SchemaView document={document} schema={bodySchema} />
        </>
      )}
      <h4>Answers</h4>
      <dl class="members">
        {Object.entries(operation.responses).map(([status, answer]) => (
          <AnswerRow key={status} document={document} status={status} answer={answer} />
        ))}
      </dl>
    </div>
  );
}

export function OperationView({
  document,
  operation,
}: {
  document: ApiDocument;
  operation: Operation;
}) {
  const linked = location.hash === `#${operation.operationId}`;
  const [open, setOpen] = useState(linked);
  return (
    <details
      class="operation"
      id={operation.operationId}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <h3>
          <span class={`method method-${operation.method.toLowerCase()}`}>{operation.method}</span>{' '}
          <code>{operation.path}</code> <span class="summary">{operation.summary}</span>
        </h3>
      </summary>
      {open && <Details document={document} operation={operation} />}
    </details>
  );
}
