// The browser's own date field. It is written in the browser's language, so the day stands in words
// and in the page's language below it.
import { longDay, mediumDay } from '../format';
import { isDay } from './days';

interface DateFieldProps {
  id: string;
  label: string;
  value: string;
  min: string;
  max: string;
  wrong?: string | undefined;
  /** What stands there while no day is chosen. */
  empty?: string;
  onDay: (day: string) => void;
}

export function DateField({ id, label, value, min, max, wrong, empty, onDay }: DateFieldProps) {
  return (
    <div class="field date-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        min={min}
        max={max}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong ? `${id}-wrong` : `${id}-words`}
        onChange={(event) => onDay(event.currentTarget.value)}
      />
      {wrong ? (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      ) : (
        <p class="hint" id={`${id}-words`}>
          {isDay(value) ? (
            <>
              <span class="when-wide">{longDay(value)}</span>
              <span class="when-narrow">{mediumDay(value)}</span>
            </>
          ) : (
            empty
          )}
        </p>
      )}
    </div>
  );
}
