#pragma once
// Every message that services send each other, as values. How they look on the wire stands in
// encoding.hpp and docs/messages.md; when they are sent, in docs/saga.md. Any thread.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/money.hpp"
#include "common/contract/time.hpp"

namespace viaja {

enum class Command {
    // to a supplier
    hold,
    confirm,
    unconfirm,
    cancel,
    expire,
    // to payment
    authorize,
    capture,
    void_,
    refund,
};

enum class Answer {
    // of a supplier
    held,
    refused,
    confirmed,
    unconfirmed,
    cancelled,
    expired,
    not_expired,
    // of payment (and `refused`)
    authorized,
    declined,
    captured,
    capture_refused,
    voided,
    refunded,
};

/// The words of the wire: "hold", "void", "held", "capture_refused", …
std::string_view name_of(Command);
std::string_view name_of(Answer);
std::optional<Command> command_named(std::string_view);
std::optional<Answer> answer_named(std::string_view);

/// What a traveller wants held.
struct FlightItem {
    std::string carrier;
    std::string flight;
    Date date;
    bool operator==(const FlightItem&) const = default;
};
struct RoomItem {
    std::string room_type_id;
    Date check_in;
    Date check_out;
    bool operator==(const RoomItem&) const = default;
};
using Item = std::variant<FlightItem, RoomItem>;

/// What a supplier holds, with all that it takes to show it in any language.
struct HeldFlight {
    FlightItem item;
    std::string from;  ///< airport codes
    std::string to;
    Instant departs_at;
    Instant arrives_at;
    std::string departs_at_local;  ///< "2026-12-20T09:00"
    std::string arrives_at_local;
    bool operator==(const HeldFlight&) const = default;
};
struct HeldRoom {
    RoomItem item;
    std::string hotel_id;
    std::string hotel;
    std::string room;
    /// The end of the check-in day at the hotel; of a supplier of an older version none.
    std::optional<Instant> check_in_ends_at = {};
    bool operator==(const HeldRoom&) const = default;
};
/// One alternative for each of Item.
using HeldItem = std::variant<HeldFlight, HeldRoom>;
/// From then on it counts as used, and is neither sold nor given back: the departure of a flight,
/// the end of the check-in day of a room.
Instant begins_at(const HeldItem&);
/// The same where only its day is known: when that day is over in every zone.
Instant begins_at(const Item&);
/// What was asked for when this was held.
Item asked_item(const HeldItem&);

struct HoldRequest {
    Item item;
    int quantity = 1;  ///< seats or rooms, 1 to 9
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
    Instant deadline;                    ///< of the session, for rule 2(h) of the protocol
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
    bool operator==(const SupplierReply&) const = default;
};

/// `authorize`, `capture`, `void`, `refund`; the key is (command, session, attempt).
struct PaymentCommand {
    Command command{};
    SessionId session_id;
    int attempt = 0;
    Instant deadline;
    Money amount;        ///< with every command, so that a tombstone can be read by people
    std::string method;  ///< "card"
    std::string token;   ///< with `authorize`
    std::string reply_to;
    bool operator==(const PaymentCommand&) const = default;
};

struct PaymentReply {
    Answer answer{};
    Command command{};
    SessionId session_id;
    int attempt = 0;
    std::string reason;  ///< with `declined`, `capture_refused`, `refused`: the decline code
    std::string row_state;
    bool operator==(const PaymentReply&) const = default;
};

/// Somebody says that a session's time is up: the seed's text `type=timeout&sessaoUUID=…`, or, with
/// a schedule, what a ScheduleTimeout asked for. That one is sent until it is acknowledged.
struct TimeoutNotice {
    SessionId session_id;
    std::optional<Uuid> schedule = {};  ///< the id of the request
    std::string reply_to = {};          ///< with a schedule: who waits to see it acknowledged
    bool operator==(const TimeoutNotice&) const = default;
};

/// Any service asks `session` that somebody, itself or another, be told when a session's timeout
/// fires. The request's key is (schedule-timeout, id, 0): the same id asked again is the same
/// schedule.
struct ScheduleTimeout {
    Uuid id;
    SessionId session_id;
    std::string notify;               ///< the address of the service that is to be told
    std::optional<Instant> deadline;  ///< a copy that comes later schedules nothing new
    std::string reply_to;
    bool operator==(const ScheduleTimeout&) const = default;
};

enum class ScheduleAnswer {
    scheduled,  ///< it will be told, is being told or was told: `state` says which
    ended,      ///< nobody will be told: the session ended otherwise
    refused,    ///< for a reason
};
std::string_view name_of(ScheduleAnswer);

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

/// Questions change nothing; they are answered to a private address while the asker waits. What
/// stands behind `after` in the order of the answer is asked for; without it, from the beginning.
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
struct Question {
    /// How long an asker waits that does not say so.
    static constexpr Duration kUsualWait = std::chrono::seconds(2);

    Uuid id;
    Duration wait = kUsualWait;  ///< how long the asker waits: counted by the receiver from arrival
    /// The same as an instant of the asker's clock, for receivers that read no `wait` yet. It is
    /// compared with no other clock.
    std::optional<Instant> deadline = {};
    std::string reply_to;
    std::variant<FlightQuestion, StayQuestion> about;
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
constexpr std::size_t kOffersMax = 200;

/// At most kOffersMax offers: flights by FlightPlace, stays from the cheapest on.
struct QuestionAnswer {
    Uuid id;
    std::string from;     ///< the address of the service that answers
    std::string problem;  ///< empty, or why there is no offer: "unknown_airport"
    std::vector<FlightOffer> flights;
    std::vector<StayOffer> stays;
    bool more = false;  ///< there are offers behind the last one
    bool operator==(const QuestionAnswer&) const = default;
};

using Message = std::variant<SupplierCommand, SupplierReply, PaymentCommand, PaymentReply,
                             TimeoutNotice, ScheduleTimeout, ScheduleReply, TimeoutAcknowledged,
                             SessionCheck, Question, QuestionAnswer>;

/// "hold", "held", …: the type property of the AMQP message and the `type` of the JSON.
std::string type_of(const Message&);
/// The session a message is about, where it is about one: the AMQP correlation id.
std::optional<SessionId> session_of(const Message&);

}  // namespace viaja
