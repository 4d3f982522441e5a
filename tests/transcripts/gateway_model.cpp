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
            break;
    }
    return GatewayOutcome::silence();
}

}  // namespace

GatewayOutcome execute(GatewayBook& book, Operation operation, std::string_view token) {
    auto& answer = operation == Operation::authorize ? book.authorize
                   : operation == Operation::capture ? book.capture
                                                     : book.void_;
    if (!answer) answer = first_time(book, operation, token);
    return *answer;
}

GatewayOutcome refund(GatewayBook& book, std::int64_t refund_to, std::int64_t amount) {
    const auto known = book.refunds.find(refund_to);
    if (known != book.refunds.end()) return known->second;
    const auto outcome = yes_if(book.is_yes(book.capture), "not_captured");
    if (outcome.kind == GatewayOutcome::Kind::ok) book.refunded += amount;
    return book.refunds.emplace(refund_to, outcome).first->second;
}

std::string describe(const GatewayBook& book) {
    if (book.is_refunded()) return "refunded";
    if (book.refunded > 0) return "captured, " + std::to_string(book.refunded) + " refunded";
    if (book.is_yes(book.capture)) return "captured";
    if (book.is_yes(book.void_)) return "voided";
    if (book.capture) return "capture refused";
    if (book.is_yes(book.authorize)) return "authorized";
    return book.authorize ? "declined" : "unknown";
}

}  // namespace viaja::story
