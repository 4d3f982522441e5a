#include "common/http/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>
#include <utility>

namespace viaja::http {
namespace {

prometheus::MetricType type_of(Metric::Kind kind) {
    switch (kind) {
        case Metric::Kind::counter:
            return prometheus::MetricType::Counter;
        case Metric::Kind::gauge:
            return prometheus::MetricType::Gauge;
        case Metric::Kind::histogram:
            return prometheus::MetricType::Histogram;
    }
    return prometheus::MetricType::Untyped;
}

/// Its buckets are cumulative, as Prometheus has them.
prometheus::ClientMetric::Histogram shown(const Histogram& histogram) {
    prometheus::ClientMetric::Histogram shown;
    for (std::size_t i = 0; i < histogram.counts().size(); ++i) {
        shown.sample_count += histogram.counts()[i];
        const bool last = i == histogram.bounds().size();
        shown.bucket.push_back({shown.sample_count, last ? std::numeric_limits<double>::infinity()
                                                         : histogram.bounds()[i]});
    }
    shown.sample_sum = histogram.sum();
    return shown;
}

prometheus::MetricFamily family_of(const Metric& metric) {
    const bool counts = metric.kind == Metric::Kind::counter;
    prometheus::MetricFamily family;
    family.name = metric.name;
    family.help = metric.help;
    family.type = type_of(metric.kind);
    for (const auto& sample : metric.samples) {
        prometheus::ClientMetric one;
        for (const auto& [name, value] : sample.labels)
            one.label.push_back({name, value});
        if (sample.histogram) {
            one.histogram = shown(*sample.histogram);
        } else {
            (counts ? one.counter.value : one.gauge.value) = sample.value;
        }
        family.metric.push_back(std::move(one));
    }
    return family;
}

}  // namespace

std::vector<Metric> merged(std::vector<std::vector<Metric>> lists) {
    std::vector<Metric> all;
    for (auto& list : lists) {
        for (auto& metric : list) {
            const auto same = std::ranges::find(all, metric.name, &Metric::name);
            if (same == all.end()) {
                all.push_back(std::move(metric));
            } else {
                std::ranges::move(metric.samples, std::back_inserter(same->samples));
            }
        }
    }
    return all;
}

void add_metrics_route(Router& router, Gather gather) {
    const std::chrono::duration<double> started =
        std::chrono::system_clock::now().time_since_epoch();
    const Metric start{.name = "process_start_time_seconds",
                       .help = "When the process started, in seconds since 1970",
                       .kind = Metric::Kind::gauge,
                       .samples = {{{}, started.count()}}};
    router.add("GET", "/metrics",
               [start, gather = std::move(gather)](const Request&, const PathParameters&,
                                                   Respond respond) {
                   std::vector<prometheus::MetricFamily> families;
                   for (const auto& metric : gather())
                       families.push_back(family_of(metric));
                   families.push_back(family_of(start));
                   Response response;
                   response.headers.set("Content-Type", "text/plain; version=0.0.4");
                   response.body = prometheus::TextSerializer().Serialize(families);
                   respond(std::move(response));
               });
}

}  // namespace viaja::http
