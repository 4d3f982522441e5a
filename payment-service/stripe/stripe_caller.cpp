#include "payment-service/stripe/stripe_caller.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/contract/check.hpp"

namespace viaja::payment {
namespace {

/// An intent is at its end after two steps; a third one says that another adapter is at it.
constexpr int kStepsMax = 3;
constexpr std::string_view kMethodStart = "pm_";
constexpr std::string_view kTokenStart = "tok_";

std::string reason_or(std::string reason, std::string_view other) {
    return reason.empty() ? std::string(other) : reason;
}

/// Of several intents of one stem the one with the money is the payment's.
int rank_of(const StripePayment& payment) {
    if (!payment.intent.was_authorized) return 0;
    return payment.intent.status == "canceled" ? 1 : 2;
}

}  // namespace

StripeCaller::StripeCaller(StripeApi& api, StripeStore& store, OnResult on_result)
    : api_(api), store_(store), on_result_(std::move(on_result)) {}

/// `ask` makes the request under the Idempotency-Key that it is given.
template <class Object>
StripeReply<Object> StripeCaller::post(std::string_view name, const std::string& request_key,
                                       NewKey new_key, const Ask<Object>& ask) {
    const auto generation = store_.generation(request_key, new_key.pause);
    auto key = request_key;
    if (generation > 0) key += "#" + std::to_string(generation);
    auto reply = ask(key);
    if (needs_new_key(reply.meaning, new_key.but_for)) store_.failed(request_key, generation);
    heard(name, reply);
    return reply;
}

bool StripeCaller::needs_new_key(StripeMeaning meaning, Final but_for) {
    switch (meaning) {
        case StripeMeaning::key_is_stuck:
        case StripeMeaning::unknown:
            return true;
        case StripeMeaning::unacceptable:
            return but_for != Final::all;
        case StripeMeaning::refused:
            return but_for == Final::none;
        default:
            return false;
    }
}

StripeCaller::Final StripeCaller::refusals_of(StripeStep::Kind kind) {
    if (kind == StripeStep::Kind::confirm) return Final::all;
    return kind == StripeStep::Kind::capture ? Final::card_errors : Final::none;
}

template <class Object>
void StripeCaller::heard(std::string_view name, const StripeReply<Object>& reply) const {
    on_result_({name, reply.meaning, reply.status, reply.reason});
}

GatewayOutcome StripeCaller::perform(const GatewayCall& call) {
    if (auto known = store_.answer(call)) return *std::move(known);
    const auto outcome = execute(call);
    if (outcome.kind == GatewayOutcome::Kind::silence) return outcome;
    return store_.keep(call, outcome);
}

GatewayOutcome StripeCaller::execute(const GatewayCall& call) {
    auto intent = store_.intent(call.stem());
    const bool is_void = call.operation == Operation::void_;
    if (!intent && is_void) intent = store_.claim(call.stem(), "");
    if (!intent) return without_row(call);
    if (!intent->empty()) return drive_row(call, *intent);
    return is_void ? end_all(call) : outcome_of_forbidden(call.operation);
}

/// There was no authorize, or a restore has lost its row.
GatewayOutcome StripeCaller::without_row(const GatewayCall& call) {
    const bool begins = call.operation == Operation::authorize;
    if (begins && !call.is_again) return begin(call);
    const auto found = search(call);
    if (!found) return GatewayOutcome::silence();
    if (found->empty()) return begins ? begin(call) : outcome_without_intent(call.operation);
    const auto best = std::ranges::max_element(*found, {}, rank_of);
    const auto intent = store_.claim(call.stem(), best->intent.id);
    return intent.empty() ? outcome_of_forbidden(call.operation) : drive_row(call, intent);
}

/// Ends all intents of a stem whose authorization is forbidden: by then none of them is confirmed
/// any more, but one may have been, where a restore has lost its row.
GatewayOutcome StripeCaller::end_all(const GatewayCall& call) {
    auto found = search(call);
    if (!found) return GatewayOutcome::silence();
    for (auto& payment : *found) {
        auto outcome = drive(call, std::move(payment));
        if (outcome.kind != GatewayOutcome::Kind::ok) return outcome;
    }
    return GatewayOutcome::ok();
}

/// The intents of the stem; nullopt where Stripe does not say.
std::optional<std::vector<StripePayment>> StripeCaller::search(const GatewayCall& call) {
    const auto reply = api_.search(call.stem());
    heard("search", reply);
    if (!reply.object) return std::nullopt;
    std::vector<StripePayment> found;
    for (const auto& intent : *reply.object) {
        auto payment = look(call, intent);
        if (!payment) return std::nullopt;
        found.push_back(*std::move(payment));
    }
    return found;
}

GatewayOutcome StripeCaller::drive_row(const GatewayCall& call, const std::string& intent) {
    auto payment = look(call, intent);
    return payment ? drive(call, *std::move(payment)) : GatewayOutcome::silence();
}

GatewayOutcome StripeCaller::begin(const GatewayCall& call) {
    GatewayOutcome outcome;
    const auto method = method_of(call, outcome);
    if (!method) return outcome;
    auto created = post<StripeIntent>(
        "create", call.key() + "/create", {.but_for = Final::all}, [&](const std::string& key) {
            return api_.create(call.stem(), call.amount, *method, key);
        });
    if (created.meaning == StripeMeaning::refused ||
        created.meaning == StripeMeaning::unacceptable) {
        return GatewayOutcome::no(reason_or(std::move(created.reason), "refused"));
    }
    if (!created.object) return GatewayOutcome::silence();
    const auto intent = store_.claim(call.stem(), created.object->id);
    if (intent.empty()) return outcome_of_forbidden(call.operation);
    if (intent == created.object->id)
        return drive(call, {.intent = *std::move(created.object), .refunds = {}});
    return drive_row(call, intent);
}

/// A token of the older kind is made a payment method first. Without one `outcome` is the answer:
/// what is neither could be a card's number, and is not sent on.
std::optional<std::string> StripeCaller::method_of(const GatewayCall& call,
                                                   GatewayOutcome& outcome) {
    if (call.token.starts_with(kMethodStart)) return call.token;
    if (!call.token.starts_with(kTokenStart)) {
        outcome = GatewayOutcome::no("unknown_token");
        return std::nullopt;
    }
    auto made = post<std::string>(
        "payment method", call.key() + "/method", {.but_for = Final::all},
        [&](const std::string& key) { return api_.make_method(call.token, key); });
    if (made.meaning == StripeMeaning::refused || made.meaning == StripeMeaning::unacceptable) {
        outcome = GatewayOutcome::no(reason_or(std::move(made.reason), "refused"));
    }
    return std::move(made.object);
}

GatewayOutcome StripeCaller::drive(const GatewayCall& call, StripePayment payment) {
    for (int steps = 0; steps < kStepsMax; ++steps) {
        const auto step = step_of(call, payment);
        if (step.kind == StripeStep::Kind::answer) return step.outcome;
        if (step.kind == StripeStep::Kind::wait) break;
        std::string reason;
        const auto meaning = request(call, step.kind, payment, reason);
        if (meaning == StripeMeaning::done) continue;
        if (meaning == StripeMeaning::refused) {
            return GatewayOutcome::no(reason_or(std::move(reason), "declined"));
        }
        if (meaning != StripeMeaning::unacceptable) break;
        // The state was another one by then, or there is something wrong with the request.
        auto again = look(call, payment.intent.id);
        if (!again) break;
        payment = *std::move(again);
        if (step_of(call, payment) != step) continue;
        if (!is_refusal(call.operation, reason)) break;
        if (call.operation == Operation::authorize && !is_given_up(call, payment)) break;
        return GatewayOutcome::no(reason_or(std::move(reason), "refused"));
    }
    return GatewayOutcome::silence();
}

/// A copy of the confirmation may be on its way still: behind the refusal it must find nothing.
bool StripeCaller::is_given_up(const GatewayCall& call, const StripePayment& payment) {
    const auto reply = post<StripeIntent>(
        "give up", call.key() + "/cancel", {},
        [&](const std::string& key) { return api_.cancel(payment.intent.id, key); });
    return reply.object && reply.object->status == "canceled";
}

std::optional<StripePayment> StripeCaller::look(const GatewayCall& call,
                                                const std::string& intent) {
    auto reply = api_.retrieve(intent);
    heard("retrieve", reply);
    if (!reply.object) return std::nullopt;
    StripePayment payment{.intent = *std::move(reply.object), .refunds = {}};
    if (!add_refunds(call, payment)) return std::nullopt;
    return payment;
}

bool StripeCaller::add_refunds(const GatewayCall& call, StripePayment& payment) {
    if (call.operation != Operation::refund) return true;
    auto reply = api_.refunds(payment.intent.id);
    heard("list of refunds", reply);
    if (!reply.object) return false;
    payment.refunds = *std::move(reply.object);
    return true;
}

/// Makes the request of a step, and puts what it gave into `payment`.
StripeMeaning StripeCaller::request(const GatewayCall& call, StripeStep::Kind kind,
                                    StripePayment& payment, std::string& reason) {
    if (kind == StripeStep::Kind::refund) {
        auto reply =
            post<StripeRefund>("refund", call.key(), {.pause = kRefundPause}, [&](const auto& key) {
                return api_.refund(payment.intent.id, call.amount.amount, call.key(), key);
            });
        if (reply.object) payment.refunds.push_back(*std::move(reply.object));
        reason = std::move(reply.reason);
        return reply.meaning;
    }
    // A void may end several intents.
    const bool of_intent = kind == StripeStep::Kind::cancel;
    auto reply = post<StripeIntent>(
        name_of(call.operation), call.key() + (of_intent ? "/" + payment.intent.id : ""),
        {.but_for = refusals_of(kind)},
        [&](const auto& key) { return move_on(call, kind, payment, key); });
    if (reply.object) payment.intent = *std::move(reply.object);
    reason = std::move(reply.reason);
    return reply.meaning;
}

StripeReply<StripeIntent> StripeCaller::move_on(const GatewayCall& call, StripeStep::Kind kind,
                                                const StripePayment& payment,
                                                const std::string& key) {
    const auto& intent = payment.intent.id;
    if (kind == StripeStep::Kind::confirm) return api_.confirm(intent, key);
    if (kind == StripeStep::Kind::capture) return api_.capture(intent, call.amount.amount, key);
    check(kind == StripeStep::Kind::cancel, "a step of an intent");
    return api_.cancel(intent, key);
}

}  // namespace viaja::payment
