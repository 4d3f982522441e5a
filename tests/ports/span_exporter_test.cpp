// The export of spans: nothing waits for a receiver. What it sends is checked by tests/observe.

#include "common/adapters/otlp/span_exporter.hpp"

#include <gtest/gtest.h>

#include "tests/ports/test_clock.hpp"

namespace viaja::test {
namespace {

TEST(SpanExporter, DropsWhatDoesNotFitAndCountsIt) {
    TestRandom random;
    std::uint64_t dropped = 0;
    {
        SpanExporter exporter({.url = "http://127.0.0.1:9/v1/traces", .version = "1.0"}, random, {},
                              {.waiting_max = 10,
                               .batch_max = 1'000,
                               .pause = std::chrono::hours(1),
                               .last_words = std::chrono::milliseconds(0)});
        for (int i = 0; i < 25; ++i)
            exporter.record({.service = "hotel", .name = "confirm"});
        dropped = exporter.counters().dropped;
    }
    EXPECT_EQ(dropped, 15U);
}

}  // namespace
}  // namespace viaja::test
