#include "tests/services/stripe_stand_in.hpp"

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/text/percent.hpp"

namespace viaja::payment {
namespace {

using nlohmann::json;
using Form = StripeStandIn::Form;

constexpr std::size_t kPage = 2;  ///< small, so that lists have several

Form form_of(const std::string& text) {
    Form form;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('&', at), text.size());
        const auto equals = text.find('=', at);
        form[percent_decoded(text.substr(at, equals - at)).value()] =
            percent_decoded(text.substr(equals + 1, end - equals - 1)).value();
        at = end + 1;
    }
    return form;
}

std::string header(const OutgoingRequest& request, const std::string& name) {
    for (const auto& [own, value] : request.headers)
        if (own == name) return value;
    return {};
}

IncomingAnswer answer(int status, const json& body) {
    return {.status = status, .body = body.dump(), .error = {}};
}

IncomingAnswer error(int status, const std::string& type, const std::string& code,
                     const std::string& decline = "") {
    json object = {{"type", type}, {"code", code}, {"message", "A sentence, with a secret?"}};
    if (!decline.empty()) object["decline_code"] = decline;
    return answer(status, {{"error", object}});
}

IncomingAnswer unexpected_state() {
    return error(400, "invalid_request_error", "payment_intent_unexpected_state");
}

json intent_json(const StripeStandIn::Intent& intent) {
    json object = {{"id", intent.id},
                   {"object", "payment_intent"},
                   {"amount", intent.amount},
                   {"amount_received", intent.received},
                   {"currency", intent.currency},
                   {"status", intent.status},
                   {"last_payment_error", nullptr},
                   {"latest_charge", nullptr},
                   {"metadata", {{"viaja_payment", intent.stem}}}};
    if (!intent.settled.empty()) object["metadata"]["viaja_settled"] = intent.settled;
    if (!intent.decline.empty()) {
        object["last_payment_error"] = {
            {"type", "card_error"}, {"code", "card_declined"}, {"decline_code", intent.decline}};
    }
    if (intent.authorized)
        object["latest_charge"] = {{"id", "ch_1"}, {"object", "charge"}, {"status", "succeeded"}};
    return object;
}

json refund_json(const StripeStandIn::Refund& refund) {
    json metadata = json::object();
    if (!refund.call.empty()) metadata["viaja_call"] = refund.call;
    return {{"id", refund.id},         {"object", "refund"},
            {"amount", refund.amount}, {"payment_intent", refund.intent},
            {"status", refund.status}, {"metadata", metadata}};
}

class StandInClient : public HttpClient {
  public:
    explicit StandInClient(StripeStandIn& stripe) : stripe_(stripe) {}

    IncomingAnswer call(const OutgoingRequest& request) override {
        if (stopped_) return {.status = 0, .body = {}, .error = "stopped"};
        return stripe_.handle(request, [this] { return stopped_.load(); });
    }
    void stop() noexcept override {
        stopped_ = true;
        stripe_.wake_all();
    }

  private:
    StripeStandIn& stripe_;
    std::atomic<bool> stopped_ = false;
};

}  // namespace

MakeHttpClient StripeStandIn::clients() {
    return [this] { return std::make_unique<StandInClient>(*this); };
}

StripeStandIn::Target StripeStandIn::target_of(const OutgoingRequest& request) {
    const auto path_at = request.url.find("/v1/");
    const auto mark = request.url.find('?');
    const auto path = request.url.substr(path_at, mark - path_at);
    Target target;
    if (mark != std::string::npos) target.query = form_of(request.url.substr(mark + 1));
    const bool get = request.method == "GET";
    const std::string intents = "/v1/payment_intents";
    if (path == "/v1/payment_methods") {
        target.request = "method";
    } else if (path == "/v1/refunds") {
        target.request = get ? "refunds" : "refund";
    } else if (path == intents) {
        target.request = get ? "look" : "create";
    } else if (path == intents + "/search") {
        target.request = "search";
    } else {
        const auto rest = path.substr(intents.size() + 1);
        const auto slash = rest.find('/');
        target.id = rest.substr(0, slash);
        target.request = slash == std::string::npos ? "retrieve" : rest.substr(slash + 1);
    }
    return target;
}

StripeFault StripeStandIn::next_fault(const std::string& request) {
    auto& faults = faults_[request];
    if (faults.empty()) return StripeFault::none;
    const auto fault = faults.front();
    faults.pop_front();
    return fault;
}

