// The types of the HTTP API: made from docs/openapi.yaml by make_types.py, version 0.2.0.
// Texts are `string` whatever their form is; a type for each is named where it helps.

/** Without control characters. */
export type Text = string;

/** The three letters of an airport. */
export type Airport = string;

export type Day = string;

export type Instant = string;

/** The wall clock at the airport. */
export type LocalTime = string;

export interface Money {
  /** Minor units (centavos). */
  amount: number;
  currency: string;
}

export type SessionState = 'open' | 'paying' | 'confirmed' | 'expired' | 'cancelling' | 'cancelled';

export type TimeoutState = 'idle' | 'running' | 'paused' | 'fired' | 'cancelled';

export type HoldState =
  | 'asked'
  | 'held'
  | 'confirmed'
  | 'refused'
  | 'releasing'
  | 'released'
  | 'lost';

export type PaymentState =
  | 'authorizing'
  | 'authorized'
  | 'declined'
  | 'capturing'
  | 'captured'
  | 'capture_refused'
  | 'voiding'
  | 'voided'
  | 'refunding'
  | 'refunded'
  | 'charging'
  | 'waiting'
  | 'paid';

/** What the traveller may do now. */
export type Actions = ('hold' | 'swap' | 'drop' | 'pay' | 'stop_payment' | 'cancel')[];

export interface Session {
  id: string;
  state: SessionState;
  timeout: {
    state: TimeoutState;
    /**
     * Null until the first hold is asked; fixed from then on, but never later than the departure of
     * a flight that is held, the end of the check-in day of a room, or the start of an event.
     */
    expires_at: Instant | null;
  };
  /** In the traveller's order, those given up included. */
  holds: Hold[];
  /** Of what is held or confirmed, but for lists that are not decided yet. */
  total: Money;
  /** The latest attempt. */
  payment: Payment | null;
  booking_references: {
    hold: string;
    reference: string;
  }[];
  available_actions: Actions;
  /** There and true while a step waits so long that a person should look. */
  needs_attention?: true;
  waiting_for?: WaitingFor;
  version: number;
  /** The clock that `expires_at` is measured by. */
  server_time: Instant;
}

/**
 * The request that a payment or a cancellation waits for: there while the session is `paying` or
 * `cancelling`; of several the one that was sent most often. Its address is the supplier of `hold`,
 * or payment where there is none. Each repetition makes a version of the session, but not while a
 * bank is waited for: `attempts` is 1 then, and `next_attempt_at` the end of the Pix.
 */
export interface WaitingFor {
  command:
    | 'authorize'
    | 'charge'
    | 'confirm'
    | 'capture'
    | 'unconfirm'
    | 'void'
    | 'refund'
    | 'cancel';
  hold?: string;
  since: Instant;
  /** How often it was sent. */
  attempts: number;
  /** When it is sent again if it is not answered before. */
  next_attempt_at: Instant;
}

export type OpenedSession = Session & {
  /** 256 random bits; stored only as a hash. */
  token: string;
};

export interface Traveller {
  /** At most 200 bytes in UTF-8. */
  name: string;
}

export type HoldRequest = FlightRequest | RoomRequest | TicketRequest | OtherRequest;

export interface HoldListRequest {
  /** All of them are held, or none; this order is kept. */
  items: HoldRequest[];
  /** Holds that are held or lost, each once; they are released once the list is held. */
  replaces?: string[];
}

export interface FlightRequest {
  type: 'flight';
  carrier: string;
  flight: string;
  date: Day;
  fare?: Fare;
  quantity: Quantity;
  travellers: Travellers;
}

export interface RoomRequest {
  type: 'room';
  room_type_id: string;
  check_in: Day;
  check_out: Day;
  quantity: Quantity;
  travellers: Travellers;
}

export interface TicketRequest {
  type: 'ticket';
  event_id: string;
  /** Within the event. */
  section_id: string;
  quantity: Quantity;
  /** One for each ticket, or none; without it, none. */
  travellers?: Traveller[];
}

