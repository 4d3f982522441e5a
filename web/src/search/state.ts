// What the search page shows, read from the address; and what it asks for because of that.
import { computed, effect, signal } from '@preact/signals';
import type { Problem } from '../api';
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
  nightsPath,
  stayPath,
  want,
} from './answers';
import { gridNights, lastDay, nightsOf, weekAround } from './days';
import { earliestOf } from './held_ways';
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
import { type WeekDay, weekDay } from './week';

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
const isOutsideOfSale = (problem: Problem | null, field: string): boolean =>
  problem?.errors?.some((error) => error.pointer === `/${field}`) ?? false;

const NOTHING = { offers: [], rooms: [], missing: [], server_time: '' };

/** What is known of a day or a month; `field` is the parameter that names it. */
export function known<T>(path: string, field: string): T | typeof NOTHING | 'failed' | undefined {
  const answer = answerTo<T>(path);
  if (answer.body) return answer.body;
  if (answer.state !== 'failed') return undefined;
  return isOutsideOfSale(answer.problem, field) ? NOTHING : 'failed';
}

export const weekDays = computed<WeekDay[]>(() => {
  const asked = question.value;
  if (!asked) return [];
  return weekDates.value.map((date) =>
    weekDay(date, known<FlightAnswer>(pathOn(asked, date), 'date'), filter.value),
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

/** What to draw: the answer that was asked for, else the one before, dimmed, until that comes. */
function shownOf<T>(pathOf: () => string | undefined, answerOf: () => Answer<T> | null) {
  let last: Shown<T> | null = null;
  return computed(() => {
    const [path, answer] = [pathOf(), answerOf()];
    if (!path || !answer) return null;
    if (answer.body) last = { path, body: answer.body };
    if (!last || (answer.state === 'failed' && !answer.body)) return null;
    return { ...last, old: last.path !== path };
  });
}

export const shownFlights = shownOf(
  () => (question.value ? listPaths(question.value)[0] : ''),
  () => flights.value,
);

/** Guests of one room, when all of them share the rooms evenly. */
export const guests = computed(() => Math.ceil(query.value.people / query.value.rooms));

export const stay = computed(() => stayOf(query.value));

export const stayQuestionPath = computed(() =>
  stayPath({ near: query.value.to, ...stay.value, guests: guests.value }),
);

/** Tickets of events in the city of the hotels, on any day of the stay. */
export const ticketQuestionPath = computed(() => {
  const { to, people } = query.value;
  const { checkIn, checkOut } = stay.value;
  return `/v1/events/search?city=${to}&date=${checkIn}&until=${checkOut}&quantity=${people}`;
});

/** The suppliers of other items. */
export const SUPPLIERS_PATH = '/v1/other/suppliers';

/** What such suppliers are asked, by the part of the page that shows them (tickets.ts). */
export const supplierPaths = signal<readonly string[]>([]);

export const stays = computed(() => answerTo<StayAnswer>(stayQuestionPath.value));

export const shownStays = shownOf(
  () => stayQuestionPath.value,
  () => stays.value,
);

export const nights = computed(() => {
  const { checkIn, checkOut } = stay.value;
  return gridNights(nightsOf(checkIn, checkOut), presentDay.value, lastDay(presentDay.value));
});

/** The question for the month of a night. */
export const nightPath = (date: string): string =>
  nightsPath(query.value.to, date.slice(0, 7), guests.value);

/** Asks for what is shown: the day itself first, then the days or nights around it. */
export function startAsking(): () => void {
  return effect(() => {
    if (firstVisit.value) return want([]);
    if (query.value.step === 'hotel') {
      const grid =
        query.value.view === 'matrix' ? nights.value.map((night) => nightPath(night.date)) : [];
      const near = [ticketQuestionPath.value, SUPPLIERS_PATH, ...supplierPaths.value];
      return want([stayQuestionPath.value, ...near, ...grid]);
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
