#include "session-service/http/representation.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "common/contract/check.hpp"
#include "common/contract/test_bank.hpp"
#include "common/text/json_text.hpp"
#include "session-service/core/cancellation.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/step_tables.hpp"
#include "session-service/http/sentences.hpp"
#include "session-service/store/hold_request.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

json time_or_null(const std::optional<Instant>& at) {
    return at ? json(rfc3339(*at)) : json(nullptr);
}

/// Null until the code is there.
json pix_json(const Session& session, const Payment& payment) {
    if (payment.code.empty()) return nullptr;
    json body = {{"copy_and_paste", payment.code}, {"expires_at", time_or_null(payment.pay_until)}};
    if (payment.code.find(kTestBankHost) != std::string::npos) {
        body["test_bank"] =
            "/test/bank/" + session.id.text() + "/" + std::to_string(payment.attempt);
    }
    return body;
}

json payment_json(const Session& session) {
    const auto& payment = session.payments.back();
    json body = {{"attempt", payment.attempt},
                 {"state", name_of(payment.state)},
                 {"method", payment.method},
                 {"amount", to_json(payment.amount)}};
    if (payment.failure == Code::payment_declined) body["decline_code"] = payment.failure_reason;
    if (payment.failure != Code::accepted) body["failure"] = name_of(payment.failure);
    const auto back = refunded(session);
    if (back.amount > 0) body["refund"] = to_json(back);
    if (payment.returned > 0)
        body["returned"] = to_json(Money{payment.returned, payment.amount.currency});
    if (payment.method == kPix) body["pix"] = pix_json(session, payment);
    return body;
}

/// How many days after its departure a flight arrives, by the clocks on the walls.
int days_later(const HeldFlight& flight) {
    const auto departs = day_of_local_time(flight.departs_at_local);
    const auto arrives = day_of_local_time(flight.arrives_at_local);
    check(departs && arrives, "a flight that is held has a time that is none");
    return days_between(*departs, *arrives);
}

/// What a supplier says of a thing beside what was asked for.
struct Details {
    json& item;

    void operator()(const HeldFlight& held) const {
        item["from"] = held.from;
        item["to"] = held.to;
        item["departs_at"] = rfc3339(held.departs_at);
        item["departs_at_local"] = held.departs_at_local;
        item["arrives_at"] = rfc3339(held.arrives_at);
        item["arrives_at_local"] = held.arrives_at_local;
        item["arrives_next_day"] = days_later(held);
    }
    void operator()(const HeldRoom& held) const {
        item["hotel_id"] = held.hotel_id;
        item["hotel"] = held.hotel;
        item["room"] = held.room;
        item["nights"] = days_between(held.item.check_in, held.item.check_out);
        if (held.check_in_ends_at) item["check_in_ends_at"] = rfc3339(*held.check_in_ends_at);
    }
    void operator()(const HeldTicket& held) const {
        item["event"] = held.event;
        item["event_pt"] = held.event_pt;
        item["near"] = held.near;
        item["starts_at"] = rfc3339(held.starts_at);
        item["starts_at_local"] = held.starts_at_local;
    }
    void operator()(const HeldOther& held) const { item.update(description_json(held)); }
};

/// The description for programs.
json item_json(const Hold& hold) {
    json item = to_json(hold.request.item);
    if (hold.item) std::visit(Details{item}, *hold.item);
    const auto terms = hold.item ? refund_terms(*hold.item) : std::nullopt;
    if (terms) item["refund"] = {{"percent", terms->percent}, {"until", rfc3339(terms->until)}};
    return item;
}

bool has_price(const Hold& hold) {
    return hold.price.amount > 0 || !hold.description.empty();
}

/// A request that a payment or a cancellation cannot end without.
struct Waiting {
    Command command{};
    const Hold* hold = nullptr;
    const RetryState* retry = nullptr;
    /// While the bank is waited for, the end of the Pix: how often payment is asked meanwhile is
    /// not shown, since it makes no version of the session.
    std::optional<Instant> bank_until = {};
};

/// Of several, the one that was asked most often.
std::optional<Waiting> waiting_for(const Session& session) {
    std::optional<Waiting> found;
    const auto consider = [&](const Waiting& waiting) {
        if (!found || waiting.retry->tries > found->retry->tries) found = waiting;
    };
    if (session.saga && session.saga->retry.next_attempt_at) {
        const auto* hold = session.saga->hold ? find_hold(session, *session.saga->hold) : nullptr;
        consider({session.saga->pending, hold, &session.saga->retry});
        if (waits_for_bank(session)) found->bank_until = session.payments.back().pay_until;
    }
    for (const auto& hold : session.holds) {
        const auto pending = pending_request(session, hold);
        if (pending && hold.written_off.empty()) consider({*pending, &hold, &hold.retry});
    }
    return found;
}

