#include "session-service/payment_routes.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/json_body.hpp"
#include "common/text/whole_number.hpp"
#include "session-service/card_numbers.hpp"
#include "session-service/representation.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr std::size_t kTokenLengthMax = 255;

/// The payment in the body; nullopt if it was answered already.
std::optional<Pay> read_payment(const Exchange& exchange, const json& body) {
    auto problem = http::invalid_fields("The payment cannot be read: see errors.", {});
    Pay payment;
    const auto method = body.value("method", json());
    if (method == "card") {
        payment.method = "card";
    } else {
        problem.errors.push_back({"/method", "must be \"card\""});
    }
    const auto token = body.value("token", json());
    const auto token_text = token.is_string() ? token.get<std::string>() : std::string();
    if (is_card_number(token_text)) {
        problem.errors.push_back({"/token",
                                  "must not be a card number; send the token that stands for the "
                                  "card"});
    } else if (http::is_visible_ascii(token_text, kTokenLengthMax)) {
        payment.token = token_text;
    } else {
        problem.errors.push_back({"/token", "must be a text of 1 to 255 visible characters"});
    }
    const auto amount = body.value("amount", json());
    const bool is_money = amount.is_object() && amount.contains("amount") &&
                          amount["amount"].is_number_integer() && amount.contains("currency") &&
                          amount["currency"].is_string();
    if (is_money) {
        payment.amount.amount = amount["amount"].get<std::int64_t>();
        payment.amount.currency = amount["currency"].get<std::string>();
    } else {
        problem.errors.push_back(
            {"/amount",
             "must be {\"amount\": whole number of minor units, \"currency\": \"BRL\"}"});
    }
    if (problem.errors.empty()) return payment;
    exchange.refuse(problem);
    return std::nullopt;
}

http::SideEffects side_effects_of(const Payment& payment) {
    const bool nothing_happened = payment.state == PaymentState::declined;
    return nothing_happened ? http::SideEffects::none : http::SideEffects::reversed;
}

/// What stands under the key for ever is never a 503: a client that does as a 503 says would repeat
/// the request and get the same answer each time.
std::string_view code_of(const Payment& payment) {
    const bool unanswered =
        payment.failure == Code::supplier_unavailable || payment.failure == Code::unavailable;
    return unanswered ? "payment_undone" : name_of(payment.failure);
}

void refuse_failed(const Exchange& exchange, const Payment& payment, const View& view,
                   bool replayed) {
    http::Problem problem{.code = std::string(code_of(payment)), .detail = failure_of(payment)};
    if (view.trip->state == SessionState::open) {
        problem.detail += may_try_to_pay(*view.trip) ? " To pay again, use a new Idempotency-Key."
                                                     : " It was the last attempt of this session.";
    }
    problem.session_state = name_of(view.trip->state);
    problem.side_effects = side_effects_of(payment);
    json more = {{"session", session_json(*view.trip, view.now)},
                 {"available_actions", available_actions(*view.trip, view.now)},
                 {"failure", name_of(payment.failure)}};
    if (payment.failure == Code::payment_declined) more["decline_code"] = payment.failure_reason;
    auto response = http::problem_response(exchange.request(), problem, more);
    if (replayed) response.headers.set("Idempotent-Replay", "true");
    exchange.answer(std::move(response));
}

int attempt_of(const std::string& resource) {
    return whole_number<int>(resource).value_or(0);
}

void answer_when_settled(Api& api, const SharedExchange& exchange, const Decided& decided,
                         Patience patience) {
    if (decided.code != Code::accepted) return exchange->refuse(decided);
    const int attempt = attempt_of(decided.resource);
    if (decided.replayed && is_running(*decided.trip, attempt) && !patience.asked) {
        return refuse_still_running(*exchange, decided);
    }
    const auto headers = headers_of_outcome(patience, decided.replayed);
    wait_for_outcome(
        api, decided, patience.time,
        [exchange, attempt, headers, replayed = decided.replayed](const View& view) {
            if (is_running(*view.trip, attempt)) return false;
            const auto* payment = find_payment(*view.trip, attempt);
            if (!payment) return false;
            if (payment->failure == Code::accepted) {
                exchange->answer_session(200, view, headers);
            } else {
                refuse_failed(*exchange, *payment, view, replayed);
            }
            return true;
        },
        [exchange, headers](const View& view) {
            auto more = headers;
            more.set("Location", "/v1/sessions/" + view.trip->id.text());
            more.set("Retry-After", "1");
            exchange->answer_session(202, view, std::move(more));
        });
}

}  // namespace

void pay(Api& api, const SharedExchange& exchange, const http::PathParameters& path) {
    auto body = http::parse_json_object(exchange->request());
    if (auto* wrong = std::get_if<http::Response>(&body))
        return exchange->answer(std::move(*wrong));
    const auto& json = std::get<nlohmann::json>(body);
    auto request = request_for(*exchange, path);
    if (!request) return;
    request->key = read_idempotency_key(*exchange, "payments", json);
    if (!request->key) return;
    auto payment = read_payment(*exchange, json);
    if (!payment) return;
    request->wish = std::move(*payment);
    const auto patience = patience_of(exchange->request(), std::chrono::milliseconds(0));
    submit(api, exchange, std::move(*request), [&api, exchange, patience](const Decided& decided) {
        answer_when_settled(api, exchange, decided, patience);
    });
}

}  // namespace viaja::session
