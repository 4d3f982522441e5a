#pragma once
// The rule of the gateway's port and nothing else: the first execution under a key decides, and
// every later call under it gets that answer. One book per authorization. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "payment-service/core/payment.hpp"

namespace viaja::story {

struct GatewayBook {
    using Answer = std::optional<payment::GatewayOutcome>;

    Answer authorize;
    Answer capture;
    Answer void_;
    std::map<std::int64_t, payment::GatewayOutcome> refunds;  ///< by what is refunded behind it
    std::int64_t refunded = 0;

    bool is_yes(const Answer& answer) const {
        return answer && answer->kind == payment::GatewayOutcome::Kind::ok;
    }
    bool open() const { return is_yes(authorize) && !is_yes(capture) && !is_yes(void_); }
    /// All was given back.
    bool is_refunded() const {
        const auto whole = refunds.find(0);
        return whole != refunds.end() && is_yes(whole->second);
    }
    bool paid() const { return is_yes(capture) && !is_refunded(); }
    bool operator==(const GatewayBook&) const = default;
};

/// `token` says how the card behaves: "tok_ok", "tok_insufficient_funds", "tok_do_not_honor",
/// "tok_capture_refused".
payment::GatewayOutcome execute(GatewayBook& book, payment::Operation operation,
                                std::string_view token);

/// A refund of `amount`, behind which `refund_to` is given back in all; zero: everything.
payment::GatewayOutcome refund(GatewayBook& book, std::int64_t refund_to, std::int64_t amount);

/// "authorized", "capture refused", …
std::string describe(const GatewayBook& book);

}  // namespace viaja::story
