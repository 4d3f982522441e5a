// Names of those who travel: kept in this browser while they are typed, sent with every hold.

import type { Hold, Traveller, Wish } from '../api';
import { list } from '../format';
import { keepTravellerNames, travellerNames } from '../kept';
import { wishOf } from './item';
import { t } from './texts';

const MOST_BYTES = 200;

/** The longest beginning of a name that the server takes; never cut inside a character. */
function fitting(name: string): string {
  const bytes = new TextEncoder().encode(name).subarray(0, MOST_BYTES);
  return new TextDecoder().decode(bytes, { stream: true });
}

/** One name for each seat or room; a number stands in for a name that was not typed. */
export function travellersFor(quantity: number): Traveller[] {
  return Array.from({ length: quantity }, (_, index) => {
    const name = fitting((travellerNames.value[index] ?? '').trim());
    return { name: name || t.unnamed_(index + 1) };
  });
}

/** The hold with the names that were typed; null where it has them, or none was typed. */
export function renamed(hold: Hold): Wish | null {
  const wish = wishOf(hold);
  if (!travellerNames.value.some((name) => name.trim())) return null;
  const travellers = travellersFor(wish.quantity);
  const same = travellers.every(({ name }, index) => name === wish.travellers?.[index]?.name);
  return same ? null : { ...wish, travellers };
}

/** The names in one line, and the form for them behind it. */
export function Travellers({ count }: { count: number }) {
  const names = travellersFor(count).map((traveller) => traveller.name);
  return (
    <details class="card travellers-card">
      <summary>
        {t.travellers_}: <span class="travellers-line">{list(names)}</span>
      </summary>
      <TravellerNames count={count} />
    </details>
  );
}

export function TravellerNames({ count }: { count: number }) {
  const change = (index: number, name: string) => {
    const names = Array.from({ length: Math.max(count, travellerNames.value.length) }, (_, at) =>
      at === index ? name : (travellerNames.value[at] ?? ''),
    );
    keepTravellerNames(names);
  };
  return (
    <fieldset class="travellers">
      <legend class="unseen">{t.travellers_}</legend>
      <p class="small-text soft" id="travellers-hint">
        {t.travellerHint_}
      </p>
      <div class="traveller-fields">
        {Array.from({ length: count }, (_, index) => (
          <div class="field" key={index}>
            <label for={`traveller-${index}`}>{t.traveller_(index + 1)}</label>
            <input
              id={`traveller-${index}`}
              value={travellerNames.value[index] ?? ''}
              maxLength={120}
              autocomplete={index === 0 ? 'name' : 'off'}
              aria-describedby="travellers-hint"
              onInput={(event) => change(index, event.currentTarget.value)}
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
