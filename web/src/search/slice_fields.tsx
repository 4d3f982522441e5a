// The ways after the first one of a trip over several cities: places and day of each, and a button
// that removes it.
import { DateField } from './date_field';
import { type Draft, type FieldName, fieldOf } from './form_errors';
import { PlaceField } from './place_field';
import type { Slice } from './query';
import { t } from './texts';

interface SliceFieldsProps {
  draft: Draft;
  /** The last day that can be asked for. */
  last: string;
  wrong: (field: FieldName, earliest: string) => string | undefined;
  /** Null removes it. What was found wrong with `fields` holds no longer. */
  onSlice: (at: number, part: Partial<Slice> | null, ...fields: FieldName[]) => void;
}

export function SliceFields({ draft, last, wrong, onSlice }: SliceFieldsProps) {
  const { slices } = draft;
  const change = (at: number, part: Partial<Slice>, ...fields: (keyof Slice)[]) =>
    onSlice(at, part, ...fields.map((field) => fieldOf(field, at + 1)));
  return (
    <>
      {slices.map(({ from, to, date }, at) => {
        const earliest = (slices[at - 1] ?? draft).date;
        const [fromField, toField, dateField] = (['from', 'to', 'date'] as const).map((part) =>
          fieldOf(part, at + 1),
        );
        return (
          <fieldset key={at} class="slice">
            <legend class="label">{t.way_(at + 2)}</legend>
            <PlaceField
              id={`search-${fromField}`}
              label={t.from_}
              code={from}
              wrong={fromField && wrong(fromField, earliest)}
              onPick={(code) => change(at, { from: code }, 'from', 'to')}
            />
            <PlaceField
              id={`search-${toField}`}
              label={t.to_}
              code={to}
              wrong={toField && wrong(toField, earliest)}
              onPick={(code) => change(at, { to: code }, 'to')}
            />
            <DateField
              id={`search-${dateField}`}
              label={t.departure_}
              value={date}
              min={earliest}
              max={last}
              wrong={dateField && wrong(dateField, earliest)}
              empty=""
              onDay={(day) => change(at, { date: day }, 'date')}
            />
            <button
              type="button"
              class="quiet small"
              onClick={(event) => {
                event.currentTarget.form?.querySelector<HTMLElement>('.add-way')?.focus();
                onSlice(at, null);
              }}
            >
              {t.removeWay_}
              <span class="unseen"> {t.way_(at + 2)}</span>
            </button>
          </fieldset>
        );
      })}
    </>
  );
}
