#pragma once
// Every message that services send each other, as values. How they look on the wire stands in
// encoding.hpp and docs/messages.md; when they are sent, in docs/saga.md. Any thread.

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "common/contract/catalogue_change.hpp"
#include "common/contract/commands.hpp"
#include "common/contract/ids.hpp"
#include "common/contract/items.hpp"
#include "common/contract/money.hpp"
#include "common/contract/prices.hpp"
#include "common/contract/schedule.hpp"
#include "common/contract/time.hpp"
#include "common/contract/units.hpp"

namespace viaja {

struct HoldRequest {
    Item item;
    int quantity = 1;  ///< seats, rooms or tickets, 1 to 9
    std::vector<std::string> travellers;
    bool operator==(const HoldRequest&) const = default;
};

/// `hold`, `confirm`, `unconfirm`, `cancel`, `expire`. The request's key is (command, hold,
/// attempt); `attempt` is 0 where the command belongs to no payment.
struct SupplierCommand {
    Command command{};
    SessionId session_id;
    HoldId hold;
    int attempt = 0;
    Instant deadline;                    ///< of the session; a `hold` after it is refused
    std::optional<HoldRequest> request;  ///< with `hold` only
    std::string reply_to;
    /// With `hold` only: a hold of the same session that this one is to replace. What both want of
    /// a unit is needed once.
    std::optional<HoldId> replaces = std::nullopt;
    bool operator==(const SupplierCommand&) const = default;
};

/// The answer to a SupplierCommand, computed from the supplier's row. It repeats the key and adds
/// the row's present state and attempt.
struct SupplierReply {
    Answer answer{};
    Command command{};
    SessionId session_id;
    HoldId hold;
    int attempt = 0;
    std::string reason;  ///< with `refused`: "sold_out", "gone", "attempt_over", …
    std::string row_state;
    int row_attempt = 0;
    Money price;              ///< with `held`
    std::string description;  ///< with `held`: "I01370 GRU–REC 2026-12-20"
    std::string reference;    ///< with `confirmed`: the booking reference
    /// With `held`, unless the supplier is of a version that does not say it.
    std::optional<HeldItem> item = std::nullopt;
    /// With `held`. Of a supplier that does not say it the price stands until the deadline that the
    /// `hold` named.
    std::optional<PriceGuarantee> guarantee = std::nullopt;
    bool operator==(const SupplierReply&) const = default;
};

/// `authorize`, `capture`, `void`, `refund`, `charge`, `acknowledge`; the key is (command, session,
/// attempt). The last one has no answer: it says that a `returned` was read.
struct PaymentCommand {
    Command command{};
    SessionId session_id;
    int attempt = 0;
    Instant deadline;
    Money amount;        ///< with every command, so that a tombstone can be read by people
    std::string method;  ///< "card" or "pix"
    std::string token;   ///< with `authorize`
    /// With `refund`: how much of the amount is given back in all, what came back before included;
    /// without it all of the amount. With `acknowledge`: the sum that the `returned` said.
    std::optional<Money> refund = std::nullopt;
    std::string reply_to = {};
    std::optional<Instant> pay_until = std::nullopt;  ///< with `charge`: when the code ends
    bool operator==(const PaymentCommand&) const = default;
};

struct PaymentReply {
    Answer answer{};
    Command command{};
    SessionId session_id;
    int attempt = 0;
    std::string reason;  ///< with `declined`, `capture_refused`, `refused`: the decline code
    std::string row_state;
    /// With `refunded`: how much was given back in all; without it all of the payment's amount.
    /// With `returned`: how much came beside the payment and was given back, in all.
    std::optional<Money> refunded = std::nullopt;
    std::string code = {};  ///< with `waiting`: what the traveller gives to the bank
    bool operator==(const PaymentReply&) const = default;
};

/// Notifies a service that a session's time is up: the legacy text `type=timeout&sessaoUUID=…`, or,
/// with a schedule, the notification that a ScheduleTimeout requested. The latter is sent until it
/// is acknowledged.
struct TimeoutNotice {
    SessionId session_id;
    std::optional<Uuid> schedule = {};  ///< the id of the request
    std::string reply_to = {};  ///< with a schedule: the address that takes the acknowledgement
    bool operator==(const TimeoutNotice&) const = default;
};

/// Subscribes a service, the sender or another one, to a session's timeout. The request's key is
/// (schedule-timeout, id, 0): a request with the same id is the same subscription.
struct ScheduleTimeout {
    Uuid id;
    SessionId session_id;
    std::string notify;               ///< the address of the service that is to be notified
    std::optional<Instant> deadline;  ///< a copy that comes later schedules nothing new
    std::string reply_to;
    bool operator==(const ScheduleTimeout&) const = default;
};

enum class ScheduleAnswer {
    scheduled,  ///< it will be, is being or was notified: `state` says which
    ended,      ///< the session ended otherwise, so that no timeout comes
    refused,    ///< for a reason
};
constexpr std::string_view name_of(ScheduleAnswer answer) {
    switch (answer) {
        case ScheduleAnswer::scheduled:
            return "timeout-scheduled";
        case ScheduleAnswer::ended:
            return "timeout-ended";
        case ScheduleAnswer::refused:
            return "timeout-refused";
    }
    return {};
}

/// The answer to a ScheduleTimeout, computed from the session's rows.
struct ScheduleReply {
    ScheduleAnswer answer{};
    Uuid id;
    SessionId session_id;
    std::string state;   ///< of the schedule: "scheduled", "fired", "acknowledged"; of the
                         ///< session where the schedule ended; empty where it was refused
    std::string reason;  ///< with `refused`: "unknown_address", "too_many", …
    bool operator==(const ScheduleReply&) const = default;
};

/// The `timeout` of a schedule has come.
struct TimeoutAcknowledged {
    Uuid schedule;
    SessionId session_id;
    bool operator==(const TimeoutAcknowledged&) const = default;
};

/// A supplier asks `session` whether the holds that it has for a session are still wanted. The
/// session answers with the commands that follow from its rows, or not at all.
struct SessionCheck {
    SessionId session_id;
    std::vector<HoldId> holds;
    std::string reply_to;
    bool operator==(const SessionCheck&) const = default;
};

/// A place in the order of flights: by departure, then by number.
struct FlightPlace {
    Instant departs_at;
    std::string flight;
    auto operator<=>(const FlightPlace&) const = default;
};

/// Questions change nothing, but for CatalogueChange; they are answered to a private address while
/// the asker waits. What stands behind `after` in the order of the answer is asked for; without it,
/// from the beginning.
struct FlightQuestion {
    std::string from;
    std::string to;
    Date date;
    int passengers = 1;
    std::optional<FlightPlace> after = std::nullopt;
    bool operator==(const FlightQuestion&) const = default;
};
struct StayQuestion {
    std::string near;
    Date check_in;
    Date check_out;
    int guests = 1;
    std::string after = {};  ///< a room type; empty: from the beginning
    bool operator==(const StayQuestion&) const = default;
};
/// What rooms cost on each of some nights, whatever stay they are part of.
struct NightsQuestion {
    static constexpr int kNightsMax = 31;