/** An offer of `GET /v1/other/search`. */
export interface OtherRequest {
  type: 'other';
  supplier: OtherSupplier;
  /** At its supplier. */
  item_id: string;
  from: Day;
  /** The last day: at most 30 behind the first, which it may be. */
  until: Day;
  quantity: Quantity;
  /** One for each thing, or none; without it, none. */
  travellers?: Traveller[];
}

export type OtherSupplier = string;

/** Seats, rooms or tickets. */
export type Quantity = number;

/** One for each seat, or one for each room. */
export type Travellers = Traveller[];

/** What was asked for, and what became of it. */
export type Hold = HoldRequest & {
  id: string;
  state: HoldState;
  description: string;
  item: Item;
  /** For the whole quantity; null until the supplier has said it. */
  price: Money | null;
  /**
   * Of a hold that is `held`: from then on it is paid only if it still costs that; null where its
   * supplier guarantees nothing.
   */
  price_guarantee_expires_at?: Instant | null;
  /** What comes back of the price, from the moment on that it is given back. */
  refund?: Money;
  /**
   * With `refused`, and of a flight that was given back because it cannot be reached from the one
   * before it in its list.
   */
  reason?: string;
  /** The same for all holds that were asked in one list. */
  list?: number;
  /** The hold that it was swapped for. */
  replaces?: string;
};

/**
 * The description for programs: as much as is needed to show the hold in any language. Until its
 * supplier has answered, it has only what was asked for.
 */
export type Item = FlightOfHold | RoomOfHold | TicketOfHold | OtherOfHold;

/**
 * Of a seat. `light` costs the carrier's price and nothing of it comes back; of `plus` half does
 * until the departure, of `flex` all. Without it: light.
 */
export type Fare = 'light' | 'plus' | 'flex';

/**
 * How much comes back when it is cancelled, in hundredths of the price, and until when; as its
 * supplier said it when it was held.
 */
export interface RefundTerms {
  percent: number;
  until: Instant;
}

/** What a hold was to be paid at, and what it costs now. */
export interface ChangedPrice {
  hold: string;
  price: Money;
  /** Null where it is not sold any more. */
  current_price: Money | null;
}

export interface Quote {
  id: string;
  refund: Money;
  expires_at: Instant;
  items: {
    hold: string;
    description: string;
    price: Money;
    refund: Money;
  }[];
}

export interface FlightOfHold {
  refund?: RefundTerms;
  type: 'flight';
  carrier: string;
  flight: string;
  date: Day;
  fare?: Fare;
  from?: Airport;
  to?: Airport;
  departs_at?: Instant;
  departs_at_local?: LocalTime;
  arrives_at?: Instant;
  arrives_at_local?: LocalTime;
  /** How many days after its departure it arrives, by the clocks on the walls. */
  arrives_next_day?: number;
}

export interface RoomOfHold {
  refund?: RefundTerms;
  type: 'room';
  room_type_id: string;
  check_in: Day;
  check_out: Day;
  nights?: number;
  hotel_id?: string;
  hotel?: string;
  room?: string;
  /** The end of the check-in day at the hotel. From then on it is neither sold nor given back. */
  check_in_ends_at?: Instant;
}

export interface TicketOfHold {
  refund?: RefundTerms;
  type: 'ticket';
  event_id: string;
  section_id: string;
  /** Its name in English. */
  event?: string;
  /** Its name in Portuguese. */
  event_pt?: string;
  near?: Airport;
  /** From then on it is neither sold nor given back. */
  starts_at?: Instant;
  starts_at_local?: LocalTime;
}

/** A thing that its supplier describes; a client shows `kind`, `title` and `details`. */
export interface OtherOfHold {
  refund?: RefundTerms;
  type: 'other';
  supplier: OtherSupplier;
  item_id: string;
  from: Day;
  until: Day;
  /** What such a thing is called in English. */
  kind?: string;
  /** And in Portuguese. */
  kind_pt?: string;
  /** This one, in English. */
  title?: string;
  /** And in Portuguese. */
  title_pt?: string;
  details?: OtherDetails;
  near?: Airport;
  /** From then on it is neither sold nor given back. */
  starts_at?: Instant;
  starts_at_local?: LocalTime;
}

