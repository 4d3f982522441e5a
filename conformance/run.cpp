#include "conformance/run.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"
#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/topology.hpp"
#include "common/runtime/configuration.hpp"
#include "common/service_host/broker_settings.hpp"
#include "conformance/report.hpp"

namespace viaja::conformance {
namespace {

constexpr int kHolds = 0;
constexpr int kBroken = 1;
constexpr int kUsage = 2;
constexpr int kUnavailable = 7;
constexpr std::chrono::seconds kBrokerWithin{10};

Options options_of(const CommandLine& line) {
    Options options;
    options.address = line.address;
    options.patience = std::chrono::milliseconds(line.patience_ms);
    options.near = line.near;
    options.alone = line.alone;
    options.good_card = line.good_card;
    options.declined_card = line.declined_card;
    options.only = line.only;
    if (line.restart.empty()) return options;
    options.restart = [command = line.restart] {
        if (std::system(command.c_str()) == 0) return;
        throw NotExamined("\"" + command + "\" failed");
    };
    return options;
}

bool write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path);
    file << text;
    file.close();
    if (file) return true;
    std::fprintf(stderr, "viaja: %s could not be written.\n", path.c_str());
    return false;
}

int report(const CommandLine& line, const std::vector<Finding>& findings) {
    std::fputs(line.json ? to_json(line.address, findings).c_str() : summary(findings).c_str(),
               stdout);
    if (!line.junit.empty() && !write_file(line.junit, to_junit(line.address, findings))) {
        return kUsage;
    }
    for (const auto& finding : findings)
        if (finding.verdict == Verdict::broken) return kBroken;
    return kHolds;
}

}  // namespace

int run(const CommandLine& line) {
    const bool is_payment = line.address == topology::kPayment;
    if (!topology::is_service(line.address) || line.address == topology::kSession) {
        std::fprintf(
            stderr,
            "viaja: \"%s\" is no participant; one is payment, hotel, event, flight. with a "
            "carrier's code, or other. with a supplier's name.\n",
            line.address.c_str());
        return kUsage;
    }
    const auto configuration = runtime::Configuration::from_environment();
    const auto settings = service_host::rabbitmq_settings(configuration, "conformance");
    const SystemClock clock;
    SystemRandom random;
    RabbitmqBus bus(settings, clock, random);
    if (!bus.wait_until_available(kBrokerWithin)) {
        std::fprintf(stderr, "viaja: no RabbitMQ answers at %s:%d as %s (VIAJA_RABBITMQ_…).\n",
                     settings.host.c_str(), settings.port, settings.user.c_str());
        return kUnavailable;
    }
    RabbitmqDeadLetters dead_letters(settings, {line.address}, clock);
    const Wire wire{bus,
                    [&](const std::string& address, const std::string& text) {
                        bus.publish_text(address, text);
                    },
                    dead_letters, clock, random};
    const auto options = options_of(line);
    const auto show = [&](const Finding& finding) {
        if (line.json) return;
        std::fputs(to_lines(finding).c_str(), stdout);
        std::fflush(stdout);
    };
    return report(line, is_payment ? examine_payment(wire, options, show)
                                   : examine_supplier(wire, options, show));
}

}  // namespace viaja::conformance