    std::string near;
    Date from;  ///< the first night, and the last one, at most kNightsMax of them
    Date until;
    int guests = 1;  ///< of one room
    bool operator==(const NightsQuestion&) const = default;
};
/// A place in the order of tickets: by the event's local start, then by event and section.
struct TicketPlace {
    std::string starts_at_local;
    TicketItem item;
    bool operator==(const TicketPlace&) const = default;
};
struct EventQuestion {
    static constexpr std::size_t kNearMax = 20;

    std::vector<std::string> near;  ///< airports, at most kNearMax
    Date from;                      ///< the first day, and the last one
    Date until;
    int quantity = 1;
    std::optional<TicketPlace> after = std::nullopt;
    bool operator==(const EventQuestion&) const = default;
};
/// A place in the order of other items: by local start, then by id.
struct OtherPlace {
    std::string starts_at_local;
    std::string item_id;
    bool operator==(const OtherPlace&) const = default;
};
/// What a supplier of other items has for these days, first to last, both included.
struct OtherQuestion {
    std::vector<std::string> near;  ///< airports, at most EventQuestion::kNearMax
    Date from;
    Date until;
    int quantity = 1;
    std::optional<OtherPlace> after = std::nullopt;
    bool operator==(const OtherQuestion&) const = default;
};
/// ScheduleQuestion and SeatsQuestion ask a carrier for what a search over all carriers needs,
/// UnitQuestion any supplier for what operators see, PricesQuestion any supplier before something
/// is paid whose price is no longer guaranteed; the others are answered by a search of the
/// supplier. CatalogueChange is the only one that changes something: it sets values, so asking it
/// twice or losing its answer does no harm.
using About =
    std::variant<FlightQuestion, StayQuestion, ScheduleQuestion, SeatsQuestion, EventQuestion,
                 UnitQuestion, NightsQuestion, OtherQuestion, CatalogueChange, PricesQuestion>;
struct Question {
    /// How long the answer to a question without `wait` is waited for.
    static constexpr Duration kUsualWait = std::chrono::seconds(2);

