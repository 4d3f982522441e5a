#pragma once
// A coordinator on SQLite in memory, an in-process bus and a clock that only the test moves. One
// thread; suppliers and payment are the test: it reads what was sent to them and answers.

#include <memory>
#include <string>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "session-service/coordinator/coordinator.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/rules.hpp"
#include "tests/ports/test_clock.hpp"
#include "tests/services/counting_random.hpp"

namespace viaja::session {

class SessionWorld {
  public:
    SessionWorld();

    /// The process dies and another one starts, with these rules.
    void restart(const Rules& rules = {});
    /// Delivers and decides until nothing moves.
    void run();
    /// Time passes in steps of half a second, and what is due is done.
    void wait(Duration length);

    SessionId open();
    Decided request(const SessionId& session_id, decltype(Request::wish) wish);
    /// The same under an Idempotency-Key.
    Decided request_under(const std::string& key, const SessionId& session_id,
                          decltype(Request::wish) wish);
    /// The same after a commit of unknown outcome.
    Decided request_again(const SessionId& session_id, decltype(Request::wish) wish,
                          std::optional<std::int64_t> if_version = {});
    static HoldRequest a_flight();
    /// A session with one flight that is held.
    SessionId held_session();
    /// A message for the coordinator.
    void send(const Message& message);
    /// A request that is decided with what else waits at the next `run`.
    void submit(const SessionId& session_id, decltype(Request::wish) wish);
    /// "confirmed", and so on, to the last command that the supplier or payment got, sent to where
    /// it wants its answer.
    void answer(Answer answer, const std::string& reason = {});

    /// Of the requests and messages that are made from now on.
    TraceContext context;
    /// Of what came to "flight.I0", "hotel" or "payment" since the last call.
    std::vector<TraceContext> contexts(const std::string& address);
    /// What came to "flight.I0", "hotel" or "payment" since the last call.
    std::vector<Message> received(const std::string& address);
    /// The same as words: "hold", "timeout", …
    std::vector<std::string> types(const std::string& address);
    Session session(const SessionId& session_id);
    /// Since the last start.
    IgnoredAnswers::Counts ignored() const { return coordinator_->ignored_answers(); }
    Connection& reader() { return *reader_; }
    Database& database() { return database_; }
    Coordinator& coordinator() { return *coordinator_; }
    /// The address to which the answer to the last command is to go.
    std::string reply_to() const;
    /// Another replica takes the session's lock for a lease, and is killed.
    void lock_and_die(const SessionId& session_id);

    test::TestClock clock;
    test::CountingRandom random;
    InProcessBus bus;
    std::vector<std::string> reports;
    Retention retention;           ///< of the next start
    std::vector<Changed> changes;  ///< as announced after commits
    /// Called after each commit with what changed.
    SessionParticipant::OnChanged on_changed;

  private:
    void listen(const std::string& address);
    Decided decide(Request request, bool outcome_unknown);

    InProcessLock lock_;
    SqliteDatabase database_;
    std::unique_ptr<Connection> reader_;
    std::map<std::string, std::vector<Message>> received_;
    std::map<std::string, std::vector<TraceContext>> contexts_;
    std::vector<std::unique_ptr<Consumer>> inboxes_;
    Message last_command_;
    std::unique_ptr<Coordinator> coordinator_;
};

}  // namespace viaja::session
