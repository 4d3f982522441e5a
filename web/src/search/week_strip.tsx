// Seven days with the lowest price of each as a bar. A day is a link to the same search on that day;
// the arrow keys go from day to day.

import { addDays, longDay, money, roundAmount, roundMoney, shortDay } from '../format';
import { Icon } from '../icon';
import { clampDay, lastDay } from './days';
import { earliestDay, type Query, withDay } from './query';
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
      <span class="when-narrow">{roundAmount(day.lowest)}</span>
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

const DAYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** The arrow keys go from day to day, up and down from week to week. */
export function onDayKey(event: KeyboardEvent): void {
  const days = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('a,button')];
  const at = days.indexOf(document.activeElement as HTMLElement);
  const next = days[at + (DAYS[event.key] ?? Number.NaN)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

interface ArrowProps {
  /** Null where the way ends. */
  to: Query | null;
  label: string;
  day: string;
  back?: boolean;
}

/** To the days before or after. */
export function Arrow({ to, label, day, back = false }: ArrowProps) {
  if (!to) return <span class="week-arrow" aria-hidden="true" />;
  return (
    <a class="week-arrow" href={address(to)} title={label}>
      <span class="unseen">{`${label}, ${day}`}</span>
      <Icon path={back ? 'M15 5l-7 7 7 7' : 'M9 5l7 7-7 7'} />
    </a>
  );
}

function WeekArrow({ back, label }: { back: boolean; label: string }) {
  const asked = question.value;
  if (!asked) return null;
  const first = earliestDay(query.value, presentDay.value);
  const date = clampDay(addDays(asked.date, back ? -7 : 7), first, lastDay(presentDay.value));
  const to = date === asked.date ? null : withDay(query.value, date);
  return <Arrow to={to} label={label} day={longDay(date)} back={back} />;
}

export function WeekStrip() {
  const days = weekDays.value;
  if (days.length === 0) return null;
  return (
    <nav class="week" aria-label={t.week_}>
      <WeekArrow back label={t.weekBefore_} />
      <ol class="week-days" onKeyDown={onDayKey}>
        {days.map((day) => (
          <Day key={day.date} day={day} days={days} />
        ))}
      </ol>
      <WeekArrow back={false} label={t.weekAfter_} />
    </nav>
  );
}
