#include "session-service/store/session_reader.hpp"

#include <map>
#include <stdexcept>
#include <utility>

#include "common/runtime/log.hpp"
#include "session-service/store/access.hpp"
#include "session-service/store/store.hpp"
#include "session-service/store/unreadable.hpp"

namespace viaja::session {
namespace {

constexpr std::size_t kBatchMax = 128;
constexpr std::size_t kWaitingMax = 10'000;

/// It is read later than the session: what came meanwhile is not part of this state.
void add_history(Connection& connection, SessionView& view, int after, int limit,
                 bool for_operators) {
    try {
        if (for_operators) view.ignored = find_ignored_answers(connection, view.session->id);
        view.timeline = read_timeline(connection, view.session->id, after, limit);
        std::erase_if(view.timeline, [&](const Entry& entry) {
            return entry.sequence > view.session->timeline_length;
        });
    } catch (const std::logic_error& error) {
        log_unreadable(view.session->id, error.what());
        view = SessionView{nullptr, {}, view.now, true, view.may_see};
    }
}

}  // namespace

SessionReader::SessionReader(Database& database)
    : database_(database), thread_([this] { work(); }) {}

SessionReader::~SessionReader() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        wake_.notify_all();
    }
    thread_.join();
    for (auto& job : jobs_)
        refuse(job);
}

void SessionReader::read(const SessionId& session_id, OnView on_view) {
    submit(Job{session_id, std::move(on_view)});
}

void SessionReader::read_timeline(const SessionId& session_id, int after, int limit,
                                  OnView on_view) {
    submit(Job{session_id, std::move(on_view), after, limit});
}

void SessionReader::read(const SessionId& session_id, std::string token_hash, OnView on_view) {
    submit(Job{session_id, std::move(on_view), 0, 0, std::move(token_hash)});
}

void SessionReader::read_timeline(const SessionId& session_id, std::string token_hash, int after,
                                  int limit, OnView on_view) {
    submit(Job{session_id, std::move(on_view), after, limit, std::move(token_hash)});
}

void SessionReader::read_for_operators(const SessionId& session_id, int after, int limit,
                                       OnView on_view) {
    submit(Job{.session_id = session_id,
               .on_view = std::move(on_view),
               .after = after,
               .limit = limit,
               .for_operators = true});
}

void SessionReader::ask(std::function<void(Connection*)> question) {
    Job job;
    job.question = std::move(question);
    submit(std::move(job));
}

void SessionReader::submit(Job job) {
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

void SessionReader::refuse(Job& job) {
    if (job.question) return job.question(nullptr);
    job.on_view(std::nullopt);
}

void SessionReader::work() {
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
void SessionReader::answer_questions(std::vector<Job>& jobs) {
    for (auto& job : jobs) {
        if (!job.question) continue;
        try {
            if (!connection_) connection_ = database_.connect();
            job.question(connection_.get());
        } catch (const std::runtime_error&) {
            // Unavailable, Conflict or Uncertain, before anything was answered.
            connection_.reset();
            job.question(nullptr);
        } catch (const std::logic_error& error) {
            runtime::log_error("row unreadable", {{"error", error.what()}});
            job.question(nullptr);
        }
    }
    std::erase_if(jobs, [](const Job& job) { return job.question != nullptr; });
}

/// Which jobs may see their session. Without a valid token nothing else of the session is read, so
/// that it takes as long as an unknown session.
std::vector<bool> SessionReader::allowed(std::span<const Job> jobs) {
    std::vector<SessionToken> given;
    for (const auto& job : jobs) {
        if (job.token_hash && !job.token_hash->empty())
            given.emplace_back(job.session_id, *job.token_hash);
    }
    const auto right = find_right_tokens(*connection_, given);
    std::vector<bool> allowed;
    for (const auto& job : jobs)
        allowed.push_back(!job.token_hash || right.contains({job.session_id, *job.token_hash}));
    return allowed;
}

/// One view for each job, as its session was at one moment.
std::vector<std::optional<SessionView>> SessionReader::look(std::span<const Job> jobs) {
    const auto may_look = allowed(jobs);
    std::vector<SessionId> ids;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (may_look[i]) ids.push_back(jobs[i].session_id);
    }
    auto readable = find_readable_sessions(*connection_, ids);
    const auto now = connection_->now();
    for (const auto& [id, why] : readable.unreadable)
        log_unreadable(id, why);
    std::map<SessionId, std::shared_ptr<const Session>> sessions;
    for (auto& [id, session] : readable.sessions)
        sessions.emplace(id, std::make_shared<const Session>(std::move(session)));
    std::vector<std::optional<SessionView>> views;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const auto& job = jobs[i];
        auto& view = *views.emplace_back(SessionView{nullptr, {}, now});
        if (!may_look[i]) continue;
        const auto found = sessions.find(job.session_id);
        if (found != sessions.end()) view.session = found->second;
        view.unreadable = readable.unreadable.contains(job.session_id);
        view.may_see = job.token_hash && (view.session || view.unreadable);
        if (view.session && job.limit > 0)
            add_history(*connection_, view, job.after, job.limit, job.for_operators);
    }
    return views;
}

/// A session with an unreadable row of its own, which includes its token, fails the read of all of
/// them: each is then read alone.
std::vector<std::optional<SessionView>> SessionReader::look_at_all(std::span<const Job> jobs) {
    try {
        return look(jobs);
    } catch (const std::logic_error& error) {
        if (jobs.size() == 1) {
            log_unreadable(jobs.front().session_id, error.what());
            return {SessionView{nullptr, {}, connection_->now(), true}};
        }
    }
    std::vector<std::optional<SessionView>> views;
    for (const auto& job : jobs)
        views.push_back(std::move(look_at_all(std::span(&job, 1)).front()));
    return views;
}

void SessionReader::answer(std::vector<Job>& jobs) {
    std::vector<std::optional<SessionView>> views(jobs.size());
    try {
        if (!connection_) connection_ = database_.connect();
        views = look_at_all(jobs);
    } catch (const std::runtime_error&) {
        // Unavailable, Conflict, Uncertain or Failed: nothing was changed, so nothing needs to be
        // known.
        connection_.reset();
    }
    for (std::size_t i = 0; i < jobs.size(); ++i)
        jobs[i].on_view(std::move(views[i]));
}

}  // namespace viaja::session
