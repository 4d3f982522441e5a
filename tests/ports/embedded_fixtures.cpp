// The embedded adapters: SQLite in a file and in memory, the bus and the lock within the process.

#include <atomic>
#include <stdexcept>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/in_process/in_process_dead_letters.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "tests/ports/dead_letters_fixture.hpp"
#include "tests/ports/fixtures.hpp"
#include "tests/ports/temporary_folder.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::test {

namespace {

class SqliteFileFixture : public DatabaseFixture {
  public:
    SqliteFileFixture() { std::filesystem::create_directory(home()); }

    std::unique_ptr<Database> open() override {
        return std::make_unique<SqliteDatabase>(home() / "test.sqlite", clock_);
    }
    std::optional<std::string> cannot(Disturbance disturbance) const override {
        if (disturbance == Disturbance::away) return std::nullopt;
        return "SQLite has no server that could freeze or be killed";
    }
    void disturb(Disturbance) override { std::filesystem::rename(home(), elsewhere()); }
    void restore() override { std::filesystem::rename(elsewhere(), home()); }

  private:
    std::filesystem::path home() const { return folder_.path() / "home"; }
    std::filesystem::path elsewhere() const { return folder_.path() / "elsewhere"; }

    TemporaryFolder folder_;
    SystemClock clock_;
};

/// For fixtures of what lives inside of the process.
[[noreturn]] void refuse_disturbance() {
    throw std::logic_error("what lives within the process cannot be disturbed");
}
const std::string kNeverAway = "it lives within the process and is never away from it";

class SqliteMemoryFixture : public DatabaseFixture {
  public:
    std::unique_ptr<Database> open() override {
        return std::make_unique<SqliteDatabase>(memory_, clock_);
    }
    std::optional<std::string> cannot(Disturbance) const override { return kNeverAway; }
    void disturb(Disturbance) override { refuse_disturbance(); }
    void restore() override {}
    std::optional<std::string> why_readers_wait() const override {
        return "SQLite in memory keeps one version of a row, so readers wait for the writer";
    }

  private:
    static std::string unused_name() {
        static std::atomic<int> last{0};
        return "contract-" + std::to_string(++last);
    }

    SystemClock clock_;
    const SqliteDatabase::Memory memory_{unused_name()};
    SqliteDatabase alive_{memory_, clock_};
};

class InProcessBusFixture : public BusFixture {
  public:
    Bus& bus() override { return bus_; }
    void publish_text(const std::string& address, const std::string& body) override {
        bus_.publish_text(address, body);
    }
    std::vector<DeadLettered> dead_lettered(const std::string& address) override {
        std::vector<DeadLettered> result;
        for (auto& letter : bus_.dead_letters(address)) {
            result.push_back(DeadLettered{letter.text, letter.reason});
        }
        return result;
    }
    std::optional<std::string> cannot(Disturbance) const override { return kNeverAway; }
    void disturb(Disturbance) override { refuse_disturbance(); }
    void restore() override {}

    InProcessBus& in_process() { return bus_; }

  private:
    SystemClock clock_;
    SystemRandom random_;
    InProcessBus bus_{clock_, random_};
};

class InProcessDeadLettersFixture : public DeadLettersFixture {
  public:
    BusFixture& broker() override { return broker_; }
    DeadLetters& dead_letters() override { return dead_letters_; }

  private:
    InProcessBusFixture broker_;
    InProcessDeadLetters dead_letters_{broker_.in_process(), {"hotel", "payment", "unknown"}};
};

class InProcessLockFixture : public LockFixture {
  public:
    std::shared_ptr<LockService> service() override { return lock_; }
    void let_pass(std::chrono::milliseconds lease) override { clock_.advance(lease); }
    std::optional<std::string> cannot(Disturbance) const override { return kNeverAway; }
    void disturb(Disturbance) override { refuse_disturbance(); }
    void restore() override {}

  private:
    TestClock clock_;
    std::shared_ptr<InProcessLock> lock_ = std::make_shared<InProcessLock>(clock_);
};

}  // namespace

std::vector<Factory<DatabaseFixture>> database_factories() {
    return {{"SqliteFile", [] { return std::make_unique<SqliteFileFixture>(); }},
            {"SqliteMemory", [] { return std::make_unique<SqliteMemoryFixture>(); }}};
}

std::vector<Factory<BusFixture>> bus_factories() {
    return {{"InProcess", [] { return std::make_unique<InProcessBusFixture>(); }}};
}

std::vector<Factory<DeadLettersFixture>> dead_letters_factories() {
    return {{"InProcess", [] { return std::make_unique<InProcessDeadLettersFixture>(); }}};
}

std::vector<Factory<LockFixture>> lock_factories() {
    return {{"InProcess", [] { return std::make_unique<InProcessLockFixture>(); }}};
}

}  // namespace viaja::test
