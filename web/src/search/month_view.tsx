// The lowest price of each day of a month. A day goes to its list; the arrow keys go from day to day,
// and the darker, the cheaper.
import { addDays, longDay, money, monthName, number, weekdayName } from '../format';
import { Icon } from '../icon';
import { answerTo, askAgain } from './answers';
import { lastDay } from './days';
import { focusResults } from './focus';
import { MatrixLegend } from './matrix_view';
import { type MonthDay, monthAfter, weeksOf } from './month';
import { Failed, Missing } from './notes';
import type { CalendarAnswer } from './offers';
import { earliestDay, withDay } from './query';
import { address, calendarAsked, month, presentDay, query, question, show } from './state';
import { t } from './texts';

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function onKeyDown(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const date = (event.target as HTMLElement).dataset.date;
  if (!step || !date) return;
  const next = document.querySelector<HTMLElement>(`[data-date="${addDays(date, step)}"]`);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function spoken({ date, found }: MonthDay): string {
  const words = longDay(date);
  if (!found) return t.weekNone_(words);
  const price = t.weekDay_(words, money(found.price));
  return found.checked ? price : `${price}, ${t.unchecked_}`;
}

function Day({ day }: { day: MonthDay }) {
  const { date, found, level } = day;
  const chosen = date === question.value?.date;
  const sold =
    date >= earliestDay(query.value, presentDay.value) && date <= lastDay(presentDay.value);
  const figures = (
    <>
      <span class="month-number" aria-hidden="true">
        {Number(date.slice(8))}
      </span>
      <span aria-hidden="true">
        {found ? `${found.checked ? '' : '≈'}${number(Math.round(found.price.amount / 100))}` : '·'}
      </span>
    </>
  );
  return (
    <td class={chosen ? 'matrix-chosen' : undefined}>
      {sold ? (
        <button
          type="button"
          class={`bare matrix-cell month-day level-${level}`}
          data-date={date}
          aria-current={chosen ? 'date' : undefined}
          title={spoken(day)}
          onClick={() => {
            show({ ...withDay(query.peek(), date), view: 'list' });
            focusResults();
          }}
        >
          {figures}
          <span class="unseen">{spoken(day)}</span>
        </button>
      ) : (
        <span class="month-day soft">{figures}</span>
      )}
    </td>
  );
}

function MonthArrow({ months, label, glyph }: { months: number; label: string; glyph: string }) {
  const next = monthAfter(month.value, months);
  const earliest = earliestDay(query.value, presentDay.value).slice(0, 7);
  if (next < earliest || next > lastDay(presentDay.value).slice(0, 7)) return <span />;
  return (
    <a class="week-arrow" href={address({ ...query.value, month: next })} title={label}>
      <span class="unseen">{`${label}, ${monthName(next)}`}</span>
      <Icon path={glyph} />
    </a>
  );
}

export function MonthView() {
  const path = calendarAsked.value;
  const { body, state } = answerTo<CalendarAnswer>(path);
  const weeks = weeksOf(month.value, body);
  const priced = body?.days.find((day) => day?.price)?.price;
  const retry = () => askAgain(path);
  return (
    <div class="stack">
      {state === 'failed' && <Failed retry={retry} />}
      <Missing missing={body?.missing ?? []} retry={retry} />
      <section class="matrix card" aria-busy={state === 'asking'} aria-label={t.month_}>
        <div class="month-head">
          <MonthArrow months={-1} label={t.monthBefore_} glyph="M15 5l-7 7 7 7" />
          <p role="status">
            <strong>{monthName(month.value)}</strong>{' '}
            <span class="soft small-text">
              {state === 'asking' ? t.searching_ : priced && t.inCurrency_(priced.currency)}
            </span>
          </p>
          <MonthArrow months={1} label={t.monthAfter_} glyph="M9 5l7 7-7 7" />
        </div>
        <table class={state === 'asking' ? 'dimmed' : undefined} onKeyDown={onKeyDown}>
          <caption class="unseen">{`${t.month_}, ${monthName(month.value)}`}</caption>
          <thead>
            <tr>
              {[0, 1, 2, 3, 4, 5, 6].map((weekday) => (
                <th key={weekday} scope="col">
                  {weekdayName(weekday)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week, index) => (
              <tr key={index}>
                {week.map((day, weekday) =>
                  day ? <Day key={day.date} day={day} /> : <td key={weekday} />,
                )}
              </tr>
            ))}
          </tbody>
        </table>
        <MatrixLegend />
      </section>
    </div>
  );
}
