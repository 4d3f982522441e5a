// The lowest price of each day of a month. A day goes to its list; the arrow keys go from day to day,
// and the darker, the cheaper.
import { longDay, money, monthName, roundAmount, weekdayName } from '../format';
import { answerTo, askAgain } from './answers';
import { lastDay } from './days';
import { focusResults } from './focus';
import { MatrixLegend } from './matrix_view';
import { type MonthDay, monthAfter, weeksOf } from './month';
import { Failed, Missing } from './notes';
import type { CalendarAnswer } from './offers';
import { earliestDay, withDay } from './query';
import { calendarAsked, month, presentDay, query, question, show } from './state';
import { t } from './texts';
import { Arrow, onDayKey } from './week_strip';

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
        {found ? `${found.checked ? '' : '≈'}${roundAmount(found.price)}` : '·'}
      </span>
    </>
  );
  return (
    <td class={chosen ? 'matrix-chosen' : undefined}>
      {sold ? (
        <button
          type="button"
          class={`bare matrix-cell month-day level-${level}`}
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

function MonthArrow({ back, label }: { back: boolean; label: string }) {
  const next = monthAfter(month.value, back ? -1 : 1);
  const earliest = earliestDay(query.value, presentDay.value).slice(0, 7);
  const sold = next >= earliest && next <= lastDay(presentDay.value).slice(0, 7);
  const to = sold ? { ...query.value, month: next } : null;
  return <Arrow to={to} label={label} day={monthName(next)} back={back} />;
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
        <div class="week month-head">
          <MonthArrow back label={t.monthBefore_} />
          <p role="status">
            <strong>{monthName(month.value)}</strong>{' '}
            <span class="soft small-text">
              {state === 'asking' ? t.searching_ : priced && t.inCurrency_(priced.currency)}
            </span>
          </p>
          <MonthArrow back={false} label={t.monthAfter_} />
        </div>
        <table class={state === 'asking' ? 'dimmed' : undefined} onKeyDown={onDayKey}>
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
