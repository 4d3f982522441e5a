#include "terminal/exit_code.hpp"

namespace viaja::terminal {

namespace {

/// A 409 by its code; `invalid_state` says the state beside it.
Exit exit_of_conflict(std::string_view code, std::string_view state) {
    if (code == "session_expired" || (code == "invalid_state" && state == "expired"))
        return Exit::too_late;
    for (const std::string_view undecided :
         {"hold_pending", "payment_in_progress", "request_in_progress", "busy", "capture_pending"})
        if (code == undecided) return Exit::open;
    for (const std::string_view impossible : {"invalid_state", "no_holds"})
        if (code == impossible) return Exit::usage;
    return Exit::refused;
}

}  // namespace

Exit exit_of(int status, const Json& body) {
    if (status == 202) return Exit::open;
    if (status >= 200 && status < 300) return Exit::done;
    if (text_at(body, "code") == "supplier_unavailable") return Exit::refused;
    switch (status) {
        case 402:
            return Exit::declined;
        case 404:
            return Exit::no_trip;
        case 409:
            return exit_of_conflict(text_at(body, "code"), text_at(body, "session_state"));
        case 412:
            return Exit::refused;
        case 422:
            return text_at(body, "code") == "amount_mismatch" ? Exit::refused : Exit::fault;
        case 408:
        case kWrongShard:
        case 429:
            return Exit::unavailable;
        default:
            return status >= 400 && status < 500 ? Exit::usage : Exit::unavailable;
    }
}

bool is_outcome(int status, const Json& body) {
    const auto code = text_at(body, "code");
    if (code == "supplier_unavailable") return true;
    return status < 500 && status != 202 && status != 408 && status != kWrongShard &&
           status != 429 && code != "busy" && code != "request_in_progress";
}

}  // namespace viaja::terminal
