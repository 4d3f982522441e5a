#include "session-service/views.hpp"

#include <utility>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "session-service/store.hpp"

namespace viaja::session {
namespace {

constexpr std::size_t kBatchMax = 128;
constexpr std::size_t kWaitingMax = 10'000;

}  // namespace

Views::Views(Database& database) : database_(database), thread_([this] { work(); }) {}

Views::~Views() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        wake_.notify_all();
    }
    thread_.join();
    for (auto& job : jobs_)
        refuse(job);
}

void Views::read(const SessionId& session, OnView on_view) {
    submit(Job{session, std::move(on_view)});
}

void Views::read_timeline(const SessionId& session, int after, int limit, OnView on_view) {
    submit(Job{session, std::move(on_view), after, limit});
}

void Views::ask(std::function<void(Connection*)> question) {
    Job job;
    job.question = std::move(question);
    submit(std::move(job));
}

bool Views::database_available() const {
    const std::lock_guard guard(mutex_);
    return available_;
}

void Views::submit(Job job) {
    {
        const std::lock_guard guard(mutex_);
        if (!stopping_ && jobs_.size() < kWaitingMax) {
            jobs_.push_back(std::move(job));
            wake_.notify_one();
            return;
        }
    }
    refuse(job);
}

void Views::refuse(Job& job) {
    if (job.question) return job.question(nullptr);
    job.on_view(std::nullopt);
}

void Views::work() {
    for (;;) {
        std::vector<Job> jobs;
        {
            std::unique_lock guard(mutex_);
            wake_.wait(guard, [this] { return stopping_ || !jobs_.empty(); });
            if (stopping_) return;
            while (!jobs_.empty() && jobs.size() < kBatchMax) {
                jobs.push_back(std::move(jobs_.front()));
                jobs_.pop_front();
            }
        }
        answer_questions(jobs);
        if (!jobs.empty()) answer(jobs);
    }
}

/// Takes them out of the jobs. Each is rare and large, so that there is nothing to share.
void Views::answer_questions(std::vector<Job>& jobs) {
    for (auto& job : jobs) {
        if (!job.question) continue;
        bool available = true;
        try {
            if (!connection_) connection_ = database_.connect();
            job.question(connection_.get());
        } catch (const std::runtime_error&) {
            // Unavailable, Conflict or Uncertain, before anything was answered.
            connection_.reset();
            available = false;
            job.question(nullptr);
        } catch (const Bug&) {
            job.question(nullptr);  // a row that this program cannot read
        }
        const std::lock_guard guard(mutex_);
        available_ = available;
    }
    std::erase_if(jobs, [](const Job& job) { return job.question != nullptr; });
}

void Views::answer(std::vector<Job>& jobs) {
    std::vector<std::optional<View>> views(jobs.size());
    bool available = true;
    try {
        if (!connection_) connection_ = database_.connect();
        std::vector<SessionId> ids;
        for (const auto& job : jobs)
            ids.push_back(job.session);
        auto trips = find_trips(*connection_, ids);
        const auto now = connection_->now();
        std::map<SessionId, std::shared_ptr<const Trip>> shared;
        for (auto& [id, trip] : trips) {
            shared.emplace(id, std::make_shared<const Trip>(std::move(trip)));
        }
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            const auto found = shared.find(jobs[i].session);
            View view{found == shared.end() ? nullptr : found->second, {}, now};
            if (view.trip && jobs[i].limit > 0) {
                view.timeline = viaja::session::read_timeline(*connection_, jobs[i].session,
                                                              jobs[i].after, jobs[i].limit);
                // It is read later: what came meanwhile is not part of this state.
                std::erase_if(view.timeline, [&](const Entry& entry) {
                    return entry.sequence > view.trip->timeline_length;
                });
            }
            views[i] = std::move(view);
        }
    } catch (const std::runtime_error&) {
        // Unavailable, Conflict or Uncertain: nothing was changed, so nothing needs to be known.
        connection_.reset();
        available = false;
        for (auto& view : views)
            view.reset();
    } catch (const Bug&) {
        for (auto& view : views)  // a row that this program cannot read
            view.reset();
    }
    {
        const std::lock_guard guard(mutex_);
        available_ = available;
    }
    for (std::size_t i = 0; i < jobs.size(); ++i)
        jobs[i].on_view(std::move(views[i]));
}

}  // namespace viaja::session
