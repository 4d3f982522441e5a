#include "bench/measure/window.hpp"

#include <utility>

namespace viaja::bench {

Window::Window(SteadyTime begin, SteadyTime end, ProcessorMeter meter)
    : begin_(begin), end_(end), meter_(std::move(meter)) {}

void Window::move(SteadyTime now) {
    if (!begun_ && now >= begin_) {
        begun_ = true;
        begin_ = now;
        meter_.restart();
    }
    if (begun_ && now >= end_) close(now);
}

void Window::close(SteadyTime now) {
    if (ended_) return;
    ended_ = true;
    end_ = now;
    processor_us_per_trip_ = meter_.per_trip(trips_);
}

SteadyTime Window::next_change() const {
    if (!begun_) return begin_;
    return ended_ ? SteadyTime::max() : end_;
}

void Window::count_trip() {
    ++trips_total_;
    if (begun_ && !ended_) ++trips_;
}

void Window::describe(Report& report) const {
    report.seconds = std::chrono::duration<double>(end_ - begin_).count();
    report.trips = trips_;
    report.trips_total = trips_total_;
    report.processor_us_per_trip = processor_us_per_trip_;
}

}  // namespace viaja::bench
