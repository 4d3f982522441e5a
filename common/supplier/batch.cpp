#include "common/supplier/batch.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "common/supplier/core/booking_reference.hpp"
#include "common/supplier/core/swap.hpp"

namespace viaja::supplier {
namespace {

using Claims = std::vector<Claim>;

bool takes_units(HoldState state) {
    return state == HoldState::held || state == HoldState::confirmed;
}

}  // namespace

SupplierBatch::SupplierBatch(Inventory& inventory, std::string address,
                             std::optional<Duration> price_guarantee, Committed committed)
    : inventory_(inventory),
      address_(std::move(address)),
      price_guarantee_(price_guarantee),
      committed_(std::move(committed)) {}

void SupplierBatch::load(Connection& connection, std::span<const Input* const> inputs) {
    std::vector<const SupplierCommand*> commands;
    std::set<HoldId> ids;
    std::set<SessionId> sessions;
    for (const auto* input : inputs) {
        std::visit(Match{
                       [&](const SupplierCommand& command) {
                           commands.push_back(&command);
                           ids.insert(command.hold);
                           if (command.replaces) ids.insert(*command.replaces);
                       },
                       [&](const TimeoutNotice& notice) { sessions.insert(notice.session_id); },
                   },
                   input->as<SupplierInput>());
    }
    load_holds(connection, std::move(ids));
    collect_requests(commands);
    load_quotes(connection);
    lock_units_of_claims(connection);
    // The catalogue may have been changed between the quotes and the locks: what they say would be
    // written over what is new.
    if (differs_from_quotes()) {
        load_quotes(connection);
        lock_units_of_claims(connection);
    }
    take_capacities();
    held_by_session_ = held_by_session(connection, sessions);
}

/// The holds, and the other end of each swap. The ends change only with both rows locked, so those
/// read here stand.
void SupplierBatch::load_holds(Connection& connection, std::set<HoldId> ids) {
    holds_ = lock_holds(connection, ids);
    std::set<HoldId> others;
    for (const auto& [id, row] : holds_) {
        for (const auto& other : {row.borrows_from, row.lent_to})
            if (other && !ids.contains(*other)) others.insert(*other);
    }
    holds_.merge(lock_holds(connection, others));
}

/// Of the holds that have no row yet.
void SupplierBatch::collect_requests(const std::vector<const SupplierCommand*>& commands) {
    for (const auto* command : commands) {
        if (command->command != Command::hold || holds_.contains(command->hold)) continue;
        check(command->request.has_value(), "a hold needs the item that is to be held");
        requests_.emplace(command->hold, *command->request);
    }
}

/// Asks the inventory about all holds that are new, in one call.
void SupplierBatch::load_quotes(Connection& connection) {
    if (requests_.empty()) return;
    std::vector<HoldRequest> requests;
    for (const auto& [id, request] : requests_)
        requests.push_back(request);
    auto quotes = inventory_.quote(connection, requests, connection.time_after_locks());
    check(quotes.size() == requests.size(), "an inventory gives one quote a request");
    auto quote = quotes.begin();
    for (const auto& [id, request] : requests_)
        quotes_.insert_or_assign(id, std::move(*quote++));
}

/// Of every hold that may take some or give some back.
void SupplierBatch::lock_units_of_claims(Connection& connection) {
    capacities_.clear();
    for (const auto& [id, row] : holds_) {
        if (!takes_units(row.hold.state)) continue;
        for (const auto& claim : row.claims)
            capacities_.emplace(claim.unit, std::nullopt);
    }
    for (const auto& [id, result] : quotes_) {
        const auto* quote = std::get_if<Quote>(&result);
        if (!quote) continue;
        check(!quote->claims.empty(), "a quote claims something");
        for (const auto& claim : quote->claims)
            capacities_[claim.unit] = claim.capacity;
    }
    std::set<std::string> ids;
    for (const auto& [id, capacity] : capacities_)
        ids.insert(id);
    units_ = lock_units(connection, ids);
}

/// Of a unit without a row this cannot be seen: its next claim follows the catalogue.
bool SupplierBatch::differs_from_quotes() const {
    return std::ranges::any_of(units_, [this](const auto& entry) {
        const auto& capacity = capacities_.at(entry.first);
        return capacity && *capacity != entry.second.capacity;
    });
}

void SupplierBatch::take_capacities() {
    for (const auto& [id, capacity] : capacities_) {
        const auto [place, fresh] = units_.try_emplace(id, Unit{.id = id});
        if (fresh) fresh_units_.insert(id);
        auto& unit = place->second;
        if (capacity && unit.capacity != *capacity) {
            unit.capacity = *capacity;
            if (!fresh) changed_units_.insert(id);
        }
        left_before_[id] = unit.free();
    }
}

void SupplierBatch::decide(const Input& input, Instant now) {
    std::visit(
        Match{
            [&](const SupplierCommand& command) { decide_command(command, input.origin, now); },
            [&](const TimeoutNotice& notice) { ask_session(notice, input.origin); },
        },
        input.as<SupplierInput>());
}

void SupplierBatch::decide_command(const SupplierCommand& command, const Origin& origin,
                                   Instant now) {
    auto& row = holds_[command.hold];
    row.id = command.hold;
    check(row.hold.state == HoldState::none || row.session_id == command.session_id,
          "the hold belongs to another session");
    const HoldInput input{
        .command = command.command,
        .attempt = command.attempt,
        .past_deadline = is_surely_past(command.deadline, now),
        .refusal = refusal(command, row, now),
    };
    const auto before = row.hold;
    const auto decision = supplier::decide(before, input);
    if (decision.next != before) {
        row.hold = decision.next;
        if (before.state == HoldState::none) fill_new_row(row, command, now);
        if (decision.answer == Answer::confirmed) {
            row.reference = booking_reference(row.id);
            if (row.borrows_from) end_lender_of(row);
        }
        take_or_give_back(row, before.state);
        changed_holds_.insert(row.id);
    }
    answer(command, row, decision, origin.context);
    count(command, before, decision, origin);
}

/// Why the supplier says no to a hold or a confirm; empty if it does not.
std::string SupplierBatch::refusal(const SupplierCommand& command, const HoldRow& row,
                                   Instant now) const {
    return command.command == Command::hold ? refusal_to_hold(command, row, now)
                                            : refusal_to_confirm_now(row, now);
}

std::string SupplierBatch::refusal_to_confirm_now(const HoldRow& row, Instant now) const {
    if (row.sale_ends && now >= *row.sale_ends) return inventory_.after_sale();
    // Not while the session keeps its rules: it never has both ends of a swap confirmed.
    const bool lent_twice =
        row.borrows_from && holds_.at(*row.borrows_from).hold.state == HoldState::confirmed;
    if (lent_twice) return "replaced_is_confirmed";
    return row.item ? inventory_.refusal_to_confirm(asked_item(*row.item)) : "";
}

/// The hold that the command replaces, if it can lend what it takes: it is held by the same session
/// and is no end of another swap.
std::optional<HoldId> SupplierBatch::lender_for(const SupplierCommand& command) const {
    if (!command.replaces || *command.replaces == command.hold) return std::nullopt;
    const auto found = holds_.find(*command.replaces);
    if (found == holds_.end()) return std::nullopt;
    const auto& old = found->second;
    const bool lends = old.hold.state == HoldState::held && old.session_id == command.session_id &&
                       !old.lent_to && !old.borrows_from;
    return lends ? command.replaces : std::nullopt;
}

/// Why a hold without a row cannot be held: there is no such thing, or not enough of it.
std::string SupplierBatch::refusal_to_hold(const SupplierCommand& command, const HoldRow& row,
                                           Instant now) const {
    if (row.hold.state != HoldState::none) return "";
    const auto& result = quotes_.at(row.id);
    if (const auto* none = std::get_if<NoQuote>(&result)) return none->reason;
    const auto& quote = std::get<Quote>(result);
    // The quote was made before the locks were there.
    if (now >= quote.sale_ends) return inventory_.after_sale();
    const auto lender = lender_for(command);
    const Claims lent = lender ? holds_.at(*lender).claims : Claims{};
    for (const auto& claim : split(quote.claims, lent).own) {
        if (units_.at(claim.unit).free() < claim.quantity) return "sold_out";
    }
    return "";
}

/// Nullopt: the price is not guaranteed.
std::optional<Instant> SupplierBatch::price_guaranteed_until(const HoldRow& row,
                                                             Instant now) const {
    if (!price_guarantee_) return row.deadline;
    if (*price_guarantee_ <= Duration(0)) return std::nullopt;
    return std::min(now + *price_guarantee_, row.deadline);
}

void SupplierBatch::fill_new_row(HoldRow& row, const SupplierCommand& command, Instant now) {
    row.session_id = command.session_id;
    row.deadline = command.deadline;
    if (command.command != Command::hold) return;
    row.quantity = command.request->quantity;
    if (const auto* quote = std::get_if<Quote>(&quotes_.at(row.id))) {
        row.claims = quote->claims;
        row.price = quote->price;
        row.price_guaranteed_until = price_guaranteed_until(row, now);
        row.description = quote->description;
        row.item = quote->item;
        if (quote->sale_ends != Instant::max()) row.sale_ends = quote->sale_ends;
    }
    const auto lender = lender_for(command);
    if (lender && row.hold.state == HoldState::held) borrow(row, holds_.at(*lender));
}

void SupplierBatch::borrow(HoldRow& row, HoldRow& lender) {
    auto [own, borrowed] = split(row.claims, lender.claims);
    if (borrowed.empty()) return;
    row.claims = std::move(own);
    row.borrowed = std::move(borrowed);
    row.borrows_from = lender.id;
    lender.lent_to = row.id;
    changed_holds_.insert(lender.id);
}

/// The borrower is confirmed, so the session has given up the other end.
void SupplierBatch::end_lender_of(HoldRow& borrower) {
    auto& lender = holds_.at(*borrower.borrows_from);
    const auto from = lender.hold.state;
    lender.hold = {HoldState::cancelled, lender.hold.attempt, ""};
    changed_holds_.insert(lender.id);
    // The units still count the borrower as held: its own move comes after this.
    take_or_give_back(lender, from);
}

void SupplierBatch::take_or_give_back(HoldRow& row, HoldState from) {
    if (row.hold.state == from || (!takes_units(row.hold.state) && !takes_units(from))) return;
    if (!takes_units(row.hold.state) && (row.lent_to || row.borrows_from)) {
        end_swap_of(row, from);
        return;
    }
    for (const auto& claim : row.claims) {
        move(units_.at(claim.unit), claim.quantity, from, row.hold.state);
        changed_units_.insert(claim.unit);
    }
}

/// One end of a swap gives back what it takes; the other has from now on what it takes alone.
void SupplierBatch::end_swap_of(HoldRow& row, HoldState from) {
    auto& other = holds_.at(row.lent_to ? *row.lent_to : *row.borrows_from);
    const Claims passed = row.lent_to ? other.borrowed : Claims{};
    for (const auto& claim : sum(row.claims, {})) {
        hand_over(units_.at(claim.unit), claim.quantity, from, claimed(passed, claim.unit));
        changed_units_.insert(claim.unit);
    }
    other.claims = sum(other.claims, passed);
    for (auto* end : {&row, &other}) {
        end->borrowed.clear();
        end->borrows_from.reset();
        end->lent_to.reset();
    }
    changed_holds_.insert(other.id);
}

void SupplierBatch::count(const SupplierCommand& command, const Hold& before,
                          const HoldDecision& decision, const Origin& origin) {
    ++done_.answered[{command.command, decision.answer}];
    if (before.state != HoldState::none && decision.next == before) ++done_.counters.repeats;
    const bool new_row = before.state == HoldState::none && decision.next.state != before.state;
    const bool of_attempt =
        command.command == Command::confirm || command.command == Command::unconfirm;
    if (command.command == Command::hold && decision.answer == Answer::refused) {
        if (before.state == HoldState::none) ++done_.counters.refused_holds;
        if (before.state == HoldState::cancelled || before.state == HoldState::expired) {
            ++done_.counters.tombstones_hit;
        }
    }
    if (command.command != Command::hold && new_row) ++done_.counters.tombstones;
    if (of_attempt && takes_units(before.state) && command.attempt < before.attempt) {
        ++done_.counters.old_attempts;
    }
    if (before.state == HoldState::confirmed && decision.next.state == HoldState::held) {
        ++done_.counters.undone_confirms;
    }
    if (decision.surprise == Surprise::none) return;
    ++done_.counters.unreachable;
    if (decision.surprise != Surprise::alarm) return;
    ++done_.counters.alarms;
    done_.alarms.push_back(event_of(origin, Severity::error,
                                    "confirmed hold told to expire, it stays confirmed",
                                    {{"hold", command.hold.text()}}));
}

const HoldRow* SupplierBatch::find(const HoldId& id) const {
    const auto found = holds_.find(id);
    return found == holds_.end() ? nullptr : &found->second;
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
    few_left_ = few_left();
}

/// Of what was changed, the numbers that a search shows differently (Inventory::few_left).
std::vector<UnitLeft> SupplierBatch::few_left() const {
    std::vector<UnitLeft> few;
    for (const auto& id : changed_units_) {
        const int left = units_.at(id).free();
        const int before = left_before_.at(id);
        if (left != before && std::min(left, before) < kManyLeft) few.push_back({id, left});
    }
    return few;
}

Effects SupplierBatch::effects() {
    committed_(done_);
    Effects effects{.messages = std::move(messages_), .actions = {}};
    if (!few_left_.empty()) {
        effects.actions.emplace_back(
            [&inventory = inventory_, few = std::move(few_left_)] { inventory.few_left(few); });
    }
    return effects;
}

}  // namespace viaja::supplier
