// The search form. It edits a draft; a search puts the draft into the address, and the rest follows.

import { effect, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { longDay, mediumDay } from '../format';
import { Icon } from '../icon';
import { later } from '../later';
import { cityName } from '../places';
import { askAgain, flightPath } from './answers';
import { DateField } from './date_field';
import { lastDay } from './days';
import { focusResults } from './focus';
import {
  type Draft,
  type Fault,
  type Faults,
  type FieldName,
  faultsFrom,
  faultsOf,
} from './form_errors';
import { PlaceField } from './place_field';
import {
  PEOPLE_MAX,
  type Query,
  questionOf,
  SLICES_MAX,
  type Slice,
  usualRooms,
  waysOf,
} from './query';
import { firstVisit, flights, presentDay, query, show, stays } from './state';
import { t } from './texts';

const PEOPLE = Array.from({ length: PEOPLE_MAX }, (_, index) => index + 1);

const SliceFields = later('SliceFields');

function draftOf({ from, to, date, back, slices, people }: Query): Draft {
  return { from, to, date, back, slices, people };
}

/** One way more. A return becomes the second one, and its place and day can be changed. */
function withWay(draft: Draft): Draft {
  const { from, to, date, back, slices } = draft;
  if (back) return { ...draft, back: '', slices: [{ from: to, to: from, date: back }] };
  const last = slices.at(-1) ?? draft;
  return { ...draft, slices: [...slices, { from: last.to, to: '', date: last.date || date }] };
}

function withSlice(slices: Slice[], at: number, part: Partial<Slice> | null): Slice[] {
  return slices.flatMap((slice, index) => {
    if (index !== at) return slice;
    return part ? { ...slice, ...part } : [];
  });
}

/** Once it is drawn. */
function focusFault(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('#search-form [aria-invalid=true]')?.focus(),
  );
}

function faultText(fault: Fault | undefined, first: string, last: string): string | undefined {
  if (fault === undefined) return undefined;
  return fault === 'wrongDay' ? t.wrongDay_(longDay(first), longDay(last)) : t[fault];
}

/** Shows the draft's flights; the same search once more asks again. */
function search(draft: Draft): void {
  const before = query.peek();
  const moved = draft.date !== before.date || draft.back !== before.back || draft.to !== before.to;
  const stay = moved ? { checkIn: '', checkOut: '' } : {};
  const rooms = draft.people === before.people ? before.rooms : usualRooms(draft.people);
  const next: Query = { ...before, ...draft, ...stay, step: 'out', hour: -1, rooms };
  const asked = questionOf(next);
  const same =
    asked !== null && !firstVisit.peek() && JSON.stringify(next) === JSON.stringify(before);
  show(next);
  if (same && asked) askAgain(flightPath(asked));
  focusResults();
}

function PeopleField({
  people,
  wrong,
  onPeople,
}: {
  people: number;
  wrong: string | undefined;
  onPeople: (people: number) => void;
}) {
  return (
    <div class="field people-field">
      <label for="search-people">{t.people_}</label>
      <select
        id="search-people"
        value={people}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong && 'search-people-wrong'}
        onChange={(event) => onPeople(Number(event.currentTarget.value))}
      >
        {PEOPLE.map((count) => (
          <option key={count} value={count}>
            {count}
          </option>
        ))}
      </select>
      {wrong && (
        <p class="wrong" id="search-people-wrong">
          {wrong}
        </p>
      )}
    </div>
  );
}

/** The search in one line, which unfolds the form. Only a phone shows it. */
function Folded({ shown, open, onToggle }: { shown: Query; open: boolean; onToggle: () => void }) {
  const days = waysOf(shown).map(({ date }) => mediumDay(date));
  return (
    <button
      type="button"
      class="search-folded"
      aria-expanded={open}
      aria-controls="search-form"
      onClick={onToggle}
    >
      <span>
        <strong>{t.exampleLine_(cityName(shown.from), cityName(shown.to))}</strong>
        <span class="small-text soft">
          {days.join(' – ')}, {t.peopleCount_(shown.people)}
        </span>
      </span>
      <span class="search-folded-edit">{open ? t.fold_ : t.edit_}</span>
    </button>
  );
}

