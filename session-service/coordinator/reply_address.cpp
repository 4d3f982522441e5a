#include "session-service/coordinator/reply_address.hpp"

#include <variant>

#include "common/contract/session_shard.hpp"

namespace viaja::session {

std::string ReplyAddress::of(Command command, const SessionId& session_id) const {
    const bool forward = command == Command::authorize || command == Command::confirm;
    const bool own = !own_.empty() && (forward || own_is_preferred_);
    return own ? own_ : session_address(session_id);
}

void ReplyAddress::write_into(std::vector<Outgoing>& messages) const {
    for (auto& outgoing : messages) {
        if (auto* asked = std::get_if<SupplierCommand>(&outgoing.message)) {
            asked->reply_to = of(asked->command, asked->session_id);
        } else if (auto* of_payment = std::get_if<PaymentCommand>(&outgoing.message)) {
            of_payment->reply_to = of(of_payment->command, of_payment->session_id);
        }
    }
}

}  // namespace viaja::session
