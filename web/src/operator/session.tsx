// One session: what is missing and what to do, its diagram, holds, payments, story, and what
// operators did. Live: it is asked for every second, and only new entries of the timeline come.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Entry } from '../api';
import { money } from '../format';
import { ActionBar, Confirm, type Offer, OutcomeOf } from './action_view';
import type { Actions, OperatorSession } from './api';
import { ActionTable } from './audit';
import { capturedWord, PendingCard } from './pending_view';
import { usePolled } from './polling';
import { HoldTable, IgnoredTable, PaymentTable } from './session_tables';
import { Content, Empty, until } from './states';
import { Story } from './story';
import { hasEnded, type Pending, pendingIn, releasesIn, waitsForCapture } from './waiting';
import { named, words } from './words';

const EVERY_MS = 1000;
const AUDIT_EVERY_MS = 3000;

/** All entries that came, in order; `queryOf` asks for those behind them. */
function useTimeline(id: string) {
  const known = useRef<{ id: string; entries: Entry[] }>({ id, entries: [] });
  if (known.current.id !== id) known.current = { id, entries: [] };
  const [, draw] = useState(0);
  return {
    entries: known.current.entries,
    queryOf: () => `?after=${known.current.entries.at(-1)?.seq ?? 0}`,
    add: (more: Entry[]) => {
      const last = known.current.entries.at(-1)?.seq ?? 0;
      const fresh = more.filter((entry) => entry.seq > last);
      if (fresh.length === 0) return;
      known.current.entries = [...known.current.entries, ...fresh];
      draw((value) => value + 1);
    },
  };
}

function offersFor(session: OperatorSession, pending: Pending[]): Offer[] {
  const w = words();
  const target = { session: session.id };
  const releases = releasesIn(session.id, pending);
  const capture = waitsForCapture(pending);
  return [
    {
      wish: { action: 'retry', targets: [target] },
      why: pending.length === 0 ? w.cannot.over : undefined,
    },
    {
      wish: { action: 'give_up', targets: [{ ...target, state: session.state }] },
      why: capture ? w.cannot.capture : hasEnded(session.state) ? w.cannot.ended : undefined,
    },
    {
      wish: { action: 'write_off', targets: releases },
      why: releases.length === 0 ? w.cannot.noRelease : undefined,
    },
  ];
}

function Facts({ session, pending }: { session: OperatorSession; pending: Pending[] }) {
  const w = words();
  const { state, expires_at: end } = session.timeout;
  return (
    <dl class="facts">
      <dt>{w.state}</dt>
      <dd>
        {named(w.sessionStates, session.state)}{' '}
        {session.needs_attention && <span class="tag bad">{w.attention}</span>}
      </dd>
      <dt>{w.clock}</dt>
      <dd>
        {named(w.clockStates, state)}
        {state === 'running' && end && `, ${w.endsIn(until(end))}`}
      </dd>
      <dt>{w.total}</dt>
      <dd>{money(session.total)}</dd>
      <dt>{w.captured}</dt>
      <dd>{capturedWord(session.money_captured, waitsForCapture(pending))}</dd>
      <dt>{w.references}</dt>
      <dd>{session.booking_references.map((one) => one.reference).join(', ') || w.none}</dd>
      {session.table && (
        <>
          <dt>Saga</dt>
          <dd>{w.table(session.table)}</dd>
        </>
      )}
    </dl>
  );
}

function Missing({ pending }: { pending: Pending[] }) {
  const w = words();
  return (
    <section class="stack" aria-labelledby="missing">
      <h2 id="missing">{w.whyWaiting}</h2>
      {pending.length === 0 ? (
        <Empty>{w.nothingPending}</Empty>
      ) : (
        <ul class="stack">
          {pending.map((one) => (
            <PendingCard key={`${one.command} ${one.hold} ${one.address}`} pending={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Details({ session, entries }: { session: OperatorSession; entries: Entry[] }) {
  const w = words();
  const pending = pendingIn({
    step: session.step,
    holds: session.holds.map((hold) => hold.asking),
    notices: session.notices,
  });
  const ignored = session.ignored_answers ?? [];
  return (
    <>
      <Facts session={session} pending={pending} />
      <ActionBar offers={offersFor(session, pending)} label={w.action} />
      <OutcomeOf row={session.id} />
      <Missing pending={pending} />
      <h2>{w.holds}</h2>
      <HoldTable session={session} />
      <h2>{w.payments}</h2>
      <PaymentTable session={session} />
      <Story session={session} entries={entries} pending={pending} />
      {ignored.length > 0 && (
        <>
          <h2>{w.ignored}</h2>
          <p class="soft">{w.ignoredHint}</p>
          <IgnoredTable answers={ignored} />
        </>
      )}
    </>
  );
}

export function SessionScreen({ id }: { id: string }) {
  const w = words();
  const timeline = useTimeline(id);
  const path = `/v1/operator/sessions/${encodeURIComponent(id)}`;
  const polled = usePolled<OperatorSession>(path, EVERY_MS, timeline.queryOf);
  const audit = usePolled<Actions>(`/v1/operator/audit?session=${id}`, AUDIT_EVERY_MS);
  const { body } = polled;
  useEffect(() => {
    if (body) timeline.add(body.timeline);
  }, [body]);
  if (polled.failure?.problem?.status === 404) return <Empty>{w.noSessionKnown}</Empty>;
  return (
    <>
      <p>
        <code class="whole-id">{id}</code>
      </p>
      <Content polled={polled}>
        {(session) => <Details session={session} entries={timeline.entries} />}
      </Content>
      <h2>{w.ofSession}</h2>
      <Content polled={audit}>{({ actions }) => <ActionTable actions={actions} />}</Content>
      <Confirm
        onDone={() => {
          polled.again();
          audit.again();
        }}
      />
    </>
  );
}
