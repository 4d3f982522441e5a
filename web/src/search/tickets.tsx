// The events in the city of the stay on its days: what a ticket of each section costs, and holding it.
import { signal } from '@preact/signals';
import type { Money, Problem, Wish } from '../api';
import { hold, isPending, wishName } from '../calls';
import { money } from '../format';
import { cityName } from '../places';
import { stepAddress } from '../shell';
import { describeProblem } from '../trip/problem_texts';
import { ticketTexts } from '../trip/ticket_texts';
import { eventName, sectionName, startWords } from '../trip/tickets';
import { travellersFor } from '../trip/travellers';
import { answerTo, freshAnswer } from './answers';
import { isWhole } from './choices';
import { holdOf, isOver, SEEN_MS, swapped } from './holding';
import { FEW, type TicketAnswer, type TicketOffer, VERY_FEW } from './offers';
import { query, show, ticketQuestionPath } from './state';
import { t } from './texts';

type Status =
  | { state: 'holding' | 'gone' }
  | { state: 'changed'; before: Money; now: TicketOffer }
  | { state: 'refused'; problem: Problem | null };

/** By the wish with its number of tickets, of which the prices in it are. */
const statuses = signal<Record<string, Status | undefined>>({});

const nameWithQuantity = (wish: Wish): string => `${wishName(wish)}*${wish.quantity}`;

function wishFor({ event_id, section_id }: TicketOffer): Wish {
  const quantity = query.value.people;
  return { type: 'ticket', event_id, section_id, quantity, travellers: travellersFor(quantity) };
}

/** The offer as it is on sale now; null where it is not, undefined where that is not known. */
async function presentOf(shown: TicketOffer): Promise<TicketOffer | null | undefined> {
  const answer = await freshAnswer<TicketAnswer>(ticketQuestionPath.peek(), SEEN_MS);
  if (!answer) return undefined;
  const same = (each: TicketOffer) => wishName(wishFor(each)) === wishName(wishFor(shown));
  return answer.offers.find(same) ?? (isWhole(answer) ? null : undefined);
}

/** Holds it at the price that was shown, in place of what is being swapped. */
async function holdTicket(shown: TicketOffer, wish: Wish): Promise<Status | undefined> {
  const now = await presentOf(shown);
  if (now === null) return { state: 'gone' };
  if (now && now.price.amount !== shown.price.amount)
    return { state: 'changed', before: shown.price, now };
  const olds = swapped();
  const { held, problem } = await hold([wish], olds);
  if (!held) return { state: 'refused', problem };
  if (olds.length > 0) show({ swap: '' }, 'replace');
  return undefined;
}

async function press(offer: TicketOffer): Promise<void> {
  const wish = wishFor(offer);
  const name = nameWithQuantity(wish);
  if (statuses.peek()[name]?.state === 'holding') return;
  statuses.value = { ...statuses.peek(), [name]: { state: 'holding' } };
  const status = await holdTicket(offer, wish);
  statuses.value = { ...statuses.peek(), [name]: status };
}

function refusalText(name: string, status: Status): string {
  if (status.state !== 'refused') return t.notOffered_(name);
  if (!status.problem) return t.tripReplaced_;
  const { code } = status.problem;
  return code === 'not_available' ? t.soldOut_(name) : describeProblem(status.problem);
}

function Outcome({ offer, status }: { offer: TicketOffer; status: Status }) {
  if (status.state === 'changed')
    return (
      <div class="note late">
        <strong>{t.priceChanged_(money(status.before), money(status.now.price))}</strong>
        <button type="button" class="small main" onClick={() => void press(status.now)}>
          {t.holdAt_(money(status.now.price))}
        </button>
      </div>
    );
  if (status.state === 'holding') return null;
  const name = `${eventName(offer)}, ${sectionName(offer.section_id)}`;
  return (
    <p class="note bad">
      <strong>{refusalText(name, status)}</strong>
    </p>
  );
}

function TicketsLeft({ count }: { count: number }) {
  if (count > FEW) return null;
  return <span class={count <= VERY_FEW ? 'tag late' : ''}>{ticketTexts().left_(count)}</span>;
}

function Section({ offer }: { offer: TicketOffer }) {
  const wish = wishFor(offer);
  const status = statuses.value[nameWithQuantity(wish)];
  const holding = status?.state === 'holding' || isPending('hold', wishName(wish));
  const held = isOver() ? undefined : holdOf(wish);
  const verb = swapped().length > 0 ? t.swapFor_ : t.hold_;
  return (
    <li class="offer room card">
      <div class="room-name">
        <h3>{eventName(offer)}</h3>
        <p class="soft">
          {sectionName(offer.section_id)} · {startWords(offer.starts_at_local)}{' '}
          <TicketsLeft count={offer.tickets_left} />
        </p>
      </div>
      <div class="room-price">
        <p class="offer-price price">{money(offer.price)}</p>
        <p class="soft small-text">{ticketTexts().tickets_(wish.quantity)}</p>
      </div>
      <div class="offer-actions">
        <button
          type="button"
          class={`hold-button${held ? ' hold-done' : ''}`}
          aria-disabled={holding || held !== undefined}
          onClick={() => {
            if (!holding && !held) void press(offer);
          }}
        >
          {held ? t.heldTag_ : holding ? t.holding_ : verb}
          <span class="unseen">
            {' '}
            {eventName(offer)}, {sectionName(offer.section_id)}, {money(offer.price)}
          </span>
        </button>
      </div>
      <div class="offer-status" role="status">
        {status && <Outcome offer={offer} status={status} />}
        {held && (
          <p class="held-line small-text">
            {held.state === 'asked' ? (
              t.asked_
            ) : (
              <>
                <strong>{t.held_}</strong> <a href={stepAddress('pay')}>{t.heldNextPay_}</a>
              </>
            )}
          </p>
        )}
      </div>
    </li>
  );
}

export function Tickets() {
  const { body } = answerTo<TicketAnswer>(ticketQuestionPath.value);
  return (
    <section class="stack" aria-labelledby="events">
      <h2 id="events">{ticketTexts().events_(cityName(query.value.to))}</h2>
      <ul class="offers">
        {body?.offers.map((offer) => (
          <Section key={wishName(wishFor(offer))} offer={offer} />
        ))}
      </ul>
    </section>
  );
}
