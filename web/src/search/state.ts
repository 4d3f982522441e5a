// What the search page shows, read from the address; and what it asks for because of that.
import { computed, effect, signal } from '@preact/signals';
import { today } from '../format';
import { go, place } from '../router';
import { currentHolds } from '../store';
import {
  type Answer,
  allFlightsPath,
  answerTo,
  calendarPath,
  type FlightQuestion,
  flightPath,
  stayPath,
  want,
} from './answers';
import { lastDay, nightsOf, weekAround } from './days';
import { earliestOf } from './held_ways';
import { gridNights } from './nights';
import { type FlightAnswer, joined, type StayAnswer } from './offers';
import {
  earliestDay,
  isSearch,
  type Query,
  questionOf,
  readQuery,
  stayOf,
  writeQuery,
} from './query';
import type { Filter } from './ranking';
import { type Known, type WeekDay, weekDay } from './week';

/** The day on which the page is looked at; a page that stays open over midnight takes the next. */
export const presentDay = signal(today());
setInterval(() => {
  presentDay.value = today();
}, 60_000);

const search = computed(() => (place.value.path === '/' ? place.value.query.toString() : ''));

export const query = computed<Query>(() => readQuery(search.value, presentDay.value));
export const firstVisit = computed(() => !isSearch(search.value));

export function address(shown: Query): string {
  return `/${writeQuery(shown)}`;
}

export function show(change: Partial<Query>, how: 'push' | 'replace' = 'push'): void {
  go(address({ ...query.peek(), ...change }), how);
}

export const question = computed<FlightQuestion | null>(() => questionOf(query.value));

/** The days of the strip stay where they are while the chosen day is one of them. */
let week: string[] = [];
let weekRoute = '';
export const weekDates = computed<string[]>(() => {
  const asked = question.value;
  if (!asked) return [];
  const route = `${asked.from}${asked.to}`;
  const earliest = earliestDay(query.value, presentDay.value);
  const kept = week.includes(asked.date) && route === weekRoute && (week[0] ?? '') >= earliest;
  if (!kept) week = weekAround(asked.date, earliest, lastDay(presentDay.value));
  weekRoute = route;
  return week;
});

export const earliest = computed(() => earliestOf(query.value, currentHolds.value));

/** Which flights of an answer are shown. */
export const filter = computed<Filter>(() => {
  const { direct, hour } = query.value;
  return { direct, hour, from: earliest.value?.at ?? 0 };
});

function pathOn(asked: FlightQuestion, date: string): string {
  return flightPath({ ...asked, date });
}

/** Whether the server says that a day cannot be asked for. By the clock of the place, which the
 * traveller's own may be a day ahead of or behind, it is over or too far ahead: nothing is sold. */
export const isOutsideOfSale = (answer: Answer<unknown>, field: string): boolean =>
  answer.state === 'failed' &&
  (answer.problem?.errors?.some((error) => error.pointer === `/${field}`) ?? false);

const NO_FLIGHTS: FlightAnswer = { offers: [], missing: [], server_time: '' };

function known(answer: Answer<FlightAnswer>): Known {
  if (answer.body) return answer.body;
  if (isOutsideOfSale(answer, 'date')) return NO_FLIGHTS;
  return answer.state === 'failed' ? 'failed' : undefined;
}

export const weekDays = computed<WeekDay[]>(() => {
  const asked = question.value;
  if (!asked) return [];
  return weekDates.value.map((date) =>
    weekDay(date, known(answerTo<FlightAnswer>(pathOn(asked, date))), filter.value),
  );
});

/** Where the further pages of a list begin; a list of another address begins with one page. */
const further = signal<{ path: string; places: string[] }>({ path: '', places: [] });

/** The questions whose answers are the list. */
export function listPaths(asked: FlightQuestion): string[] {
  const { all, sort } = query.value;
  if (!all) return [flightPath(asked)];
  const path = allFlightsPath(asked, sort);
  const places = further.value.path === path ? further.value.places : [];
  return [path, ...places.map((place) => allFlightsPath(asked, sort, place))];
}

export function showFurther(asked: FlightQuestion, next: string): void {
  const [path = '', ...others] = listPaths(asked);
  const places = others.length > 0 ? further.peek().places : [];
  further.value = { path, places: [...places, next] };
}

export const flights = computed<Answer<FlightAnswer> | null>(() => {
  const asked = question.value;
  return asked ? joined(listPaths(asked).map((path) => answerTo<FlightAnswer>(path))) : null;
});

export interface Shown<T> {
  path: string;
  body: T;
}

/** The month of prices that is shown. */
export const month = computed(() => query.value.month || (question.value?.date ?? '').slice(0, 7));

export const calendarAsked = computed(() => {
  const asked = question.value;
  return asked ? calendarPath(asked, month.value, query.value.direct) : '';
});

let lastFlights: Shown<FlightAnswer> | null = null;
/** The flights to draw: those asked for, else the ones before, dimmed, until the answer comes. */
export const shownFlights = computed<(Shown<FlightAnswer> & { old: boolean }) | null>(() => {
  const asked = question.value;
  const answer = flights.value;
  if (!asked || !answer) return null;
  const [path = ''] = listPaths(asked);
  if (answer.body) lastFlights = { path, body: answer.body };
  if (!lastFlights || (answer.state === 'failed' && !answer.body)) return null;
  return { ...lastFlights, old: lastFlights.path !== path };
});

/** Guests of one room, when all of them share the rooms evenly. */
export const guests = computed(() => Math.ceil(query.value.people / query.value.rooms));

export const stay = computed(() => stayOf(query.value));

export const stayQuestionPath = computed(() =>
  stayPath({ near: query.value.to, ...stay.value, guests: guests.value }),
);

export const stays = computed(() => answerTo<StayAnswer>(stayQuestionPath.value));

let lastStays: Shown<StayAnswer> | null = null;
export const shownStays = computed<(Shown<StayAnswer> & { old: boolean }) | null>(() => {
  const path = stayQuestionPath.value;
  const answer = stays.value;
  if (answer.body) lastStays = { path, body: answer.body };
  if (!lastStays || (answer.state === 'failed' && !answer.body)) return null;
  return { ...lastStays, old: lastStays.path !== path };
});

export const nights = computed(() => {
  const { checkIn, checkOut } = stay.value;
  return gridNights(nightsOf(checkIn, checkOut), presentDay.value, lastDay(presentDay.value));
});

export function nightPath(date: string): string {
  const [night] = nights.value.filter((each) => each.date === date);
  return stayPath({
    near: query.value.to,
    checkIn: date,
    checkOut: night?.next ?? date,
    guests: guests.value,
  });
}

/** Asks for what is shown: the day itself first, then the days or nights around it. */
export function startAsking(): () => void {
  return effect(() => {
    if (firstVisit.value) return want([]);
    if (query.value.step === 'hotel') {
      const grid =
        query.value.view === 'matrix' ? nights.value.map((night) => nightPath(night.date)) : [];
      return want([stayQuestionPath.value, ...grid]);
    }
    const asked = question.value;
    if (!asked) return want([]);
    // What is wrong with one day's question is wrong with those of the others.
    const wrong = flights.value?.state === 'failed' && flights.value.problem?.status === 400;
    if (wrong) return want([flightPath(asked)]);
    if (query.value.view === 'month') return want([flightPath(asked), calendarAsked.value]);
    const week = weekDates.value.map((date) => pathOn(asked, date));
    return want([...listPaths(asked), ...week]);
  });
}
