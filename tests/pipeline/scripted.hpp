#pragma once
// A service of one letter a row, a connection and a lock that do as they are told, and a record of
// everything that the pipeline calls, in order.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/contract/check.hpp"
#include "common/pipeline_service/pipeline_service.hpp"
#include "tests/ports/forwarding_connection.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::test {

struct Record {
    std::string text;
    void add(const std::string& word) { text += (text.empty() ? "" : " ") + word; }
};

enum class Commit { works, conflict, uncertain, unavailable };

class ScriptedConnection : public Connection {
  public:
    explicit ScriptedConnection(Record& record) : record_(record) {}

    std::deque<Commit> commits;  ///< how the next ones end; then all work
    bool away = false;
    std::function<void()> on_conflict = [] {};
    std::set<char> locked;                           ///< rows that another transaction has
    std::map<char, std::function<void()>> failures;  ///< thrown when that row is loaded

    void begin() override {
        if (away) throw Unavailable("scripted");
        record_.add("begin");
    }
    void commit() override {
        const auto next = commits.empty() ? Commit::works : commits.front();
        if (!commits.empty()) commits.pop_front();
        if (next == Commit::conflict) {
            on_conflict();
            throw Conflict("scripted");
        }
        if (next == Commit::unavailable) throw Unavailable("scripted");
        record_.add("commit");
        if (next == Commit::uncertain) throw Uncertain("scripted");
    }
    void rollback() noexcept override { record_.add("rollback"); }
    Rows lock(const Table&, std::string_view, std::span<const Value>) override { return {}; }
    Rows find(const Table&, std::string_view, std::span<const Value>) override { return {}; }
    void insert(const Table&, std::span<const Values>) override {}
    void put(const Table&, std::span<const Values>) override {}
    Rows query(std::string_view, std::span<const Value>) override { return {}; }
    std::int64_t execute(std::string_view, std::span<const Value>) override { return 0; }
    Instant now() override {
        record_.add("now");
        return {};
    }

  private:
    Record& record_;
};

/// Each worker has a connection of its own to it; all of them are the one that is scripted.
class ScriptedDatabase : public Database {
  public:
    explicit ScriptedDatabase(Connection& connection) : connection_(connection) {}
    std::unique_ptr<Connection> connect() override {
        return std::make_unique<ForwardingConnection>(connection_);
    }

  private:
    Connection& connection_;
};

class ScriptedLock : public LockService {
  public:
    explicit ScriptedLock(Record& record) : record_(record) {}

    std::string busy_key;
    bool away = false;

    std::vector<bool> try_lock(std::span<const std::string> keys, const std::string&,
                               std::chrono::milliseconds) override {
        if (away) throw Unavailable("scripted");
        std::vector<bool> granted;
        for (const auto& key : keys) {
            record_.add("lock:" + key);
            granted.push_back(key != busy_key);
        }
        return granted;
    }
    void unlock(std::span<const std::string> keys, const std::string&) noexcept override {
        for (const auto& key : keys)
            record_.add("unlock:" + key);
    }

  private:
    Record& record_;
};

class SilentBus : public Bus {
  public:
    explicit SilentBus(Record& record) : record_(record) {}

    void publish(std::vector<Outgoing>) override { record_.add("publish"); }
    std::unique_ptr<Consumer> consume(const std::string&, std::span<const std::string>, std::size_t,
                                      Handler) override {
        return nullptr;
    }
    std::unique_ptr<Consumer> consume_private(std::string&, Handler) override { return nullptr; }
    void announce(const std::string&, const std::string&) override {}
    std::unique_ptr<Consumer> listen(const std::string&, Listener) override { return nullptr; }
    bool is_available = true;
    bool available() const override { return is_available; }

  private:
    Record& record_;
};

/// Inputs are letters; an upper-case one is a bug.
class Letters : public Participant {
  public:
    Letters(Record& record, ScriptedConnection& connection)
        : record_(record), connection_(connection) {}

    std::function<Due()> due = [] { return Due(); };
    std::function<void()> on_effects = [] {};