/** Facts to show with it, in this order. */
export type OtherDetails = {
  name: string;
  name_pt: string;
  value: string;
  value_pt: string;
}[];

export type HoldWithSession = Hold & {
  session: Session;
};

export interface HoldListWithSession {
  /** Those of the list, in its order. */
  holds: Hold[];
  session: Session;
}

export interface PaymentRequest {
  method: 'card' | 'pix';
  /**
   * Required with a card, and refused with a Pix. Of the card, from the gateway. README.md lists
   * those of the test gateway. A card number (13 to 19 digits with a right check digit) is refused.
   */
  token?: string;
  /** The session's `total`. */
  amount: Money;
}

export interface Payment {
  attempt: number;
  state: PaymentState;
  method: string;
  amount: Money;
  /** Why it failed, from the moment its undo begins. */
  failure?:
    | 'payment_declined'
    | 'payment_unpaid'
    | 'supplier_refused'
    | 'supplier_unavailable'
    | 'hold_lost'
    | 'unavailable';
  decline_code?: string;
  /** Of a Pix; null until its code is there. */
  pix?: {
    /** For the bank, as it is or drawn as a QR code (BR Code). */
    copy_and_paste: string;
    /** From then on it is given up. */
    expires_at: Instant;
    /** In test mode: the page on which a person plays the bank. */
    test_bank?: string;
  } | null;
  /** What came beside the payment, twice, too late or of another amount, and was given back. */
  returned?: Money;
  /** What was given back in all, or is on its way while the state is `refunding`. */
  refund?: Money;
}

export interface Timeline {
  entries: TimelineEntry[];
}

export interface TimelineEntry {
  /** Without gaps from 1. */
  seq: number;
  at: Instant;
  /**
   * `session.` opened, expired, confirmed, cancelling, cancelled · `timeout.` running, paused ·
   * `hold.` asked, held, refused, releasing, released · `payment.` accepted, failed, stopped,
   * expired, returned · `step.` authorized, declined, confirmed, refused, silent, captured,
   * capture_refused, refunded, payment_lost, waiting, paid · `undo.` unconfirmed, voided, refunded
   * · `timeout.` scheduled, acknowledged · `cancellation.` done, of a part of the trip ·
   * `operator.` asked_again, cancelled, wrote_off. More may come.
   */
  type: string;
  hold?: string;
  /** Of the payment that it belongs to. */
  attempt?: number;
  detail?: string;
}

/** What a listener of a session is sent, as text of a WebSocket or as data of an event. */
export type Frame = StateFrame | BeatFrame;

/** The entries behind `after`, and the session at the same moment. */
export interface StateFrame {
  type: 'state';
  /**
   * The last `seq` of the frame before, or what was asked for. A client that knows another one
   * connects again with its own.
   */
  after: number;
  entries: TimelineEntry[];
  /** Further entries follow at once in another frame. */
  more: boolean;
  session: Session;
}

/** Sent after 15 seconds without a frame. */
export interface BeatFrame {
  type: 'beat';
  server_time: Instant;
  /** The last that was sent. */
  seq: number;
}

export interface FlightOffers {
  offers: {
    /** In the order in which they are flown, held and confirmed. */
    segments: {
      carrier: string;
      flight: string;
      from: Airport;
      to: Airport;
      date: Day;
      departs_at: Instant;
      departs_at_local: LocalTime;
      arrives_at: Instant;
      arrives_at_local: LocalTime;
      seats_left: number;
      /** Since the arrival of the segment before; the first has none. */
      layover_minutes?: number;
      /** The flight of another carrier that is sold under this number. */
      operated_by?: {
        carrier: string;
        flight: string;
      };
    }[];
    duration_minutes: number;
    /** In the fare `light`. */
    price: Money;
    /** The fares in which the segments can be held, each for all passengers. */
    fares: {
      fare: Fare;
      price: Money;
      /** How much comes back before the departure. */
      refund: 'none' | 'half' | 'all';
    }[];
    /**
     * Of the whole result, whichever page shows it, the lowest price, and the shortest duration.
     */
    marks: ('cheapest' | 'fastest')[];
    /** The same flights under the numbers of other carriers. */
    also_sold_as?: {
      segments: {
        carrier: string;
        flight: string;
        date: Day;
      }[];
    }[];
  }[];
  missing: Missing;
  /** There are more routes: behind `next` with `all=1`, else beyond `limit`. */
  more: boolean;
  /** Goes on behind the last offer, with `all=1`. */
  next?: string;
  truncated: Truncated;
  timetable: TimetableVersion;
  server_time: Instant;
}

