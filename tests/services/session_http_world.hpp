#pragma once
// Session-service over HTTP, as a process has it: loop, server and coordinator on threads of their
// own. Behind it a partner that plays all suppliers and payment: it says yes, unless told
// otherwise.

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "session-service/coordinator/coordinator.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/server.hpp"

namespace viaja::session {

/// What a supplier of cars holds.
HeldOther held_car(const OtherItem& item);

/// All services that the session asks. Thread-safe.
class Partner {
  public:
    explicit Partner(Bus& bus);

    /// Is asked and does not answer. Muted to holds, it does not acknowledge notices either, but
    /// where `answers_probes`.
    void mute(Command command);
    std::atomic<bool> answers_probes = false;
    /// Says no with that reason.
    void refuse(Command command, const std::string& reason);
    void say_yes(Command command);
    /// Says no to the holds of that kind alone: "flight", "room".
    void refuse_kind(const std::string& kind, const std::string& reason);
    /// Is asked for holds of that kind and does not answer, until told otherwise.
    void mute_kind(const std::string& kind);
    void say_yes_to_kind(const std::string& kind);
    /// What is held from now on costs that; nullopt: the guarantee is not said.
    void hold_at(std::int64_t amount, std::optional<PriceGuarantee> guarantee) {
        const std::lock_guard guard(mutex_);
        price_ = amount;
        guarantee_ = guarantee;
    }
    /// As a supplier of a version before `held` had an item.
    void say_no_items();
    /// What it answers to questions; it stays silent unless this is set. Set before the first call.
    std::function<QuestionAnswer(const Question&)> on_question;
    /// Waits until it was asked that, so many times in all; false after ten seconds.
    bool was_asked(Command command, int times);

    /// Of the last message with that command.
    TraceContext context_of(Command command);
    /// Of the last question.
    TraceContext context_of_question() {
        const std::lock_guard guard(mutex_);
        return context_of_question_;
    }

  private:
    void take(const Message& message, const TraceContext& context);
    void take(const Question& question, const TraceContext& context);
    void acknowledge(const TimeoutNotice& notice, const TraceContext& context);
    std::optional<Message> answer_to(const Message& message, const TraceContext& context);

    Bus& bus_;
    std::mutex mutex_;
    std::condition_variable asked_;
    bool says_items_ = true;
    std::int64_t price_ = 1'000;
    std::optional<PriceGuarantee> guarantee_;
    std::set<Command> mute_;
    std::map<Command, std::string> refusals_;
    std::set<std::string> mute_kinds_;
    std::map<std::string, std::string> refusals_of_kinds_;
    std::map<Command, int> times_;
    std::map<Command, TraceContext> contexts_;
    TraceContext context_of_question_;
    std::vector<std::unique_ptr<Consumer>> inboxes_;
};

struct HttpAnswer {
    int status = 0;
    std::map<std::string, std::string> headers;
    nlohmann::json body;
    std::string text;  ///< the body as it came
    std::string code() const { return body.value("code", ""); }
};

/// Quick to lose patience: three tries make a case for a person.
Limits impatient_limits();

/// What all replicas share.
class SharedParts {
  public:
    SharedParts();

    SystemClock clock;
    runtime::DatabaseTime time;
    SystemRandom random;
    InProcessBus bus;
    InProcessLock lock;
    SqliteDatabase database;
    Partner partner;
};

/// A day on which things are sold whenever a test runs: so many days from now.
Date date_in(int days);
/// "2027-02-01".
std::string day_in(int days);

/// Asks again until the condition holds; false after ten seconds.
bool eventually(const std::function<bool()>& condition);

class Replica {
  public:
    struct Wishes {
        std::string operator_token = {};
        DeadLetters* dead_letters = nullptr;
        Bus* bus_of_events = nullptr;               ///< on which the server listens, if another
        Coordinator* other_coordinator = nullptr;   ///< which decides what this one is asked
        bool all_are_busy = false;                  ///< no input is decided
        Database* database_of_reads = nullptr;      ///< if another than that of the parts
        Database* database_of_decisions = nullptr;  ///< likewise
        FeedPace feed_pace = {};
        std::size_t streams_max = 512;
        bool first_version = true;
        int shard = 0;
        ClientSettings clients = {};
        std::size_t keyed_requests_max = 500;
        std::vector<std::string> carriers = {"I0"};
        std::filesystem::path catalogue = "data/demo";
        std::chrono::milliseconds search_time{2'000};
        /// How soon an unanswered request is sent again, which is a decision of its own.
        Duration resend_first = std::chrono::milliseconds(20);
    };
    explicit Replica(SharedParts& parts) : Replica(parts, Wishes{}) {}
    Replica(SharedParts& parts, Wishes wishes);
    ~Replica();
    Replica(const Replica&) = delete;
    Replica& operator=(const Replica&) = delete;

    Coordinator& coordinator() { return *coordinator_; }

    HttpAnswer call(const std::string& method, const std::string& path,
                    const std::string& body = "",
                    const std::vector<std::pair<std::string, std::string>>& headers = {});
    /// Whether /metrics has the line.
    bool has_metric(const std::string& line);
    /// A traveller's session.
    void open();
    /// The same by the call of the first version.
    void open_as_in_the_first_version();
    /// The same with one flight that is held.
    void open_and_hold();
    /// Under a new key unless one is given.
    HttpAnswer ask_for_a_flight(const std::string& prefer = "", const std::string& key = "");
    /// "/v1/sessions/…" with what follows.
    std::string session_path(const std::string& more = "") const;
    std::string operator_path(const std::string& more = "") const {
        return "/v1/operator/sessions/" + session_ + more;
    }
    const std::string& session() const { return session_; }
    const std::string& token() const { return token_; }
    int port() const { return port_; }
    /// Goes down as on SIGTERM, but for the loop, which runs on.
    void drain();
    const std::string& hold() const { return hold_; }
    /// With the traveller's token and a new key.
    HttpAnswer pay(const std::string& prefer = "respond-async");
    /// Of a new quote for all that the session has, or for these holds.
    std::string path_of_confirmation(const std::string& body = "{}");
    /// Quotes it and confirms it.
    HttpAnswer cancel_trip(const std::string& prefer = "", const std::string& body = "{}");
    HttpAnswer as_traveller(const std::string& method, const std::string& path,
                            const std::string& body = "", const std::string& prefer = "",
                            std::string key = "");

  private:
    SharedParts& parts_;
    runtime::Loop loop_;
    SessionChanges changes_;
    std::unique_ptr<Coordinator> coordinator_;
    std::unique_ptr<SessionServer> server_;
    std::thread thread_;
    int port_ = 0;
    int keys_ = 0;
    std::string session_;
    std::string token_;
    std::string hold_;
};

}  // namespace viaja::session