IncomingAnswer StripeStandIn::handle(const OutgoingRequest& request,
                                     const std::function<bool()>& stopped) {
    std::unique_lock guard(mutex_);
    const auto target = target_of(request);
    requests_.push_back(target.request);
    last_[target.request] = request;
    const auto fault = next_fault(target.request);
    const IncomingAnswer nothing{.status = 0, .body = {}, .error = "Timeout was reached"};
    if (fault == StripeFault::held) {
        ++held_;
        wake_.notify_all();
        wake_.wait(guard, [&] { return released_ || stopped(); });
        if (stopped()) return nothing;
    }
    if (fault == StripeFault::request_lost) return nothing;
    if (fault == StripeFault::busy) return error(429, "invalid_request_error", "rate_limit");
    if (fault == StripeFault::conflict) {
        return error(409, "idempotency_error", "idempotency_key_in_use");
    }
    if (fault == StripeFault::no_rights) return error(401, "invalid_request_error", "");
    if (fault == StripeFault::unacceptable) {
        return error(400, "invalid_request_error", "parameter_missing");
    }
    auto result = execute_once(target, request, fault);
    return fault == StripeFault::answer_lost ? nothing : result;
}

/// A request with a key is executed once, and its result is repeated, whatever it was.
IncomingAnswer StripeStandIn::execute_once(const Target& target, const OutgoingRequest& request,
                                           StripeFault fault) {
    if (request.method == "GET") {
        if (fault == StripeFault::failed_before || fault == StripeFault::failed_behind) {
            return error(500, "api_error", "");
        }
        return execute(target, {});
    }
    const auto key = header(request, "Idempotency-Key");
    const auto fingerprint = request.url + " " + request.body;
    if (key.empty()) return error(400, "invalid_request_error", "test_without_key");
    const auto known = kept_.find(key);
    if (known != kept_.end()) {
        return known->second.fingerprint == fingerprint ? known->second.answer
                                                        : error(400, "idempotency_error", "");
    }
    keys_.push_back(key);
    IncomingAnswer result = error(500, "api_error", "");
    if (fault == StripeFault::not_possible) {
        result = error(400, "invalid_request_error", "charge_disputed");
    } else if (fault == StripeFault::card_error) {
        result = error(402, "card_error", "balance_insufficient");
    } else if (fault != StripeFault::failed_before) {
        const auto executed = execute(target, form_of(request.body));
        if (fault != StripeFault::failed_behind) result = executed;
    }
    kept_[key] = {fingerprint, result};
    return result;
}

IncomingAnswer StripeStandIn::execute(const Target& target, const Form& form) {
    if (target.request == "method") return make_method(form);
    if (target.request == "create") return create(form);
    if (target.request == "refund") return refund(form);
    if (target.request == "refunds") return list_refunds(target.query);
    if (target.request == "search") return search(target.query);
    if (target.request == "look") return answer(200, {{"data", json::array()}});
    const auto found = std::ranges::find(intents_, target.id, &Intent::id);
    if (found == intents_.end()) return error(404, "invalid_request_error", "resource_missing");
    if (target.request == "retrieve") return answer(200, intent_json(*found));
    if (target.request == "confirm") return confirm(*found);
    if (target.request == "capture") return capture(*found, form);
    if (target.request == "cancel") return cancel(*found);
    return error(404, "invalid_request_error", "");
}

IncomingAnswer StripeStandIn::make_method(const Form& form) {
    const auto& token = form.at("card[token]");
    if (token == "tok_unknown") return error(400, "invalid_request_error", "resource_missing");
    return answer(200, {{"id", "pm_" + token.substr(4)}, {"object", "payment_method"}});
}

IncomingAnswer StripeStandIn::create(const Form& form) {
    if (form.at("payment_method") == "pm_unknown") {
        return error(400, "invalid_request_error", "resource_missing");
    }
    Intent intent;
    intent.id = "pi_" + std::to_string(intents_.size() + 1);
    intent.stem = form.at("metadata[viaja_payment]");
    intent.method = form.at("payment_method");
    intent.amount = std::stoll(form.at("amount"));
    intent.currency = form.at("currency");
    intents_.push_back(intent);
    return answer(200, intent_json(intent));
}

IncomingAnswer StripeStandIn::confirm(Intent& intent) {
    if (intent.status != "requires_confirmation") return unexpected_state();
    if (intent.method == "pm_do_not_honor" || intent.method == "pm_asks_the_bank") {
        intent.status = "requires_payment_method";
        if (intent.method == "pm_asks_the_bank") {
            intent.decline = "authentication_required";
            return error(402, "card_error", "authentication_required");
        }
        intent.decline = "do_not_honor";
        return error(402, "card_error", "card_declined", "do_not_honor");
    }
    intent.status = "requires_capture";
    intent.authorized = true;
    ++intent.confirmations;
    return answer(200, intent_json(intent));
}

