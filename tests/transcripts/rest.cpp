#include "tests/transcripts/rest.hpp"

#include <algorithm>

#include "session-service/core/commands.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::story {
namespace {

// More rounds than any trip of these tests can need.
constexpr int kRoundsMax = 200;

void heal(World& world) {
    for (auto& [letter, supplier] : world.suppliers)
        supplier.health = Health::well;
    world.payment_health = Health::well;
    world.gateway_health = Health::well;
    world.gateway_refuses_to_undo = false;
}

}  // namespace

bool is_waiting(const World& world) {
    const bool calls = std::ranges::any_of(world.payments, [](const auto& entry) {
        return payment::open_call(entry.second.state).has_value();
    });
    if (calls || !world.session) return calls;
    if (charges_wait(world)) return true;
    const auto asks = [](const auto& one) { return one.retry.next_attempt_at.has_value(); };
    return world.session->saga || !world.wanted.empty() ||
           std::ranges::any_of(world.session->holds, asks) ||
           std::ranges::any_of(world.session->subscriptions, asks);
}

void settle(World& world) {
    while (true) {
        const auto next = std::ranges::find(world.letters, true, &Letter::is_new);
        if (next == world.letters.end()) return;
        deliver(world, *next);
    }
}

void ask_everything_now(World& world) {
    if (world.session && session::waits_for_bank(*world.session)) {
        // No bank will pay: the wait ends by the clock.
        world.now = std::max(world.now, *world.session->saga->deadline);
        tick_session(world);
    }
    if (world.session) {
        session::retry_now(*world.session, world.now);
        write_letters_of_session(world);
        world.saved = world.session;
    }
    ask_for_timeouts(world);
    for (auto& [attempt, row] : world.payments) {
        if (row.next_attempt_at) row.next_attempt_at = world.now;
    }
    for (auto& [attempt, charge] : world.charges) {
        if (charge.next_attempt_at) charge.next_attempt_at = world.now;
    }
    tick_payment(world);
}

bool come_to_rest(World& world) {
    heal(world);
    for (int round = 0; round < kRoundsMax; ++round) {
        settle(world);
        if (!is_waiting(world)) return true;
        ask_everything_now(world);
    }
    return false;
}

bool come_to_the_end(World& world) {
    for (int round = 0; round < kRoundsMax; ++round) {
        if (!come_to_rest(world)) return false;
        const auto due = next_due(world);
        if (due == Instant::max()) return true;
        world.now = std::max(world.now, due);
        tick_session(world);
        tick_payment(world);
    }
    return false;
}

}  // namespace viaja::story
