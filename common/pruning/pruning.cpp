#include "common/pruning/pruning.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "common/ports/errors.hpp"

namespace viaja {
namespace {

/// Before a page with a locked row is tried again.
constexpr std::chrono::seconds kLockedPause{1};
/// Tries in a row; a row that is locked for longer does not belong to a decision under way.
constexpr int kConflictsMax = 10;
/// Before a page that failed is tried again.
constexpr std::chrono::minutes kFailedPause{1};
/// The pause after a page, in times of what it took: pruning takes a fifth of the time at most.
constexpr int kPausePerPage = 4;

}  // namespace

Pruning::Pruning(Database& database, const Clock& clock, FindPage find_page, PrunePace pace,
                 Report report)
    : database_(database),
      clock_(clock),
      find_page_(std::move(find_page)),
      pace_(pace),
      report_(std::move(report)),
      next_(find_page_ ? clock_.moment() + pace_.pause : Moment::max()) {}

Pruning::~Pruning() {
    stop();
}

void Pruning::start(const std::string& thread_name) {
    if (!find_page_) return;
    thread_ = std::make_unique<runtime::Worker>(thread_name,
                                                runtime::Work{
                                                    .wait = [this] { return wait(); },
                                                    .step = [this] { return step(); },
                                                    .stop =
                                                        [this] {
                                                            const std::lock_guard guard(mutex_);
                                                            stopping_ = true;
                                                            wake_.notify_all();
                                                        },
                                                });
}

void Pruning::stop() {
    thread_.reset();
}

bool Pruning::wait() {
    std::unique_lock guard(mutex_);
    wake_.wait_for(guard, next_ - clock_.moment(), [this] { return stopping_; });
    return !stopping_;
}

Moment Pruning::next_wake() const {
    const std::lock_guard guard(mutex_);
    return next_;
}

bool Pruning::step() {
    if (clock_.moment() < next_wake()) return false;
    try {
        prune_one_page();
    } catch (const Conflict&) {
        wait_for_locked_row();
    } catch (const std::exception& error) {
        put_off(error.what());
    }
    return true;
}

void Pruning::prune_one_page() {
    if (!connection_) {
        connection_ = database_.connect();
        connection_->never_wait_for_rows();
    }
    const auto now = connection_->now();
    const auto difference = now - clock_.now();
    if (difference > kClockSkewMax || -difference > kClockSkewMax) {
        return put_off("the database's clock and this process's differ by minutes");
    }
    const auto begun = clock_.moment();
    const auto page = find_page_(*connection_, after_, now);
    const auto pruned = prune(page);
    if (!pruned) return;
    counters_.count(&PruningCounters::pruned, pruned->pruned);
    failure_reported_ = false;
    const auto pause = std::max(pace_.pause, kPausePerPage * (clock_.moment() - begun));
    go_to(pruned->again ? after_ : page.next, pause);
}

/// None where it failed; the next page and its time are set then.
std::optional<PrunedPage> Pruning::prune(const FoundPage& page) {
    try {
        return page.prune();
    } catch (const Conflict&) {
        throw;
    } catch (const std::exception& error) {
        try_again_or_leave_out(page, error.what());
        return std::nullopt;
    }
}

/// A page that always fails, too slow for the server or with a row that makes no sense, must not
/// keep all behind it for ever.
void Pruning::try_again_or_leave_out(const FoundPage& page, const std::string& why) {
    connection_.reset();
    if (!std::exchange(page_has_failed_, true)) {
        counters_.count(&PruningCounters::put_off);
        return continue_in(kFailedPause);
    }
    counters_.count(&PruningCounters::left_out);
    if (report_) {
        report_({.severity = Severity::error,
                 .event = "page not pruned, left to the next pass",
                 .fields = {{"first", page.first}, {"error", why}}});
    }
    go_to(page.next, pace_.pause);
}

/// To the page behind `next` after a pause; none: the pass is over.
void Pruning::go_to(const std::optional<std::string>& next, Duration pause) {
    page_has_failed_ = false;
    conflicts_ = 0;
    after_ = next.value_or("");
    if (next) return continue_in(pause);
    counters_.count(&PruningCounters::passes);
    connection_.reset();  // not kept for hours
    continue_in(pace_.rest);
}

void Pruning::wait_for_locked_row() {
    if (++conflicts_ == kConflictsMax) return put_off("a row stays locked");
    counters_.count(&PruningCounters::put_off);
    continue_in(kLockedPause);
}

/// The next pass begins at the first row again.
void Pruning::put_off(const std::string& why) {
    counters_.count(&PruningCounters::put_off);
    connection_.reset();
    page_has_failed_ = false;
    conflicts_ = 0;
    after_.clear();
    continue_in(pace_.rest);
    if (!report_ || std::exchange(failure_reported_, true)) return;
    report_(
        {.severity = Severity::warning, .event = "pruning put off", .fields = {{"error", why}}});
}

void Pruning::continue_in(Duration pause) {
    const std::lock_guard guard(mutex_);
    next_ = clock_.moment() + pause;
}

}  // namespace viaja
