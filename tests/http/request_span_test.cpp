// The span of a request: its name, its trace, and whose parent it is.

#include "common/http/request_span.hpp"

#include <gtest/gtest.h>

#include "tests/ports/kept_spans.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::http {
namespace {

using test::KeptSpans;

constexpr const char* kSession = "0198c0de-0000-7000-8000-00000000002a";

class RequestSpanTest : public ::testing::Test {
  protected:
    RequestSpanTest() {
        const auto nothing = [](const Request&, const PathParameters&, const Respond&) {};
        router_.add("GET", "/livez", nothing);
        router_.add("POST", "/v1/sessions", nothing);
        router_.add("POST", "/v1/codes/{code}", nothing);
        router_.add("GET", "/v1/sessions/{id}", nothing);
    }

    static Request request(std::string method, std::string path, const std::string& traceparent) {
        Request made;
        made.method = std::move(method);
        made.path = std::move(path);
        made.request_id = "r-1";
        if (!traceparent.empty()) made.headers.add("traceparent", traceparent);
        return made;
    }

    /// The spans of a request that is answered so; `context` is what its handler sees.
    std::vector<Span> spans_of(Request request, const Response& response) {
        kept_.spans.clear();
        const auto span = RequestSpan::begin(tracer_, router_, request);
        context = context_of(request);
        context_of_new = context_of_new_session(request);
        if (span) span->end(tracer_, response);
        return kept_.spans;
    }

    TraceContext context;
    TraceContext context_of_new;
    viaja::test::TestClock clock_;
    KeptSpans kept_;
    Router router_;
    const Tracer tracer_{kept_, clock_, "session"};
    const SessionId session_ = *SessionId::parse(kSession);
    const std::string traceparent_ = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
};

TEST_F(RequestSpanTest, IsNamedAfterItsRouteAndNeverAfterItsPath) {
    const auto spans = spans_of(request("POST", "/v1/codes/K7QX2M9P", ""), text_response(404, ""));
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].name, "POST /v1/codes/{code}");
    EXPECT_EQ(spans[0].error, "") << "a refusal is no failure";
    for (const auto& [name, value] : spans[0].attributes) {
        if (const auto* text = std::get_if<std::string>(&value)) {
            EXPECT_EQ(text->find("K7QX2M9P"), std::string::npos) << name;
        }
    }
}

TEST_F(RequestSpanTest, IsAChildOfTheCallers) {
    const auto spans =
        spans_of(request("GET", std::string("/v1/sessions/") + kSession, traceparent_),
                 text_response(503, ""));
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].trace_id.text(), "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_EQ(spans[0].parent.text(), "00f067aa0ba902b7");
    EXPECT_EQ(spans[0].error, "Service Unavailable");
    EXPECT_EQ(context.span_id, spans[0].id) << "what follows is its child";
}

TEST_F(RequestSpanTest, WithoutACallerItIsBelowTheRootOfItsSession) {
    const auto spans =
        spans_of(request("GET", std::string("/v1/sessions/") + kSession, "00-0"), {});
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].trace_id, trace_of(session_));
    EXPECT_EQ(spans[0].parent, span_of(session_.value));
}

TEST_F(RequestSpanTest, TheOneThatOpensASessionIsTheRoot) {
    auto opened = json_response(201, "{}");
    opened.headers.set("Location", std::string("/v1/sessions/") + kSession);
    auto spans = spans_of(request("POST", "/v1/sessions", ""), opened);
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].trace_id, trace_of(session_));
    EXPECT_EQ(spans[0].id, span_of(session_.value));
    EXPECT_FALSE(spans[0].parent.is_set());
    EXPECT_FALSE(context_of_new.trace_id.is_set()) << "its input belongs to the session's trace";
    EXPECT_EQ(context_of_new.request_id, "r-1");

    spans = spans_of(request("POST", "/v1/sessions", traceparent_), opened);
    ASSERT_EQ(spans.size(), 2U) << "a root for later requests, and its own span";
    EXPECT_EQ(spans[0].name, "session");
    EXPECT_EQ(spans[0].id, span_of(session_.value));
    EXPECT_EQ(spans[1].trace_id.text(), "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_EQ(context_of_new, context);
}

TEST_F(RequestSpanTest, ThereIsNoneOfProbesOfOtherPathsAndWhereNothingIsRecorded) {
    auto unsampled = traceparent_;
    unsampled.back() = '0';
    EXPECT_TRUE(spans_of(request("GET", "/livez", ""), {}).empty());
    EXPECT_TRUE(spans_of(request("GET", "/assets/x.js", ""), {}).empty());
    EXPECT_TRUE(spans_of(request("POST", "/v1/sessions", unsampled), {}).empty());
    auto ordinary = request("POST", "/v1/sessions", "");
    EXPECT_FALSE(RequestSpan::begin(Tracer(), router_, ordinary));
    EXPECT_FALSE(ordinary.traced);
}

}  // namespace
}  // namespace viaja::http
