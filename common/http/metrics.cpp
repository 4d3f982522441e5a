#include "common/http/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace viaja::http {
namespace {

prometheus::MetricFamily family_of(const Metric& metric) {
    const bool counts = metric.kind == Metric::Kind::counter;
    prometheus::MetricFamily family;
    family.name = metric.name;
    family.help = metric.help;
    family.type = counts ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
    for (const auto& sample : metric.samples) {
        prometheus::ClientMetric one;
        for (const auto& [name, value] : sample.labels)
            one.label.push_back({name, value});
        (counts ? one.counter.value : one.gauge.value) = sample.value;
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
    router.add(
        "GET", "/metrics",
        [gather = std::move(gather)](const Request&, const PathParameters&, Respond respond) {
            std::vector<prometheus::MetricFamily> families;
            for (const auto& metric : gather())
                families.push_back(family_of(metric));
            Response response;
            response.headers.set("Content-Type", "text/plain; version=0.0.4");
            response.body = prometheus::TextSerializer().Serialize(families);
            respond(std::move(response));
        });
}

}  // namespace viaja::http
