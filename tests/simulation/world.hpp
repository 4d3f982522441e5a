#pragma once
// The whole system in one thread: two coordinators, three carriers, hotels and payments, each a
// process that may crash, freeze or fall silent, on databases in memory, with a network that loses
// and repeats. Services have one worker in odd seeds and two in even ones. The services are those
// of the product; only what lies behind the ports is ours.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/supplier/service.hpp"
#include "payment-service/service.hpp"
#include "payment-service/test_gateway.hpp"
#include "session-service/coordinator/coordinator.hpp"
#include "session-service/core/rules.hpp"
#include "tests/simulation/faulty_bank.hpp"
#include "tests/simulation/faulty_database.hpp"
#include "tests/simulation/faulty_gateway.hpp"
#include "tests/simulation/faulty_lock.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/small_inventory.hpp"

namespace viaja::simulation {

/// What runs in a process.
class Running {
  public:
    virtual ~Running() = default;
    virtual bool step() = 0;
    virtual Instant next_wake() const = 0;
    /// Only of a coordinator; false where this is none.
    virtual bool submit(Input&) { return false; }
    /// Likewise: it takes another replica for silent, or not any more, and asks again.
    virtual void suspect(bool, std::span<const SessionId>) {}
};

struct Node {
    std::string name;
    std::unique_ptr<NodeBus> bus;
    std::function<std::unique_ptr<Running>()> boot;
    std::unique_ptr<Running> running;  ///< null while it is down
    Instant boot_at = Instant::min();
    Instant frozen_until = Instant::min();
    Instant silent_until = Instant::min();
};

/// A supplier's database and its name, for the checkers.
struct SupplierBooks {
    std::string address;
    std::unique_ptr<SqliteDatabase> database;
    std::unique_ptr<FaultyDatabase> faulty;
    std::unique_ptr<Connection> reader;
};

class World {
  public:
    static constexpr Duration kHoldTime = std::chrono::seconds(60);

    /// `retention`: of the services, which by default keep all.
    World(std::uint64_t seed, Sightings& sightings, const Retention& retention = {});
    ~World();

    /// Runs everything until `end`, or until nothing is left to happen.
    void run_until(Instant end);
    /// Faults stop, frozen processes go on and dead ones come back.
    void make_quiet();
    /// Sends every message that was ever sent once more, in an order of its own.
    void repeat_history();

    /// Gives an input to one of the coordinators that are up; false if none is.
    bool submit(Input input);

    /// Ends all processes, whose counters go to the sightings, and boots them again.
    void restart();

    Instant now() const { return clock.now(); }

    VirtualClock clock;
    Chance chance;
    Agenda agenda;
    Faults faults;
    Sightings& sightings;
    session::Rules rules;
    const std::vector<std::string> carriers = {"I0", "J0", "P1"};
    SmallInventory inventory;

    std::unique_ptr<Connection> session_reader;
    std::unique_ptr<Connection> payment_reader;
    std::unique_ptr<Connection> gateway_reader;
    std::vector<std::unique_ptr<SupplierBooks>> suppliers;
    std::unique_ptr<Network> network;

  private:
    void add_supplier(const std::string& address, const std::vector<std::string>& keys);
    void add_payment();
    void report_paid(Node& node, const std::string& stem, const payment::PaidReceipt& receipt,
                     const std::string& currency);
    void add_coordinator(const std::string& name);
    void boot_and_thaw();
    bool step(Node& node);
    bool work_once();
    Instant next_moment() const;
    void disturb_nodes();
    void suspect_replicas(Node& node);
    void noticed(const std::string& node, const session::Session& session);

    const std::string name_;
    const std::size_t workers_;  ///< of each service
    const std::optional<Duration> price_guarantee_;
    const Retention retention_;
    InProcessBus bus_;
    FaultyLock lock_;
    SqliteDatabase session_database_;
    SqliteDatabase payment_database_;
    SqliteDatabase gateway_database_;
    FaultyDatabase faulty_session_;
    FaultyDatabase faulty_payment_;
    std::unique_ptr<payment::TestGateway> gateway_;
    std::unique_ptr<FaultyGateway> faulty_gateway_;
    std::unique_ptr<payment::TestBank> bank_;
    std::unique_ptr<FaultyBank> faulty_bank_;
    std::vector<std::unique_ptr<Node>> nodes_;
    std::map<SessionId, std::string> last_driver_;
};

}  // namespace viaja::simulation
