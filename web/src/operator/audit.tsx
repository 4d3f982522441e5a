// What operators did, the newest first.

import { dateAndTime } from '../format';
import { filter, place, queryFor, sessionAddress } from './address';
import type { Actions, OperatorAction } from './api';
import { usePolled } from './polling';
import { Ago, Content, Empty, More } from './states';
import { Table } from './table';
import { named, words } from './words';

const EVERY_MS = 5000;

function Subject({ action }: { action: OperatorAction }) {
  return (
    <>
      {action.session && (
        <a href={sessionAddress(action.session)}>
          <code>{action.session}</code>
        </a>
      )}
      {action.hold && (
        <div class="small-text">
          <code>{action.hold}</code>
        </div>
      )}
      {action.dead_letter && <code>{action.dead_letter}</code>}
    </>
  );
}

function OutcomeCell({ action }: { action: OperatorAction }) {
  const w = words();
  const look = { accepted: 'good', begun: 'late' }[action.outcome] ?? 'bad';
  return (
    <>
      <span class={`tag ${look}`}>{named(w.outcomes, action.outcome)}</span>
      {action.detail && <div class="small-text">{action.detail}</div>}
    </>
  );
}

export function ActionTable({ actions }: { actions: OperatorAction[] }) {
  const w = words();
  if (actions.length === 0) return <Empty>{w.noActions}</Empty>;
  return (
    <Table
      label={w.screen.audit ?? ''}
      heads={[w.at, w.action, w.what, w.reason, w.outcome, w.client]}
    >
      {actions.map((action) => (
        <tr key={action.id}>
          <td>
            {dateAndTime(action.at)}
            <div class="soft small-text">
              <Ago at={action.at} />
            </div>
          </td>
          <th scope="row">{named(w.actions, action.action)}</th>
          <td>
            <Subject action={action} />
          </td>
          <td>{action.reason ?? w.none}</td>
          <td>
            <OutcomeCell action={action} />
          </td>
          <td>
            {action.client}
            <div class="soft small-text">
              {action.token ? w.tokenName(action.token) : w.noToken}
            </div>
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function AuditScreen() {
  const w = words();
  const { query } = place.value;
  const session = query.get('session') ?? '';
  const wanted = queryFor(['session', 'after'], { limit: '50' });
  const polled = usePolled<Actions>(`/v1/operator/audit?${wanted}`, EVERY_MS);
  return (
    <>
      <p class="soft">{w.auditHint}</p>
      {session && (
        <p class="row">
          {w.onlySession(session)}
          <button
            type="button"
            class="quiet small"
            onClick={() => filter({ session: '', after: '' })}
          >
            {w.allSessions}
          </button>
        </p>
      )}
      <Content polled={polled}>
        {({ actions, more }) => (
          <>
            <ActionTable actions={actions} />
            <More after={more ? actions.at(-1)?.id : undefined} />
          </>
        )}
      </Content>
    </>
  );
}
