#pragma once
// Every service in one process: on SQLite, an in-process bus and an in-process lock. This is where
// adapters are named; the services know ports only.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/in_process/in_process_dead_letters.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/heartbeat/heartbeats.hpp"
#include "common/runtime/configuration.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/loop.hpp"
#include "common/supplier/service.hpp"
#include "flight-service/flights.hpp"
#include "hotel-service/hotels.hpp"
#include "payment-service/service.hpp"
#include "payment-service/test_gateway.hpp"
#include "session-service/coordinator/coordinator.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/server.hpp"
#include "web/embed/site.hpp"

namespace viaja {

struct EmbeddedSettings {
    std::filesystem::path data = ".viaja";
    std::filesystem::path catalogue = "data/demo";
    std::string host = "127.0.0.1";
    int port = 8080;
    bool test_mode = true;
    std::vector<std::string> carriers;
    session::Limits limits;
    session::ClientSettings clients;
    bool first_version = true;
    std::string operator_token;
    std::shared_ptr<const web::Site> site;
};

/// From VIAJA_… variables. Throws runtime::ConfigurationError.
EmbeddedSettings embedded_settings(const runtime::Configuration& configuration);

/// The file of one service in the data folder: "session", "flight_i0", …
std::filesystem::path database_file(const std::filesystem::path& data, const std::string& name);
/// The carriers of the settings, and those that have a database in the data folder because their
/// routes were imported.
std::vector<std::string> carriers_of(const EmbeddedSettings& settings);
/// Makes a carrier's tables and loads what the catalogue has for it: at least the airports.
void prepare_carrier(SqliteDatabase& database, const std::string& carrier,
                     const std::filesystem::path& catalogue);

/// Construct, run and destroy it on one thread.
class Embedded {
  public:
    /// Makes the data folder and the schemas, loads the catalogue, opens the queues.
    explicit Embedded(EmbeddedSettings settings);
    ~Embedded();
    Embedded(const Embedded&) = delete;
    Embedded& operator=(const Embedded&) = delete;

    /// Listens and works until SIGTERM or SIGINT, then ends in order within ten seconds. Throws
    /// http::ListenFailed.
    void run();

  private:
    struct Carrier;

    void make_session();
    void make_suppliers();
    void make_payment();
    std::vector<http::Metric> gather() const;
    void start_heartbeats(const std::string& url);
    void watch_schedules();
    void start();
    void stop();

    const EmbeddedSettings settings_;
    SystemClock clock_;
    SystemRandom random_;
    runtime::Loop loop_;
    bool stopping_ = false;
    InProcessBus bus_{clock_, random_};
    InProcessLock lock_{clock_};
    std::unique_ptr<InProcessDeadLetters> dead_letters_;
    Heartbeats heartbeats_;

    std::vector<std::unique_ptr<Carrier>> carriers_;
    SqliteDatabase hotel_database_;
    hotel::Hotels hotels_;
    std::unique_ptr<supplier::SupplierService> hotel_;

    SqliteDatabase gateway_database_;
    SqliteDatabase payment_database_;
    std::unique_ptr<payment::TestGateway> gateway_;
    std::vector<runtime::TimerHandle> gateway_timers_;
    std::unique_ptr<payment::PaymentService> payment_;

    SqliteDatabase session_database_;
    session::SessionChanges session_changes_{loop_, bus_};
    std::unique_ptr<session::Coordinator> coordinator_;
    runtime::DatabaseTime session_time_{clock_};
    std::unique_ptr<session::SessionServer> server_;
    std::unique_ptr<runtime::HealthProbe> database_watch_;
    std::unique_ptr<runtime::HealthProbe> schedules_watch_;
};

}  // namespace viaja
