#include "common/supplier/batch.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/topology.hpp"
#include "common/supplier/core/booking_reference.hpp"
#include "common/supplier/test_items.hpp"

namespace viaja::supplier {
namespace {

/// How many holds of a session one SessionCheck names; a session has far fewer.
constexpr std::size_t kHoldsOfCheckMax = 256;

bool takes_units(HoldState state) {
    return state == HoldState::held || state == HoldState::confirmed;
}

}  // namespace

SupplierBatch::SupplierBatch(Inventory& inventory, std::string address, Committed committed)
    : inventory_(inventory), address_(std::move(address)), committed_(std::move(committed)) {}

void SupplierBatch::load(Connection& connection, std::span<const Input* const> inputs) {
    std::vector<const SupplierCommand*> commands;
    std::set<HoldId> ids;
    std::set<SessionId> sessions;
    for (const auto* input : inputs) {
        const auto& content = input->as<SupplierInput>();
        if (const auto* command = std::get_if<SupplierCommand>(&content)) {
            commands.push_back(command);
            ids.insert(command->hold);
        } else {
            sessions.insert(std::get<TimeoutNotice>(content).session);
        }
    }
    holds_ = lock_holds(connection, ids);
    load_quotes(connection, commands);
    load_units(connection);
    held_by_session_ = held_by_session(connection, sessions);
}

/// Asks the inventory about all holds that are new, in one call.
void SupplierBatch::load_quotes(Connection& connection,
                                const std::vector<const SupplierCommand*>& commands) {
    std::map<HoldId, const HoldRequest*> wanted;
    for (const auto* command : commands) {
        if (command->command != Command::hold || holds_.contains(command->hold)) continue;
        check(command->request.has_value(), "a hold needs the item that is to be held");
        wanted.emplace(command->hold, &*command->request);
    }
    if (wanted.empty()) return;
    std::vector<HoldRequest> requests;
    for (const auto& [id, request] : wanted)
        requests.push_back(*request);
    auto quotes = inventory_.quote(connection, requests, connection.now());
    check(quotes.size() == requests.size(), "an inventory gives one quote a request");
    auto quote = quotes.begin();
    for (const auto& [id, request] : wanted)
        quotes_.emplace(id, std::move(*quote++));
}

/// Locks the units of every hold that may take some or give some back.
void SupplierBatch::load_units(Connection& connection) {
    std::map<std::string, int> capacities;
    for (const auto& [id, row] : holds_) {
        if (!takes_units(row.hold.state)) continue;
        for (const auto& claim : row.claims)
            capacities.emplace(claim.unit, 0);
    }
    for (const auto& [id, result] : quotes_) {
        const auto* quote = std::get_if<Quote>(&result);
        if (!quote) continue;
        check(!quote->claims.empty(), "a quote claims something");
        for (const auto& claim : quote->claims)
            capacities[claim.unit] = claim.capacity;
    }
    std::set<std::string> ids;
    for (const auto& [id, capacity] : capacities)
        ids.insert(id);
    units_ = lock_units(connection, ids);
    for (const auto& [id, capacity] : capacities) {
        if (units_.contains(id)) continue;
        units_.emplace(id, Unit{.id = id, .capacity = capacity});
        fresh_units_.insert(id);
    }
}

void SupplierBatch::decide(const Input& input, Instant now) {
    const auto& content = input.as<SupplierInput>();
    if (const auto* command = std::get_if<SupplierCommand>(&content)) {
        decide_command(*command, now);
    } else {
        ask_session(std::get<TimeoutNotice>(content));
    }
}

void SupplierBatch::decide_command(const SupplierCommand& command, Instant now) {
    ++counters_.commands;
    auto& row = holds_[command.hold];
    row.id = command.hold;
    check(row.hold.state == HoldState::none || row.session == command.session,
          "the hold belongs to another session");
    if (stays_silent(row, command, now)) {
        changed_holds_.insert(row.id);
        return;
    }
    const HoldInput input{
        .command = command.command,
        .attempt = command.attempt,
        .past_deadline = is_surely_past(command.deadline, now),
        .refusal =
            command.command == Command::hold ? refusal_to_hold(row) : refusal_to_confirm(row),
    };
    const auto before = row.hold;
    const auto decision = supplier::decide(before, input);
    if (decision.next != before) {
        if (before.state == HoldState::none) fill_new_row(row, command);
        row.hold = decision.next;
        if (decision.answer == Answer::confirmed) row.reference = booking_reference(row.id);
        take_or_give_back(row, before.state);
        changed_holds_.insert(row.id);
    }
    answer(command, row, decision);
    count(command, before, decision);
}

/// Why a hold without a row cannot be held: there is no such thing, or not enough of it.
std::string SupplierBatch::refusal_to_hold(const HoldRow& row) const {
    if (row.hold.state != HoldState::none) return "";
    const auto& result = quotes_.at(row.id);
    if (const auto* none = std::get_if<NoQuote>(&result)) return none->reason;
    std::map<std::string, int> wanted;
    for (const auto& claim : std::get<Quote>(result).claims)
        wanted[claim.unit] += claim.quantity;
    for (const auto& [unit, quantity] : wanted) {
        if (units_.at(unit).free() < quantity) return "sold_out";
    }
    return "";
}

void SupplierBatch::fill_new_row(HoldRow& row, const SupplierCommand& command) const {
    row.session = command.session;
    row.deadline = command.deadline;
    if (command.command != Command::hold) return;
    row.quantity = command.request->quantity;
    if (const auto* quote = std::get_if<Quote>(&quotes_.at(row.id))) {
        row.claims = quote->claims;
        row.price = quote->price;
        row.description = quote->description;
        row.item = quote->item;
        row.behaviour = quote->behaviour;
    }
}

void SupplierBatch::take_or_give_back(const HoldRow& row, HoldState from) {
    if (row.hold.state == from || (!takes_units(row.hold.state) && !takes_units(from))) return;
    for (const auto& claim : row.claims) {
        move(units_.at(claim.unit), claim.quantity, from, row.hold.state);
        changed_units_.insert(claim.unit);
    }
}

void SupplierBatch::answer(const SupplierCommand& command, const HoldRow& row,
                           const HoldDecision& decision) {
    SupplierReply reply;
    reply.answer = decision.answer;
    reply.command = command.command;
    reply.session = command.session;
    reply.hold = command.hold;
    reply.attempt = command.attempt;
    reply.reason = decision.reason;
    reply.row_state = name_of(row.hold.state);
    reply.row_attempt = row.hold.attempt;
    if (decision.answer == Answer::held) {
        reply.price = row.price;
        reply.description = row.description;
        reply.item = row.item;
    }
    if (decision.answer == Answer::confirmed) reply.reference = row.reference;
    for (int copy = 0; copy < copies_of_answers(row); ++copy)
        messages_.push_back({.address = command.reply_to, .message = reply});
}

void SupplierBatch::count(const SupplierCommand& command, const Hold& before,
                          const HoldDecision& decision) {
    const bool new_row = before.state == HoldState::none && decision.next.state != before.state;
    const bool of_attempt =
        command.command == Command::confirm || command.command == Command::unconfirm;
    if (command.command == Command::hold && decision.answer == Answer::refused) {
        if (before.state == HoldState::none) ++counters_.refused_holds;
        if (before.state == HoldState::cancelled || before.state == HoldState::expired) {
            ++counters_.tombstones_hit;
        }
    }
    if (command.command != Command::hold && new_row) ++counters_.tombstones;
    if (of_attempt && takes_units(before.state) && command.attempt < before.attempt) {
        ++counters_.old_attempts;
    }
    if (before.state == HoldState::confirmed && decision.next.state == HoldState::held) {
        ++counters_.undone_confirms;
    }
    if (decision.surprise == Surprise::none) return;
    ++counters_.unreachable;
    if (decision.surprise != Surprise::alarm) return;
    ++counters_.alarms;
    alarms_.push_back("hold " + command.hold.text() + " of session " + command.session.text() +
                      " is confirmed and was told to expire; it stays confirmed");
}

/// Whoever says that the time is up decides nothing: the session does, about each hold. A notice
/// that is waited for is acknowledged, whether anything is held or not.
void SupplierBatch::ask_session(const TimeoutNotice& notice) {
    if (notice.schedule) {
        messages_.push_back({.address = notice.reply_to,
                             .message = TimeoutAcknowledged{*notice.schedule, notice.session}});
    }
    const auto found = held_by_session_.find(notice.session);
    if (found == held_by_session_.end()) {
        // The first version's text, which a person has published.
        if (!notice.schedule) {
            alarms_.push_back("a timeout was told for session " + notice.session.text() +
                              ", of which nothing is held here; nothing was done");
        }
        return;
    }
    auto holds = found->second;
    holds.resize(std::min(holds.size(), kHoldsOfCheckMax));
    messages_.push_back(
        {.address = std::string(topology::kSession),
         .message = SessionCheck{
             .session = notice.session, .holds = std::move(holds), .reply_to = address_}});
}

void SupplierBatch::save(Connection& connection, Instant now) {
    std::vector<HoldRow> holds;
    for (const auto& id : changed_holds_) {
        auto& row = holds_.at(id);
        if (row.version == 0) row.created_at = now;
        ++row.version;
        row.updated_at = now;
        holds.push_back(row);
    }
    std::vector<Unit> fresh;
    std::vector<Unit> changed;
    for (const auto& id : changed_units_)
        (fresh_units_.contains(id) ? fresh : changed).push_back(units_.at(id));
    save_holds(connection, holds);
    save_units(connection, fresh, changed);
}

Effects SupplierBatch::effects() {
    committed_(counters_, alarms_);
    return {.messages = std::move(messages_), .actions = {}};
}

}  // namespace viaja::supplier
