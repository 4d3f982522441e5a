// The audit's process: reads the databases of all services, with a login that may do nothing else,
// and serves what it finds. It needs no broker, and nothing needs it.

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "audit-service/auditor.hpp"
#include "common/adapters/mysql/mysql_database.hpp"
#include "common/contract/session_shard.hpp"
#include "common/contract/topology.hpp"
#include "common/http/health.hpp"
#include "common/http/metrics.hpp"
#include "common/http/router.hpp"
#include "common/http/server.hpp"
#include "common/runtime/configuration.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/loop.hpp"
#include "common/service_host/settings.hpp"
#include "common/service_host/start.hpp"

namespace {

using namespace viaja;

constexpr std::chrono::milliseconds kDrainTime{2'000};
/// A statement that reads all holds of a supplier, of some millions, takes longer than a decision
/// would wait. The end of the process waits for it too.
constexpr std::chrono::seconds kAnswerTime{60};

/// "viaja_flight_i0" of "flight.I0".
std::string schema_of(const std::string& address) {
    std::string schema = "viaja_";
    for (const char letter : address) {
        const bool capital = letter >= 'A' && letter <= 'Z';
        schema += letter == '.' ? '_' : capital ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return schema;
}

/// The databases of all services, each under its own name on one server.
class Schemas {
  public:
    explicit Schemas(const runtime::Configuration& configuration) {
        for (const auto& carrier : configuration.list("VIAJA_CARRIERS", "I0,8G,J0,P1,9B,A0"))
            add_supplier(configuration, topology::flight(carrier));
        for (const auto address : topology::kSuppliersOfOneAddress)
            add_supplier(configuration, std::string(address));
        databases_.shard = configuration.number("VIAJA_SHARD", 0, 0, kShardMax);
        databases_.sessions = add(configuration, schema_of(topology::session(databases_.shard)));
        databases_.payments = add(configuration, "viaja_payment");
        databases_.gateway =
            add(configuration, configuration.text("VIAJA_GATEWAY_DATABASE", "viaja_gateway"));
    }

    const audit::Databases& databases() const { return databases_; }

  private:
    void add_supplier(const runtime::Configuration& configuration, const std::string& address) {
        databases_.suppliers[address] = add(configuration, schema_of(address));
    }
    Database* add(const runtime::Configuration& configuration, const std::string& schema) {
        auto settings = service_host::mysql_settings(configuration, schema);
        settings.database = schema;
        settings.answer = kAnswerTime;
        owned_.push_back(std::make_unique<MysqlDatabase>(std::move(settings)));
        return owned_.back().get();
    }

    std::vector<std::unique_ptr<MysqlDatabase>> owned_;
    audit::Databases databases_;
};

void run() {
    const auto configuration = runtime::Configuration::from_environment();
    runtime::open_log("audit-service");
    const Schemas schemas(configuration);
    audit::Auditor auditor(schemas.databases(), configuration.seconds("VIAJA_AUDIT_SECONDS", 60),
                           runtime::log_event);
    runtime::Loop loop;
    http::Router router;
    http::add_health_routes(router, {{"audit", true, [&] { return auditor.complete(); }}});
    http::add_metrics_route(router, [&] { return auditor.metrics(); });
    http::Server server(loop, router, http::ServerOptions{.report = runtime::log_event});
    const auto host = configuration.text("VIAJA_HOST", "127.0.0.1");
    server.listen(host, configuration.number("VIAJA_PORT", 8080, 0, 65535));
    for (const int signal : {SIGTERM, SIGINT})
        loop.on_signal(signal, [&] { server.drain(kDrainTime, [&] { loop.stop(); }); });
    auditor.start();
    runtime::log_info("up", {{"address", "audit"},
                             {"http", "http://" + host + ":" + std::to_string(server.port())}});
    loop.run();
    auditor.stop();
    runtime::log_info("ended");
}

}  // namespace

int main() {
    return service_host::exit_code_of("audit-service", run);
}
