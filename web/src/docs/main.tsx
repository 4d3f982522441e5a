// The API explorer: every route of docs/openapi.yaml, with a form that calls it.

import '../jsx';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { type ApiDocument, type Group, readDocument } from './document';
import { OperationView } from './operation_view';
import { Prose } from './prose';
import { known, operatorToken } from './try_it';

import '../theme';

const ADDRESS = '/v1/openapi.yaml';

type Loaded = { kind: 'loading' } | { kind: 'failed' } | { kind: 'ready'; document: ApiDocument };
const loaded = signal<Loaded>({ kind: 'loading' });

async function loadDocument(): Promise<void> {
  try {
    const response = await fetch(ADDRESS);
    if (!response.ok) throw new Error(`${ADDRESS}: ${response.status}`);
    loaded.value = { kind: 'ready', document: readDocument(await response.text()) };
  } catch (error) {
    console.error(error);
    loaded.value = { kind: 'failed' };
  }
}

function Tokens() {
  const { session, token } = known.value;
  return (
    <section class="tokens" aria-label="Tokens">
      <p>
        {session ? (
          <>
            Session <code>{session}</code>: its id and token fill the forms below.
          </>
        ) : (
          <>
            Begin with <a href="#openSession">POST /v1/sessions</a>: the id and the token that it
            answers fill the forms of the other calls. A search fills those of the holds.
          </>
        )}
      </p>
      <div class="fields">
        <div class="field">
          <label for="session-token">Token of the session</label>
          <input
            id="session-token"
            value={token ?? ''}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => {
              known.value = { ...known.value, token: event.currentTarget.value };
            }}
          />
        </div>
        <div class="field">
          <label for="operator-token">Token of an operator, where one is set</label>
          <input
            id="operator-token"
            type="password"
            value={operatorToken.value}
            autocomplete="off"
            onInput={(event) => {
              operatorToken.value = event.currentTarget.value;
            }}
          />
        </div>
      </div>
    </section>
  );
}

function GroupView({ document, group }: { document: ApiDocument; group: Group }) {
  return (
    <section aria-labelledby={`group-${group.name}`}>
      <h2 id={`group-${group.name}`}>{group.name}</h2>
      <Prose text={group.description} />
      {group.operations.map((operation) => (
        <OperationView key={operation.operationId} document={document} operation={operation} />
      ))}
    </section>
  );
}

/** A link to an operation opens it. */
function openLinked(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
  target?.scrollIntoView();
}

function Contents({ document: api }: { document: ApiDocument }) {
  useEffect(() => {
    openLinked();
    addEventListener('hashchange', openLinked);
    return () => removeEventListener('hashchange', openLinked);
  }, []);
  return (
    <div class="docs">
      <nav aria-label="Operations">
        {api.groups.map((group) => (
          <div key={group.name}>
            <p class="nav-group" id={`nav-${group.name}`}>
              {group.name}
            </p>
            <ul aria-labelledby={`nav-${group.name}`}>
              {group.operations.map(({ operationId, summary }) => (
                <li key={operationId}>
                  <a href={`#${operationId}`}>{summary}</a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div>
        <h1>
          {api.title} {api.version}: the HTTP API
        </h1>
        <p>
          <a href={ADDRESS}>openapi.yaml</a>
        </p>
        <Prose text={api.description} />
        <Tokens />
        {api.groups.map((group) => (
          <GroupView key={group.name} document={api} group={group} />
        ))}
      </div>
    </div>
  );
}

function Page() {
  const state = loaded.value;
  return (
    <>
      <header class="header">
        <a class="wordmark" href="/">
          Viaja
        </a>
      </header>
      <main id="content">
        {state.kind === 'loading' && <p role="status">Loading…</p>}
        {state.kind === 'failed' && (
          <p role="alert">
            {ADDRESS} could not be read.{' '}
            <button type="button" onClick={() => void loadDocument()}>
              Try again
            </button>
          </p>
        )}
        {state.kind === 'ready' && <Contents document={state.document} />}
      </main>
    </>
  );
}

void loadDocument();

const root = document.getElementById('app');
if (root) render(<Page />, root);
