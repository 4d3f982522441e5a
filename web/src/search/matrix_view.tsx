// Day by hour: the lowest price that leaves in each band of hours, from the answers of the week.
// A cell goes to the list of that day and band; the darker, the cheaper.
import { longDay, money, roundAmount, shortDay } from '../format';
import { focusResults } from './focus';
import { withDay } from './query';
import { BAND_HOURS } from './ranking';
import { query, question, show, weekDays } from './state';
import { t } from './texts';
import { type Cell, matrixOf } from './week';

export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function CellView({ cell, asking }: { cell: Cell; asking: boolean }) {
  const chosen = cell.date === question.value?.date;
  if (!cell.lowest) {
    return (
      <td class={chosen ? 'matrix-chosen' : undefined}>
        <span class="matrix-none" aria-hidden="true">
          {asking ? '…' : '·'}
        </span>
        <span class="unseen">{asking ? t.searching_ : t.noFlight_}</span>
      </td>
    );
  }
  const label = t.cell_(
    longDay(cell.date),
    hourText(cell.hour),
    hourText(cell.hour + BAND_HOURS),
    money(cell.lowest),
    cell.count,
  );
  return (
    <td class={chosen ? 'matrix-chosen' : undefined}>
      <button
        type="button"
        class={`bare matrix-cell level-${cell.level}`}
        title={label}
        onClick={() => {
          show({ ...withDay(query.peek(), cell.date), view: 'list', hour: cell.hour });
          focusResults();
        }}
      >
        <span aria-hidden="true">{roundAmount(cell.lowest)}</span>
        <span class="unseen">{label}</span>
      </button>
    </td>
  );
}

export function MatrixLegend() {
  return (
    <p class="matrix-legend small-text soft" aria-hidden="true">
      {t.dearestLegend_}
      {[1, 2, 3, 4, 5].map((level) => (
        <span key={level} class={`matrix-swatch level-${level}`} />
      ))}
      {t.cheapestLegend_}
    </p>
  );
}

export function MatrixView() {
  const days = weekDays.value;
  const bands = matrixOf(days);
  if (bands.length === 0) return null;
  const currency = days.find((day) => day.lowest)?.lowest?.currency ?? '';
  const asking = new Set(days.filter((day) => day.state === 'asking').map((day) => day.date));
  return (
    <div class="matrix card">
      <table>
        <caption>
          <span>{t.matrix_}</span> <span class="soft small-text">{t.inCurrency_(currency)}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col" class="matrix-hours">
              {t.matrixHours_}
            </th>
            {days.map((day) => {
              const [weekday, date] = shortDay(day.date).split(/,? /);
              const chosen = day.date === question.value?.date;
              return (
                <th
                  key={day.date}
                  scope="col"
                  class={chosen ? 'matrix-chosen' : undefined}
                  aria-current={chosen ? 'date' : undefined}
                >
                  <span>{weekday}</span> <span>{date}</span>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.hour}>
              <th scope="row" class="matrix-hours">
                {String(band.hour).padStart(2, '0')}–
                {String(band.hour + BAND_HOURS).padStart(2, '0')}
                <span class="unseen"> h</span>
              </th>
              {band.cells.map((cell) => (
                <CellView key={cell.date} cell={cell} asking={asking.has(cell.date)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <MatrixLegend />
    </div>
  );
}
