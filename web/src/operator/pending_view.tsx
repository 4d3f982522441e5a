// One line of what is waited for: of which service, since when, how often, when again.

import type { ComponentChildren } from 'preact';
import type { Money } from '../api';
import { money } from '../format';
import { Ago, Until, until } from './states';
import type { Pending } from './waiting';
import { named, words } from './words';

export const commandWord = (command: string): string =>
  command === 'notice' ? words().notice : named(words().commands, command);

/** While a capture is pending the bank may have taken it already. */
export function capturedWord(captured: Money, isPending: boolean): string {
  if (captured.amount !== 0) return money(captured);
  return isPending ? words().notKnownYet : words().notCaptured;
}

export function PendingLine({ pending }: { pending: Pending }) {
  const w = words();
  return (
    <div class="pending">
      <strong class={pending.stuck ? 'bad-text' : ''}>
        {w.waits(pending.address, commandWord(pending.command))}
      </strong>
      {pending.lastError && <div class="small-text">{w.lastError(pending.lastError)}</div>}
      {pending.writtenOff && <div class="small-text">{w.writtenOff(pending.writtenOff)}</div>}
    </div>
  );
}

/** What it means and what to do, for an operator who has read no manual. */
export function PendingCard({ pending }: { pending: Pending }) {
  const w = words();
  const means = pending.writtenOff
    ? w.writtenOffMeans
    : pending.lastError === 'step_table_unknown'
      ? w.unknownTable
      : named(w.commandMeans, pending.command);
  return (
    <li class={`note ${pending.stuck ? 'bad' : 'late'}`}>
      <PendingLine pending={pending} />
      <p>{means}</p>
      <p class="small-text">
        <Ago at={pending.since} /> · {pending.attempts}× ·{' '}
        {pending.nextAt ? w.asksNext(until(pending.nextAt)) : w.none}
        {pending.givesUpAt && <> · {w.givesUpAt(until(pending.givesUpAt))}</>}
      </p>
    </li>
  );
}

/** The cells of a table's row: waits for, since, tries, next try. */
export function PendingCells({ all }: { all: Pending[] }) {
  const w = words();
  if (all.length === 0) {
    return (
      <>
        <td>{w.nothingPending}</td>
        <td>{w.none}</td>
        <td>{w.none}</td>
        <td>{w.none}</td>
      </>
    );
  }
  const each = (cell: (one: Pending) => ComponentChildren) =>
    all.map((one) => <div key={`${one.command} ${one.hold} ${one.address}`}>{cell(one)}</div>);
  return (
    <>
      <td>
        {each((one) => (
          <PendingLine pending={one} />
        ))}
      </td>
      <td>
        {each((one) => (
          <Ago at={one.since} />
        ))}
      </td>
      <td>{each((one) => one.attempts)}</td>
      <td>
        {each((one) => (
          <Until at={one.nextAt} />
        ))}
      </td>
    </>
  );
}
