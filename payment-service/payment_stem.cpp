#include "payment-service/payment_stem.hpp"

#include "common/text/whole_number.hpp"

namespace viaja::payment {

std::optional<PaymentId> payment_of_stem(std::string_view stem) {
    const auto slash = stem.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto session_id = SessionId::parse(stem.substr(0, slash));
    const auto attempt = whole_number<int>(stem.substr(slash + 1));
    if (!session_id || !attempt || *attempt < 1) return std::nullopt;
    return PaymentId{.session_id = *session_id, .attempt = *attempt};
}

}  // namespace viaja::payment
