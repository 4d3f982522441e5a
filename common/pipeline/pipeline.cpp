#include "common/pipeline/pipeline.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace viaja {

Pipeline::Pipeline(Participant& participant, Connection& connection, LockService& lock, Bus& bus,
                   const Clock& clock, Random& random, PipelineLimits limits, Report report,
                   Tracer tracer)
    : participant_(participant),
      connection_(connection),
      bus_(bus),
      clock_(clock),
      limits_(limits),
      report_(std::move(report)),
      tracer_(std::move(tracer)),
      locks_(lock, clock, random, limits.lock_lease, limits.lock_patience,
             [this](const LogEvent& event) { this->report(event); }) {
    connection_.never_wait_for_rows();
    connection_.hold_writes_back();
}

Pipeline::~Pipeline() {
    for (auto& waiting : waiting_)
        end_undecided(waiting.input, Failure::stopping);
}

bool Pipeline::step() {
    try {
        sweep();
    } catch (const Unavailable& error) {
        sweep_is_unavailable_ = true;
        pause_after_unavailable({}, error.what());
    } catch (const Conflict&) {
        count(&PipelineCounters::conflicts);  // a table is locked; the next sweep looks again
    } catch (const Uncertain&) {
        count(&PipelineCounters::uncertain);  // a sweep writes nothing that could be in doubt
    } catch (const std::exception& error) {
        if (!is_operational(error)) count(&PipelineCounters::bugs);
        if (!std::exchange(sweep_fails_, true)) {
            report({severity_of(error), "due rows could not be read", {{"error", error.what()}}});
        }
    }
    auto batch = take_batch();
    if (batch.empty()) return false;
    run(std::move(batch));
    const std::lock_guard guard(mutex_);
    deciding_ = false;
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
    // A sweep writes nothing: where only writes are refused, a commit ends the absence.
    if (std::exchange(sweep_is_unavailable_, false)) end_absence();
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

void Pipeline::run(Work batch) {
    dead_letter_rejected(batch);
    const auto begun = clock_.moment();
    const auto locks = take_locks(batch);
    took(Stage::lock, begun);
    std::vector<Decided> decided;
    if (!batch.empty()) decide_and_commit(std::move(batch), decided);
    locks_.give_back(locks);
    for (auto& one : decided)
        finish(std::move(one));
}

void Pipeline::dead_letter_rejected(Work& batch) {
    Work readable;
    for (auto& waiting : batch) {
        if (waiting.input.rejected.empty()) {
            readable.push_back(std::move(waiting));
        } else {
            const auto reason = waiting.input.rejected;
            dead_letter(std::move(waiting), reason);
        }
    }
    batch = std::move(readable);
}

/// Inputs of sessions that another worker has locked leave the batch.
BatchLocks::Taken Pipeline::take_locks(Work& batch) {
    std::set<std::string> keys;
    for (const auto& waiting : batch) {
        if (!waiting.input.lock_key.empty()) keys.insert(waiting.input.lock_key);
    }
    auto taken = locks_.take(keys);
    if (taken.server_is_unavailable) count(&PipelineCounters::lock_unavailable);
    Work going_on;
    for (auto& waiting : batch) {
        if (!taken.busy.contains(waiting.input.lock_key)) {
            going_on.push_back(std::move(waiting));
            continue;
        }
        count(&PipelineCounters::busy);
        if (waiting.from_sweep) look_soon();
        if (waiting.input.fail_if_busy) {
            end_undecided(waiting.input, Failure::busy);
        } else {
            put_back(std::move(waiting), limits_.busy_retry, Failure::busy);
        }
    }
    batch = std::move(going_on);
    return taken;
}

/// A row that is due and busy is proposed again when its lock has been waited for long enough.
void Pipeline::look_soon() {
    const std::lock_guard guard(mutex_);
    next_sweep_ = std::min(next_sweep_, clock_.moment() + limits_.lock_patience);
}

/// A setback may divide the batch: its parts are decided in order, each in a transaction of its
/// own.
void Pipeline::decide_and_commit(Work batch, std::vector<Decided>& decided) {
    Parts parts;
    parts.push_back(std::move(batch));
    while (!parts.empty()) {
        auto part = std::move(parts.front());
        parts.pop_front();
        decide_part(std::move(part), parts, decided);
    }
}

void Pipeline::decide_part(Work batch, Parts& rest, std::vector<Decided>& decided) {
    std::vector<const Input*> inputs;
    for (const auto& waiting : batch)
        inputs.push_back(&waiting.input);
    const auto begun = clock_.moment();
    Transacted transacted;
    if (tracer_.is_on()) transacted.begun = tracer_.now();
    std::string in_doubt;
    for (int attempts = 1;; ++attempts) {
        try {
            const auto committed = attempt(inputs);
            auto effects = effects_of(*committed, batch);
            if (tracer_.is_on()) transacted.committed = tracer_.now();
            decided.push_back(Decided{std::move(batch), std::move(effects), transacted});
            return;
        } catch (const Locked&) {
            count(&PipelineCounters::conflicts);
            return pass_locked_rows(std::move(batch), rest);
        } catch (const Conflict&) {
            count(&PipelineCounters::conflicts);
            in_doubt.clear();
        } catch (const Uncertain& error) {
            // It may be committed. The rows show it: the same inputs are decided again on them, and
            // what was committed changes nothing the second time.
            count(&PipelineCounters::uncertain);
            for (auto& waiting : batch)
                waiting.input.outcome_unknown = true;
            in_doubt = error.what();
        } catch (const Unavailable& error) {
            return pause_after_unavailable(together(std::move(batch), rest), error.what());
        } catch (const std::exception& error) {
            if (batch.size() > 1) return one_by_one(std::move(batch), rest);
            if (is_operational(error)) return try_later(std::move(batch.front()), error.what());
            return dead_letter(std::move(batch.front()), error.what());
        }
        // Another transaction keeps a row's lock, perhaps as long as its connection lives: a frozen
        // process, an operator's console. The other inputs must not wait for it.
        const bool lasts = clock_.moment() - begun >= limits_.conflict_patience;
        if (!in_doubt.empty() && (lasts || attempts == limits_.attempts_max)) {
            return pause_after_unavailable(together(std::move(batch), rest), in_doubt);
        }
        if (lasts && batch.size() > 1) return separate(std::move(batch));
        if (lasts || attempts == limits_.attempts_max) {
            for (auto& waiting : batch) {
                waiting.input.isolate = waiting.input.isolate || lasts;
                put_back(std::move(waiting), lasts ? limits_.unavailable_retry : limits_.busy_retry,
                         Failure::busy);
            }
            return;
        }
    }
}

/// The safe order, up to the commit. Nothing may leave the process before `commit` has returned.
std::unique_ptr<Batch> Pipeline::attempt(std::span<const Input* const> inputs) {
    auto begun = clock_.moment();
    Transaction transaction(connection_);
    auto batch = participant_.start_batch();
    batch->load(connection_, inputs);
    const auto now = connection_.time_after_locks();
    begun = took(Stage::load, begun);
    for (const auto* input : inputs)
        batch->decide(*input, now);
    begun = took(Stage::decide, begun);
    batch->save(connection_, now);
    begun = took(Stage::save, begun);
    transaction.commit();
    took(Stage::commit, begun);

    const auto due = batch->next_due();
    if (due != Instant::max()) {
        const std::lock_guard guard(mutex_);
        next_sweep_ = std::min(next_sweep_, clock_.moment() + std::max(due - now, Duration(0)));
    }
    return batch;
}

/// A bug in it comes after the commit, so that no input may be told that nothing was done.
Effects Pipeline::effects_of(Batch& committed, Work& batch) {
    try {
        return committed.effects();
    } catch (...) {
        for (auto& waiting : batch)
            waiting.input.outcome_unknown = true;
        throw;
    }
}

/// What follows a commit: effects, then acknowledgements. A crash in between repeats the inputs,
/// which change nothing the second time; the effects are sent again when their rows are due.
void Pipeline::finish(Decided decided) {
    auto& batch = decided.batch;
    auto& effects = decided.effects;
    {
        const std::lock_guard guard(mutex_);
        ++counters_.batches;
        counters_.inputs += batch.size();
        times_.inputs.observe(static_cast<double>(batch.size()));
    }
    end_absence();
    // Before the messages leave, so that the lines of a trace stand in the order of their causes.
    for (const auto& waiting : batch) {
        const auto& origin = waiting.input.origin;
        if (origin.context.sampled && !waiting.input.span)
            report(event_of(origin, Severity::info, "input decided"));
    }
    const auto begun = clock_.moment();
    if (!effects.messages.empty()) bus_.publish(std::move(effects.messages));
    for (auto& action : effects.actions)
        action();
    took(Stage::publish, begun);
    for (auto& waiting : batch) {
        if (waiting.input.settlement) waiting.input.settlement->done();
    }
    if (tracer_.is_on()) record_spans(decided);
}

PipelineCounters Pipeline::counters() const {
    const std::lock_guard guard(mutex_);
    return counters_;
}

PipelineTimes Pipeline::times() const {
    const std::lock_guard guard(mutex_);
    auto times = times_;
    times.waiting = waiting_.size();
    return times;
}

/// Notes how long a stage took and returns when the next one begins.
Moment Pipeline::took(Stage stage, Moment since) {
    const auto now = clock_.moment();
    const std::chrono::duration<double> seconds = now - since;
    const std::lock_guard guard(mutex_);
    times_.stages[static_cast<std::size_t>(stage)].observe(seconds.count());
    return now;
}

void Pipeline::report(const LogEvent& event) const {
    if (report_) report_(event);
}

void Pipeline::count(std::uint64_t PipelineCounters::*which, std::uint64_t by) {
    const std::lock_guard guard(mutex_);
    counters_.*which += by;
}

}  // namespace viaja
