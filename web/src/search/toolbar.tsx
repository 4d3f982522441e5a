// What is shown of the flights, and in which order.
import { Switch } from '../switch';
import { focusResults } from './focus';
import { hourText } from './matrix_view';
import { NEARBY_KM, type View } from './query';
import { BAND_HOURS } from './ranking';
import { query, show } from './state';
import { t } from './texts';

/** The views beside the list, by their names. */
export function ViewSwitch({ views }: { views: [View, string][] }) {
  const { view } = query.value;
  return (
    <Switch
      label={t.view_}
      chosen={views.some(([each]) => each === view) ? view : 'list'}
      all={[['list', t.viewList_], ...views]}
      choose={(each) => show({ view: each, hour: -1 })}
    />
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
  return (
    <Switch
      label={t.sort_}
      chosen={query.value.sort}
      all={[
        ['departure', t.sortTime_],
        ['price', t.sortPrice_],
        ['duration', t.sortLength_],
      ]}
      choose={(sort) => show({ sort }, 'replace')}
    />
  );
}

function Check({ name, label }: { name: 'direct' | 'all'; label: string }) {
  const checked = query.value[name];
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={() => show({ [name]: !checked }, 'replace')}
      />
      {label}
    </label>
  );
}

export function Toolbar() {
  const { view, hour } = query.value;
  return (
    <div class="toolbar">
      <ViewSwitch
        views={[
          ['matrix', t.viewMatrix_],
          ['month', t.viewMonth_],
        ]}
      />
      <Check name="direct" label={t.directOnly_} />
      {view !== 'month' && <Check name="all" label={t.allRoutes_} />}
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
