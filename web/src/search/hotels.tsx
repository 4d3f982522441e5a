// Rooms for the nights of the trip: by price, or as a grid of rooms and nights.
import { useSignal } from '@preact/signals';
import { addDays, daysBetween, mediumDay, money } from '../format';
import { later } from '../later';
import { cityName } from '../places';
import { askAgain } from './answers';
import { roomChoice } from './choices';
import { DateField } from './date_field';
import { lastDay } from './days';
import { Failed, Missing } from './notes';
import { OfferActions, OfferStatus } from './offer_actions';
import { FEW, type StayOffer, VERY_FEW } from './offers';
import { NIGHTS_MAX } from './query';
import {
  address,
  guests,
  presentDay,
  query,
  show,
  shownStays,
  stay,
  stayQuestionPath,
  stays,
} from './state';
import { t } from './texts';
import { ViewSwitch } from './toolbar';

const NightGrid = later('NightGrid');

/** The nights and the rooms: a change is shown at once, a stay that is none is said at the field. */
function StayFields() {
  const wrong = useSignal(false);
  const { checkIn, checkOut } = stay.value;
  const { people, rooms } = query.value;
  const [first, last] = [presentDay.value, lastDay(presentDay.value)];
  function choose(arrives: string, leaves: string): void {
    const nights = arrives && leaves ? daysBetween(arrives, leaves) : 0;
    wrong.value = nights < 1 || nights > NIGHTS_MAX || arrives < first || leaves > last;
    if (!wrong.value) show({ checkIn: arrives, checkOut: leaves });
  }
  /** A later arrival moves the whole stay. */
  function arrive(day: string): void {
    choose(day, day && day >= checkOut ? addDays(day, daysBetween(checkIn, checkOut)) : checkOut);
  }
  return (
    <div class="stay-fields">
      <DateField
        id="check-in"
        label={t.checkIn_}
        value={checkIn}
        min={first}
        max={addDays(last, -1)}
        onDay={arrive}
      />
      <DateField
        id="check-out"
        label={t.checkOut_}
        value={checkOut}
        min={addDays(checkIn, 1)}
        max={last}
        wrong={wrong.value ? t.wrongStay_ : undefined}
        onDay={(day) => choose(checkIn, day)}
      />
      <div class="field people-field">
        <label for="stay-rooms">{t.rooms_}</label>
        <select
          id="stay-rooms"
          value={rooms}
          onChange={(event) => show({ rooms: Number(event.currentTarget.value) })}
        >
          {Array.from({ length: people }, (_, index) => (
            <option key={index} value={index + 1}>
              {index + 1}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function RoomsLeft({ count }: { count: number }) {
  if (count > FEW) return null;
  return <span class={count <= VERY_FEW ? 'tag late' : 'small-text'}>{t.roomsLeft_(count)}</span>;
}

function RoomOffer({ offer }: { offer: StayOffer }) {
  const { rooms, to } = query.value;
  const question = { near: to, ...stay.value, guests: guests.value };
  const choice = roomChoice(question, rooms, offer);
  const total = { ...offer.price, amount: offer.price.amount * rooms };
  const perNight = { ...offer.price, amount: Math.round(offer.price.amount / offer.nights) };
  return (
    <li class="offer room card">
      <div class="room-name">
        <h2>{offer.hotel}</h2>
        <p class="soft">
          {offer.room} <RoomsLeft count={offer.rooms_left} />
        </p>
      </div>
      <div class="room-price">
        <p class="offer-price price">{money(total)}</p>
        <p class="room-terms soft small-text">
          <span>{t.perStay_(offer.nights, rooms)}</span> <span>{t.perNight_(money(perNight))}</span>
        </p>
      </div>
      <OfferActions choice={choice} />
      <OfferStatus choice={choice} />
    </li>
  );
}

function NoRooms() {
  return (
    <div class="none note">
      <strong>{t.noRooms_}</strong>
      <p>{t.noRoomsHint_}</p>
      {query.value.view === 'list' && (
        <p>
          <a href={address({ ...query.value, view: 'matrix' })}>{t.toGrid_}</a>
        </p>
      )}
    </div>
  );
}

function RoomList() {
  const { rooms } = query.value;
  const shown = shownStays.value;
  if (!shown) return null;
  const offers = shown.body.offers
    .filter((offer) => offer.rooms_left >= rooms)
    .sort((a, b) => a.price.amount - b.price.amount);
  if (offers.length === 0) return <NoRooms />;
  return (
    <ul class="offers">
      {offers.map((offer) => (
        <RoomOffer key={offer.room_type_id} offer={offer} />
      ))}
    </ul>
  );
}

export function Hotels() {
  const { checkIn, checkOut } = stay.value;
  const { view, to } = query.value;
  const path = stayQuestionPath.value;
  const answer = stays.value;
  const shown = shownStays.value;
  const busy = answer.state === 'asking';
  return (
    <div class="stack">
      <div class="results-heading">
        <h1 id="results" tabIndex={-1}>
          {t.hotels_(cityName(to))}
        </h1>
        <p class="soft">
          {t.stay_(mediumDay(checkIn), mediumDay(checkOut), daysBetween(checkIn, checkOut))}
        </p>
      </div>
      <StayFields />
      <div class="toolbar">
        <ViewSwitch views={[['matrix', t.viewNights_]]} />
      </div>
      <section class="results" aria-labelledby="results" aria-busy={busy}>
        <p class="results-line soft small-text" role="status">
          {busy ? t.searching_ : shown ? t.foundRooms_(shown.body.offers.length) : ''}
        </p>
        {answer.state === 'failed' && !answer.problem?.errors?.length && (
          <Failed retry={() => askAgain(path)} />
        )}
        {shown && !shown.old && (
          <Missing missing={shown.body.missing} retry={() => askAgain(path)} />
        )}
        {view === 'matrix' ? (
          <NightGrid />
        ) : (
          <div class={shown?.old ? 'dimmed' : undefined} inert={shown?.old}>
            <RoomList />
          </div>
        )}
      </section>
    </div>
  );
}
