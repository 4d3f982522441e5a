// The tables of one session: holds, payments, answers that were ignored.

import { money } from '../format';
import type { Ignored, OperatorSession } from './api';
import { commandWord } from './pending_view';
import { Ago, Empty, Until } from './states';
import { Table } from './table';
import { named, words } from './words';

export function HoldTable({ session }: { session: OperatorSession }) {
  const w = words();
  if (session.holds.length === 0) return <Empty>{w.noHolds}</Empty>;
  return (
    <Table
      label={w.holds}
      heads={[w.holds, w.address, w.state, w.total, w.waitsFor, w.tries, w.nextTry]}
    >
      {session.holds.map((hold) => (
        <tr key={hold.id} class={hold.asking?.stuck ? 'bad-row' : ''}>
          <th scope="row">
            {hold.description || w.none}
            <div class="soft small-text">
              <code>{hold.id}</code>
            </div>
          </th>
          <td>{hold.address}</td>
          <td>
            {named(w.holdStates, hold.state)}
            {hold.reason && <div class="soft small-text">{hold.reason}</div>}
            {hold.written_off && <div class="small-text">{w.writtenOff(hold.written_off)}</div>}
          </td>
          <td class="number">{hold.price ? money(hold.price) : w.none}</td>
          <td>{hold.asking ? commandWord(hold.asking.command) : w.none}</td>
          <td>{hold.asking?.attempts ?? w.none}</td>
          <td>
            <Until at={hold.asking?.next_attempt_at} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function PaymentTable({ session }: { session: OperatorSession }) {
  const w = words();
  if (session.payments.length === 0) return <Empty>{w.noPayments}</Empty>;
  return (
    <Table label={w.payments} heads={[w.payments, w.state, w.total, w.detail]}>
      {session.payments.map((payment) => (
        <tr key={payment.attempt}>
          <th scope="row">{w.attempt(payment.attempt)}</th>
          <td>
            <code>{payment.state}</code>
          </td>
          <td class="number">{money(payment.amount)}</td>
          <td>{[payment.failure, payment.failure_reason].filter(Boolean).join(': ') || w.none}</td>
        </tr>
      ))}
    </Table>
  );
}

export function IgnoredTable({ answers }: { answers: Ignored[] }) {
  const w = words();
  return (
    <Table label={w.ignored} heads={[w.at, w.who, w.what, w.detail]}>
      {answers.map((one) => (
        <tr key={one.at + one.answer + one.from}>
          <td>
            <Ago at={one.at} />
          </td>
          <td>{one.from}</td>
          <td>
            <code>
              {one.command} → {one.answer}
            </code>
          </td>
          <td>
            <code>{one.why}</code>
          </td>
        </tr>
      ))}
    </Table>
  );
}
