#include "session-service/operators/operator_view.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "common/contract/topology.hpp"
#include "session-service/core/cancellation.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/saga.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/store/hold_request.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

json time_or_null(const std::optional<Instant>& at) {
    return at ? json(rfc3339(*at)) : json(nullptr);
}

bool is_stuck(const RetryState& retry, const Limits& limits) {
    return retry.next_attempt_at && retry.tries >= limits.tries_max;
}

json asking_json(const RetryState& retry, const Limits& limits) {
    return {{"since", time_or_null(retry.since)},
            {"attempts", retry.tries},
            {"next_attempt_at", time_or_null(retry.next_attempt_at)},
            {"last_error", retry.last_error.empty() ? json(nullptr) : json(retry.last_error)},
            {"stuck", is_stuck(retry, limits)}};
}

/// The table of steps of a saga, also where only requests at its holds are pending; null without a
/// saga.
json table_json(const Session& session) {
    return session.saga ? json(session.saga->table) : json(nullptr);
}

/// The saga's own pending request; null without one.
json step_json(const Session& session, const Rules& rules) {
    if (!session.saga || !session.saga->retry.next_attempt_at) return nullptr;
    const auto& saga = *session.saga;
    auto body = asking_json(saga.retry, rules.limits);
    body["table"] = saga.table;
    body["command"] = viaja::name_of(saga.pending);
    body["address"] = std::string(topology::kPayment);
    if (saga.hold) {
        body["hold"] = saga.hold->text();
        const auto* hold = find_hold(session, *saga.hold);
        if (hold) body["address"] = address_of(hold->request.item);
    }
    body["gives_up_at"] = time_or_null(saga.deadline);
    if (!knows_table(session, rules.tables)) body["stuck"] = true;
    return body;
}

/// What is asked about a hold beside the saga's own request; null where nothing is.
json asked_of_supplier_json(const Session& session, const Hold& hold, const Rules& rules) {
    const auto pending = pending_request(session, hold);
    if (!pending) return nullptr;
    auto body = asking_json(hold.retry, rules.limits);
    body["hold"] = hold.id.text();
    body["command"] = viaja::name_of(*pending);
    body["address"] = address_of(hold.request.item);
    if (pending == Command::confirm) body["gives_up_at"] = time_or_null(session.saga->deadline);
    if (is_of_saga(*pending) && !knows_table(session, rules.tables)) body["stuck"] = true;
    if (!hold.written_off.empty()) {
        body["written_off"] = hold.written_off;
        body["stuck"] = false;
    }
    return body;
}

json notice_json(const TimeoutSubscription& subscription, const Limits& limits) {
    auto body = asking_json(subscription.retry, limits);
    body["id"] = subscription.id.text();
    body["address"] = subscription.notify;
    body["state"] = name_of(subscription.state);
    return body;
}

json captured_json(const Session& session) {
    if (session.payments.empty()) return to_json(Money{});
    const auto& payment = session.payments.back();  // those before took nothing
    const bool taken =
        payment.state == PaymentState::captured || payment.state == PaymentState::paid ||
        payment.state == PaymentState::refunding || payment.state == PaymentState::refunded;
    Money captured{0, payment.amount.currency};
    if (taken) captured.amount = payment.amount.amount - given_back(session).amount;
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

json saga_json(const Session& session, const Rules& rules) {
    json body = {{"session", session.id.text()},
                 {"session_state", name_of(session.state)},
                 {"needs_attention", session.needs_attention},
                 {"attempt", session.attempt},
                 {"table", table_json(session)},
                 {"step", step_json(session, rules)},
                 {"money_captured", captured_json(session)}};
    if (!session.payments.empty()) body["payment_state"] = name_of(session.payments.back().state);
    body["holds"] = json::array();
    for (const auto& hold : session.holds) {
        auto asked = asked_of_supplier_json(session, hold, rules);
        if (!asked.is_null()) body["holds"].push_back(std::move(asked));
    }
    body["notices"] = json::array();
    for (const auto& subscription : session.subscriptions) {
        if (subscription.state == SubscriptionState::sending) {
            body["notices"].push_back(notice_json(subscription, rules.limits));
        }
    }
    return body;
}

json session_summary_json(const Session& session, Instant now) {
    const auto whole = session_json(session, now);
    json body = {{"session", session.id.text()},
                 {"needs_attention", session.needs_attention},
                 {"holds", session.holds.size()},
                 {"money_captured", captured_json(session)}};
    for (const char* same : {"state", "timeout", "total", "booking_references", "version"})
        body[same] = whole[same];
    return body;
}

json ignored_json(const Session& session, const std::vector<IgnoredAnswer>& answers) {
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
            const auto* hold = find_hold(session, *answer.hold);
            if (hold) one["from"] = address_of(hold->request.item);
        }
        body.push_back(std::move(one));
    }
    return body;
}

json operator_session_json(const Session& session, const std::vector<Entry>& timeline, Instant now,
                           const Rules& rules) {
    auto body = session_json(session, now);
    body["table"] = table_json(session);
    body["step"] = step_json(session, rules);
    body["money_captured"] = captured_json(session);
    for (std::size_t i = 0; i < session.holds.size(); ++i) {
        const auto& hold = session.holds[i];
        auto& shown = body["holds"][i];
        shown["address"] = address_of(hold.request.item);
        shown["attempt"] = hold.attempt;
        shown["asking"] = asked_of_supplier_json(session, hold, rules);
        if (!hold.reason.empty()) shown["reason"] = hold.reason;
        if (!hold.written_off.empty()) shown["written_off"] = hold.written_off;
    }
    body["payments"] = json::array();
    for (const auto& payment : session.payments)
        body["payments"].push_back(payment_json(payment));
    body["notices"] = json::array();
    for (const auto& subscription : session.subscriptions)
        body["notices"].push_back(notice_json(subscription, rules.limits));
    body["timeline"] = timeline_json(timeline)["entries"];
    return body;
}

}  // namespace viaja::session
