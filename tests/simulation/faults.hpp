#pragma once
// What goes wrong, and how often. All numbers are chances in ten thousand.

namespace viaja::simulation {

/// A process dies here. No std::exception, so that nothing but the world catches it.
struct Crash {};

struct Faults {
    bool on = true;

    // of the network, for each message
    unsigned message_dropped = 500;
    unsigned message_repeated = 500;
    unsigned message_slow = 300;          ///< up to 3 s
    unsigned message_lost_for_long = 60;  ///< up to 90 s

    // of databases, for each transaction
    unsigned away = 50;
    unsigned conflict = 100;
    unsigned uncertain_done = 60;
    unsigned uncertain_not_done = 60;
    unsigned crash_before_commit = 30;
    unsigned crash_after_commit = 60;

    // of the lock server, for each call
    unsigned lock_away = 200;
    unsigned lock_wiped = 50;

    // of the gateway, for each call
    unsigned call_lost = 400;
    unsigned answer_lost = 400;
    unsigned answer_slow = 400;

    // of processes, each second
    unsigned frozen = 60;
    unsigned silent = 60;
    unsigned suspicious = 200;  ///< of other replicas

    // of the market, each second
    unsigned prices_change = 1'500;
};

/// How often rare situations were met, over all seeds of a run. Each must be above zero.
struct Sightings {
    unsigned long undo_after_late_confirm = 0;
    unsigned long fire_against_pay = 0;
    unsigned long orphan_taken_over = 0;
    unsigned long tombstone_hit = 0;
    unsigned long unknown_resolved_authorized = 0;
    unsigned long unknown_resolved_declined = 0;
    unsigned long crashes = 0;
    unsigned long uncertain_commits = 0;
    unsigned long confirmed_trips = 0;
    unsigned long failed_payments = 0;
    unsigned long second_payment_succeeded = 0;
    unsigned long expired_while_paused = 0;
    unsigned long cancelled_trips = 0;
    unsigned long capture_refused = 0;
    unsigned long replayed_answers = 0;
    unsigned long swaps = 0;
    unsigned long lists_held = 0;
    unsigned long lists_given_up = 0;
    unsigned long lists_with_impossible_connections = 0;
    unsigned long lists_swapped = 0;
    unsigned long itineraries_confirmed = 0;
    unsigned long itineraries_swapped = 0;
    unsigned long itineraries_given_up = 0;
    unsigned long told_of_timeouts = 0;
    unsigned long asked_again_by_suspicion = 0;
    unsigned long paid_another_amount = 0;
    unsigned long paid_too_late = 0;
    unsigned long paid_twice = 0;
    unsigned long pix_paid = 0;
    unsigned long returned_beside = 0;
    unsigned long prices_asked = 0;
    unsigned long prices_changed = 0;
    unsigned long paid_after_asking = 0;
    unsigned long new_prices_taken = 0;
};

}  // namespace viaja::simulation