export interface FlightCalendar {
  days: {
    date: Day;
    price?: Money;
    segments?: number;
    checked: boolean;
  }[];
  missing: Missing;
  truncated: Truncated;
  timetable: TimetableVersion;
  server_time: Instant;
}

/** The search was ended after too much work, so routes may be missing. */
export type Truncated = boolean;

/** Names the schedules that were searched; empty where none is known. */
export type TimetableVersion = string;

export interface StayOffers {
  offers: {
    hotel_id: string;
    hotel: string;
    room_type_id: string;
    room: string;
    nights: number;
    rooms_left: number;
    price: Money;
  }[];
  missing: Missing;
  more: More;
  next?: Next;
  server_time: Instant;
}

export interface HotelCalendar {
  days: {
    date: Day;
    price?: Money;
    checked: boolean;
  }[];
  rooms: {
    hotel_id: string;
    hotel: string;
    room_type_id: string;
    room: string;
    /** By date; on the others none is free. */
    nights: {
      date: Day;
      rooms_left: number;
      price: Money;
    }[];
  }[];
  /** There are room types that are not listed. */
  more: boolean;
  missing: Missing;
  server_time: Instant;
}

export interface TicketOffers {
  offers: {
    event_id: string;
    section_id: string;
    /** Its name in English. */
    event: string;
    /** Its name in Portuguese. */
    event_pt: string;
    kind: string;
    near: Airport;
    starts_at: Instant;
    starts_at_local: LocalTime;
    tickets_left: number;
    price: Money;
  }[];
  missing: Missing;
  more: More;
  next?: Next;
  server_time: Instant;
}

export interface OtherOffers {
  offers: {
    type: 'other';
    supplier: OtherSupplier;
    item_id: string;
    from: Day;
    until: Day;
    kind: string;
    kind_pt: string;
    title: string;
    title_pt: string;
    details: OtherDetails;
    near: Airport;
    starts_at: Instant;
    starts_at_local: LocalTime;
    left: number;
    price: Money;
  }[];
  missing: Missing;
  more: More;
  next?: Next;
  server_time: Instant;
}

export interface Places {
  airports: {
    code: Airport;
    name: string;
    city: {
      en: string;
      pt: string;
    };
    /** ISO 3166. */
    country: string;
    lat: number;
    lon: number;
    /** IANA time zone. */
    zone: string;
  }[];
  /** Those that a search asks; one without a known name has its code for it. */
  carriers: {
    code: string;
    name: string;
  }[];
}

/** There are offers behind the last one. */
export type More = boolean;

/** Where `more` is true: `after` of the same search, to go on. */
export type Next = string;

/** Suppliers that did not answer, by carrier code, `hotel` or `event`. */
export type Missing = string[];

/** RFC 9457. */
export interface Problem {
  /** `/problems/` and the code. */
  type: string;
  title: string;
  status: number;
  /** Stable; the responses list them. */
  code: string;
  /** A sentence about this very case. */
  detail: string;
  /** The path that was asked for. */
  instance?: string;
  session_state?: SessionState;
  side_effects?: 'none' | 'possible' | 'reversed';
  /**
   * That of the log, as in X-Request-Id. Only a 503 that a proxy gives because no replica answers
   * (deploy/haproxy) has none.
   */
  request_id?: string;
  errors?: {
    /** A JSON pointer into the body, or `/` and the name of a parameter of the query. */
    pointer: string;
    detail: string;
  }[];
}

/** A problem that was decided on the session as it is. */
export type Refusal = Problem & {
  available_actions?: Actions;
};

/** A payment that was accepted and failed. Everything that it had done is undone. */
export type FailedPayment = Refusal & {
  decline_code?: string;
  session: Session;
};
