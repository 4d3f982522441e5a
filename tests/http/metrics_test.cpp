// Counters as metrics, and the metrics of several components as one list.

#include "common/http/metrics.hpp"

#include <gtest/gtest.h>

#include "common/http/counter_metrics.hpp"

namespace viaja::http {
namespace {

struct DoorCounters {
    std::uint64_t opened = 0;
    std::uint64_t refused = 0;

    static constexpr auto list() {
        return std::to_array<Counter<DoorCounters>>({
            {&DoorCounters::opened, "door_opened_total", "Times that it was opened"},
            {&DoorCounters::refused, "door_refused_total", "Times that it was locked"},
        });
    }
};

std::string text_of(std::vector<Metric> metrics) {
    Router router;
    add_metrics_route(router, [metrics] { return metrics; });
    Request request;
    request.method = "GET";
    request.path = "/metrics";
    std::string text;
    router.handle(request, [&](Response response) { text = std::move(response.body); });
    return text;
}

TEST(Metrics, ComeFromTheListOfTheCounters) {
    EXPECT_EQ(
        text_of(counter_metrics(DoorCounters{.opened = 2, .refused = 1}, {{"part", "front"}})),
        "# HELP door_opened_total Times that it was opened\n"
        "# TYPE door_opened_total counter\n"
        "door_opened_total{part=\"front\"} 2\n"
        "# HELP door_refused_total Times that it was locked\n"
        "# TYPE door_refused_total counter\n"
        "door_refused_total{part=\"front\"} 1\n");
}

TEST(Metrics, OfOneNameBecomeOne) {
    const auto front = counter_metrics(DoorCounters{.opened = 2}, {{"part", "front"}});
    const auto back = counter_metrics(DoorCounters{.opened = 3}, {{"part", "back"}});
    EXPECT_EQ(text_of(merged({front, back})),
              "# HELP door_opened_total Times that it was opened\n"
              "# TYPE door_opened_total counter\n"
              "door_opened_total{part=\"front\"} 2\n"
              "door_opened_total{part=\"back\"} 3\n"
              "# HELP door_refused_total Times that it was locked\n"
              "# TYPE door_refused_total counter\n"
              "door_refused_total{part=\"front\"} 0\n"
              "door_refused_total{part=\"back\"} 0\n");
}

TEST(Counters, AreAddedFieldByField) {
    SharedCounters<DoorCounters> shared;
    shared.count(&DoorCounters::opened);
    shared.count(&DoorCounters::refused, 4);
    shared.add({.opened = 2, .refused = 1});
    EXPECT_EQ(shared.sum().opened, 3U);
    EXPECT_EQ(shared.sum().refused, 5U);
    shared.set(&DoorCounters::opened, 7);
    EXPECT_EQ(shared.sum().opened, 7U);
}

}  // namespace
}  // namespace viaja::http
