#include "bench/floor/supplier_part.hpp"

#include <utility>

#include "bench/floor/floor_run.hpp"
#include "common/contract/match.hpp"

namespace viaja::bench {
namespace {

std::vector<std::string> units_of(const HoldRequest& request) {
    using Units = std::vector<std::string>;
    return std::visit(Match{
                          [](const FlightItem& flight) -> Units {
                              return {flight.flight + "/" + iso_date(flight.date)};
                          },
                          [](const RoomItem& room) {
                              Units units;
                              for (auto night = room.check_in; night < room.check_out;
                                   night = plus_days(night, 1))
                                  units.push_back(room.room_type_id + "/" + iso_date(night));
                              return units;
                          },
                          [](const TicketItem& ticket) -> Units {
                              return {ticket.event_id + "/" + ticket.section_id};
                          },
                          [](const OtherItem& other) -> Units { return {other.item_id}; },
                      },
                      request.item);
}

}  // namespace

SupplierPart::SupplierPart(Connection& connection, Bus& bus, IncomingMessages& incoming,
                           Quote quote)
    : connection_(connection),
      bus_(bus),
      incoming_(incoming),
      quote_(std::move(quote)),
      hold_rows_(connection, "holds", 1),
      unit_rows_(connection, "units", 1) {}

void SupplierPart::step(std::chrono::milliseconds patience) {
    const auto taken = incoming_.take(kBatchMax, patience);
    if (taken.empty()) return;
    take(taken);
    if (!batch_.empty()) {
        Instant now;
        Transaction transaction(connection_);
        read(now);
        write(now);
        transaction.commit();
        bus_.publish(answers());
    }
    incoming_.acknowledge(taken);
}

/// A message that came before is passed over: its answer was given.
void SupplierPart::take(const IncomingMessages::Taken& taken) {
    batch_.clear();
    for (const auto& incoming : taken) {
        const auto* command = std::get_if<SupplierCommand>(&incoming.message);
        if (!command) continue;
        const bool is_new =
            command->command == Command::hold && command->request && !held_.contains(command->hold);
        const bool is_held = command->command == Command::confirm && held_.contains(command->hold);
        if (is_new) held_.emplace(command->hold, Held{units_of(*command->request)});
        if (is_new || is_held) batch_.emplace(command->hold, command);
    }
}

void SupplierPart::read(Instant& now) {
    std::vector<Value> holds;
    std::vector<HoldRequest> requests;
    std::set<std::string> units;
    for (const auto& [id, command] : batch_) {
        holds.emplace_back(id.text());
        if (command->command == Command::hold) requests.push_back(*command->request);
        for (const auto& unit : held_.at(id).units)
            units.insert(unit);
    }
    connection_.lock(hold_rows_.table(), "id", holds);
    if (!requests.empty()) quote_(connection_, requests, connection_.now());
    const std::vector<Value> keys(units.begin(), units.end());
    known_units_.clear();
    for (const auto& row : connection_.lock(unit_rows_.table(), "id", keys))
        known_units_.insert(std::get<std::string>(row.front()));
    now = connection_.now();
}

void SupplierPart::write(Instant now) {
    Rows new_holds;
    Rows changed_holds;
    std::map<std::string, Values> units;
    for (const auto& [id, command] : batch_) {
        const bool is_new = command->command == Command::hold;
        auto& rows = is_new ? new_holds : changed_holds;
        rows.push_back(hold_rows_.row({{"id", id.text()},
                                       {"session_id", command->session_id.text()},
                                       {"state", is_new ? "held" : "confirmed"},
                                       {"attempt", std::int64_t{command->attempt}},
                                       {"version", std::int64_t{is_new ? 1 : 2}},
                                       {"deadline", to_value(command->deadline)},
                                       {"created_at", to_value(now)},
                                       {"updated_at", to_value(now)}}));
        for (const auto& unit : held_.at(id).units) {
            units[unit] = unit_rows_.row({{"id", unit},
                                          {"capacity", std::int64_t{174}},
                                          {"held", to_micros(now) & 0x7f},
                                          {"confirmed", std::int64_t{is_new ? 0 : 1}}});
        }
    }
    Rows new_units;
    Rows changed_units;
    for (auto& [id, row] : units)
        (known_units_.contains(id) ? changed_units : new_units).push_back(std::move(row));
    if (!new_holds.empty()) connection_.insert(hold_rows_.table(), new_holds);
    if (!changed_holds.empty()) connection_.put(hold_rows_.table(), changed_holds);
    if (!new_units.empty()) connection_.insert(unit_rows_.table(), new_units);
    if (!changed_units.empty()) connection_.put(unit_rows_.table(), changed_units);
}

std::vector<Outgoing> SupplierPart::answers() const {
    std::vector<Outgoing> messages;
    for (const auto& [id, command] : batch_) {
        const bool is_hold = command->command == Command::hold;
        SupplierReply reply;
        reply.answer = is_hold ? Answer::held : Answer::confirmed;
        reply.command = command->command;
        reply.session_id = command->session_id;
        reply.hold = id;
        reply.attempt = command->attempt;
        reply.row_state = is_hold ? "held" : "confirmed";
        reply.row_attempt = command->attempt;
        if (is_hold) {
            reply.price = Money{103'190, "BRL"};
            reply.description = "I01370 GRU–REC 2026-12-20";
        } else {
            reply.reference = "K7QX2M";
        }
        messages.push_back({floor_queue(command->reply_to), std::move(reply)});
    }
    return messages;
}

}  // namespace viaja::bench
