#include "tests/transcripts/invariants.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "session-service/core/queries.hpp"
#include "tests/transcripts/facts.hpp"
#include "tests/transcripts/rest.hpp"

namespace viaja::story {
namespace {

using session::SessionState;

supplier::HoldState row_state(const World& world, const HoldId& id) {
    const auto row = world.rows.find(id);
    return row == world.rows.end() ? supplier::HoldState::none : row->second.state;
}

bool is_taken_at_supplier(supplier::HoldState state) {
    return state == supplier::HoldState::held || state == supplier::HoldState::confirmed;
}

/// The price of what is confirmed, and of what was given back the part that does not come back.
std::int64_t kept_for(const session::Session& session) {
    auto kept = session.state == SessionState::confirmed ? total(session).amount : 0;
    for (const auto& hold : session.holds)
        if (hold.refund) kept += hold.price.amount - *hold.refund;
    return kept;
}

/// True while the session may have been charged for `attempt`.
bool may_be_charged(const session::Session& session, int attempt) {
    if (session.attempt != attempt) return false;
    if (session.state == SessionState::paying) return session.saga->pending == Command::capture;
    return session.state == SessionState::confirmed || session.state == SessionState::cancelling ||
           kept_for(session) > 0;
}

void complain_of_units(const World& world, Complaints& complaints) {
    for (const auto& [letter, supplier] : world.suppliers) {
        int held = 0;
        int confirmed = 0;
        for (const auto& [id, row] : world.rows) {
            if (name_of(id).front() != letter) continue;
            held += row.state == supplier::HoldState::held;
            confirmed += row.state == supplier::HoldState::confirmed;
        }
        const auto& unit = supplier.unit;
        if (unit.held != held || unit.confirmed != confirmed || unit.free() < 0) {
            complaints.push_back("I1: the unit of supplier " + unit.id +
                                 " does not add up with its holds");
        }
    }
}

void complain_of_charge(const World& world, int attempt, Complaints& complaints) {
    const auto& session = *world.session;
    const auto number = "#" + std::to_string(attempt);
    if (!may_be_charged(session, attempt)) {
        complaints.push_back("I2: payment " + number + " is captured, but the session is not at " +
                             "its capture or behind it");
        return;
    }
    if (session.state != SessionState::paying && session.state != SessionState::confirmed) return;
    for (const auto& hold : session.holds) {
        if (hold.attempt != attempt || hold.refund) continue;
        if (row_state(world, hold.id) == supplier::HoldState::confirmed) continue;
        complaints.push_back("I3: payment " + number + " is captured, but " + name_of(hold.id) +
                             " is not confirmed");
    }
}

void complain_of_money(const World& world, Complaints& complaints) {
    const auto& session = *world.session;
    std::int64_t paid = 0;
    for (const auto& [attempt, book] : world.gateway) {
        if (book.open()) {
            complaints.push_back("I2: at rest with an open authorization #" +
                                 std::to_string(attempt));
        }
        const auto* payment = find_payment(session, attempt);
        if (book.is_yes(book.capture) && payment) paid += payment->amount.amount - book.refunded;
    }
    for (const auto& [attempt, book] : world.bank)
        paid += book.kept();
    const auto due = kept_for(session);
    if (paid != due) {
        complaints.push_back("I2: paid " + std::to_string(paid) + " for what costs " +
                             std::to_string(due));
    }
    if (session.state == SessionState::confirmed && total(session).amount == 0) {
        complaints.push_back("I2: the trip is confirmed, but nothing is in it");
    }
}

void complain_of_hold(const World& world, const session::Hold& hold, Complaints& complaints) {
    const auto name = name_of(hold.id);
    const auto state = row_state(world, hold.id);
    const bool believed =
        hold.state == session::HoldState::held || hold.state == session::HoldState::confirmed;
    const bool confirmed = state == supplier::HoldState::confirmed;
    if (is_taken_at_supplier(state) && !believed) {
        complaints.push_back("orphan: " + name + " was given up, but its supplier still keeps it");
    }
    if (believed && !is_taken_at_supplier(state) && !world.taken_away.contains(hold.id)) {
        complaints.push_back("the session believes in " + name + ", its supplier does not");
    }
    if (confirmed != (hold.state == session::HoldState::confirmed) &&
        !world.taken_away.contains(hold.id)) {
        complaints.push_back("I3: " + name + " is " + std::string(name_of(hold.state)) +
                             " here and " + std::string(name_of(state)) + " there");
    }
}

/// A list of which something was never held has nothing that is held.
void complain_of_lists(const session::Session& session, Complaints& complaints) {
    using session::HoldState;
    const auto was_never_held = [](const session::Hold* hold) {
        return hold->state == HoldState::refused ||
               (hold->state != HoldState::asked && hold->description.empty());
    };
    for (const auto& hold : session.holds) {
        const auto together = asked_together(session, hold);
        const bool kept = hold.state == HoldState::held || hold.state == HoldState::lost ||
                          hold.state == HoldState::confirmed;
        if (!kept || std::ranges::none_of(together, was_never_held)) continue;
        complaints.push_back(name_of(hold.id) + " is " + std::string(name_of(hold.state)) +
                             ", but not all of its list is");
    }
}

/// What is sold for a Pix was paid by it, to the centavo.
void complain_of_sale(const World& world, Complaints& complaints) {
    const auto& session = *world.session;
    if (session.state != SessionState::confirmed) return;
    const auto book = world.bank.find(session.attempt);
    const auto& payment = session.payments.back();
    if (payment.method != session::kPix) return;
    const auto kept = book == world.bank.end() ? 0 : book->second.kept();
    if (kept < kept_for(session)) {
        complaints.push_back("I2: sold for " + std::to_string(kept_for(session)) +
                             ", of which the bank has paid " + std::to_string(kept));
    }
}

/// What of the charges is for people: not how often something was asked, and when.
std::map<int, payment::Charge> charges_at_rest(const World& world) {
    auto charges = world.charges;
    for (auto& [attempt, charge] : charges) {
        charge.tries = 0;
        charge.next_attempt_at.reset();
    }
    return charges;
}

/// At rest each service that wanted to know was told, or the timeout did not fire.
void complain_of_notices(const World& world, Complaints& complaints) {
    const auto& session = *world.session;
    const bool fired = session.timeout.state == session::TimeoutState::fired;
    const bool ended = session.timeout.state == session::TimeoutState::cancelled;
    const auto right = fired   ? session::SubscriptionState::acknowledged
                       : ended ? session::SubscriptionState::ended
                               : session::SubscriptionState::scheduled;
    for (const auto& subscription : session.subscriptions) {
        if (subscription.state == right && world.told.contains(subscription.id) == fired) continue;
        complaints.push_back("the timeout is " + std::string(name_of(session.timeout.state)) +
                             ", " + name_of(HoldId{subscription.id}) + " is " +
                             std::string(name_of(subscription.state)));
    }
}

/// The gateway may note that it refused what came too late; its money has to be the same.
bool same_rows(const World& one, const World& other) {
    return one.session == other.session && one.suppliers == other.suppliers &&
           one.rows == other.rows && one.payments == other.payments && one.told == other.told &&
           charges_at_rest(one) == charges_at_rest(other) &&
           facts_of_gateway(one) == facts_of_gateway(other);
}

}  // namespace

Complaints wrong_now(const World& world) {
    Complaints complaints;
    complain_of_units(world, complaints);
    for (const auto& [attempt, book] : world.gateway) {
        if (book.paid()) complain_of_charge(world, attempt, complaints);
    }
    for (const auto& [id, address] : world.told) {
        if (world.session->timeout.state == session::TimeoutState::fired) continue;
        complaints.push_back(address + " was told of a timeout that did not fire");
    }
    if (world.session) complain_of_lists(*world.session, complaints);
    if (world.session) complain_of_sale(world, complaints);
    if (world.alarms > 0) complaints.push_back("a machine met what should be unreachable");
    return complaints;
}

Complaints wrong_at_rest(const World& world) {
    Complaints complaints = wrong_now(world);
    if (!world.session) return complaints;
    const auto& session = *world.session;
    if (session.state == SessionState::paying || session.state == SessionState::cancelling) {
        complaints.push_back("I5: nothing is pending, but the session has no end");
    }
    complain_of_money(world, complaints);
    for (const auto& hold : session.holds)
        complain_of_hold(world, hold, complaints);
    complain_of_notices(world, complaints);
    const bool ended =
        session.state == SessionState::expired || session.state == SessionState::cancelled;
    for (const auto& [id, row] : world.rows) {
        if (!is_taken_at_supplier(row.state)) continue;
        if (!find_hold(session, id))
            complaints.push_back("orphan: no session knows " + name_of(id));
        if (ended) complaints.push_back("orphan: " + name_of(id) + " outlives its session");
    }
    return complaints;
}

Complaints wrong_after_old_letters(const World& world) {
    auto again = world;
    auto letters = world.letters;
    const auto deliver_all = [&] {
        for (const auto& letter : letters)
            deliver(again, letter);
        settle(again);
    };
    deliver_all();
    std::ranges::reverse(letters);
    deliver_all();
    if (same_rows(world, again)) return {};
    const auto words = difference(world, again);
    return {"I8: old letters changed something: " + (words.empty() ? "a detail" : words)};
}

}  // namespace viaja::story
