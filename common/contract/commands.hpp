#pragma once
// What is asked of suppliers and of payment, and what they may answer: the words of the wire. Pure;
// any thread.

#include <string_view>

#include "common/text/enum_words.hpp"

namespace viaja {

enum class Command {
    // to a supplier
    hold,
    confirm,
    unconfirm,
    cancel,
    expire,
    // to payment
    authorize,
    capture,
    void_,
    refund,
    charge,
    acknowledge,
};
constexpr std::string_view name_of(Command command) {
    switch (command) {
        case Command::hold:
            return "hold";
        case Command::confirm:
            return "confirm";
        case Command::unconfirm:
            return "unconfirm";
        case Command::cancel:
            return "cancel";
        case Command::expire:
            return "expire";
        case Command::authorize:
            return "authorize";
        case Command::capture:
            return "capture";
        case Command::void_:
            return "void";
        case Command::refund:
            return "refund";
        case Command::charge:
            return "charge";
        case Command::acknowledge:
            return "acknowledge";
    }
    return {};
}

enum class Answer {
    // of a supplier
    held,
    refused,
    confirmed,
    unconfirmed,
    cancelled,
    expired,
    not_expired,
    // of payment (and `refused`)
    authorized,
    declined,
    captured,
    capture_refused,
    voided,
    refunded,
    waiting,
    paid,
    returned,
};
constexpr std::string_view name_of(Answer answer) {
    switch (answer) {
        case Answer::held:
            return "held";
        case Answer::refused:
            return "refused";
        case Answer::confirmed:
            return "confirmed";
        case Answer::unconfirmed:
            return "unconfirmed";
        case Answer::cancelled:
            return "cancelled";
        case Answer::expired:
            return "expired";
        case Answer::not_expired:
            return "not_expired";
        case Answer::authorized:
            return "authorized";
        case Answer::declined:
            return "declined";
        case Answer::captured:
            return "captured";
        case Answer::capture_refused:
            return "capture_refused";
        case Answer::voided:
            return "voided";
        case Answer::refunded:
            return "refunded";
        case Answer::waiting:
            return "waiting";
        case Answer::paid:
            return "paid";
        case Answer::returned:
            return "returned";
    }
    return {};
}

/// Which kind of service a command is for.
enum class Party { supplier, payment };
constexpr Party party_of(Command command) {
    switch (command) {
        case Command::hold:
        case Command::confirm:
        case Command::unconfirm:
        case Command::cancel:
        case Command::expire:
            return Party::supplier;
        case Command::authorize:
        case Command::capture:
        case Command::void_:
        case Command::refund:
        case Command::charge:
        case Command::acknowledge:
            return Party::payment;
    }
    return Party::supplier;
}

/// Whether that kind of service gives this answer; both say `refused`.
constexpr bool gives(Party party, Answer answer) {
    switch (answer) {
        case Answer::held:
        case Answer::confirmed:
        case Answer::unconfirmed:
        case Answer::cancelled:
        case Answer::expired:
        case Answer::not_expired:
            return party == Party::supplier;
        case Answer::authorized:
        case Answer::declined:
        case Answer::captured:
        case Answer::capture_refused:
        case Answer::voided:
        case Answer::refunded:
        case Answer::waiting:
        case Answer::paid:
        case Answer::returned:
            return party == Party::payment;
        case Answer::refused:
            return true;
    }
    return false;
}

}  // namespace viaja
