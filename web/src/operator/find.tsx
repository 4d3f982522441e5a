// Finds sessions: by what a traveller reads out on the phone, by id, or by state.

import { useState } from 'preact/hooks';
import { money } from '../format';
import { filter, go, place, queryFor, sessionAddress } from './address';
import type { SessionsFound, Summary } from './api';
import { capturedWord } from './pending_view';
import { usePolled } from './polling';
import { Content, Empty, More } from './states';
import { Table } from './table';
import { named, words } from './words';

const EVERY_MS = 5000;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function Form({ reference }: { reference: string }) {
  const w = words();
  const [typed, setTyped] = useState(reference);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        const text = typed.trim();
        if (ID.test(text)) go(sessionAddress(text.toLowerCase()));
        else filter({ reference: text.toUpperCase(), state: '', after: '' });
      }}
    >
      <div class="field">
        <label for="reference">{w.findLabel}</label>
        <input
          id="reference"
          value={typed}
          autocomplete="off"
          spellcheck={false}
          aria-describedby="reference-hint"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <p id="reference-hint" class="hint">
          {w.findHint}
        </p>
      </div>
      <button type="submit">{w.findButton}</button>
    </form>
  );
}

function StateField({ state }: { state: string }) {
  const w = words();
  return (
    <div class="field state-field">
      <label for="state">{w.byState}</label>
      <select
        id="state"
        value={state}
        onChange={(event) => filter({ state: event.currentTarget.value, reference: '', after: '' })}
      >
        <option value="">{w.anyState}</option>
        {Object.entries(w.sessionStates).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function FoundTable({ sessions }: { sessions: Summary[] }) {
  const w = words();
  if (sessions.length === 0) return <Empty>{w.noSession}</Empty>;
  return (
    <Table
      label={w.screen.sessions ?? ''}
      heads={[w.session, w.state, w.references, w.holdsCount, w.total, w.captured]}
    >
      {sessions.map((one) => (
        <tr key={one.session} class={one.needs_attention ? 'bad-row' : ''}>
          <th scope="row">
            <a href={sessionAddress(one.session)}>
              <code>{one.session}</code>
            </a>
          </th>
          <td>
            {named(w.sessionStates, one.state)}{' '}
            {one.needs_attention && <span class="tag bad">{w.attention}</span>}
          </td>
          <td>{one.booking_references.map(({ reference }) => reference).join(', ') || w.none}</td>
          <td class="number">{one.holds}</td>
          <td class="number">{money(one.total)}</td>
          <td class="number">{capturedWord(one.money_captured, one.state === 'paying')}</td>
        </tr>
      ))}
    </Table>
  );
}

export function FindScreen() {
  const w = words();
  const { query } = place.value;
  const wanted = queryFor(['reference', 'state', 'after']);
  const polled = usePolled<SessionsFound>(`/v1/operator/sessions?${wanted}`, EVERY_MS);
  const reference = query.get('reference') ?? '';
  return (
    <>
      <Form key={reference} reference={reference} />
      <StateField state={query.get('state') ?? ''} />
      <Content polled={polled}>
        {({ sessions, next, unreadable }) => (
          <>
            <FoundTable sessions={sessions} />
            {unreadable.length > 0 && <p class="note bad">{w.unreadable(unreadable.join(', '))}</p>}
            <More after={next} />
          </>
        )}
      </Content>
    </>
  );
}
