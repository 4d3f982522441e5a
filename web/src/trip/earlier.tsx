// Trips that this browser had before the present one, so that a receipt is not lost when the next
// trip begins.

import { effect } from '@preact/signals';
import { earlierTrips, keepCredentials, keepTitle } from '../kept';
import { go } from '../router';
import { trip } from '../store';
import { itemWords } from './item';
import { t } from './texts';

// Only what was paid for is worth finding again. A trip may come before the texts that name it.
effect(() => {
  const session = trip.value;
  if (
    !session ||
    !t.earlier_ ||
    !['paying', 'confirmed', 'cancelling', 'cancelled'].includes(session.state)
  )
    return;
  const bought = session.holds.find((hold) => ['held', 'confirmed'].includes(hold.state));
  if (!bought) return;
  const { title, when } = itemWords(bought);
  keepTitle(`${title} · ${when}`);
});

export function EarlierTrips() {
  if (earlierTrips.value.length === 0) return null;
  return (
    <details class="card earlier no-print">
      <summary>{t.earlier_}</summary>
      <ul>
        {earlierTrips.value.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              class="quiet small"
              onClick={() => {
                keepCredentials(one);
                go('/trip');
              }}
            >
              {one.title}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
