// How the pipeline treats inputs after a setback: locked rows, programming errors, failures of a
// server, an unavailable database.

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/pipeline/failing.hpp"
#include "common/pipeline/pipeline.hpp"

namespace viaja {
namespace {

constexpr int kDoublingsMax = 4;
constexpr std::chrono::minutes kReportEvery{1};

std::chrono::milliseconds backed_off(std::chrono::milliseconds first, int tries) {
    return first * (1 << std::clamp(tries, 0, kDoublingsMax));
}

/// A message that cannot be read is its sender's mistake; what fails on a row, or was given up, is
/// a bug of ours.
bool is_senders_mistake(const Input& input) {
    return !input.rejected.empty() && !input.given_up;
}

LogEvent undecidable(const Input& input, const std::string& reason) {
    if (is_senders_mistake(input)) {
        return event_of(input.origin, Severity::warning, "message not understood, dead-lettered",
                        {{"error", reason}});
    }
    return event_of(input.origin, Severity::error,
                    input.settlement ? "decision failed, message dead-lettered" : "decision failed",
                    {{"error", reason}});
}

}  // namespace

/// Another transaction has locked a row of this batch. The worker does not wait for it, because
/// other inputs do not need that row.
void Pipeline::pass_locked_rows(Work batch, Parts& rest) {
    const auto now = clock_.moment();
    bool lasts = now < rows_locked_until_;
    for (auto& waiting : batch) {
        if (!waiting.locked_since) waiting.locked_since = now;
        // A swept input is dropped here and proposed again, without the time of its first lock.
        lasts = lasts || waiting.from_sweep || waiting.is_locked ||
                now - *waiting.locked_since >= limits_.locked_patience;
    }
    if (lasts && batch.size() > 1) {
        const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
        Work second(std::make_move_iterator(middle), std::make_move_iterator(batch.end()));
        batch.erase(middle, batch.end());
        rest.push_front(std::move(second));
        rest.push_front(std::move(batch));
        return;
    }
    if (lasts) rows_locked_until_ = now + limits_.locked_memory;
    if (batch.size() == 1 && batch.front().input.fail_if_busy) {
        return end_undecided(batch.front().input, Failure::busy);
    }
    for (auto& waiting : batch) {
        waiting.is_locked = lasts;
        put_back(std::move(waiting), lasts ? limits_.locked_retry : limits_.busy_retry,
                 Failure::busy);
    }
}

/// Each input comes next in a batch of its own, so that deadlines are checked in between.
void Pipeline::separate(Work batch) {
    const std::lock_guard guard(mutex_);
    for (auto waiting = batch.rbegin(); waiting != batch.rend(); ++waiting) {
        waiting->input.isolate = true;
        waiting->last_failure = Failure::busy;
        if (waiting->from_sweep) ++due_waiting_;
        waiting_.push_front(std::move(*waiting));
    }
}

/// One of these inputs triggers a bug. Deciding them one by one leaves the others unaffected.
void Pipeline::one_by_one(Work batch, Parts& rest) {
    for (auto waiting = batch.rbegin(); waiting != batch.rend(); ++waiting) {
        rest.emplace_front();
        rest.front().push_back(std::move(*waiting));
    }
}

/// What is left of a batch that meets an unavailable database, which must not be asked once more
/// for each part.
Pipeline::Work Pipeline::together(Work batch, Parts& rest) {
    for (auto& part : rest)
        std::ranges::move(part, std::back_inserter(batch));
    rest.clear();
    return batch;
}

void Pipeline::dead_letter(Waiting waiting, const std::string& reason) {
    try {
        if (waiting.input.settlement) {
            // Waiting for an unavailable broker would delay all other inputs.
            if (!bus_.available()) throw Unavailable("broker unavailable");
            waiting.input.settlement->dead_letter(reason);
        }
    } catch (const Unavailable&) {
        waiting.input.isolate = true;
        put_back(std::move(waiting), limits_.unavailable_retry, Failure::unavailable);
        return;
    }
    if (!is_senders_mistake(waiting.input)) count(&PipelineCounters::bugs);
    report(undecidable(waiting.input, reason));
    end_undecided(waiting.input, Failure::bug);
}

/// The database or the system failed at this input, perhaps at this one alone, so that the others
/// do not wait. The pending row behind the input sends its request again, and needs attention when
/// that fails for long.
void Pipeline::try_later(Waiting waiting, const std::string& reason) {
    report_once_a_minute(failure_reported_,
                         event_of(waiting.input.origin, Severity::warning, "input failed, retrying",
                                  {{"error", reason}}));
    if (++waiting.failures < limits_.failures_max) {
        waiting.input.isolate = true;
        return put_back(std::move(waiting), limits_.unavailable_retry, Failure::unavailable);
    }
    count(&PipelineCounters::given_up);
    report(event_of(waiting.input.origin, Severity::error, "input given up",
                    {{"failures", std::to_string(waiting.failures)}, {"error", reason}}));
    record_failed(waiting.input, "given up");
    if (waiting.input.settlement) waiting.input.settlement->done();
    fail(waiting.input, Failure::unavailable);
}

void Pipeline::put_back(Waiting waiting, std::chrono::milliseconds first_delay, Failure why) {
    waiting.not_before = clock_.moment() + backed_off(first_delay, waiting.tries++);
    waiting.last_failure = why;
    if (waiting.from_sweep) return;  // the next sweep proposes it again
    const std::lock_guard guard(mutex_);
    waiting_.push_back(std::move(waiting));
}

void Pipeline::pause_after_unavailable(Work batch, const std::string& reason) {
    std::vector<Input> failed;
    {
        const std::lock_guard guard(mutex_);
        const auto now = clock_.moment();
        ++counters_.unavailable;
        if (!unavailable_since_) unavailable_since_ = now;
        const bool known = now - *unavailable_since_ >= limits_.known_unavailable;
        paused_until_ = now + backed_off(limits_.unavailable_retry, unavailable_in_a_row_++);
        for (auto waiting = batch.rbegin(); waiting != batch.rend(); ++waiting) {
            waiting->last_failure = Failure::unavailable;
            const bool has_time =
                waiting->input.settlement != nullptr || waiting->input.give_up_at == Moment::max();
            if (waiting->from_sweep) continue;
            if (known && !has_time) {
                failed.push_back(std::move(waiting->input));
            } else {
                waiting_.push_front(std::move(*waiting));
            }
        }
        for (auto& waiting : waiting_)
            waiting.last_failure = Failure::unavailable;
    }
    for (auto& input : failed)
        end_undecided(input, Failure::unavailable);
    report_once_a_minute(
        absence_reported_,
        {Severity::warning, "database unavailable, inputs wait", {{"error", reason}}});
}

void Pipeline::end_absence() {
    {
        const std::lock_guard guard(mutex_);
        unavailable_since_.reset();
        if (std::exchange(unavailable_in_a_row_, 0) == 0) return;
    }
    absence_reported_.reset();
    report({Severity::info, "database available again"});
}

void Pipeline::report_once_a_minute(std::optional<Moment>& reported, const LogEvent& event) const {
    const auto now = clock_.moment();
    if (reported && now - *reported < kReportEvery) return;
    reported = now;
    report(event);
}

}  // namespace viaja
