#include "tests/transcripts/world.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::story {
namespace {

constexpr int kCapacity = 9;
const Instant kFirstDeparture = from_micros(1'801'500'000'000'000);

Supplier& supplier_of(World& world, const HoldId& id) {
    return world.suppliers.at(name_of(id).front());
}

/// What the supplier would say if it were for it to say (its table knows when it is).
std::string refusal_of(const Supplier& supplier, Command command) {
    if (command == Command::hold && supplier.unit.free() < 1) return "sold_out";
    if (command == Command::confirm) return supplier.confirm_refusal;
    return "";
}

/// Supplier A flies from A to B, B from B to C, each three hours after the one before.
HeldFlight flight_of(const Supplier& supplier, const FlightItem& item) {
    const char letter = supplier.unit.id.front();
    HeldFlight flight;
    flight.item = item;
    flight.from = letter;
    flight.to = static_cast<char>(letter + 1);
    flight.departs_at = kFirstDeparture + std::chrono::hours(3 * (letter - 'A'));
    if (supplier.departs_early) flight.departs_at -= std::chrono::hours(2);
    flight.arrives_at = flight.departs_at + std::chrono::hours(2);
    if (supplier.refund_percent) {
        // So soon that it cannot be withdrawn from for nothing.
        flight.departs_at -= std::chrono::days(14);
        flight.arrives_at -= std::chrono::days(14);
        flight.refund = RefundTerms{*supplier.refund_percent, flight.departs_at};
    }
    return flight;
}

void count_surprise(World& world, supplier::Surprise surprise) {
    if (surprise != supplier::Surprise::none) ++world.alarms;
}

void at_supplier(World& world, const SupplierCommand& command) {
    auto& supplier = supplier_of(world, command.hold);
    if (supplier.health == Health::silent) return;
    auto& row = world.rows[command.hold];
    const auto decision = supplier::decide(row, {.command = command.command,
                                                 .attempt = command.attempt,
                                                 .past_deadline = world.now >= command.deadline,
                                                 .refusal = refusal_of(supplier, command.command)});
    supplier::move(supplier.unit, 1, row.state, decision.next.state);
    row = decision.next;
    count_surprise(world, decision.surprise);

    SupplierReply reply;
    reply.answer = decision.answer;
    reply.command = command.command;
    reply.session_id = command.session_id;
    reply.hold = command.hold;
    reply.attempt = command.attempt;
    reply.reason = decision.reason;
    reply.row_state = supplier::name_of(row.state);
    reply.row_attempt = row.attempt;
    const auto* hold = find_hold(std::as_const(*world.session), command.hold);
    if (hold) {
        std::visit(Match{
                       [&](const FlightItem& flight) {
                           reply.price.amount = 60000;
                           reply.description = "a flight";
                           reply.item = flight_of(supplier, flight);
                       },
                       [&](const RoomItem&) {
                           reply.price.amount = 40000;
                           reply.description = "a room";
                       },
                       [&](const TicketItem&) {
                           reply.price.amount = 20000;
                           reply.description = "a ticket";
                       },
                       [&](const OtherItem&) {
                           reply.price.amount = 10000;
                           reply.description = "a thing that its supplier describes";
                       },
                   },
                   hold->request.item);
    }
    if (decision.answer == Answer::confirmed) reply.reference = "REF" + name_of(command.hold);
    write(world, std::move(reply));
    lose_if_mute(world, supplier.health);
}

/// Writes what a decision of the payment machine says, and takes over its row.
void carry_out(World& world, payment::Decision decision, int attempt, Command command) {
    if (decision.unreachable) ++world.alarms;
    const auto row = std::move(decision.next);
    if (row.state != payment::State::none) world.payments[attempt] = row;
    if (decision.call) {
        GatewayCall call{attempt, *decision.call, row.token, row.amount.amount};
        if (call.operation == payment::Operation::refund) {
            call.refund_to = row.refund_to;
            call.amount = (row.refund_to == 0 ? row.amount.amount : row.refund_to) - row.refunded;
        }
        const auto silent_at = world.now + payment::retry_delay(row.id, 1);
        const bool written = payment::open_call(row.state).has_value();
        if (!written) world.unanswered.try_emplace(attempt, UnansweredCall{call, silent_at});
        write(world, call);
    }
    if (!decision.reply) return;
    PaymentReply reply;
    reply.answer = decision.reply->answer;
    reply.command = command;
    reply.session_id = world.session->id;
    reply.attempt = attempt;
    reply.reason = decision.reply->reason;
    reply.row_state = payment::name_of(row.state);
    reply.refunded = decision.reply->refunded;
    write(world, std::move(reply));
    lose_if_mute(world, world.payment_health);
}

payment::Payment payment_of(World& world, int attempt) {
    const auto found = world.payments.find(attempt);
    if (found != world.payments.end()) return found->second;
    payment::Payment fresh;
    fresh.id = PaymentId{world.session->id, attempt};
    return fresh;
}

void at_payment(World& world, const PaymentCommand& command) {
    if (command.method == session::kPix) return at_charges(world, command);
    if (world.payment_health == Health::silent) return;
    const auto row = payment_of(world, command.attempt);
    carry_out(world, payment::decide(row, command, world.now), command.attempt, command.command);
}

void at_payment(World& world, const GatewayAnswer& answer) {
    if (world.payment_health == Health::silent) return;
    auto row = payment_of(world, answer.attempt);
    if (row.state == payment::State::none) {
        row.token = answer.token;
        row.amount.amount = answer.amount;
    }
    if (answer.operation == payment::Operation::authorize) world.unanswered.erase(answer.attempt);
    const int alarms = world.alarms;
    carry_out(world,
              payment::take(row, answer.operation, answer.refund_to, answer.outcome, world.now),
              answer.attempt, payment::command_of(answer.operation));
    if (world.gateway_refuses_to_undo) world.alarms = alarms;  // the gateway's, not ours
}

void at_gateway(World& world, const GatewayCall& call) {
    if (world.gateway_health == Health::silent) return;
    const bool undo =
        call.operation == payment::Operation::void_ || call.operation == payment::Operation::refund;
    if (undo && world.gateway_refuses_to_undo) {
        write(world, GatewayAnswer{call.attempt, call.operation, call.token,
                                   payment::GatewayOutcome::no("under_review"), call.amount,
                                   call.refund_to});
        return;
    }
    auto& book = world.gateway[call.attempt];
    const auto outcome = call.operation == payment::Operation::refund
                             ? refund(book, call.refund_to, call.amount)
                             : execute(book, call.operation, call.token);
    write(world, GatewayAnswer{call.attempt, call.operation, call.token, outcome, call.amount,
                               call.refund_to});
    lose_if_mute(world, world.gateway_health);
}

void at_session(World& world, const ScheduleTimeout& wish) {
    ScheduleReply reply;
    keep_history(world, session::schedule(*world.session, wish, world.now, world.rules, reply));
    write(world, std::move(reply));
    write_letters_of_session(world);
    world.saved = world.session;
}

Health health_at(const World& world, const std::string& address) {
    for (const auto& [letter, supplier] : world.suppliers) {
        if (address_of(std::string(1, letter)) == address) return supplier.health;
    }
    return address == address_of("payment") ? world.payment_health : Health::well;
}

/// A service that is told says that it was, and knows it from then on.
void at_addressee(World& world, const TimeoutNotice& subscription, const std::string& address) {
    const auto health = health_at(world, address);
    if (health == Health::silent) return;
    world.told[subscription.schedule.value()] = address;
    write(world, TimeoutAcknowledged{*subscription.schedule, subscription.session_id});
    lose_if_mute(world, health);
}

void acknowledge(World& world, const PaymentReply& reply) {
    PaymentCommand read;
    read.command = Command::acknowledge;
    read.session_id = reply.session_id;
    read.attempt = reply.attempt;
    read.method = session::kPix;
    read.refund = reply.refunded;
    write(world, std::move(read));
}

struct Arrival {
    World& world;
    const std::string& address;

    void operator()(const SupplierCommand& command) const { at_supplier(world, command); }
    void operator()(const SupplierReply& reply) const { act(world, reply); }
    void operator()(const PaymentCommand& command) const { at_payment(world, command); }
    void operator()(const PaymentReply& reply) const {
        act(world, reply);
        if (reply.answer == Answer::returned) acknowledge(world, reply);
    }
    void operator()(const BankCall& call) const { at_bank(world, call); }
    void operator()(const BankAnswer& answer) const { at_charges(world, answer); }
    void operator()(const Webhook& webhook) const { at_charges(world, webhook); }
    void operator()(const GatewayCall& call) const { at_gateway(world, call); }
    void operator()(const GatewayAnswer& answer) const { at_payment(world, answer); }
    void operator()(const ScheduleTimeout& wish) const { at_session(world, wish); }
    void operator()(const ScheduleReply& reply) const { world.wanted.erase(reply.id); }
    void operator()(const TimeoutNotice& subscription) const {
        at_addressee(world, subscription, address);
    }
    void operator()(const TimeoutAcknowledged& told) const { act(world, told); }
};

}  // namespace

void write(World& world, Content content, std::string address) {
    auto name = name_of(content);
    world.sent.push_back(name);
    std::erase_if(world.letters, [&](const Letter& letter) { return letter.name == name; });
    world.letters.push_back(Letter{.name = std::move(name),
                                   .content = std::make_shared<const Content>(std::move(content)),
                                   .address = std::move(address)});
}

void lose_if_mute(World& world, Health health) {
    if (health == Health::mute) world.letters.back().is_new = false;
}

World new_world() {
    World world;
    for (const char letter : {'A', 'B', 'C'}) {
        auto& supplier = world.suppliers[letter];
        supplier.unit.id = std::string(1, letter);
        supplier.unit.capacity = kCapacity;
    }
    return world;
}

void open_session(World& world) {
    world.session =
        session::open_session(SessionId{hold_named("session").value}, "", world.now, world.rules);
    world.saved = world.session;
}

void save_if_needed(World& world) {
    if (may_stay_unwritten(*world.saved, *world.session, world.rules.tables)) return;
    world.saved = world.session;
}

void forget_progress(World& world) {
    world.session = world.saved;
}

Uuid quote_named(std::string_view name) {
    return hold_named("q" + std::string(name)).value;
}

session::Outcome cancel_trip(World& world, std::vector<HoldId> holds) {
    auto name = std::string(holds.empty() ? "all" : "");
    for (const auto& hold : holds)
        name += name_of(hold);
    const auto id = quote_named(name);
    auto quoted = act(world, session::QuoteCancellation{id, std::move(holds)});
    if (quoted.code != session::Code::accepted) return quoted;
    return act(world, session::ConfirmCancellation{id});
}

session::LegacyAnswer set_by_hand(World& world, session::LegacyState target) {
    auto answer = session::LegacyAnswer::failed;
    keep_history(world, session::set_state(*world.session, target, world.now, world.rules, answer));
    write_letters_of_session(world);
    world.saved = world.session;
    return answer;
}

void keep_history(World& world, const session::Outcome& outcome) {
    world.timeline.insert(world.timeline.end(), outcome.entries.begin(), outcome.entries.end());
}

void write_letters_of_session(World& world) {
    for (auto& command : derive_supplier_commands(*world.session, world.now, world.rules)) {
        write(world, std::move(command));
    }
    for (auto& command : derive_payment_commands(*world.session, world.now, world.rules)) {
        write(world, std::move(command));
    }
    for (auto& [address, subscription] :
         derive_timeout_notices(*world.session, world.now, world.rules)) {
        write(world, std::move(subscription), std::move(address));
    }
}

std::string address_of(std::string_view whom) {
    if (whom == "A") return "flight.A0";
    if (whom == "B") return "hotel";
    return whom == "C" ? "event" : std::string(whom);
}

void want_told(World& world, std::string_view name, std::string_view whom) {
    ScheduleTimeout wish;
    wish.id = hold_named(name).value;
    wish.session_id = world.session->id;
    wish.notify = address_of(whom);
    world.wanted.insert_or_assign(wish.id, wish);
    write(world, std::move(wish));
}

void ask_for_timeouts(World& world) {
    for (const auto& [id, wish] : world.wanted)
        write(world, wish);
}

void deliver(World& world, const Letter& letter) {
    const auto content = letter.content;
    const auto address = letter.address;
    const auto here = std::ranges::find(world.letters, letter.name, &Letter::name);
    if (here != world.letters.end()) here->is_new = false;
    std::visit(Arrival{world, address}, *content);
}

void tick_session(World& world) {
    if (!world.session) return;
    keep_history(world, session::pass_time(*world.session, world.now, world.rules));
    write_letters_of_session(world);
    world.saved = world.session;
}

GatewayAnswer silence_of(const GatewayCall& call) {
    return {call.attempt, call.operation, call.token, payment::GatewayOutcome::silence(),
            call.amount,  call.refund_to};
}

void tick_payment(World& world) {
    if (world.payment_health == Health::silent) return;
    const auto unanswered = world.unanswered;
    for (const auto& [attempt, waiting] : unanswered) {
        if (world.now >= waiting.silent_at) at_payment(world, silence_of(waiting.call));
    }
    const auto payments = world.payments;
    for (const auto& [attempt, row] : payments) {
        carry_out(world, payment::ask_again(row, world.now), attempt, Command::authorize);
    }
    tick_charges(world);
}

Instant next_due(const World& world) {
    auto due = world.session ? session::due_at(*world.session, world.rules) : Instant::max();
    if (world.payment_health == Health::silent) return due;
    for (const auto& [attempt, waiting] : world.unanswered)
        due = std::min(due, waiting.silent_at);
    for (const auto& [attempt, row] : world.payments) {
        const bool calls = payment::open_call(row.state).has_value() && row.next_attempt_at;
        if (calls) due = std::min(due, *row.next_attempt_at);
    }
    for (const auto& [attempt, charge] : world.charges)
        due = std::min(due, charge.next_attempt_at.value_or(Instant::max()));
    return due;
}

void expire_by_hand(World& world, const HoldId& id) {
    SupplierCommand command;
    command.command = Command::expire;
    command.session_id = world.session->id;
    command.hold = id;
    command.deadline = Instant::max();
    const int alarms = world.alarms;
    at_supplier(world, command);
    world.alarms = alarms;  // a person's mistake at the desk is not ours
    if (world.rows[id].state == supplier::HoldState::expired) world.taken_away.insert(id);
}

}  // namespace viaja::story