    std::unique_ptr<Batch> start_batch() override {
        return std::make_unique<Work>(record_, connection_, on_effects);
    }
    std::size_t due_limit = 0;  ///< that find_due was called with last
    Due find_due(Connection&, std::size_t limit) override {
        due_limit = limit;
        return due();
    }

  private:
    class Work : public Batch {
      public:
        Work(Record& record, ScriptedConnection& connection,
             const std::function<void()>& on_effects)
            : record_(record), connection_(connection), on_effects_(on_effects) {}
        void load(Connection&, std::span<const Input* const> inputs) override {
            record_.add("load");
            for (const auto* input : inputs) {
                const auto letter = input->as<char>();
                if (connection_.locked.contains(letter)) throw Locked("scripted");
                if (connection_.failures.contains(letter)) connection_.failures.at(letter)();
            }
        }
        void decide(const Input& input, Instant) override {
            const auto letter = input.as<char>();
            check(letter >= 'a', "a letter is too large");
            record_.add(std::string("decide:") + letter + (input.outcome_unknown ? "?" : ""));
        }
        void save(Connection&, Instant) override { record_.add("save"); }
        Effects effects() override {
            on_effects_();
            Effects effects;
            effects.messages.push_back({"session", TimeoutNotice{}});
            effects.actions.push_back([this_record = &record_] { this_record->add("act"); });
            return effects;
        }
        Instant next_due() const override { return Instant::max(); }

      private:
        Record& record_;
        ScriptedConnection& connection_;
        const std::function<void()>& on_effects_;
    };

    Record& record_;
    ScriptedConnection& connection_;
};

class RecordedSettlement : public Settlement {
  public:
    RecordedSettlement(Record& record, char letter) : record_(record), letter_(letter) {}
    void done() override { record_.add(std::string("ack:") + letter_); }
    void dead_letter(const std::string& reason) override {
        record_.add(std::string("bury:") + letter_ + "(" + reason + ")");
    }

  private:
    Record& record_;
    const char letter_;
};

/// A session that the worker with that index decides.
inline SessionId session_of_worker(std::size_t worker) {
    Uuid::Bytes bytes{};
    bytes.back() = static_cast<std::uint8_t>(worker);
    return SessionId{Uuid(bytes)};
}

/// A service with all of it. Unless told otherwise the last of its workers decides every letter,
/// and the others are idle.
struct Bench {
    using SessionOf = std::function<SessionId(const Input&)>;

    const std::size_t workers;
    Record record;
    ScriptedConnection connection{record};
    ScriptedDatabase database{connection};
    ScriptedLock lock{record};
    SilentBus bus{record};
    Letters letters{record, connection};
    TestClock clock;
    TestRandom random;
    std::vector<std::string> said;   ///< what was reported, as text
    std::vector<LogEvent> reported;  ///< the same
    PipelineService pipeline;

    explicit Bench(std::size_t worker_count = 1, bool sweeps = false, SessionOf session_of = {})
        : workers(worker_count),
          pipeline({database, bus, lock, clock, random},
                   {.participant = letters,
                    .reader = [](const Message&, const Origin&) { return std::nullopt; },
                    .session_of = session_of ? std::move(session_of) : SessionOf([this](auto&) {
                        return session_of_worker(workers - 1);
                    })},
                   {.address = "letters",
                    .workers = worker_count,
                    .limits = limits(sweeps),
                    .report = [this](const LogEvent& event) {
                        said.push_back(text_of(event));
                        reported.push_back(event);
                    }}) {}

    static PipelineLimits limits(bool sweeps) {
        PipelineLimits limits;
        limits.sweeps = sweeps;
        return limits;
    }
    Input message(char letter, const std::string& key = {}) {
        Input input;
        input.content = letter;
        input.lock_key = key;
        input.settlement = std::make_shared<RecordedSettlement>(record, letter);
        input.on_failure = [this, letter](Failure) { record.add(std::string("failed:") + letter); };
        return input;
    }
    /// One batch of each worker, and what was recorded of it.
    std::string once() {
        pipeline.step();
        return std::exchange(record.text, "");
    }
    /// Works until there is nothing to do at this moment; what was recorded since the last call.
    std::string work() {
        while (pipeline.step()) {
        }
        return std::exchange(record.text, "");
    }
};

}  // namespace viaja::test
