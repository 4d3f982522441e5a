// From the headers of an HTTP request to the messages that follow from it.

#include <gtest/gtest.h>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

constexpr const char* kTraceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

using Fields = std::vector<std::pair<std::string, std::string>>;

class SessionTraceparent : public ::testing::Test {
  protected:
    HttpAnswer pay(const Fields& more) {
        Fields fields = {{"Authorization", "Bearer " + replica_.token()},
                         {"Idempotency-Key", "pay"},
                         {"Prefer", "wait=10"}};
        fields.insert(fields.end(), more.begin(), more.end());
        return replica_.call(
            "POST", replica_.session_path("/payments"),
            R"({"method":"card","token":"tok_ok","amount":{"amount":1000,"currency":"BRL"}})",
            fields);
    }
    TraceContext context(Command command) { return parts_.partner.context_of(command); }
    std::string trace(Command command) { return context(command).trace_id.text(); }

    SharedParts parts_;
    Replica replica_{parts_, {.resend_first = std::chrono::seconds(10)}};
};

TEST_F(SessionTraceparent, EveryStepOfAPaymentHasTheTraceAndTheIdOfItsRequest) {
    replica_.open_and_hold();
    const auto paid = pay({{"traceparent", kTraceparent}, {"X-Request-Id", "r-1"}});
    ASSERT_EQ(paid.status, 200) << paid.text;
    for (const auto step : {Command::authorize, Command::confirm, Command::capture}) {
        EXPECT_EQ(trace(step), kTrace) << name_of(step);
        EXPECT_EQ(context(step).request_id, "r-1") << name_of(step);
    }
    EXPECT_NE(trace(Command::hold), kTrace) << "another request";
    EXPECT_EQ(paid.headers.at("X-Request-Id"), "r-1");
    EXPECT_EQ(paid.headers.count("traceparent"), 0U) << "the answer has none of its own";
}

TEST_F(SessionTraceparent, ARequestWithoutAUsableOneBelongsToTheTraceOfItsSession) {
    const std::vector<Fields> unusable = {
        {},
        {{"traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"}},
        {{"traceparent", std::string(2'000, 'f')}},
        {{"traceparent", kTraceparent}, {"traceparent", kTraceparent}}};
    for (const auto& fields : unusable) {
        replica_.open_and_hold();
        const auto paid = pay(fields);
        ASSERT_EQ(paid.status, 200) << paid.text;
        EXPECT_TRUE(context(Command::authorize).trace_id == TraceId());
        EXPECT_EQ(context(Command::authorize).request_id, paid.headers.at("X-Request-Id"));
    }
}

}  // namespace
}  // namespace viaja::session
