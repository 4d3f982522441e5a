// A field for a place: a combobox by the ARIA pattern (an editable one with a list). Typing finds
// cities in both languages, codes and names of airports; arrows choose, Enter takes, Escape closes.
import { useSignal } from '@preact/signals';
import { type Airport, airport, cityName, places } from '../places';
import { language } from '../texts/language';
import { matches, meant } from './place_match';
import { t } from './texts';

interface PlaceFieldProps {
  id: string;
  label: string;
  code: string;
  wrong: string | undefined;
  /** The code of a place, or '' for a text that means none. */
  onPick: (code: string) => void;
}

/** "REC Recife"; the code alone where the city is not known. */
function written(code: string): string {
  return airport(code) ? `${code} ${cityName(code)}` : code;
}

function countryName(known: Airport): string {
  if (known.country?.length !== 2) return known.country ?? '';
  return new Intl.DisplayNames([language.value], { type: 'region' }).of(known.country) ?? '';
}

function Option({
  id,
  known,
  active,
  pick,
}: {
  id: string;
  known: Airport;
  active: boolean;
  pick: () => void;
}) {
  return (
    // The field keeps the focus and its keys choose: an option is pressed by the mouse alone.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the combobox has the focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      class="place-option"
      onMouseDown={(event) => event.preventDefault()}
      onClick={pick}
    >
      <span class="place-city">{cityName(known.code)}</span>
      <span class="place-code">{known.code}</span>
      <span class="place-more">{[known.name, countryName(known)].filter(Boolean).join(', ')}</span>
    </div>
  );
}

export function PlaceField({ id, label, code, wrong, onPick }: PlaceFieldProps) {
  const listId = `${id}-list`;
  /** What is being typed; null shows the picked place. */
  const typed = useSignal<string | null>(null);
  const open = useSignal(false);
  const active = useSignal(0);
  const found = typed.value === null ? [] : matches(places.value.airports, typed.value);
  const expanded = open.value && found.length > 0;

  function pick(picked: string): void {
    typed.value = null;
    open.value = false;
    onPick(picked);
  }

  function finish(): void {
    open.value = false;
    if (typed.value === null) return;
    const picked = meant(places.value.airports, typed.value);
    if (picked) pick(picked);
    else onPick('');
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      if (open.value) active.value = (active.value + step + found.length) % found.length;
      open.value = true;
    } else if (event.key === 'Enter' && expanded) {
      event.preventDefault();
      pick(found[active.value]?.code ?? '');
    } else if (event.key === 'Enter') {
      finish();
    } else if (event.key === 'Escape' && typed.value !== null) {
      event.preventDefault();
      if (open.value) open.value = false;
      else typed.value = null;
    } else if (event.key === 'Tab' && expanded) {
      pick(found[active.value]?.code ?? '');
    }
  }

  return (
    <div class="field place-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder={t.placeHint_}
        value={typed.value ?? written(code)}
        aria-autocomplete="list"
        aria-expanded={expanded}
        aria-controls={listId}
        aria-activedescendant={expanded ? `${listId}-${active.value}` : undefined}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          active.value = 0;
          open.value = true;
        }}
        onKeyDown={onKeyDown}
        onBlur={finish}
      />
      <div id={listId} role="listbox" aria-label={label} class="place-list" hidden={!expanded}>
        {found.map((known, index) => (
          <Option
            key={known.code}
            id={`${listId}-${index}`}
            known={known}
            active={index === active.value}
            pick={() => pick(known.code)}
          />
        ))}
      </div>
      <span class="unseen" role="status">
        {open.value && typed.value ? (found.length > 0 ? t.places_(found.length) : t.noPlace_) : ''}
      </span>
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  );
}
