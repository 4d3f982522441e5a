// Counters as metrics, and the metrics of several components as one list.

#include "common/http/metrics.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <numeric>

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

std::string whole_text_of(std::vector<Metric> metrics) {
    Router router;
    add_metrics_route(router, [metrics] { return metrics; });
    Request request;
    request.method = "GET";
    request.path = "/metrics";
    std::string text;
    router.handle(request, [&](Response response) { text = std::move(response.body); });
    return text;
}

/// Without the process's start, which comes last.
std::string text_of(std::vector<Metric> metrics) {
    const auto text = whole_text_of(std::move(metrics));
    return text.substr(0, text.find("# HELP process_start_time_seconds"));
}

TEST(Metrics, SayWhenTheProcessStarted) {
    const auto text = whole_text_of({});
    const auto at = text.find("\nprocess_start_time_seconds ");
    ASSERT_NE(at, std::string::npos) << text;
    const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
    const double started =
        std::stod(text.substr(at + std::string("\nprocess_start_time_seconds ").size()));
    EXPECT_GT(started, 1.7e9) << text;
    EXPECT_LE(started, now.count()) << text;
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

TEST(Metrics, HaveHistogramsWithCumulativeBuckets) {
    static constexpr std::array bounds{0.5, 1.0};
    Histogram histogram(bounds);
    for (const double value : {0.25, 0.5, 0.75, 4.0})
        histogram.observe(value);
    EXPECT_EQ(text_of({{.name = "door_open_seconds",
                        .help = "How long it was open",
                        .kind = Metric::Kind::histogram,
                        .samples = {{.labels = {{"part", "front"}}, .histogram = histogram}}}}),
              "# HELP door_open_seconds How long it was open\n"
              "# TYPE door_open_seconds histogram\n"
              "door_open_seconds_count{part=\"front\"} 4\n"
              "door_open_seconds_sum{part=\"front\"} 5.5\n"
              "door_open_seconds_bucket{part=\"front\",le=\"0.5\"} 2\n"
              "door_open_seconds_bucket{part=\"front\",le=\"1\"} 3\n"
              "door_open_seconds_bucket{part=\"front\",le=\"+Inf\"} 4\n");
}

TEST(Histograms, AreAddedRangeByRange) {
    Histogram sum;
    Histogram more;
    sum.observe(0.002);
    more.observe(0.002);
    more.observe(100.0);
    sum.add(more);
    EXPECT_DOUBLE_EQ(sum.sum(), 100.004);
    const auto counts = sum.counts();
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), 3U);
    EXPECT_EQ(counts.back(), 1U);
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
