// What is shown of the flights, and in which order.
import { focusResults } from './focus';
import { hourText } from './matrix_view';
import type { Sort } from './query';
import { BAND_HOURS } from './ranking';
import { query, show } from './state';
import { t } from './texts';

export function ViewSwitch({ matrix }: { matrix: string }) {
  const { view } = query.value;
  return (
    <fieldset class="switch" aria-label={t.view_}>
      <button type="button" aria-pressed={view === 'list'} onClick={() => show({ view: 'list' })}>
        {t.viewList_}
      </button>
      <button
        type="button"
        aria-pressed={view === 'matrix'}
        onClick={() => show({ view: 'matrix', hour: -1 })}
      >
        {matrix}
      </button>
    </fieldset>
  );
}

function Order() {
  const orders: [Sort, string][] = [
    ['time', t.sortTime_],
    ['price', t.sortPrice_],
    ['length', t.sortLength_],
  ];
  return (
    <fieldset class="switch" aria-label={t.sort_}>
      {orders.map(([sort, name]) => (
        <button
          key={sort}
          type="button"
          aria-pressed={query.value.sort === sort}
          onClick={() => show({ sort }, 'replace')}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

export function Toolbar() {
  const { direct, view, hour } = query.value;
  return (
    <div class="toolbar">
      <ViewSwitch matrix={t.viewMatrix_} />
      <label class="check">
        <input
          type="checkbox"
          checked={direct}
          onChange={() => show({ direct: !direct }, 'replace')}
        />
        {t.directOnly_}
      </label>
      {view === 'list' && <Order />}
      {hour >= 0 && view === 'list' && (
        <button
          type="button"
          class="chip"
          onClick={() => {
            show({ hour: -1 });
            focusResults();
          }}
        >
          {t.band_(hourText(hour), hourText(hour + BAND_HOURS))}
          <span aria-hidden="true">×</span>
          <span class="unseen">. {t.wholeDay_}</span>
        </button>
      )}
    </div>
  );
}
