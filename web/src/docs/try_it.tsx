// The form that sends a call, and the answer below it.

import { signal } from '@preact/signals';
import { useId, useState } from 'preact/hooks';
import { type Answered, callOf, curlOf, send } from './call';
import type { ApiDocument, Operation, Parameter } from './document';
import { bodySamples, type Known, learn, parameterSample } from './sample';

/** What answers gave to later calls, as long as the page is open. */
export const known = signal<Known>({});
export const operatorToken = signal('');

function ParameterField({
  parameter,
  value,
  change,
}: {
  parameter: Parameter;
  value: string;
  change: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        <code>{parameter.name}</code>{' '}
        <span class="type">
          {parameter.in}
          {parameter.required ? ', required' : ''}
        </span>
      </label>
      <input
        id={id}
        value={value}
        required={parameter.required ?? false}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => change(event.currentTarget.value)}
      />
    </div>
  );
}

function AnswerView({ answered }: { answered: Answered }) {
  return (
    <div class="answer">
      <p class={answered.status < 400 ? 'status-good' : 'status-bad'} role="status">
        {answered.status} {answered.statusText}, {answered.milliseconds} ms
      </p>
      <details>
        <summary>Header fields</summary>
        <dl class="headers">
          {answered.headers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it */}
      <pre tabIndex={0}>{answered.text || '(no body)'}</pre>
    </div>
  );
}

/** The token that the operation asks for: the session's or the operator's. */
function tokenFor(operation: Operation): string {
  const wanted = (operation.security ?? []).flatMap((choice) => Object.keys(choice));
  if (wanted.includes('operatorToken')) return operatorToken.value;
  return wanted.includes('token') ? (known.value.token ?? '') : '';
}

export function TryIt({ document, operation }: { document: ApiDocument; operation: Operation }) {
  const content = operation.requestBody
    ? document.resolve(operation.requestBody).content?.['application/json']
    : undefined;
  const samples = content ? bodySamples(document, content, known.value) : [];
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [typedBody, setTypedBody] = useState<string | null>(null);
  const [answered, setAnswered] = useState<Answered | null>(null);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [suggested] = useState<Record<string, string>>({});
  const bodyId = useId();

  // A suggested key stays the same while the form is filled in.
  const filled = (parameter: Parameter): string => {
    const value = typed[parameter.name];
    if (value !== undefined) return value;
    if (parameter.name !== 'Idempotency-Key') {
      return parameterSample(document, parameter, known.value);
    }
    suggested[parameter.name] ??= parameterSample(document, parameter, known.value);
    return suggested[parameter.name] ?? '';
  };
  const body = content ? (typedBody ?? samples[0]?.text ?? '') : undefined;
  const values = Object.fromEntries(operation.parameters.map((one) => [one.name, filled(one)]));
  const call = callOf(operation, values, body, tokenFor(operation));

  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    setFailed(false);
    try {
      const answer = await send(call);
      if (answer.status < 400) known.value = learn(known.value, operation.operationId, answer.json);
      setAnswered(answer);
    } catch {
      setAnswered(null);
      setFailed(true);
    }
    setBusy(false);
  }

  return (
    <form class="try" onSubmit={submit}>
      <div class="fields">
        {operation.parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={filled(parameter)}
            change={(value) => setTyped({ ...typed, [parameter.name]: value })}
          />
        ))}
      </div>
      {body !== undefined && (
        <div class="field">
          <label for={bodyId}>Body</label>
          {samples.length > 1 && (
            <p class="samples">
              {samples.map((sample) => (
                <button
                  key={sample.name}
                  type="button"
                  class="small"
                  onClick={() => setTypedBody(sample.text)}
                >
                  {sample.name}
                </button>
              ))}
            </p>
          )}
          <textarea
            id={bodyId}
            rows={Math.min(16, body.split('\n').length)}
            spellcheck={false}
            value={body}
            onInput={(event) => setTypedBody(event.currentTarget.value)}
          />
        </div>
      )}
      <p class="send">
        <button type="submit" class="main" disabled={busy}>
          {busy ? 'Sending…' : 'Send'}
        </button>
      </p>
      <details>
        <summary>As a command</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it */}
        <pre tabIndex={0}>{curlOf(call, location.origin)}</pre>
      </details>
      {failed && <p role="alert">The server could not be reached. Send it again.</p>}
      {answered && <AnswerView answered={answered} />}
    </form>
  );
}
