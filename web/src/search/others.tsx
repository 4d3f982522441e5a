// What is neither a flight nor a room nor a ticket, a rental car, a transfer: each supplier is asked for
// the city of the stay and its days, and describes what it has. Their lists stand below each other.
import { computed, effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { list, localTime } from '../format';
import { cityName } from '../places';
import { otherDays, otherDetail, otherTitle } from '../trip/other';
import { ticketTexts } from '../trip/ticket_texts';
import { travellersFor } from '../trip/travellers';
import { answerTo, askAgain } from './answers';
import { focusNear, type Offered, Row } from './offered';
import type { OtherAnswer, OtherOffer, SuppliersAnswer } from './offers';
import { UNITS_MAX } from './query';
import { query, SUPPLIERS_PATH, show, stay, supplierPaths } from './state';
import { t } from './texts';

/** Where the further pages of a supplier begin, by the path of its first one. */
const further = signal<Record<string, string[]>>({});

function pathOf(supplier: string, more: Record<string, string> = {}): string {
  const { to, units } = query.value;
  const { checkIn, checkOut } = stay.value;
  const days = { from: checkIn, until: checkOut };
  const asked = { supplier, city: to, ...days, quantity: String(units), ...more };
  return `/v1/other/search?${new URLSearchParams(asked)}`;
}

function pagesOf(supplier: string): string[] {
  const path = pathOf(supplier);
  return [path, ...(further.value[path] ?? []).map((after) => pathOf(supplier, { after }))];
}

function showFurther(supplier: string, next: string): void {
  const path = pathOf(supplier);
  further.value = { ...further.peek(), [path]: [...(further.peek()[path] ?? []), next] };
}

function describe(offer: OtherOffer): Offered {
  const { type, supplier, item_id, from, until, price, left } = offer;
  const quantity = query.value.units;
  const travellers = travellersFor(quantity);
  const title = otherTitle(offer);
  return {
    wish: { type, supplier, item_id, from, until, quantity, travellers },
    price,
    title,
    name: title,
    details: (
      <>
        {otherDetail(offer)}
        <br />
        {otherDays(offer)} · {localTime(offer.starts_at_local)}
      </>
    ),
    quantity: ticketTexts().priceFor_(quantity),
    left,
    leftWords: ticketTexts().unitsLeft_(left),
  };
}

/** A question to a supplier, one of several if its list has pages. */
interface Asked {
  supplier: string;
  path: string;
  state: 'asking' | 'found' | 'failed';
  body: OtherAnswer | null;
}

function askedOf(supplier: string, path: string): Asked {
  const { body, ...answer } = answerTo<OtherAnswer>(path);
  // A day that is over in that city, or too far ahead, is one on which nothing is sold.
  const refused = answer.state === 'failed' && answer.problem?.errors?.length;
  return { supplier, path, body, state: refused ? 'found' : answer.state };
}

const isOffered = ({ left }: OtherOffer): boolean => left >= query.value.units;

function Page({ asked, isLast }: { asked: Asked; isLast: boolean }) {
  const { supplier, path, body } = asked;
  const next = isLast && body?.next;
  return (
    <div class="stack">
      <ul class="offers">
        {body?.offers.filter(isOffered).map((offer) => (
          <Row
            key={`${offer.item_id}:${offer.from}:${offer.until}`}
            source={{ path, describe }}
            offer={offer}
          />
        ))}
      </ul>
      {next && (
        <button
          type="button"
          onClick={(event) => {
            focusNear(event, 'div', 'li:last-child .hold-button');
            showFurther(supplier, next);
          }}
        >
          {ticketTexts().more_}
        </button>
      )}
    </div>
  );
}

interface NotAnsweredProps {
  kind: 'late' | 'bad';
  text: string;
  unanswered: readonly Asked[];
}

function NotAnswered({ kind, text, unanswered }: NotAnsweredProps) {
  if (unanswered.length === 0) return null;
  return (
    <div class={`note ${kind} missing-note`}>
      <p>{text}</p>
      <button
        type="button"
        class="small"
        onClick={(event) => {
          focusNear(event, 'section', 'h2');
          for (const { path } of unanswered) askAgain(path);
        }}
      >
        {t.retry_}
      </button>
    </div>
  );
}

function Units() {
  return (
    <label class="check">
      {ticketTexts().units_}
      <select
        value={query.value.units}
        onChange={(event) => show({ units: Number(event.currentTarget.value) }, 'replace')}
      >
        {Array.from({ length: UNITS_MAX }, (_, index) => (
          <option key={index} value={index + 1}>
            {index + 1}
          </option>
        ))}
      </select>
    </label>
  );
}

const asked = computed<Asked[]>(() =>
  (answerTo<SuppliersAnswer>(SUPPLIERS_PATH).body?.suppliers ?? []).flatMap((supplier) =>
    pagesOf(supplier).map((path) => askedOf(supplier, path)),
  ),
);

/** Until the first answer to another question comes, those to the one before stay, dimmed. */
function Pages() {
  const before = useRef<readonly Asked[]>([]);
  const isOld = asked.value.every(({ body, state }) => !body && state === 'asking');
  if (!isOld) before.current = asked.value;
  return (
    <div class={`stack${isOld ? ' dimmed' : ''}`} inert={isOld}>
      {before.current.map((each, index, all) => (
        <Page key={each.path} asked={each} isLast={each.supplier !== all[index + 1]?.supplier} />
      ))}
    </div>
  );
}

export function Others() {
  useEffect(() => {
    const stop = effect(() => {
      supplierPaths.value = asked.value.map(({ path }) => path);
    });
    return () => {
      stop();
      supplierPaths.value = [];
    };
  }, []);
  const texts = ticketTexts();
  const busy = asked.value.some(({ state }) => state === 'asking');
  const failed = asked.value.filter(({ state }) => state === 'failed');
  const silent = asked.value.filter(({ body, state }) => state === 'found' && body?.missing.length);
  const count = asked.value.flatMap(({ body }) => body?.offers.filter(isOffered) ?? []).length;
  const none = failed.length + silent.length === 0 ? texts.noOthers_ : '';
  return (
    <section class="stack" aria-labelledby="others" aria-busy={busy}>
      <div class="spread">
        <h2 id="others" tabIndex={-1}>
          {texts.others_(cityName(query.value.to))}
        </h2>
        <Units />
      </div>
      <p class="soft small-text" role="status">
        {busy ? t.searching_ : count > 0 ? texts.found_(count) : none}
      </p>
      <NotAnswered kind="bad" text={t.failed_} unanswered={failed} />
      <NotAnswered
        kind="late"
        text={t.missing_(list(silent.map(({ supplier }) => supplier)))}
        unanswered={silent}
      />
      <Pages />
    </section>
  );
}
