#include "common/pruning/pruning.hpp"

#include <exception>
#include <utility>

#include "common/ports/errors.hpp"

namespace viaja {
namespace {

/// Before a page with a locked row is tried again.
constexpr std::chrono::seconds kLockedPause{1};

}  // namespace

Pruning::Pruning(Database& database, const Clock& clock, PrunePage prune_page, PrunePace pace,
                 Report report)
    : database_(database),
      clock_(clock),
      prune_page_(std::move(prune_page)),
      pace_(pace),
      report_(std::move(report)),
      next_(prune_page_ ? clock_.moment() + pace_.pause : Moment::max()) {}

Pruning::~Pruning() {
    stop();
}

void Pruning::start(const std::string& thread_name) {
    if (!prune_page_) return;
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
        counters_.count(&PruningCounters::put_off);
        continue_in(kLockedPause);
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
    const auto page = prune_page_(*connection_, after_, now);
    counters_.count(&PruningCounters::pruned, page.pruned);
    failure_reported_ = false;
    after_ = page.next.value_or("");
    if (page.next) return continue_in(pace_.pause);
    counters_.count(&PruningCounters::passes);
    connection_.reset();  // not kept for hours
    continue_in(pace_.rest);
}

/// The next pass begins at the first row again.
void Pruning::put_off(const std::string& why) {
    counters_.count(&PruningCounters::put_off);
    connection_.reset();
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
