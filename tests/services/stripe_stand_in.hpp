#pragma once
// Stripe for tests, as its public documentation describes PaymentIntents, Refunds and idempotent
// requests: it keeps what was made, repeats results under their Idempotency-Key (those of failures
// too), and fails as it is told to. What its requests look like is checked against stripe-mock in
// tests/stripe. Any thread.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/ports/http_client.hpp"

namespace viaja::payment {

enum class StripeFault {
    none,
    request_lost,   ///< nothing arrives, nothing comes back
    answer_lost,    ///< executed, nothing comes back
    failed_before,  ///< 500, not executed; repeated under its key
    failed_behind,  ///< executed, and 500; repeated under its key
    busy,           ///< 429
    conflict,       ///< 409: another request with this key is under way
    no_rights,      ///< 401
    unacceptable,   ///< 400: its parameters are wrong; not repeated under its key
    not_possible,   ///< 400 of the execution: not in the state it is in; repeated under its key
    card_error,     ///< 402; repeated under its key
    held,           ///< waits until `release`
};

class StripeStandIn {
  public:
    struct Intent {
        std::string id;
        std::string stem;
        std::string method;
        std::int64_t amount = 0;
        std::string currency;
        std::string status = "requires_confirmation";
        std::int64_t received = 0;
        std::string decline;
        std::string settled;  ///< of its metadata, as a person writes it
        bool authorized = false;
        int confirmations = 0;  ///< that were executed with yes
    };
    struct Refund {
        std::string id;
        std::string intent;
        std::string call;
        std::int64_t amount = 0;
        std::string status = "succeeded";
    };
    using Form = std::map<std::string, std::string>;

    /// Clients that reach it without a socket. They may not outlive it.
    MakeHttpClient clients();
    /// One request. `stopped` ends one that is held.
    IncomingAnswer handle(const OutgoingRequest& request, const std::function<bool()>& stopped);

    /// The next `times` requests of this name (that of `requests`) meet the fault.
    void fail(const std::string& request, StripeFault fault, int times = 1);
    void release();
    /// Until one is held.
    void await_held();
    /// A day has passed.
    void forget_keys();
    /// A minute has passed: the search finds all intents that were made until now.
    void index() {
        const std::lock_guard guard(mutex_);
        indexed_ = intents_.size();
    }
    void change(const std::function<void(Intent&)>& change);
    /// As the bank does days later.
    void change_refunds(const std::function<void(Refund&)>& change);
    /// Those that are held look whether they are stopped.
    void wake_all() { wake_.notify_all(); }

    /// The names of all requests that came, in order: "create", "confirm", "capture", "cancel",
    /// "retrieve", "refund", "refunds", "method", "search", "look".
    std::vector<std::string> requests() const;
    std::string requests_in_one_line() const;
    std::size_t count(const std::string& request) const;
    std::vector<Intent> intents() const;
    std::vector<Refund> refunds() const;
    std::vector<std::string> keys() const;
    OutgoingRequest last(const std::string& request) const;

  private:
    struct Kept {
        std::string fingerprint;
        IncomingAnswer answer;
    };
    struct Target {
        std::string request;
        std::string id;  ///< of the intent
        Form query;
    };

    static Target target_of(const OutgoingRequest& request);
    StripeFault next_fault(const std::string& request);
    IncomingAnswer execute(const Target& target, const Form& form);
    IncomingAnswer execute_once(const Target& target, const OutgoingRequest& request,
                                StripeFault fault);
    IncomingAnswer make_method(const Form& form);
    IncomingAnswer create(const Form& form);
    IncomingAnswer confirm(Intent& intent);
    IncomingAnswer capture(Intent& intent, const Form& form);
    IncomingAnswer cancel(Intent& intent);
    IncomingAnswer refund(const Form& form);
    IncomingAnswer list_refunds(const Form& query) const;
    IncomingAnswer search(const Form& query) const;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    int held_ = 0;
    bool released_ = false;
    std::map<std::string, std::deque<StripeFault>> faults_;
    std::map<std::string, Kept> kept_;
    std::vector<Intent> intents_;
    std::size_t indexed_ = 0;  ///< so many of them are found by a search
    std::vector<Refund> refunds_;
    std::vector<std::string> requests_;
    std::vector<std::string> keys_;
    std::map<std::string, OutgoingRequest> last_;
};

}  // namespace viaja::payment
