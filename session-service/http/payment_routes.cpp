#include "session-service/http/payment_routes.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/contract/currencies.hpp"
#include "common/http/json_body.hpp"
#include "common/text/visible_ascii.hpp"
#include "common/text/whole_number.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/step_tables.hpp"
#include "session-service/http/card_numbers.hpp"
#include "session-service/http/outcomes.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/sentences.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr std::size_t kTokenLengthMax = 255;

/// How long a request waits for the code of a Pix, or for its withdrawal, by default.
constexpr std::chrono::milliseconds kCodeWait{5'000};

/// The payment in the body; nullopt if it was answered already.
std::optional<Pay> read_payment(const HttpCall& call, const json& body) {
    auto problem = http::invalid_fields("The payment cannot be read: see errors.", {});
    Pay payment;
    const auto method = body.value("method", json());
    if (method == kCard || method == kPix) {
        payment.method = method.get<std::string>();
    } else {
        problem.errors.push_back({"/method", "must be \"card\" or \"pix\""});
    }
    const bool pix = payment.method == kPix;
    const auto token = body.value("token", json());
    const auto token_text = token.is_string() ? token.get<std::string>() : std::string();
    if (is_card_number(token_text)) {
        problem.errors.push_back({"/token",
                                  "must not be a card number; send the token that stands for the "
                                  "card"});
    } else if (pix) {
        if (!token.is_null()) {
            problem.errors.push_back({"/token", "must be left out: a Pix has no token"});
        }
    } else if (is_visible_ascii(token_text, kTokenLengthMax)) {
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
        if (!minor_digits(payment.amount.currency)) {
            problem.errors.push_back({"/amount/currency", std::string(kCurrencyRule)});
        } else if (pix && payment.amount.currency != "BRL") {
            problem.errors.push_back({"/amount/currency", "must be BRL: a Pix is paid in reais"});
        }
    } else {
        problem.errors.push_back(
            {"/amount",
             "must be {\"amount\": whole number of minor units, \"currency\": \"BRL\"}"});
    }
    if (problem.errors.empty()) return payment;
    call.refuse(problem);
    return std::nullopt;
}

http::SideEffects side_effects_of(const Payment& payment) {
    const bool nothing_happened = payment.state == PaymentState::declined;
    return nothing_happened ? http::SideEffects::none : http::SideEffects::reversed;
}

/// What stands under the key for ever is never a 503: a client that does as a 503 says would repeat
/// the request and get the same answer each time.
std::string_view code_of(const Payment& payment) {
    const bool unanswered = payment.failure == Code::supplier_unavailable ||
                            payment.failure == Code::unavailable ||
                            payment.failure == Code::payment_unpaid;
    return unanswered ? "payment_undone" : name_of(payment.failure);
}

http::Response failed_payment(const HttpCall& call, const Payment& payment,
                              const SessionView& view) {
    http::Problem problem{.code = std::string(code_of(payment)), .detail = failure_of(payment)};
    if (view.session->state == SessionState::open) {
        problem.detail += may_try_to_pay(*view.session)
                              ? " To pay again, use a new Idempotency-Key."
                              : " It was the last attempt of this session.";
    }
    problem.session_state = name_of(view.session->state);
    problem.side_effects = side_effects_of(payment);
    json more = {{"session", session_json(*view.session, view.now)},
                 {"available_actions", available_actions(*view.session, view.now)},
                 {"failure", name_of(payment.failure)}};
    if (payment.failure == Code::payment_declined) more["decline_code"] = payment.failure_reason;
    return http::problem_response(call.request(), problem, more);
}

int attempt_of(const std::string& resource) {
    return whole_number<int>(resource).value_or(0);
}

http::Response accepted_payment(const SessionView& view) {
    auto response = session_response(202, view);
    response.headers.set("Location", "/v1/sessions/" + view.session->id.text());
    response.headers.set("Retry-After", "1");
    return response;
}

/// The code of a Pix, or the end of the payment's saga, its undo included.
AwaitedOutcome end_of_payment(const SharedHttpCall& call, int attempt) {
    return {[call, attempt](const SessionView& view) -> std::optional<http::Response> {
                // A Pix takes a person: with its code there the request is answered.
                if (is_running(*view.session, attempt) && waits_for_bank(*view.session))
                    return accepted_payment(view);
                if (is_running(*view.session, attempt)) return std::nullopt;
                const auto* payment = find_payment(*view.session, attempt);
                if (!payment) return std::nullopt;
                if (payment->failure == Code::accepted) return session_response(200, view);
                return failed_payment(*call, *payment, view);
            },
            accepted_payment};
}

/// The withdrawal of a Pix, and the undo behind it.
AwaitedOutcome end_of_stop() {
    return {[](const SessionView& view) -> std::optional<http::Response> {
                if (view.session->state == SessionState::paying) return std::nullopt;
                return session_response(200, view);
            },
            accepted_payment};
}

/// A payment on its way to its decision; owned by the functions that carry it on.
struct Paying {
    Api& api;
    SharedHttpCall call;
    Request request;
    WaitPreference preference;
    bool has_asked = false;  ///< what holds cost now
};

/// 503: nothing was decided under the key, so that the same request may come again.
void refuse_unpriced(const Paying& paying, const Decided& decided,
                     const std::vector<std::string>& silent) {
    std::string names;
    for (const auto& address : silent)
        names += (names.empty() ? "" : ", ") + address;
    http::Problem problem{
        .code = "supplier_unavailable",
        .detail = silent.empty()
                      ? "The holds changed while their prices were asked for; nothing was charged. "
                        "Look at the session, and pay again."
                      : "A price is no longer guaranteed, and its supplier did not say what it is "
                        "now: " +
                            names + ". Nothing was charged; try again.",
        .session_state = std::string(name_of(decided.session->state)),
        .retry_after_seconds = silent.empty() ? 1 : 5};
    paying.call->refuse(problem,
                        {{"available_actions", available_actions(*decided.session, decided.now)}});
}

void submit_payment(const std::shared_ptr<Paying>& paying);

/// Asks what the holds cost whose prices are no longer guaranteed, then decides the payment by it.
void ask_prices(const std::shared_ptr<Paying>& paying, const Decided& decided) {
    if (std::exchange(paying->has_asked, true)) return refuse_unpriced(*paying, decided, {});
    std::vector<const Hold*> holds;
    for (const auto& price : decided.prices)
        if (const auto* hold = find_hold(*decided.session, price.hold)) holds.push_back(hold);
    paying->api.ask_prices(
        holds, http::context_of(paying->call->request()), [paying, decided](CurrentPrices current) {
            if (!current.silent.empty()) return refuse_unpriced(*paying, decided, current.silent);
            std::get<Pay>(paying->request.wish).current = std::move(current.prices);
            submit_payment(paying);
        });
}

void submit_payment(const std::shared_ptr<Paying>& paying) {
    submit(paying->api, paying->call, paying->request, [paying](const Decided& decided) {
        if (decided.code == Code::price_unknown && decided.session)
            return ask_prices(paying, decided);
        answer_with_outcome(paying->api, paying->call, decided, paying->preference,
                            end_of_payment(paying->call, attempt_of(decided.resource)));
    });
}

}  // namespace

void pay(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    auto body = http::parse_json_object(call->request());
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    const auto& json = std::get<nlohmann::json>(body);
    auto request = request_for(api, *call, path);
    if (!request) return;
    request->key = read_idempotency_key(*call, "payments", json);
    if (!request->key) return;
    auto payment = read_payment(*call, json);
    if (!payment) return;
    const auto wait = payment->method == kPix ? kCodeWait : std::chrono::milliseconds(0);
    request->wish = std::move(*payment);
    submit_payment(std::make_shared<Paying>(
        Paying{api, call, std::move(*request), wait_preference_of(call->request(), wait)}));
}

void stop_payment(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    auto body = http::parse_json_object(call->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    auto request = request_for(api, *call, path);
    if (!request) return;
    request->wish = StopPayment{};
    const auto preference = wait_preference_of(call->request(), kCodeWait);
    submit(api, call, std::move(*request), [&api, call, preference](const Decided& decided) {
        answer_with_outcome(api, call, decided, preference, end_of_stop());
    });
}

}  // namespace viaja::session
