#include "session-service/coordinator/reply_address.hpp"

#include <variant>

#include "common/contract/topology.hpp"

namespace viaja::session {

std::string ReplyAddress::of(Command command) const {
    const bool forward = command == Command::authorize || command == Command::confirm;
    const bool own = !own_.empty() && (forward || own_is_preferred_);
    return own ? own_ : std::string(topology::kSession);
}

void ReplyAddress::write_into(std::vector<Outgoing>& messages) const {
    for (auto& outgoing : messages) {
        if (auto* asked = std::get_if<SupplierCommand>(&outgoing.message)) {
            asked->reply_to = of(asked->command);
        } else if (auto* of_payment = std::get_if<PaymentCommand>(&outgoing.message)) {
            of_payment->reply_to = of(of_payment->command);
        }
    }
}

}  // namespace viaja::session
