// What is shown of the flights, and in which order.
import { focusResults } from './focus';
import { hourText } from './matrix_view';
import { NEARBY_KM, type Sort, type View } from './query';
import { BAND_HOURS } from './ranking';
import { query, show } from './state';
import { t } from './texts';

/** The views beside the list, by their names. */
export function ViewSwitch({ views }: { views: [View, string][] }) {
  const { view } = query.value;
  const shown = views.some(([each]) => each === view) ? view : 'list';
  const all: [View, string][] = [['list', t.viewList_], ...views];
  return (
    <fieldset class="switch" aria-label={t.view_}>
      {all.map(([each, name]) => (
        <button
          key={each}
          type="button"
          aria-pressed={shown === each}
          onClick={() => show({ view: each, hour: each === 'list' ? query.peek().hour : -1 })}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

function Nearby() {
  return (
    <label class="check">
      {t.nearby_}
      <select
        class="small"
        value={query.value.nearby}
        onChange={(event) => show({ nearby: Number(event.currentTarget.value) }, 'replace')}
      >
        {NEARBY_KM.map((km) => (
          <option key={km} value={km}>
            {km === 0 ? t.nearbyNone_ : t.nearbyKm_(km)}
          </option>
        ))}
      </select>
    </label>
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
      <ViewSwitch
        views={[
          ['matrix', t.viewMatrix_],
          ['month', t.viewMonth_],
        ]}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={direct}
          onChange={() => show({ direct: !direct }, 'replace')}
        />
        {t.directOnly_}
      </label>
      <Nearby />
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
