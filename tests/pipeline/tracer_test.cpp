// Spans of inputs: what they follow from, and what follows from them.

#include "common/ports/tracer.hpp"

#include <gtest/gtest.h>

#include "tests/ports/kept_spans.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::test {
namespace {

class TracerTest : public ::testing::Test {
  protected:
    TestClock clock_;
    KeptSpans kept_;
    const Tracer tracer_{kept_, clock_, "hotel"};
    const SessionId session_ = *SessionId::parse("0198c0de-0000-7000-8000-00000000002a");
    const TraceContext caller_ =
        *read_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
};

TEST_F(TracerTest, AnInputIsAChildOfWhatItCameWithAndTheParentOfWhatFollows) {
    Origin origin{.input = "confirm", .context = caller_, .message_id = session_.value};
    const auto open = tracer_.begin(origin);
    ASSERT_TRUE(open);
    EXPECT_NE(origin.context.span_id, caller_.span_id) << "its own span from now on";
    EXPECT_EQ(origin.context.trace_id, caller_.trace_id);
    clock_.advance(std::chrono::seconds(2));
    tracer_.end(origin, *open);
    ASSERT_EQ(kept_.spans.size(), 1U);
    const auto& span = kept_.spans.front();
    EXPECT_EQ(span.service + ' ' + span.name, "hotel confirm");
    EXPECT_EQ(span.parent, caller_.span_id);
    EXPECT_EQ(span.id, origin.context.span_id);
    EXPECT_EQ(span.kind, SpanKind::consumer);
    EXPECT_EQ(span.ended - span.begun, std::chrono::seconds(2));
}

TEST_F(TracerTest, WithoutATraceItBelongsToThatOfItsSessionBelowItsRoot) {
    Origin origin{.session_id = session_};
    const auto open = tracer_.begin(origin);
    ASSERT_TRUE(open);
    EXPECT_EQ(origin.context.trace_id, trace_of(session_));
    EXPECT_TRUE(origin.context.sampled) << "so is what follows in other services";
    EXPECT_EQ(open->parent.text(), "800000000000002a");
    tracer_.end(origin, *open);
    EXPECT_EQ(kept_.spans.front().name, "due");
    EXPECT_EQ(kept_.spans.front().kind, SpanKind::internal);
}

TEST_F(TracerTest, APathIsNoName) {
    Origin origin{.input = "POST /v1/sessions/0198c0de/holds", .session_id = session_};
    tracer_.end(origin, *tracer_.begin(origin));
    EXPECT_EQ(kept_.spans.front().name, "decide");
}

TEST_F(TracerTest, NothingBeginsWhereTheCallerRecordsNothingOrItIsOff) {
    auto unsampled = caller_;
    unsampled.sampled = false;
    Origin origin{.context = unsampled, .session_id = session_};
    const auto before = origin;
    EXPECT_FALSE(tracer_.begin(origin));
    EXPECT_EQ(origin, before);
    origin.context = caller_;
    EXPECT_FALSE(Tracer().begin(origin));
    EXPECT_EQ(origin.context, caller_);
    Origin nothing;
    EXPECT_FALSE(tracer_.begin(nothing)) << "no trace and no session";
}

}  // namespace
}  // namespace viaja::test
