#include "common/runtime/database_time.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace viaja::runtime {

DatabaseTime::DatabaseTime(const Clock& clock, Report report)
    : clock_(clock), report_(std::move(report)) {}

void DatabaseTime::read(Connection& connection) {
    const auto asked_at = clock_.moment();
    const auto at = connection.now();
    const auto ahead = clock_.now() - at;
    const auto answered_at = clock_.moment();
    const auto way = answered_at - asked_at;
    bool changed = false;
    bool agrees = true;
    {
        const std::lock_guard guard(mutex_);
        last_ = Reading{at, asked_at + way / 2};
        agrees = std::chrono::abs(ahead) < kSkewSaid + way;
        changed = std::exchange(agrees_, agrees) != agrees;
    }
    if (!changed || !report_) return;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::abs(ahead));
    if (agrees) return report_({Severity::info, "host clock agrees with the database again"});
    report_({Severity::warning,
             "host clock differs from the database",
             {{ahead > Duration(0) ? "ahead_s" : "behind_s", std::to_string(seconds.count())}}});
}

Instant DatabaseTime::now() const {
    const std::lock_guard guard(mutex_);
    return last_ ? last_->at + (clock_.moment() - last_->read_at) : clock_.now();
}

bool DatabaseTime::agrees() const {
    const std::lock_guard guard(mutex_);
    return agrees_;
}

}  // namespace viaja::runtime