export function SearchForm() {
  const present = query.value;
  const draft = useSignal<Draft>(draftOf(present));
  const faults = useSignal<Faults>({});
  /** Whether the form is unfolded on a phone, where it takes half of the screen. */
  const open = useSignal(false);
  const [first, last] = [presentDay.value, lastDay(presentDay.value)];

  // Back, forward and the links of the page change the address: the form follows.
  useEffect(() => {
    draft.value = draftOf(present);
    faults.value = {};
  }, [JSON.stringify(draftOf(present))]);

  const showRefusal = () => {
    if (firstVisit.value) return;
    const answer = query.value.step === 'hotel' ? stays.value : flights.value;
    if (answer?.state !== 'failed') return;
    const said = faultsFrom(answer.problem, query.value.step);
    if (Object.keys(said).length === 0) return;
    faults.value = said;
    open.value = true;
    focusFault();
  };
  useEffect(() => effect(showRefusal), []);

  const change = (part: Partial<Draft>, ...fields: FieldName[]) => {
    draft.value = { ...draft.value, ...part };
    const rest = { ...faults.value };
    for (const field of fields) delete rest[field];
    faults.value = rest;
  };

  function onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const found = faultsOf(draft.value, first, last);
    faults.value = found;
    if (Object.keys(found).length > 0) focusFault();
    else {
      open.value = false;
      search(draft.value);
    }
  }

  const wrong = (field: FieldName) =>
    faultText(faults.value[field], field === 'back' ? draft.value.date || first : first, last);
  const { value } = draft;
  return (
    <search aria-label={t.form_}>
      {!firstVisit.value && (
        <Folded
          shown={present}
          open={open.value}
          onToggle={() => {
            open.value = !open.value;
          }}
        />
      )}
      <form
        id="search-form"
        class={`search-form card${firstVisit.value || open.value ? '' : ' folded'}`}
        noValidate
        onSubmit={onSubmit}
      >
        <PlaceField
          id="search-from"
          label={t.from_}
          code={value.from}
          wrong={wrong('from')}
          onPick={(code) => change({ from: code }, 'from', 'to')}
        />
        <button
          type="button"
          class="icon-button swap"
          aria-label={t.swap_}
          title={t.swap_}
          onClick={() => change({ from: value.to, to: value.from }, 'from', 'to')}
        >
          <Icon path="M4 8h15l-4-4M20 16H5l4 4" />
        </button>
        <PlaceField
          id="search-to"
          label={t.to_}
          code={value.to}
          wrong={wrong('to')}
          onPick={(code) => change({ to: code }, 'to')}
        />
        <DateField
          id="search-date"
          label={t.departure_}
          value={value.date}
          min={first}
          max={last}
          wrong={wrong('date')}
          empty=""
          onDay={(day) => change({ date: day }, 'date', 'back')}
        />
        {value.slices.length === 0 && (
          <DateField
            id="search-back"
            label={t.returnOptional_}
            value={value.back}
            min={value.date || first}
            max={last}
            wrong={wrong('back')}
            empty={t.noReturn_}
            onDay={(day) => change({ back: day }, 'back')}
          />
        )}
        <PeopleField
          people={value.people}
          wrong={wrong('people')}
          onPeople={(count) => change({ people: count }, 'people')}
        />
        <button type="submit" class="main search-button">
          {t.search_}
        </button>
        {value.slices.length > 0 && (
          <SliceFields
            draft={value}
            last={last}
            wrong={(field, earliest) => faultText(faults.value[field], earliest, last)}
            onSlice={(at, part, ...fields) => {
              change({ slices: withSlice(draft.value.slices, at, part) }, ...fields);
              // What is said of the others stands at another number now.
              if (!part) faults.value = {};
            }}
          />
        )}
        {value.slices.length < SLICES_MAX - 1 && (
          <button
            type="button"
            class="quiet small add-way"
            onClick={() => {
              draft.value = withWay(value);
            }}
          >
            {t.addWay_}
          </button>
        )}
      </form>
    </search>
  );
}
