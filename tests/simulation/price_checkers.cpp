// What is paid, and at which price: of the invariants of checkers.hpp.

#include <algorithm>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "tests/simulation/checkers.hpp"

namespace viaja::simulation {
namespace {

/// The hold was paid as it was held, or its supplier said that price for this payment.
bool was_right(const session::Hold& hold, const session::Pay& pay, Instant decided_at) {
    const auto& until = hold.price_guaranteed_until;
    if (until && decided_at < *until) return true;
    return std::ranges::any_of(pay.current, [&](const session::CurrentPrice& current) {
        return current.hold == hold.id && current.price == hold.price;
    });
}

void check_payment(const Asked& asked, const session::Pay& pay, const session::Decided& decided,
                   Complaints& complaints) {
    const auto attempt = std::stoi(decided.resource);
    const auto* payment = session::find_payment(*decided.session, attempt);
    if (!payment || payment->amount != pay.amount) {
        complaints.push_back("I2: " + asked.key + " pays another sum than it was shown");
    }
    if (decided.replayed) return;
    for (const auto& hold : decided.session->holds) {
        if (hold.attempt == attempt && !was_right(hold, pay, decided.now))
            complaints.push_back("I2: " + asked.key + " pays a price that is not guaranteed");
    }
}

}  // namespace

Complaints check_prices(World& world, const Travellers& travellers,
                        const session::SessionsById& sessions) {
    Complaints complaints;
    for (const auto& traveller : travellers) {
        for (const auto& asked : traveller->requests()) {
            const auto* pay = std::get_if<session::Pay>(&asked->wish);
            if (!pay) continue;
            for (const auto& decided : asked->answers) {
                if (decided.code == session::Code::accepted)
                    check_payment(*asked, *pay, decided, complaints);
            }
        }
    }
    for (const auto& sold : all_supplier_holds(world)) {
        if (sold.state != "confirmed") continue;
        const auto* hold = session::find_hold(sessions.at(sold.session_id), sold.id);
        if (!hold || hold->price.amount != sold.price)
            complaints.push_back("I2: " + sold.id.text() + " was sold at another price than paid");
    }
    return complaints;
}

}  // namespace viaja::simulation
