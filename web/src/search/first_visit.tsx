// What stands below the form before anything was searched: what this is, and three searches to try.
import { addDays, longDay, mediumDay } from '../format';
import { cityName } from '../places';
import { exampleQuery, type Query, usualRooms } from './query';
import { address, presentDay } from './state';
import { t } from './texts';

interface Example {
  from: string;
  to: string;
  ahead: number;
  nights: number;
  people: number;
}

export const EXAMPLES: readonly Example[] = [
  { from: 'GRU', to: 'REC', ahead: 30, nights: 4, people: 1 },
  { from: 'CNF', to: 'SSA', ahead: 44, nights: 7, people: 2 },
  { from: 'GIG', to: 'LIS', ahead: 60, nights: 10, people: 2 },
];

function queryOf(example: Example, today: string): Query {
  const date = addDays(today, example.ahead);
  const { from, to, people } = example;
  return {
    ...exampleQuery(today),
    from,
    to,
    people,
    date,
    back: addDays(date, example.nights),
    rooms: usualRooms(people),
  };
}

export function FirstVisit() {
  return (
    <section class="welcome stack">
      <h1 id="results" tabIndex={-1}>
        {t.welcome_}
      </h1>
      <p class="welcome-more">{t.welcomeMore_}</p>
      <h2 class="examples-title">{t.examples_}</h2>
      <ul class="examples">
        {EXAMPLES.map((example) => {
          const query = queryOf(example, presentDay.value);
          return (
            <li key={example.to}>
              <a class="example card" href={address(query)}>
                <span class="example-route">
                  {t.exampleLine_(cityName(example.from), cityName(example.to))}
                </span>
                <span class="soft small-text">{longDay(query.date)}</span>
                <span class="soft small-text">
                  {t.exampleMore_(mediumDay(query.back), query.people)}
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
