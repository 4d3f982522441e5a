#pragma once
// A whole small world around the pure machines: one session, suppliers, payment and a model of the
// gateway. It is a value: copy it, change the copy, compare. Nothing happens by itself: letters
// arrive when the test says so, and the one clock moves when the test moves it.
//
// Every letter that was ever written stays in `letters` and may be delivered never, once or many
// times, in any order. That is all that a network, a crash between a commit and its messages, or a
// frozen process can do to us.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/supplier/core/hold.hpp"
#include "common/supplier/core/units.hpp"
#include "payment-service/core/payment.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"
#include "tests/transcripts/charges.hpp"
#include "tests/transcripts/gateway_model.hpp"

namespace viaja::story {

struct GatewayCall {
    int attempt = 0;
    payment::Operation operation{};
    std::string token;
    std::int64_t amount = 0;     ///< of the payment; of a refund what it gives back
    std::int64_t refund_to = 0;  ///< of a refund: that of the payment
};
struct GatewayAnswer {
    int attempt = 0;
    payment::Operation operation{};
    std::string token;  ///< of the call
    payment::GatewayOutcome outcome;
    std::int64_t amount = 0;     ///< of the call
    std::int64_t refund_to = 0;  ///< likewise
};

struct UnansweredCall {
    GatewayCall call;
    Instant silent_at;
};

using Content = std::variant<SupplierCommand, SupplierReply, PaymentCommand, PaymentReply,
                             GatewayCall, GatewayAnswer, BankCall, BankAnswer, Webhook,
                             ScheduleTimeout, ScheduleReply, TimeoutNotice, TimeoutAcknowledged>;

/// Two letters with the same name say the same. Names are those of the stories: "confirm#1(A1)".
struct Letter {
    std::string name;
    std::shared_ptr<const Content> content;
    std::string address = {};  ///< of a timeout, which goes to each address that is to be told
    bool is_new = true;        ///< written since it was last delivered or lost
};

enum class Health {
    well,
    silent,  ///< does nothing with what it is sent
    mute,    ///< does what it is asked, but its answers are lost
};

struct Supplier {
    supplier::Unit unit;          ///< the one thing that it sells
    std::string confirm_refusal;  ///< why it refuses to confirm; empty: it does not
    Health health = Health::well;
    bool departs_early = false;  ///< its flight, before that of the supplier before it has landed
    std::optional<int> refund_percent;  ///< of its price; none: it does not say, so that all is
    bool operator==(const Supplier&) const = default;
};

struct World {
    session::Rules rules;
    Instant now = from_micros(1'800'000'000'000'000);
    std::optional<session::Session> session;   ///< as the coordinator that drives it knows it
    std::optional<session::Session> saved;     ///< as the row is
    std::map<char, Supplier> suppliers;        ///< A, B, …
    std::map<HoldId, supplier::Hold> rows;     ///< of all suppliers
    std::set<HoldId> taken_away;               ///< at the supplier, by hand
    std::map<int, payment::Payment> payments;  ///< by attempt
    std::map<int, UnansweredCall> unanswered;  ///< in payment's memory: no row shows them yet
    Health payment_health = Health::well;
    std::map<int, GatewayBook> gateway;      ///< by attempt
    std::map<int, payment::Charge> charges;  ///< likewise
    std::map<int, BankBook> bank;            ///< likewise
    Health gateway_health = Health::well;
    bool gateway_refuses_to_undo = false;  ///< against its promise
    std::vector<Letter> letters;
    std::vector<std::string> sent;  ///< names of what was written since the list was last emptied
    std::vector<session::Entry> timeline;
    std::map<Uuid, ScheduleTimeout> wanted;  ///< asked of the session and not answered yet
    std::map<Uuid, std::string> told;        ///< who was told of the timeout, by its schedule
    int alarms = 0;  ///< rows of the machines' tables that are marked unreachable
};

/// "A1" is what supplier A keeps for one request; at most twelve characters.
HoldId hold_named(std::string_view name);
std::string name_of(const HoldId& id);
std::string name_of(const Content& content);

/// A letter is written, and replaces an earlier one of the same name.
void write(World& world, Content content, std::string address = {});

/// What a mute part wrote last is lost, but a copy of it may still come much later.
void lose_if_mute(World& world, Health health);

World new_world();
void open_session(World& world);

void keep_history(World& world, const session::Outcome& outcome);
/// What the session has to say now, from its rows.
void write_letters_of_session(World& world);

/// Progress that may be lost stays unwritten.
void save_if_needed(World& world);
/// The coordinator dies, or another one works on the row.
void forget_progress(World& world);

/// The traveller does something; then the session writes what follows from its rows.
template <class Input>
session::Outcome act(World& world, const Input& input) {
    auto outcome = decide(*world.session, input, world.now, world.rules);
    keep_history(world, outcome);
    write_letters_of_session(world);
    save_if_needed(world);
    return outcome;
}
/// The id of a quote, by the name of what it is for.
Uuid quote_named(std::string_view name);
/// A quote for these holds, or for all, and its confirmation at once.
session::Outcome cancel_trip(World& world, std::vector<HoldId> holds);
session::LegacyAnswer set_by_hand(World& world, session::LegacyState target);

HoldRequest request_for(std::string_view kind);

/// The letter arrives; it may have arrived before.
void deliver(World& world, const Letter& letter);
/// Null if no such letter was ever written. A refusal is found by its name with or without reason.
Letter* find_letter(World& world, std::string_view name);

/// A service asks the session to tell `whom` ("A", "payment", …) of its timeout, until answered.
void want_told(World& world, std::string_view name, std::string_view whom);
/// Asks again for all that was not answered.
void ask_for_timeouts(World& world);
/// "flight.A0" for A; any other word that is no supplier's letter stands for itself.
std::string address_of(std::string_view whom);

/// All parts do what is due by the clock.
void tick_session(World& world);
void tick_payment(World& world);
/// What payment takes when a call that no row shows stays unanswered.
GatewayAnswer silence_of(const GatewayCall& call);
/// When a part has something to do next; max for never.
Instant next_due(const World& world);

/// The supplier expires the hold by hand, without being asked.
void expire_by_hand(World& world, const HoldId& id);

}  // namespace viaja::story
