#pragma once
// What the contract suites run on: one fixture per adapter. A suite knows only the port and what
// stands here, so that an adapter joins by adding its factory to one of the three lists. What an
// adapter cannot do, it says in words; the tests that need it are skipped with them.

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "common/ports/bus.hpp"
#include "common/ports/database.hpp"
#include "common/ports/lock.hpp"

namespace viaja::test {

/// What may happen to a server while the program runs.
enum class Disturbance {
    away,       ///< new connections are refused until `restore`
    frozen,     ///< it takes connections and requests, and answers nothing until `restore`
    restarted,  ///< it was killed and is there again: open connections are lost
};

/// A database of its own, empty at the start.
class DatabaseFixture {
  public:
    virtual ~DatabaseFixture() = default;

    /// A new object on the same database, as another process would have it.
    virtual std::unique_ptr<Database> open() = 0;

    /// Why a disturbance cannot be had; nothing where it can.
    virtual std::optional<std::string> cannot(Disturbance) const = 0;
    virtual void disturb(Disturbance) = 0;
    virtual void restore() = 0;

    /// Why readers wait for a writer; nothing where they do not.
    virtual std::optional<std::string> why_readers_wait() const { return std::nullopt; }
    /// Why a failed transaction keeps its DDL; nothing where it goes back too.
    virtual std::optional<std::string> why_ddl_stays() const { return std::nullopt; }
};

struct DeadLettered {
    std::string text;
    std::string reason;
    bool operator==(const DeadLettered&) const = default;
};

/// A broker of its own, without queues at the start.
class BusFixture {
  public:
    virtual ~BusFixture() = default;

    /// The same object each time.
    virtual Bus& bus() = 0;
    /// Puts a body on the wire as a foreign program would.
    virtual void publish_text(const std::string& address, const std::string& body) = 0;
    /// What lies in the dead queue of the address.
    virtual std::vector<DeadLettered> dead_lettered(const std::string& address) = 0;

    virtual std::optional<std::string> cannot(Disturbance) const = 0;
    virtual void disturb(Disturbance) = 0;
    virtual void restore() = 0;

    /// Why a restart loses what was not acknowledged; nothing where it is delivered again.
    virtual std::optional<std::string> why_a_restart_loses_messages() const { return std::nullopt; }
};

/// A lock server of its own, with nothing locked at the start.
class LockFixture {
  public:
    virtual ~LockFixture() = default;

    /// For one worker, which keeps it to itself.
    virtual std::shared_ptr<LockService> service() = 0;
    /// Returns when leases of this length, taken before, have ended.
    virtual void let_pass(std::chrono::milliseconds lease) = 0;

    virtual std::optional<std::string> cannot(Disturbance) const = 0;
    virtual void disturb(Disturbance) = 0;
    virtual void restore() = 0;
};

template <class Fixture>
struct Factory {
    std::string name;  ///< letters and digits
    std::function<std::unique_ptr<Fixture>()> make;
};

template <class Fixture>
void PrintTo(const Factory<Fixture>& factory, std::ostream* out) {
    *out << factory.name;
}

/// The adapters under test.
std::vector<Factory<DatabaseFixture>> database_factories();
std::vector<Factory<BusFixture>> bus_factories();
std::vector<Factory<LockFixture>> lock_factories();

/// Names the tests of a suite after its adapters.
constexpr auto adapter_name = [](const auto& info) { return info.param.name; };

}  // namespace viaja::test
