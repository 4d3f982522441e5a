#include "session-service/core/hold_list.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "session-service/core/connections.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {
namespace {

using Together = std::vector<Hold*>;

Together list_of(Session& session, const Hold& hold) {
    Together together;
    for (const auto* one : asked_together(session, hold))
        together.push_back(find_hold(session, one->id));
    return together;
}

bool want_same(const FlightItem& some, const FlightItem& other) {
    return some.carrier == other.carrier && some.flight == other.flight && some.date == other.date;
}
bool want_same(const RoomItem& some, const RoomItem& other) {
    return some.room_type_id == other.room_type_id;
}
bool want_same(const TicketItem& some, const TicketItem& other) {
    return some == other;
}
bool want_same(const OtherItem& some, const OtherItem& other) {
    return some.supplier == other.supplier && some.item_id == other.item_id;
}

/// Whether their supplier may count what both want once. Each kind of item has its `want_same`.
bool want_the_same(const Item& some, const Item& other) {
    return std::visit(
        [](const auto& one, const auto& another) {
            if constexpr (std::is_same_v<decltype(one), decltype(another)>) {
                return want_same(one, another);
            } else {
                return false;
            }
        },
        some, other);
}

const HeldFlight* flight_of(const Hold& hold) {
    if (hold.state != HoldState::held || !hold.item) return nullptr;
    return std::get_if<HeldFlight>(&*hold.item);
}

/// The first flight that cannot be reached from the one before it in the list, of those that are
/// held; null without one.
Hold* find_unreachable(const Together& together, const Airports& airports) {
    const HeldFlight* before = nullptr;
    for (auto* hold : together) {
        if (!std::holds_alternative<FlightItem>(hold->request.item)) continue;
        const auto* flight = flight_of(*hold);
        if (before && flight && !can_be_reached(*flight, *before, airports)) return hold;
        before = flight;
    }
    return nullptr;
}

/// What has begun cannot be paid: the deadline is at most the earliest beginning of what is held.
void end_by_beginning(DecisionContext& context) {
    auto& expires_at = context.session.timeout.expires_at;
    if (expires_at) expires_at = std::min(*expires_at, begins_at(context.session));
}

void release_replaced(DecisionContext& context, const Together& together) {
    std::set<HoldId> named;
    for (const auto* hold : together)
        if (hold->replaces) named.insert(*hold->replaces);
    const int list = together.front()->list;
    for (auto& old : context.session.holds) {
        const bool replaced = named.contains(old.id) || (list != 0 && old.swapped_for == list);
        if (replaced && may_be_released(old)) release(context, old, Command::cancel);
    }
}

void give_up(DecisionContext& context, const Together& together) {
    for (auto* hold : together)
        if (may_be_released(*hold)) release(context, *hold, Command::cancel);
}

void follow_answers(DecisionContext& context, const Together& together) {
    if (std::ranges::any_of(together, [](const Hold* hold) { return was_refused(*hold); }))
        return give_up(context, together);
    const auto is_held = [](const Hold* hold) { return hold->state == HoldState::held; };
    if (!std::ranges::all_of(together, is_held)) return;
    end_by_beginning(context);
    release_replaced(context, together);
}

}  // namespace

void mark_replaced(Session& session, int list, std::span<const HoldId> replaced) {
    std::vector<const Hold*> olds;
    for (const auto& id : replaced) {
        auto* old = find_hold(session, id);
        old->swapped_for = list;
        olds.push_back(old);
    }
    for (auto& hold : session.holds) {
        if (hold.list != list) continue;
        const auto same = std::ranges::find_if(olds, [&](const Hold* old) {
            return want_the_same(old->request.item, hold.request.item);
        });
        if (same == olds.end()) continue;
        hold.replaces = (*same)->id;
        olds.erase(same);
    }
}

void settle_list(DecisionContext& context, const Hold& hold) {
    const auto together = list_of(context.session, hold);
    if (auto* flight = find_unreachable(together, *context.rules.airports)) {
        flight->reason = kImpossibleConnection;
        context.record("hold.refused", flight->id, flight->reason);
    }
    follow_answers(context, together);
}

void settle_lists(DecisionContext& context) {
    if (context.session.state != SessionState::open) return;
    for (const auto& hold : context.session.holds)
        if (hold.list == hold.position) follow_answers(context, list_of(context.session, hold));
}

void give_up_list(DecisionContext& context, const Hold& hold) {
    give_up(context, list_of(context.session, hold));
}

}  // namespace viaja::session
