#include "session-service/operator_view.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "common/contract/topology.hpp"
#include "session-service/core/saga.hpp"
#include "session-service/hold_request.hpp"
#include "session-service/representation.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

json time_or_null(const std::optional<Instant>& at) {
    return at ? json(rfc3339(*at)) : json(nullptr);
}

bool is_stuck(const Asking& asking, const Limits& limits) {
    return asking.next_attempt_at && asking.tries >= limits.tries_max;
}

json asking_json(const Asking& asking, const Limits& limits) {
    return {{"since", time_or_null(asking.since)},
            {"attempts", asking.tries},
            {"next_attempt_at", time_or_null(asking.next_attempt_at)},
            {"last_error", asking.last_error.empty() ? json(nullptr) : json(asking.last_error)},
            {"stuck", is_stuck(asking, limits)}};
}

/// The saga's own pending request; null without one.
json step_json(const Trip& trip, const Limits& limits) {
    if (!trip.saga || !trip.saga->asking.next_attempt_at) return nullptr;
    const auto& saga = *trip.saga;
    auto body = asking_json(saga.asking, limits);
    body["table"] = saga.table;
    body["command"] = viaja::name_of(saga.pending);
    body["address"] = std::string(topology::kPayment);
    if (saga.hold) {
        body["hold"] = saga.hold->text();
        const auto* hold = find_hold(trip, *saga.hold);
        if (hold) body["address"] = address_of(hold->request.item);
    }
    body["gives_up_at"] = time_or_null(saga.deadline);
    if (!knows_table(trip, limits)) body["stuck"] = true;
    return body;
}

/// What is asked about a hold beside the saga's own request; null where nothing is.
json release_json(const Hold& hold, const Limits& limits) {
    const auto pending = pending_request(hold);
    if (!pending) return nullptr;
    auto body = asking_json(hold.asking, limits);
    body["hold"] = hold.id.text();
    body["command"] = viaja::name_of(*pending);
    body["address"] = address_of(hold.request.item);
    if (!hold.written_off.empty()) {
        body["written_off"] = hold.written_off;
        body["stuck"] = false;
    }
    return body;
}

json notice_json(const Notice& notice, const Limits& limits) {
    auto body = asking_json(notice.asking, limits);
    body["id"] = notice.id.text();
    body["address"] = notice.notify;
    body["state"] = name_of(notice.state);
    return body;
}

json captured_json(const Trip& trip) {
    Money captured;
    for (const auto& payment : trip.payments) {
        const bool taken =
            payment.state == PaymentState::captured || payment.state == PaymentState::refunding;
        if (taken) captured.amount += payment.amount.amount;
    }
    return to_json(captured);
}

json payment_json(const Payment& payment) {
    json body = {{"attempt", payment.attempt},
                 {"state", name_of(payment.state)},
                 {"method", payment.method},
                 {"amount", to_json(payment.amount)}};
    if (payment.failure != Code::accepted) {
        body["failure"] = name_of(payment.failure);
        body["failure_reason"] = payment.failure_reason;
    }
    return body;
}

}  // namespace

json saga_json(const Trip& trip, const Limits& limits) {
    json body = {{"session", trip.id.text()},
                 {"session_state", name_of(trip.state)},
                 {"needs_attention", trip.needs_attention},
                 {"attempt", trip.attempt},
                 {"step", step_json(trip, limits)},
                 {"money_captured", captured_json(trip)}};
    if (!trip.payments.empty()) body["payment_state"] = name_of(trip.payments.back().state);
    body["holds"] = json::array();
    for (const auto& hold : trip.holds) {
        auto asked = release_json(hold, limits);
        if (!asked.is_null()) body["holds"].push_back(std::move(asked));
    }
    body["notices"] = json::array();
    for (const auto& notice : trip.notices) {
        if (notice.state == NoticeState::sending) {
            body["notices"].push_back(notice_json(notice, limits));
        }
    }
    return body;
}

json ignored_json(const Trip& trip, const std::vector<IgnoredAnswer>& answers) {
    json body = json::array();
    for (const auto& answer : answers) {
        json one = {{"answer", viaja::name_of(answer.answer)},
                    {"command", viaja::name_of(answer.command)},
                    {"attempt", answer.attempt},
                    {"from", topology::kPayment},
                    {"at", rfc3339(answer.at)},
                    {"why", answer.why}};
        if (answer.hold) {
            one["hold"] = answer.hold->text();
            const auto* hold = find_hold(trip, *answer.hold);
            if (hold) one["from"] = address_of(hold->request.item);
        }
        body.push_back(std::move(one));
    }
    return body;
}

json operator_session_json(const Trip& trip, const std::vector<Entry>& timeline, Instant now,
                           const Limits& limits) {
    auto body = session_json(trip, now);
    body["step"] = step_json(trip, limits);
    body["money_captured"] = captured_json(trip);
    for (std::size_t i = 0; i < trip.holds.size(); ++i) {
        const auto& hold = trip.holds[i];
        auto& shown = body["holds"][i];
        shown["address"] = address_of(hold.request.item);
        shown["attempt"] = hold.attempt;
        shown["asking"] = release_json(hold, limits);
        if (!hold.reason.empty()) shown["reason"] = hold.reason;
        if (!hold.written_off.empty()) shown["written_off"] = hold.written_off;
    }
    body["payments"] = json::array();
    for (const auto& payment : trip.payments)
        body["payments"].push_back(payment_json(payment));
    body["notices"] = json::array();
    for (const auto& notice : trip.notices)
        body["notices"].push_back(notice_json(notice, limits));
    body["timeline"] = timeline_json(timeline)["entries"];
    return body;
}

}  // namespace viaja::session
