// Units of a supplier with their sum: capacity = free + held + confirmed. A wrong one is red.

import { useState } from 'preact/hooks';
import { filter, place, queryFor } from './address';
import type { Services, Unit, Units } from './api';
import { usePolled } from './polling';
import { Content, Empty, More } from './states';
import { Table } from './table';
import { words } from './words';

const EVERY_MS = 5000;
const NO_SUPPLIERS = ['session', 'payment'];

/** The suppliers that were heard, and those that always are. */
function useSuppliers(present: string): string[] {
  const { body } = usePolled<Services>('/v1/operator/services', 30_000);
  const heard = body?.services.map((one) => one.address) ?? [];
  const carriers = body?.carriers.map((one) => `flight.${one.carrier}`) ?? [];
  const all = new Set([present, 'hotel', 'event', ...carriers, ...heard]);
  return [...all].filter((address) => address && !NO_SUPPLIERS.includes(address)).sort();
}

function Question({ address, prefix }: { address: string; prefix: string }) {
  const w = words();
  const [typed, setTyped] = useState(prefix);
  return (
    <form
      class="row"
      aria-label={w.unitsAsk}
      onSubmit={(event) => {
        event.preventDefault();
        filter({ prefix: typed.trim(), after: '' });
      }}
    >
      <div class="field short">
        <label for="supplier">{w.supplier}</label>
        <select
          id="supplier"
          value={address}
          onChange={(event) => filter({ address: event.currentTarget.value, after: '' })}
        >
          {useSuppliers(address).map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="prefix">{w.prefix}</label>
        <input
          id="prefix"
          value={typed}
          autocomplete="off"
          spellcheck={false}
          aria-describedby="prefix-hint"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <p id="prefix-hint" class="hint">
          {w.prefixHint}
        </p>
      </div>
      <button type="submit">{w.findButton}</button>
    </form>
  );
}

/** One bar of three parts; the numbers beside it say the same. */
function Share({ unit }: { unit: Unit }) {
  const total = Math.max(1, unit.capacity);
  // A few sold seats of many are still to be seen.
  const part = (amount: number) => (amount > 0 ? Math.max(2, (amount / total) * 100) : 0);
  const confirmed = part(unit.confirmed);
  const held = part(unit.held);
  return (
    <svg
      class="share"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={words().share(unit.free, unit.held, unit.confirmed)}
    >
      <rect class="share-free" width={100} height={10} />
      <rect class="share-confirmed" width={confirmed} height={10} />
      <rect class="share-held" x={confirmed} width={held} height={10} />
    </svg>
  );
}

function UnitTable({ units }: { units: Unit[] }) {
  const w = words();
  return (
    <Table
      label={w.screen.units ?? ''}
      heads={[w.unit, w.sold, w.capacity, w.free, w.held, w.confirmed, w.sum]}
    >
      {units.map((unit) => (
        <tr key={unit.unit} class={unit.sum_is_right ? '' : 'bad-row'}>
          <th scope="row">
            <code>{unit.unit}</code>
          </th>
          <td>
            <Share unit={unit} />
          </td>
          <td class="number">{unit.capacity - unit.oversold}</td>
          <td class="number">{unit.free}</td>
          <td class="number">{unit.held}</td>
          <td class="number">{unit.confirmed}</td>
          <td>
            {unit.sum_is_right ? (
              <span class="good-text">{w.sumRight}</span>
            ) : (
              <strong class="bad-text">{w.sumWrong(unit.oversold)}</strong>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function UnitsScreen() {
  const w = words();
  const { query } = place.value;
  const address = query.get('address') || 'hotel';
  const prefix = query.get('prefix') ?? '';
  const onlyWrong = query.get('sum') === 'wrong';
  const wanted = queryFor(['prefix', 'after'], { address, limit: '200' });
  const polled = usePolled<Units>(`/v1/operator/units?${wanted}`, EVERY_MS);
  return (
    <>
      <Question key={`${address} ${prefix}`} address={address} prefix={prefix} />
      <p class="soft">{w.sumHint}</p>
      <label class="row">
        <input
          type="checkbox"
          checked={onlyWrong}
          onChange={(event) => filter({ sum: event.currentTarget.checked ? 'wrong' : '' })}
        />
        {w.onlyWrong}
      </label>
      <Content polled={polled}>
        {({ units, more }) => {
          const wrong = units.filter((unit) => !unit.sum_is_right);
          const shown = onlyWrong ? wrong : units;
          return (
            <>
              {units.length === 0 && <Empty>{w.noUnits}</Empty>}
              {units.length > 0 && (
                <p class={wrong.length > 0 ? 'bad-text' : 'good-text'} role="status">
                  {w.wrongCount(wrong.length)}
                </p>
              )}
              {shown.length > 0 && <UnitTable units={shown} />}
              <More after={more ? units.at(-1)?.unit : undefined} />
            </>
          );
        }}
      </Content>
    </>
  );
}
