#include "common/pipeline/pipeline.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "common/contract/check.hpp"

namespace viaja {
namespace {

constexpr int kDoublingsMax = 4;

std::chrono::milliseconds backed_off(std::chrono::milliseconds first, int tries) {
    return first * (1 << std::clamp(tries, 0, kDoublingsMax));
}

/// After a commit of unknown outcome nobody is told what promises that nothing happened.
void fail(Input& input, Failure why) {
    if (input.may_have_happened) why = Failure::unavailable;
    if (input.on_failure) std::exchange(input.on_failure, nullptr)(why);
}

}  // namespace

Pipeline::Pipeline(Participant& participant, Connection& connection, LockService& lock, Bus& bus,
                   const Clock& clock, Random& random, PipelineLimits limits, Report report)
    : participant_(participant),
      connection_(connection),
      bus_(bus),
      clock_(clock),
      limits_(limits),
      report_(std::move(report)),
      locks_(lock, clock, random, limits.lock_lease, limits.lock_patience,
             [this](const std::string& sentence) { say(sentence); }) {}

Pipeline::~Pipeline() {
    for (auto& waiting : waiting_)
        fail(waiting.input, Failure::stopping);
}

void Pipeline::submit(Input input) {
    auto why = Failure::overloaded;
    {
        const std::lock_guard guard(mutex_);
        if (stopping_) why = Failure::stopping;
        const bool full = waiting_.size() >= limits_.waiting_max && !input.settlement;
        if (!full && !stopping_) {
            waiting_.push_back(Waiting{.input = std::move(input)});
            wake_.notify_one();
            return;
        }
        if (stopping_ && input.settlement) return;
    }
    fail(input, why);
}

bool Pipeline::step() {
    try {
        sweep();
    } catch (const Unavailable& error) {
        pause_after_unavailable({}, error.what());
    } catch (const Conflict&) {
        count(&PipelineCounters::conflicts);  // a table is locked; the next sweep looks again
    } catch (const Uncertain&) {
        count(&PipelineCounters::uncertain);  // what only looks has left nothing to ask about
    } catch (const std::exception& error) {
        count(&PipelineCounters::bugs);
        if (!std::exchange(sweep_fails_, true)) {
            say(std::string("rows that are due cannot be found: ") + error.what());
        }
    }
    auto batch = take_batch();
    if (batch.empty()) return false;
    run(std::move(batch));
    return true;
}

/// Puts the rows that are due among the waiting, unless those of the last sweep still wait there.
void Pipeline::sweep() {
    {
        const std::lock_guard guard(mutex_);
        const auto now = clock_.moment();
        const bool due = limits_.sweeps && now >= next_sweep_ && now >= paused_until_;
        if (!due || due_waiting_ > 0 || stopping_) return;
        next_sweep_ = now + limits_.sweep;
    }
    auto found = participant_.find_due(connection_, limits_.batch_max);
    sweep_fails_ = false;
    const std::lock_guard guard(mutex_);
    if (found.inputs.size() >= limits_.batch_max) {
        next_sweep_ = clock_.moment();
    } else if (found.next_in) {
        next_sweep_ = std::min(next_sweep_, clock_.moment() + *found.next_in);
    }
    for (auto& input : found.inputs) {
        waiting_.push_back(Waiting{.input = std::move(input), .from_sweep = true});
        ++due_waiting_;
    }
}

/// Takes what may be decided now, in order of arrival; fails what has waited too long.
Pipeline::Work Pipeline::take_batch() {
    Work batch;
    std::vector<std::pair<Input, Failure>> failed;
    {
        const std::lock_guard guard(mutex_);
        const auto now = clock_.moment();
        const bool over = stopping_ && now >= stop_by_;
        std::deque<Waiting> rest;
        for (auto& waiting : waiting_) {
            if (over || now >= waiting.input.give_up_at) {
                if (waiting.from_sweep) --due_waiting_;
                failed.emplace_back(std::move(waiting.input),
                                    over ? Failure::stopping : waiting.last_failure);
                continue;
            }
            const bool closed =
                !batch.empty() && (batch.front().input.alone || waiting.input.alone);
            if (now < paused_until_ || now < waiting.not_before || closed ||
                batch.size() >= limits_.batch_max) {
                rest.push_back(std::move(waiting));
                continue;
            }
            if (waiting.from_sweep) --due_waiting_;
            batch.push_back(std::move(waiting));
        }
        waiting_ = std::move(rest);
    }
    for (auto& [input, why] : failed)
        fail(input, why);
    return batch;
}

void Pipeline::run(Work batch) {
    bury_rejected(batch);
    const auto locks = take_locks(batch);
    std::vector<Decided> decided;
    if (!batch.empty()) decide_and_commit(std::move(batch), decided);
    locks_.give_back(locks);
    for (auto& one : decided)
        finish(std::move(one));
}

void Pipeline::bury_rejected(Work& batch) {
    Work readable;
    for (auto& waiting : batch) {
        if (waiting.input.rejected.empty()) {
            readable.push_back(std::move(waiting));
        } else {
            const auto reason = waiting.input.rejected;
            bury(std::move(waiting), reason);
        }
    }
    batch = std::move(readable);
}

/// Inputs of sessions that somebody else works on leave the batch.
BatchLocks::Taken Pipeline::take_locks(Work& batch) {
    std::set<std::string> keys;
    for (const auto& waiting : batch) {
        if (!waiting.input.lock_key.empty()) keys.insert(waiting.input.lock_key);
    }
    auto taken = locks_.take(keys);
    if (taken.server_is_away) count(&PipelineCounters::lock_away);
    const bool has_company = batch.size() > 1;
    Work going_on;
    Work to_separate;
    for (auto& waiting : batch) {
        if (!taken.busy.contains(waiting.input.lock_key)) {
            // Its row may be locked as well, which is no reason for its neighbours to wait.
            const bool apart = has_company && taken.outwaited.contains(waiting.input.lock_key);
            (apart ? to_separate : going_on).push_back(std::move(waiting));
            continue;
        }
        count(&PipelineCounters::busy);
        if (waiting.from_sweep) look_soon();
        if (waiting.input.impatient) {
            fail(waiting.input, Failure::busy);
        } else {
            put_back(std::move(waiting), limits_.busy_retry, Failure::busy);
        }
    }
    batch = std::move(going_on);
    separate(std::move(to_separate));
    return taken;
}

/// A row that is due and busy is proposed again when its lock has been waited for long enough.
void Pipeline::look_soon() {
    const std::lock_guard guard(mutex_);
    next_sweep_ = std::min(next_sweep_, clock_.moment() + limits_.lock_patience);
}

void Pipeline::decide_and_commit(Work batch, std::vector<Decided>& decided) {
    std::vector<const Input*> inputs;
    for (const auto& waiting : batch)
        inputs.push_back(&waiting.input);
    const auto begun = clock_.moment();
    for (int attempts = 1;; ++attempts) {
        try {
            auto effects = attempt(inputs);
            decided.push_back(Decided{std::move(batch), std::move(effects)});
            return;
        } catch (const Conflict&) {
            count(&PipelineCounters::conflicts);
        } catch (const Uncertain&) {
            // It may be committed. The rows know: the same inputs are decided again on them, and
            // what was done already is found done.
            count(&PipelineCounters::uncertain);
            for (auto& waiting : batch)
                waiting.input.may_have_happened = true;
        } catch (const Unavailable& error) {
            pause_after_unavailable(std::move(batch), error.what());
            return;
        } catch (const std::exception& error) {
            if (batch.size() > 1) {
                one_by_one(std::move(batch), decided);
            } else {
                bury(std::move(batch.front()), error.what());
            }
            return;
        }
        // Somebody holds a row's lock, for as long as its connection lives: a process that is
        // frozen, a person. Its neighbours are not to wait for it.
        const bool lasts = clock_.moment() - begun >= limits_.conflict_patience;
        if (lasts && batch.size() > 1) return separate(std::move(batch));
        if (lasts || attempts == limits_.attempts_max) {
            for (auto& waiting : batch) {
                waiting.input.alone = waiting.input.alone || lasts;
                put_back(std::move(waiting), lasts ? limits_.unavailable_retry : limits_.busy_retry,
                         Failure::busy);
            }
            return;
        }
    }
}

/// The safe order, up to the commit. Nothing may leave the process before `commit` has returned.
Effects Pipeline::attempt(std::span<const Input* const> inputs) {
    Transaction transaction(connection_);
    const auto batch = participant_.start_batch();
    batch->load(connection_, inputs);
    const auto now = connection_.now();
    for (const auto* input : inputs)
        batch->decide(*input, now);
    batch->save(connection_, now);
    transaction.commit();

    const auto due = batch->next_due();
    if (due != Instant::max()) {
        const std::lock_guard guard(mutex_);
        next_sweep_ = std::min(next_sweep_, clock_.moment() + std::max(due - now, Duration(0)));
    }
    return batch->effects();
}

/// What follows a commit: effects, then acknowledgements. A crash in between repeats the inputs,
/// which change nothing the second time; the effects are sent again when their rows are due.
void Pipeline::finish(Decided decided) {
    auto& [batch, effects] = decided;
    bool was_away = false;
    {
        const std::lock_guard guard(mutex_);
        was_away = std::exchange(unavailable_in_a_row_, 0) > 0;
        ++counters_.batches;
        counters_.inputs += batch.size();
    }
    if (was_away) say("the database is there again");
    if (!effects.messages.empty()) bus_.publish(std::move(effects.messages));
    for (auto& action : effects.actions)
        action();
    for (auto& waiting : batch) {
        if (waiting.input.settlement) waiting.input.settlement->done();
    }
}

/// Each is next in a batch of its own, so that the deadlines of all are looked at in between.
void Pipeline::separate(Work batch) {
    const std::lock_guard guard(mutex_);
    for (auto waiting = batch.rbegin(); waiting != batch.rend(); ++waiting) {
        waiting->input.alone = true;
        waiting->last_failure = Failure::busy;
        if (waiting->from_sweep) ++due_waiting_;
        waiting_.push_front(std::move(*waiting));
    }
}

/// One of these inputs is a bug's; its neighbours are not to suffer from it.
void Pipeline::one_by_one(Work batch, std::vector<Decided>& decided) {
    for (auto& waiting : batch) {
        Work single;
        single.push_back(std::move(waiting));
        decide_and_commit(std::move(single), decided);
    }
}

void Pipeline::bury(Waiting waiting, const std::string& reason) {
    try {
        if (waiting.input.settlement) {
            // To wait for a broker that is known to be away would hold up everybody else.
            if (!bus_.available()) throw Unavailable("the broker is away");
            waiting.input.settlement->bury(reason);
        }
    } catch (const Unavailable&) {
        waiting.input.alone = true;
        put_back(std::move(waiting), limits_.unavailable_retry, Failure::unavailable);
        return;
    }
    count(&PipelineCounters::bugs);
    say("an input could not be decided: " + reason);
    fail(waiting.input, Failure::bug);
}

void Pipeline::put_back(Waiting waiting, std::chrono::milliseconds first_delay, Failure why) {
    waiting.not_before = clock_.moment() + backed_off(first_delay, waiting.tries++);
    waiting.last_failure = why;
    if (waiting.from_sweep) return;  // the next sweep proposes it again
    const std::lock_guard guard(mutex_);
    waiting_.push_back(std::move(waiting));
}

void Pipeline::pause_after_unavailable(Work batch, const std::string& reason) {
    bool first = false;
    {
        const std::lock_guard guard(mutex_);
        ++counters_.unavailable;
        first = unavailable_in_a_row_ == 0;
        paused_until_ =
            clock_.moment() + backed_off(limits_.unavailable_retry, unavailable_in_a_row_++);
        for (auto waiting = batch.rbegin(); waiting != batch.rend(); ++waiting) {
            waiting->last_failure = Failure::unavailable;
            if (!waiting->from_sweep) waiting_.push_front(std::move(*waiting));
        }
        for (auto& waiting : waiting_)
            waiting.last_failure = Failure::unavailable;
    }
    if (first) say("the database is away, work waits: " + reason);
}

bool Pipeline::wait() {
    std::unique_lock guard(mutex_);
    for (;;) {
        const auto now = clock_.moment();
        if (stopping_ && (waiting_.empty() || now >= stop_by_)) return false;
        const auto wake_at = wake_time();
        if (wake_at <= now) return true;
        const auto pause = std::min<Duration>(wake_at - now, std::chrono::seconds(1));
        wake_.wait_for(guard, pause);
    }
}

Moment Pipeline::next_wake() const {
    const std::lock_guard guard(mutex_);
    return wake_time();
}

/// With the mutex held, and not let go before the wait: an input that comes in between would be
/// slept through.
Moment Pipeline::wake_time() const {
    auto wake = stop_by_;
    if (limits_.sweeps && due_waiting_ == 0 && !stopping_) {
        wake = std::min(wake, std::max(next_sweep_, paused_until_));
    }
    for (const auto& waiting : waiting_) {
        const auto ready = std::max(waiting.not_before, paused_until_);
        wake = std::min({wake, ready, waiting.input.give_up_at});
    }
    return wake;
}

void Pipeline::stop(std::chrono::milliseconds grace) {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
    stop_by_ = clock_.moment() + grace;
    wake_.notify_all();
}

PipelineCounters Pipeline::counters() const {
    const std::lock_guard guard(mutex_);
    return counters_;
}

void Pipeline::say(const std::string& sentence) const {
    if (report_) report_(sentence);
}

void Pipeline::count(std::uint64_t PipelineCounters::*which, std::uint64_t by) {
    const std::lock_guard guard(mutex_);
    counters_.*which += by;
}

}  // namespace viaja
