#pragma once
// Reading sessions without changing them: GET, the timeline, a waiter that must look again. One
// thread with a connection of its own answers everything that waits in one set-based read.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "common/ports/database.hpp"
#include "session-service/core/session.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {

struct SessionView {
    std::shared_ptr<const Session> session;  ///< null where there is no such session
    std::vector<Entry> timeline;             ///< where it was asked for
    Instant now;                             ///< the database's clock
    /// Its rows cannot be read by this program, which was logged; then `session` is null.
    bool unreadable = false;
    /// The token that it was read with is one of the session's; false where it was read without.
    bool may_see = false;
    std::vector<IgnoredAnswer> ignored{};  ///< of `read_for_operators`, the newest first
};

/// `read`, `read_timeline` and `ask`: any thread. Callbacks come on the reader's thread and must
/// only hand over; nullopt: the database is unavailable or too much waits.
class SessionReader {
  public:
    using OnView = std::function<void(std::optional<SessionView>)>;

    explicit SessionReader(Database& database);
    /// Ends the thread; what waits is answered with nullopt.
    ~SessionReader();
    SessionReader(const SessionReader&) = delete;
    SessionReader& operator=(const SessionReader&) = delete;

    void read(const SessionId& session_id, OnView on_view);
    void read_timeline(const SessionId& session_id, int after, int limit, OnView on_view);
    /// The same with the hash of a token: where it is none of the session's, the view is that of a
    /// session that there is not.
    void read(const SessionId& session_id, std::string token_hash, OnView on_view);
    void read_timeline(const SessionId& session_id, std::string token_hash, int after, int limit,
                       OnView on_view);
    /// The timeline and the last answers that were ignored.
    void read_for_operators(const SessionId& session_id, int after, int limit, OnView on_view);
    /// Any other query, on the reader's thread and with its connection: null where the database is
    /// unavailable or too much waits. An exception that it lets through makes it be called
    /// once more, with null; so it answers last of all.
    void ask(std::function<void(Connection*)> question);

  private:
    struct Job {
        SessionId session_id;
        OnView on_view;
        int after = 0;
        int limit = 0;                                ///< zero: no timeline
        std::optional<std::string> token_hash{};      ///< none: the caller needs no token
        std::function<void(Connection*)> question{};  ///< instead of all the others
        bool for_operators = false;
    };

    void submit(Job job);
    static void refuse(Job& job);
    void work();
    void answer(std::vector<Job>& jobs);
    std::vector<bool> allowed(std::span<const Job> jobs);
    std::vector<std::optional<SessionView>> look(std::span<const Job> jobs);
    std::vector<std::optional<SessionView>> look_at_all(std::span<const Job> jobs);
    void answer_questions(std::vector<Job>& jobs);

    Database& database_;
    std::unique_ptr<Connection> connection_;  // of the reader's thread

    std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    std::deque<Job> jobs_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace viaja::session