    Uuid id;
    Duration wait = kUsualWait;  ///< how long the asker waits: counted by the receiver from arrival
    /// The same as an instant of the asker's clock, for receivers that read no `wait` yet. It is
    /// compared with no other clock.
    std::optional<Instant> deadline = {};
    std::string reply_to;
    About about;
    bool operator==(const Question&) const = default;
};

struct FlightOffer {
    FlightItem item;
    std::string from;
    std::string to;
    Instant departs_at;
    Instant arrives_at;
    std::string departs_at_local;  ///< "2026-12-20T09:00"
    std::string arrives_at_local;
    int seats_left = 0;
    Money price;  ///< for all passengers asked for
    bool operator==(const FlightOffer&) const = default;
};
struct StayOffer {
    RoomItem item;
    std::string hotel_id;
    std::string hotel;
    std::string room;
    int nights = 0;
    int rooms_left = 0;
    Money price;  ///< one room, all nights
    bool operator==(const StayOffer&) const = default;
};
using FlightOffers = std::vector<FlightOffer>;
using StayOffers = std::vector<StayOffer>;
struct TicketOffer {
    TicketItem item;
    std::string event;     ///< its name in English
    std::string event_pt;  ///< its name in Portuguese
    std::string kind;      ///< "music"
    std::string near;      ///< the airport
    Instant starts_at;
    std::string starts_at_local;  ///< "2026-12-20T20:00"
    int tickets_left = 0;
    Money price;  ///< of all tickets asked for
    bool operator==(const TicketOffer&) const = default;
};
using TicketOffers = std::vector<TicketOffer>;
struct OtherOffer {
    HeldOther what;
    int left = 0;
    Money price;  ///< of as many as were asked for
    bool operator==(const OtherOffer&) const = default;
};
using OtherOffers = std::vector<OtherOffer>;
/// A night on which a room is free. It costs the same in every stay.
struct FreeNight {
    Date date;
    int rooms_left = 0;
    Money price;  ///< one room, this night
    bool operator==(const FreeNight&) const = default;
};
struct RoomNights {
    std::string room_type_id;
    std::string hotel_id;
    std::string hotel;
    std::string room;
    std::vector<FreeNight> nights;  ///< by date, those on which one is free
    bool operator==(const RoomNights&) const = default;
};
struct NightOffers {
    static constexpr std::size_t kRoomsMax = 100;

    std::vector<FreeNight> lowest;  ///< by date, the cheapest of all rooms; a night without one is
                                    ///< not named
    std::vector<RoomNights> rooms;  ///< the cheapest first, at most kRoomsMax
    bool operator==(const NightOffers&) const = default;
};
/// One alternative for each of About.
using Offers = std::variant<FlightOffers, StayOffers, SchedulePage, SeatsAnswer, TicketOffers,
                            UnitCounts, NightOffers, OtherOffers, CatalogueChanged, ItemPrices>;
constexpr std::size_t kOffersMax = 200;

/// At most kOffersMax offers: flights by FlightPlace, stays from the cheapest on, tickets by
/// TicketPlace, other items by OtherPlace.
struct QuestionAnswer {
    Uuid id;
    std::string from;     ///< the address of the service that answers
    std::string problem;  ///< empty, or why there is no offer: "unknown_airport"
    Offers offers;        ///< of the kind that was asked for, also where there is none
    bool more = false;    ///< there are offers behind the last one
    bool operator==(const QuestionAnswer&) const = default;
};

using Message = std::variant<SupplierCommand, SupplierReply, PaymentCommand, PaymentReply,
                             TimeoutNotice, ScheduleTimeout, ScheduleReply, TimeoutAcknowledged,
                             SessionCheck, Question, QuestionAnswer>;

/// Names a request; a reply repeats the key of what it answers.
struct RequestKey {
    std::string command;
    Uuid id;
    int attempt = 0;
    bool operator==(const RequestKey&) const = default;
};

/// What a message says of itself beside its content: all that it takes to carry it, to trace it and
/// to answer it, without knowing which message it is.
struct Envelope {
    std::string type;  ///< "hold", "held", …
    std::optional<RequestKey> key = std::nullopt;
    std::optional<SessionId> session_id = std::nullopt;  ///< the one that it is about
    std::optional<Duration> wait = std::nullopt;  ///< how long its sender waits for an answer
    std::optional<Instant> deadline = std::nullopt;
    std::string reply_to = {};  ///< the address for the answer; empty where none is expected
};
Envelope envelope_of(const Message&);
std::string type_of(const Message&);

/// Every type that a message may have.
std::set<std::string> message_types();

}  // namespace viaja
