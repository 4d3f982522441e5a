// Seven days with the lowest price of each as a bar. A day is a link to the same search on that day;
// the arrow keys go from day to day.

import { addDays, longDay, money, number, roundMoney, shortDay } from '../format';
import { Icon } from '../icon';
import { clampDay, lastDay } from './days';
import { earliestDay, withDay } from './query';
import { address, presentDay, query, question, weekDays } from './state';
import { t } from './texts';
import { barHeight, type DayState, lowestOf, type WeekDay } from './week';

function spoken(day: WeekDay): string {
  const words = longDay(day.date);
  if (day.lowest) return t.weekDay_(words, money(day.lowest));
  if (day.state === 'none') return t.weekNone_(words);
  return day.state === 'failed' ? t.weekFailed_(words) : t.weekAsking_(words);
}

const GLYPHS: Partial<Record<DayState, string>> = { asking: '…', none: '–', failed: '?' };

function PriceOf({ day }: { day: WeekDay }) {
  if (!day.lowest)
    return (
      <span class="week-price soft" aria-hidden="true">
        {GLYPHS[day.state] ?? ''}
      </span>
    );
  return (
    <span class="week-price" aria-hidden="true">
      <span class="when-wide">{roundMoney(day.lowest)}</span>
      <span class="when-narrow">{number(Math.round(day.lowest.amount / 100))}</span>
    </span>
  );
}

function Day({ day, days }: { day: WeekDay; days: readonly WeekDay[] }) {
  const chosen = question.value?.date === day.date;
  const height = barHeight(days, day);
  const [weekday, date] = shortDay(day.date).split(/,? /);
  const lowest = day.lowest !== null && day.lowest.amount === lowestOf(days);
  return (
    <li>
      <a
        class={`week-day${lowest ? ' week-lowest' : ''}`}
        href={address(withDay(query.value, day.date))}
        aria-current={chosen ? 'date' : undefined}
      >
        <span class="unseen">{spoken(day)}</span>
        <span class="week-name" aria-hidden="true">
          {weekday}
        </span>
        <span class="week-date" aria-hidden="true">
          {date}
        </span>
        <svg class="week-bar" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <rect x="0" width="100" y={100 - height} height={height} />
        </svg>
        <PriceOf day={day} />
      </a>
    </li>
  );
}

function onKeyDown(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const links = [...(event.currentTarget as HTMLElement).querySelectorAll('a')];
  const next = links[links.indexOf(document.activeElement as HTMLAnchorElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function WeekArrow({ days, label, glyph }: { days: number; label: string; glyph: string }) {
  const asked = question.value;
  if (!asked) return null;
  const first = earliestDay(query.value, presentDay.value);
  const date = clampDay(addDays(asked.date, days), first, lastDay(presentDay.value));
  if (date === asked.date) return <span class="week-arrow" aria-hidden="true" />;
  return (
    <a class="week-arrow" href={address(withDay(query.value, date))} title={label}>
      <span class="unseen">{`${label}, ${longDay(date)}`}</span>
      <Icon path={glyph} />
    </a>
  );
}

export function WeekStrip() {
  const days = weekDays.value;
  if (days.length === 0) return null;
  return (
    <nav class="week" aria-label={t.week_}>
      <WeekArrow days={-7} label={t.weekBefore_} glyph="M15 5l-7 7 7 7" />
      <ol class="week-days" onKeyDown={onKeyDown}>
        {days.map((day) => (
          <Day key={day.date} day={day} days={days} />
        ))}
      </ol>
      <WeekArrow days={7} label={t.weekAfter_} glyph="M9 5l7 7-7 7" />
    </nav>
  );
}
