#pragma once
// The suppliers of the one process that has all services, each with a database, a queue and a
// thread of its own, so that the failure of one affects no other. Loop thread only.

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/heartbeat/heartbeats.hpp"
#include "common/http/metrics.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "common/ports/lock.hpp"
#include "common/ports/report.hpp"
#include "common/ports/tracer.hpp"
#include "common/runtime/file_watch.hpp"
#include "common/runtime/health_probe.hpp"
#include "common/runtime/loop.hpp"
#include "viaja/embedded_settings.hpp"

namespace viaja {

class SqliteDatabase;
struct EmbeddedSupplier;

/// Makes a carrier's tables and loads what the catalogue has for it: at least the airports.
void prepare_carrier(SqliteDatabase& database, const std::string& carrier,
                     const std::filesystem::path& catalogue);

class EmbeddedSuppliers {
  public:
    struct Ports {
        runtime::Loop& loop;
        Bus& bus;
        LockService& lock;
        const Clock& clock;
        Random& random;
        Heartbeats& heartbeats;
    };
    struct Options {
        std::chrono::milliseconds grace{};
        std::function<Report(const std::string& address)> report_of;
        std::function<Tracer(const std::string& address)> tracer_of;
    };

    /// Makes the databases and loads the catalogue. Ports and settings outlive it.
    EmbeddedSuppliers(const EmbeddedSettings& settings, const Ports& ports, Options options);
    ~EmbeddedSuppliers();
    EmbeddedSuppliers(const EmbeddedSuppliers&) = delete;
    EmbeddedSuppliers& operator=(const EmbeddedSuppliers&) = delete;

    std::map<std::string, Database*> databases();
    std::vector<std::vector<http::Metric>> metrics() const;
    /// Before the heartbeats start.
    void add_heartbeats();

    void start();
    /// Finds imports of routes, which another process makes.
    void watch_schedules();
    void stop();

  private:
    void make_carriers();
    void make_others();
    /// The last one; its database is prepared.
    void make_service(std::string_view legacy_key);

    const EmbeddedSettings& settings_;
    const Ports ports_;
    const Options options_;
    /// The carriers, then those of which there is one: hotels, events.
    std::vector<std::unique_ptr<EmbeddedSupplier>> suppliers_;
    std::unique_ptr<runtime::HealthProbe> schedules_probe_;
    std::unique_ptr<runtime::FileWatch> import_watch_;
};

}  // namespace viaja
