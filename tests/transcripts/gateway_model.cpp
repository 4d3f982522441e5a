#include "tests/transcripts/gateway_model.hpp"

namespace viaja::story {
namespace {

using payment::GatewayOutcome;
using payment::Operation;

GatewayOutcome yes_if(bool condition, std::string_view otherwise) {
    return condition ? GatewayOutcome::ok() : GatewayOutcome::no(std::string(otherwise));
}

GatewayOutcome first_time(const GatewayBook& book, Operation operation, std::string_view token) {
    const bool voided = book.is_yes(book.void_);
    const bool captured = book.is_yes(book.capture);
    switch (operation) {
        case Operation::authorize:
            if (voided) return GatewayOutcome::no("voided");
            if (token == "tok_insufficient_funds") return GatewayOutcome::no("insufficient_funds");
            return yes_if(token != "tok_do_not_honor", "do_not_honor");
        case Operation::capture:
            if (token == "tok_capture_refused") return GatewayOutcome::no("capture_refused");
            return yes_if(book.is_yes(book.authorize) && !voided, "not_authorized");
        case Operation::void_:
            return yes_if(!captured, "captured");
        case Operation::refund:
            return yes_if(captured, "not_captured");
    }
    return GatewayOutcome::silence();
}

}  // namespace

GatewayOutcome execute(GatewayBook& book, Operation operation, std::string_view token) {
    auto& answer = operation == Operation::authorize ? book.authorize
                   : operation == Operation::capture ? book.capture
                   : operation == Operation::void_   ? book.void_
                                                     : book.refund;
    if (!answer) answer = first_time(book, operation, token);
    return *answer;
}

std::string describe(const GatewayBook& book) {
    if (book.is_yes(book.refund)) return "refunded";
    if (book.is_yes(book.capture)) return "captured";
    if (book.is_yes(book.void_)) return "voided";
    if (book.capture) return "capture refused";
    if (book.is_yes(book.authorize)) return "authorized";
    return book.authorize ? "declined" : "unknown";
}

}  // namespace viaja::story