json waiting_json(const Waiting& waiting) {
    const auto& until = waiting.bank_until;
    json body = {{"command", viaja::name_of(waiting.command)},
                 {"since", time_or_null(waiting.retry->since)},
                 {"attempts", until ? 1 : waiting.retry->tries},
                 {"next_attempt_at", time_or_null(until ? until : waiting.retry->next_attempt_at)}};
    if (waiting.hold) body["hold"] = waiting.hold->id.text();
    return body;
}

}  // namespace

json to_json(const Money& money) {
    return {{"amount", money.amount}, {"currency", money.currency}};
}

json description_json(const HeldOther& other) {
    json details = json::array();
    for (const auto& detail : other.details) {
        details.push_back({{"name", detail.name},
                           {"name_pt", detail.name_pt},
                           {"value", detail.value},
                           {"value_pt", detail.value_pt}});
    }
    return {{"kind", other.kind},
            {"kind_pt", other.kind_pt},
            {"title", other.title},
            {"title_pt", other.title_pt},
            {"details", std::move(details)},
            {"near", other.near},
            {"starts_at", rfc3339(other.starts_at)},
            {"starts_at_local", other.starts_at_local}};
}

json hold_json(const Hold& hold) {
    json body = to_json(hold.request);
    body["id"] = hold.id.text();
    body["state"] = name_of(hold.state);
    body["description"] = description_of(hold);
    body["item"] = item_json(hold);
    body["price"] = has_price(hold) ? to_json(hold.price) : json(nullptr);
    if (hold.state == HoldState::held) {
        body["price_guarantee_expires_at"] = time_or_null(hold.price_guaranteed_until);
    }
    if (hold.refund) body["refund"] = to_json(Money{*hold.refund, hold.price.currency});
    if (was_refused(hold)) body["reason"] = hold.reason;
    if (hold.list != 0) body["list"] = hold.list;
    if (hold.replaces) body["replaces"] = hold.replaces->text();
    return body;
}

json cancellation_json(const Session& session) {
    check(session.cancellation.has_value(), "a session without a quote was asked for one");
    const auto& quote = *session.cancellation;
    Money refund{refund_of(quote)};
    json items = json::array();
    for (const auto& part : quote.parts) {
        const auto* hold = find_hold(session, part.hold);
        check(hold != nullptr, "a quote names a hold that its session does not have");
        refund.currency = hold->price.currency;  // that of all: what is sold has one
        items.push_back({{"hold", hold->id.text()},
                         {"description", description_of(*hold)},
                         {"price", to_json(hold->price)},
                         {"refund", to_json(Money{part.refund, hold->price.currency})}});
    }
    return {{"id", quote.id.text()},
            {"refund", to_json(refund)},
            {"expires_at", rfc3339(quote.expires_at)},
            {"items", std::move(items)}};
}

json session_json(const Session& session, Instant now) {
    json body;
    body["id"] = session.id.text();
    body["state"] = name_of(session.state);
    body["timeout"] = {{"state", name_of(session.timeout.state)},
                       {"expires_at", time_or_null(session.timeout.expires_at)}};
    body["holds"] = json::array();
    body["booking_references"] = json::array();
    for (const auto& hold : session.holds) {
        body["holds"].push_back(hold_json(hold));
        if (hold.state == HoldState::confirmed) {
            body["booking_references"].push_back(
                {{"hold", hold.id.text()}, {"reference", hold.reference}});
        }
    }
    body["total"] = to_json(total(session));
    body["payment"] = session.payments.empty() ? json(nullptr) : payment_json(session);
    body["available_actions"] = available_actions(session, now);
    if (session.needs_attention) body["needs_attention"] = true;
    const bool waits =
        session.state == SessionState::paying || session.state == SessionState::cancelling;
    if (const auto waiting = waiting_for(session); waits && waiting) {
        body["waiting_for"] = waiting_json(*waiting);
    }
    body["version"] = session.version;
    body["server_time"] = rfc3339(now);
    return body;
}

json timeline_json(const std::vector<Entry>& entries) {
    json list = json::array();
    for (const auto& entry : entries) {
        json line = {{"seq", entry.sequence}, {"at", rfc3339(entry.at)}, {"type", entry.type}};
        if (entry.hold) line["hold"] = entry.hold->text();
        if (entry.attempt > 0) line["attempt"] = entry.attempt;
        if (!entry.detail.empty()) line["detail"] = entry.detail;
        list.push_back(std::move(line));
    }
    return {{"entries", std::move(list)}};
}

std::string to_text(const json& body) {
    return json_text(body);
}

}  // namespace viaja::session
