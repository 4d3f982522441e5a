#include "terminal/exit_code.hpp"

#include <gtest/gtest.h>

namespace viaja::terminal {
namespace {

Exit of(int status, const char* code = "", const char* state = "open") {
    return exit_of(status, {{"code", code}, {"session_state", state}});
}

TEST(ExitCode, FollowsStatusAndCode) {
    EXPECT_EQ(of(200), Exit::done);
    EXPECT_EQ(of(201), Exit::done);
    EXPECT_EQ(of(202), Exit::open);
    EXPECT_EQ(of(400, "invalid_field"), Exit::usage);
    EXPECT_EQ(of(402, "payment_declined"), Exit::declined);
    EXPECT_EQ(of(404, "not_found"), Exit::no_trip);
    for (const char* code : {"not_available", "supplier_refused", "impossible_connection",
                             "hold_lost", "payment_undone"})
        EXPECT_EQ(of(409, code), Exit::refused) << code;
    for (const char* code : {"hold_pending", "payment_in_progress", "request_in_progress", "busy"})
        EXPECT_EQ(of(409, code), Exit::open) << code;
    EXPECT_EQ(of(409, "session_expired"), Exit::too_late);
    EXPECT_EQ(of(409, "invalid_state", "expired"), Exit::too_late);
    EXPECT_EQ(of(409, "invalid_state", "confirmed"), Exit::usage);
    EXPECT_EQ(of(409, "no_holds"), Exit::usage);
    EXPECT_EQ(of(421, "wrong_shard"), Exit::unavailable);
    EXPECT_EQ(of(422, "amount_mismatch"), Exit::refused);
    EXPECT_EQ(of(422, "idempotency_key_reused"), Exit::fault);
    EXPECT_EQ(of(429, "too_many_requests"), Exit::unavailable);
    EXPECT_EQ(of(503, "draining"), Exit::unavailable);
    EXPECT_EQ(of(503, "supplier_unavailable"), Exit::refused);
    EXPECT_EQ(exit_of(502, Json()), Exit::unavailable);
}

TEST(ExitCode, IsNoOutcomeWhereTheServerHasNotDecided) {
    for (const auto& [status, code] : {std::pair{200, ""},
                                       {201, ""},
                                       {402, "payment_declined"},
                                       {409, "not_available"},
                                       {409, "invalid_state"},
                                       {412, "version_mismatch"},
                                       {503, "supplier_unavailable"}})
        EXPECT_TRUE(is_outcome(status, {{"code", code}})) << status << ' ' << code;
    for (const auto& [status, code] : {std::pair{202, ""},
                                       {408, "request_timeout"},
                                       {409, "busy"},
                                       {409, "request_in_progress"},
                                       {421, "wrong_shard"},
                                       {429, "too_many_requests"},
                                       {500, "internal"},
                                       {503, "unavailable"}})
        EXPECT_FALSE(is_outcome(status, {{"code", code}})) << status << ' ' << code;
}

}  // namespace
}  // namespace viaja::terminal
