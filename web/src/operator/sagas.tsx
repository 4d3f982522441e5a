// Which sagas are stuck and which run; what was ticked can be asked for again, given up or written
// off.

import { useState } from 'preact/hooks';
import { Switch } from '../switch';
import { ActionBar, Confirm, type Offer, OutcomeOf } from './action_view';
import { filter, place, queryFor, sessionAddress } from './address';
import type { Saga, Sagas } from './api';
import { capturedWord, PendingCells } from './pending_view';
import { usePolled } from './polling';
import { Content, Empty, More } from './states';
import { Table } from './table';
import { hasEnded, pendingOfSaga, releasesIn, waitsForCapture } from './waiting';
import { named, words } from './words';

const EVERY_MS = 2000;

/** The actions on the ticked rows that are still in the list. */
export function offersFor(chosen: Saga[]): Offer[] {
  const w = words();
  const targets = chosen.map((saga) => ({ session: saga.session }));
  const none = targets.length === 0 ? w.cannot.nothing : undefined;
  const seen = chosen.map((saga) => ({ session: saga.session, state: saga.session_state }));
  const capture = chosen.some((saga) => waitsForCapture(pendingOfSaga(saga)));
  const ended = chosen.some((saga) => hasEnded(saga.session_state));
  const releases = chosen.flatMap((saga) => releasesIn(saga.session, pendingOfSaga(saga)));
  return [
    { wish: { action: 'retry', targets }, why: none },
    {
      wish: { action: 'give_up', targets: seen },
      why: none ?? (capture ? w.cannot.capture : ended ? w.cannot.ended : undefined),
    },
    {
      wish: { action: 'write_off', targets: releases },
      why: none ?? (releases.length === 0 ? w.cannot.noRelease : undefined),
    },
  ];
}

function Row({ saga, ticked, tick }: { saga: Saga; ticked: boolean; tick: () => void }) {
  const w = words();
  const pending = pendingOfSaga(saga);
  return (
    <tr class={saga.needs_attention ? 'bad-row' : ''}>
      <td>
        <input
          type="checkbox"
          checked={ticked}
          aria-label={w.select(saga.session)}
          onChange={tick}
        />
      </td>
      <th scope="row">
        <a href={sessionAddress(saga.session)}>
          <code>{saga.session}</code>
        </a>
        <OutcomeOf row={saga.session} />
      </th>
      <td>
        {named(w.sessionStates, saga.session_state)}
        {saga.table && <div class="soft small-text">{saga.table}</div>}
      </td>
      <PendingCells all={pending} />
      <td class="number">{capturedWord(saga.money_captured, waitsForCapture(pending))}</td>
    </tr>
  );
}

export function SagasScreen() {
  const w = words();
  const state = place.value.query.get('state') === 'running' ? 'running' : 'stuck';
  const asked = queryFor(['after'], { state, limit: '200' });
  const polled = usePolled<Sagas>(`/v1/operator/sagas?${asked}`, EVERY_MS);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    setTicked(next);
  };
  return (
    <>
      <div class="row">
        <Switch
          label={w.state}
          chosen={state}
          all={[
            ['stuck', w.stuck],
            ['running', w.running],
          ]}
          choose={(value) => filter({ state: value === 'running' ? value : '', after: '' })}
        />
      </div>
      <p class="soft">{state === 'stuck' ? w.stuckHint : w.runningHint}</p>
      <Content polled={polled}>
        {({ sagas, total, unreadable, more }) => {
          const chosen = sagas.filter((saga) => ticked.has(saga.session));
          if (sagas.length === 0 && unreadable.length === 0) {
            return <Empty>{state === 'stuck' ? w.noStuck : w.noRunning}</Empty>;
          }
          return (
            <>
              <ActionBar offers={offersFor(chosen)} label={w.chosen(chosen.length)} />
              <p class="soft small-text">
                <span role="status">
                  {chosen.length > 0 ? w.chosen(chosen.length) : w.nothingChosen}
                </span>{' '}
                {w.of(sagas.length, total)}
              </p>
              <Table
                label={w.screen.sagas ?? ''}
                heads={[
                  <span key="tick" class="unseen">
                    {w.chosen(chosen.length)}
                  </span>,
                  w.session,
                  w.state,
                  w.waitsFor,
                  w.since,
                  w.tries,
                  w.nextTry,
                  w.captured,
                ]}
              >
                {sagas.map((saga) => (
                  <Row
                    key={saga.session}
                    saga={saga}
                    ticked={ticked.has(saga.session)}
                    tick={() => toggle(saga.session)}
                  />
                ))}
              </Table>
              <More after={more ? sagas.at(-1)?.session : undefined} />
              {unreadable.length > 0 && (
                <p class="note bad">{w.unreadable(unreadable.join(', '))}</p>
              )}
            </>
          );
        }}
      </Content>
      <Confirm onDone={polled.again} />
    </>
  );
}
