// Rooms by night, so that a stay that is not free as a whole shows which night is taken. The nights
// of the stay are one cell with a group in it for a screen reader.
import { signal } from '@preact/signals';
import { longDay, money, roundAmount, shortDay } from '../format';
import type { Night } from './days';
import { type NightCell, pressNight, type RoomRow, roomRows } from './nights';
import type { NightsAnswer } from './offers';
import { known, nightPath, nights, show, stay } from './state';
import { t } from './texts';

const ROWS = 20;
const rowsDrawn = signal(ROWS);

function NightHead({ night }: { night: Night }) {
  const [weekday, date] = shortDay(night.date).split(/,? /);
  return (
    <th scope="col" class={night.inStay ? 'night-stay' : undefined}>
      <button
        type="button"
        class="bare night-button"
        aria-pressed={night.inStay}
        onClick={() => show(pressNight(stay.peek().checkIn, stay.peek().checkOut, night.date))}
      >
        <span aria-hidden="true">{weekday}</span>
        <span aria-hidden="true">{date}</span>
        <span class="unseen">{t.night_(longDay(night.date))}</span>
      </button>
    </th>
  );
}

function NightText({ cell }: { cell: NightCell }) {
  const day = <span class="unseen">{longDay(cell.date)}: </span>;
  if (cell.state === 'free' && cell.price) {
    return (
      <>
        {day}
        <span aria-hidden="true">{roundAmount(cell.price)}</span>
        <span class="unseen">{t.nightFree_(money(cell.price))}</span>
      </>
    );
  }
  if (cell.state === 'taken')
    return (
      <>
        {day}
        {t.nightTaken_}
      </>
    );
  const words = cell.state === 'asking' ? t.nightAsking_ : t.nightUnknown_;
  return (
    <>
      {day}
      <span aria-hidden="true">{cell.state === 'asking' ? '…' : '?'}</span>
      <span class="unseen">{words}</span>
    </>
  );
}

function NightSpan({ cell }: { cell: NightCell }) {
  return (
    <span class={`night night-${cell.state}`}>
      <NightText cell={cell} />
    </span>
  );
}

function RoomLine({ row }: { row: RoomRow }) {
  const start = row.cells.findIndex((cell) => cell.inStay);
  const own = row.cells.filter((cell) => cell.inStay);
  const [before, after] = [row.cells.slice(0, start), row.cells.slice(start + own.length)];
  const single = (cell: NightCell) => (
    <td key={cell.date}>
      <NightSpan cell={cell} />
    </td>
  );
  return (
    <tr>
      <th scope="row" class="night-room">
        <span>{row.hotel}</span> <span class="soft">{row.room}</span>
      </th>
      {before.map(single)}
      <td colSpan={own.length} class="night-stay">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form */}
        <div
          role="group"
          aria-label={t.stayGroup_(`${row.hotel}, ${row.room}`, own.length)}
          class="night-group"
        >
          {own.map((cell) => (
            <NightSpan key={cell.date} cell={cell} />
          ))}
        </div>
      </td>
      {after.map(single)}
    </tr>
  );
}

export function NightGrid() {
  const shown = nights.value;
  const rows = roomRows(
    shown,
    shown.map((night) => known<NightsAnswer>(nightPath(night.date), 'month')),
  );
  const rest = rows.length - rowsDrawn.value;
  return (
    <div class="nights card">
      <p class="small-text soft">{t.chooseNights_}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <section class="nights-scroll" tabIndex={0} aria-label={t.nightsGrid_}>
        <table class={`nights-${shown.length}`}>
          <thead>
            <tr>
              <th scope="col" class="night-room">
                {t.room_}
              </th>
              {shown.map((night) => (
                <NightHead key={night.date} night={night} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, rowsDrawn.value).map((row) => (
              <RoomLine key={row.roomTypeId} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      <p class="nights-legend small-text soft" aria-hidden="true">
        <span class="night night-free">123</span>
        {t.legendFree_}
        <span class="night night-taken">{t.nightTaken_}</span>
        <span class="night-swatch" />
        {t.legendStay_}
      </p>
      {rest > 0 && (
        <button
          type="button"
          class="small"
          onClick={() => {
            rowsDrawn.value += ROWS;
          }}
        >
          {t.moreRooms_(Math.min(rest, ROWS))}
        </button>
      )}
    </div>
  );
}
