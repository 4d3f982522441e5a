#include "bench/measure/report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace viaja::bench {
namespace {

using nlohmann::json;

json to_json(const LatencySummary& summary) {
    return {{"count", summary.count},
            {"p50_ms", summary.p50_ms},
            {"p95_ms", summary.p95_ms},
            {"p99_ms", summary.p99_ms},
            {"max_ms", summary.max_ms}};
}

double trips_a_second(const Report& report) {
    return report.seconds > 0 ? static_cast<double>(report.trips) / report.seconds : 0;
}

}  // namespace

ProcessorMeter::ProcessorMeter(std::string own_name, std::vector<Watched> others)
    : own_name_(std::move(own_name)), others_(std::move(others)), begin_(read()) {}

void ProcessorMeter::restart() {
    begin_ = read();
}

std::map<std::string, double> ProcessorMeter::per_trip(std::uint64_t trips) const {
    std::map<std::string, double> result;
    if (trips == 0) return result;
    for (const auto& [name, time] : read()) {
        const auto used = time - begin_.at(name);
        result[name] = static_cast<double>(used.count()) / static_cast<double>(trips);
    }
    return result;
}

std::map<std::string, std::chrono::microseconds> ProcessorMeter::read() const {
    auto times = processor_time(others_);
    times[own_name_] += own_processor_time();
    return times;
}

std::string as_text(const Report& report) {
    std::string text =
        fmt::format("{}: {}, {:.1f} s\n", report.program, report.mode, report.seconds);
    text += fmt::format("  {:.1f} trips/s ({} trips)\n", trips_a_second(report), report.trips);
    text += fmt::format("  {:<8}{:>10}{:>10}{:>10}{:>10}  ms\n", "", "p50", "p95", "p99", "max");
    for (const auto& [name, found] : report.latencies) {
        text += fmt::format("  {:<8}{:>10.2f}{:>10.2f}{:>10.2f}{:>10.2f}\n", name, found.p50_ms,
                            found.p95_ms, found.p99_ms, found.max_ms);
    }
    double sum = 0;
    for (const auto& [name, micros] : report.processor_us_per_trip) {
        text += fmt::format("  CPU {:<20}{:>8.0f} us a trip\n", name, micros);
        sum += micros;
    }
    text += fmt::format("  CPU {:<20}{:>8.0f} us a trip\n", "all of these", sum);
    for (const auto& [name, count] : report.counts_per_trip)
        text += fmt::format("  {:<24}{:>8.2f} a trip\n", name, count);
    for (const auto& [code, count] : report.refusals)
        text += fmt::format("  answered {}: {} times\n", code, count);
    for (const auto& complaint : report.complaints)
        text += fmt::format("  NOT TO BE TRUSTED: {}\n", complaint);
    return text;
}

std::string as_json(const Report& report) {
    json latencies = json::object();
    for (const auto& [name, summary] : report.latencies)
        latencies[name] = to_json(summary);
    const json all = {{"program", report.program},
                      {"mode", report.mode},
                      {"seconds", report.seconds},
                      {"trips", report.trips},
                      {"trips_total", report.trips_total},
                      {"trips_a_second", trips_a_second(report)},
                      {"latencies", latencies},
                      {"processor_us_per_trip", report.processor_us_per_trip},
                      {"counts_per_trip", report.counts_per_trip},
                      {"refusals", report.refusals},
                      {"complaints", report.complaints}};
    return all.dump();
}

}  // namespace viaja::bench
