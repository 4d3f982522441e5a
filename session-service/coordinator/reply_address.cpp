#include "session-service/coordinator/reply_address.hpp"

#include <variant>

#include "common/contract/topology.hpp"

namespace viaja::session {

void ReplyAddress::write_into(std::vector<Outgoing>& messages) const {
    const auto address =
        own_is_preferred_ && !own_.empty() ? own_ : std::string(topology::kSession);
    for (auto& outgoing : messages) {
        if (auto* asked = std::get_if<SupplierCommand>(&outgoing.message)) {
            asked->reply_to = address;
        } else if (auto* of_payment = std::get_if<PaymentCommand>(&outgoing.message)) {
            of_payment->reply_to = address;
        }
    }
}

}  // namespace viaja::session
