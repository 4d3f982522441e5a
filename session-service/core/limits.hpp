#pragma once
// The lengths of time and the counts that decisions go by. Plain values; any thread.

#include <chrono>
#include <cstddef>

#include "session-service/core/session.hpp"

namespace viaja::session {

/// Lengths of time and counts; set once at start.
struct Limits {
    Duration hold_time = std::chrono::seconds(600);
    Duration idle_time = std::chrono::seconds(1800);
    Duration pause_time = std::chrono::seconds(600);
    /// A step that can be undone is given up after this long without an answer.
    Duration step_time = std::chrono::seconds(15);
    /// A Pix that is not paid after this long is given up.
    Duration charge_time = std::chrono::minutes(15);
    /// A request is sent again after this long, doubling up to `resend_max`.
    Duration resend_first = std::chrono::seconds(1);
    Duration resend_max = std::chrono::seconds(30);
    /// A step that will be given up is asked at least this often.
    Duration resend_step_max = std::chrono::seconds(2);
    /// After so many tries the session needs attention; the request is sent every `resend_slow`.
    int tries_max = 10;
    Duration resend_slow = std::chrono::seconds(60);
    /// Of a session, under a key of their own each: all of its kept answers are read for each one.
    std::size_t keyed_requests_max = 500;
    /// Attempts to pay, of a session that is opened now.
    int payments_max = kPaymentsMax;
    std::size_t subscriptions_max = 50;
};

}  // namespace viaja::session
