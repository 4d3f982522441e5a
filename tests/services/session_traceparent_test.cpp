// From the headers of an HTTP request to the messages that follow from it.

#include <gtest/gtest.h>

#include "tests/services/carrier_on_bus.hpp"
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

/// Questions to carriers and hotels, of a request with a trace, or with an id alone.
class SearchTraceparent : public ::testing::Test {
  protected:
    HttpAnswer ask(const std::string& path, const Fields& fields) {
        const auto answer = replica_.call("GET", path, "", fields);
        EXPECT_EQ(answer.status, 200) << answer.text;
        return answer;
    }

    SharedParts parts_;
    CarrierOnBus carrier_{
        parts_.bus, parts_.clock, parts_.random, "AA", {"AA1 GRU-REC 08:00 +190 100"}};
    Replica replica_{parts_, {.carriers = {"AA"}, .search_time = std::chrono::seconds(10)}};
    const std::string flights_ = "/v1/flights/search?from=GRU&to=REC&date=";
    const Fields traced_ = {{"traceparent", kTraceparent}, {"X-Request-Id", "r-1"}};
};

TEST_F(SearchTraceparent, CarriersAreAskedInTheTraceOfTheRequest) {
    ask(flights_ + day_in(20), traced_);
    EXPECT_EQ(carrier_.context().trace_id.text(), kTrace);
    EXPECT_TRUE(carrier_.context().sampled);
    EXPECT_EQ(carrier_.context().request_id, "r-1");
}

TEST_F(SearchTraceparent, ACalendarAsksInTheTraceOfTheRequest) {
    ask("/v1/flights/calendar?from=GRU&to=REC&month=" + day_in(40).substr(0, 7), traced_);
    EXPECT_EQ(carrier_.context().trace_id.text(), kTrace);
    EXPECT_EQ(carrier_.context().request_id, "r-1");
}

TEST_F(SearchTraceparent, WithoutATraceTheRequestIsNamed) {
    const auto answer = ask(flights_ + day_in(21), {{"traceparent", "00-0"}});
    EXPECT_FALSE(carrier_.context().trace_id.is_set());
    EXPECT_EQ(carrier_.context().request_id, answer.headers.at("X-Request-Id"));
}

TEST_F(SearchTraceparent, HotelsAreAskedInTheTraceOfTheRequest) {
    parts_.partner.on_question = [](const Question& question) {
        return QuestionAnswer{question.id, "hotel", "", StayOffers{}};
    };
    ask("/v1/hotels/search?near=REC&check_in=" + day_in(20) + "&check_out=" + day_in(22), traced_);
    EXPECT_EQ(parts_.partner.context_of_question().trace_id.text(), kTrace);
    EXPECT_EQ(parts_.partner.context_of_question().request_id, "r-1");
}

}  // namespace
}  // namespace viaja::session