IncomingAnswer StripeStandIn::capture(Intent& intent, const Form& form) {
    if (intent.status != "requires_capture") return unexpected_state();
    if (intent.method == "pm_capture_refused") {
        return error(402, "card_error", "card_declined", "capture_refused");
    }
    intent.status = "succeeded";
    intent.received = std::stoll(form.at("amount_to_capture"));
    return answer(200, intent_json(intent));
}

IncomingAnswer StripeStandIn::cancel(Intent& intent) {
    if (intent.status == "succeeded" || intent.status == "canceled") return unexpected_state();
    intent.status = "canceled";
    return answer(200, intent_json(intent));
}

IncomingAnswer StripeStandIn::refund(const Form& form) {
    const auto& id = form.at("payment_intent");
    const auto found = std::ranges::find(intents_, id, &Intent::id);
    if (found == intents_.end() || found->status != "succeeded") return unexpected_state();
    auto left = found->received;
    for (const auto& other : refunds_)
        if (other.intent == id && other.status == "succeeded") left -= other.amount;
    Refund refund{.id = "re_" + std::to_string(refunds_.size() + 1),
                  .intent = id,
                  .call = form.at("metadata[viaja_call]"),
                  .amount = std::stoll(form.at("amount"))};
    if (refund.amount > left) return error(400, "invalid_request_error", "charge_already_refunded");
    refunds_.push_back(refund);
    return answer(200, refund_json(refund));
}

/// The newest first.
IncomingAnswer StripeStandIn::list_refunds(const Form& query) const {
    json data = json::array();
    const auto after = query.find("starting_after");
    bool begun = after == query.end();
    bool more = false;
    for (auto refund = refunds_.rbegin(); refund != refunds_.rend(); ++refund) {
        if (refund->intent != query.at("payment_intent")) continue;
        if (begun && data.size() == kPage) more = true;
        if (begun && !more) data.push_back(refund_json(*refund));
        if (!begun && refund->id == after->second) begun = true;
    }
    return answer(200, {{"object", "list"}, {"data", data}, {"has_more", more}});
}

/// It lags behind: `index`.
IncomingAnswer StripeStandIn::search(const Form& query) const {
    json data = json::array();
    for (std::size_t i = 0; i < indexed_; ++i) {
        if (query.at("query") == "metadata['viaja_payment']:'" + intents_[i].stem + "'")
            data.push_back(intent_json(intents_[i]));
    }
    return answer(200, {{"object", "search_result"}, {"data", data}, {"has_more", false}});
}

void StripeStandIn::fail(const std::string& request, StripeFault fault, int times) {
    const std::lock_guard guard(mutex_);
    for (int i = 0; i < times; ++i)
        faults_[request].push_back(fault);
}

void StripeStandIn::release() {
    const std::lock_guard guard(mutex_);
    released_ = true;
    wake_.notify_all();
}

void StripeStandIn::await_held() {
    std::unique_lock guard(mutex_);
    wake_.wait(guard, [this] { return held_ > 0; });
}

void StripeStandIn::forget_keys() {
    const std::lock_guard guard(mutex_);
    kept_.clear();
}

void StripeStandIn::change(const std::function<void(Intent&)>& change) {
    const std::lock_guard guard(mutex_);
    std::ranges::for_each(intents_, change);
}

void StripeStandIn::change_refunds(const std::function<void(Refund&)>& change) {
    const std::lock_guard guard(mutex_);
    std::ranges::for_each(refunds_, change);
}

std::vector<std::string> StripeStandIn::requests() const {
    const std::lock_guard guard(mutex_);
    return requests_;
}

std::string StripeStandIn::requests_in_one_line() const {
    std::string line;
    for (const auto& request : requests())
        line += (line.empty() ? "" : " ") + request;
    return line;
}

std::size_t StripeStandIn::count(const std::string& request) const {
    const auto all = requests();
    return static_cast<std::size_t>(std::ranges::count(all, request));
}

std::vector<StripeStandIn::Intent> StripeStandIn::intents() const {
    const std::lock_guard guard(mutex_);
    return intents_;
}

std::vector<StripeStandIn::Refund> StripeStandIn::refunds() const {
    const std::lock_guard guard(mutex_);
    return refunds_;
}

std::vector<std::string> StripeStandIn::keys() const {
    const std::lock_guard guard(mutex_);
    return keys_;
}

OutgoingRequest StripeStandIn::last(const std::string& request) const {
    const std::lock_guard guard(mutex_);
    return last_.at(request);
}

}  // namespace viaja::payment
