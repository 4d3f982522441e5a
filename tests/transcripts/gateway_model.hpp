#pragma once
// The rule of the gateway's port and nothing else: the first execution under a key decides, and
// every later call under it gets that answer. One book per authorization. Pure.

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
    Answer refund;

    bool is_yes(const Answer& answer) const {
        return answer && answer->kind == payment::GatewayOutcome::Kind::ok;
    }
    bool open() const { return is_yes(authorize) && !is_yes(capture) && !is_yes(void_); }
    bool paid() const { return is_yes(capture) && !is_yes(refund); }
    bool operator==(const GatewayBook&) const = default;
};

/// `token` says how the card behaves: "tok_ok", "tok_insufficient_funds", "tok_do_not_honor",
/// "tok_capture_refused".
payment::GatewayOutcome execute(GatewayBook& book, payment::Operation operation,
                                std::string_view token);

/// "authorized", "capture refused", …
std::string describe(const GatewayBook& book);

}  // namespace viaja::story
