#pragma once
// The settings of `viaja all`, from its environment and its data folder.

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/pruning/retention.hpp"
#include "common/runtime/configuration.hpp"
#include "common/runtime/span_receiver.hpp"
#include "payment-service/gateway_choice.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/http/client_limits.hpp"

namespace viaja {

namespace web {
class Site;
}

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
    std::chrono::seconds audit_pause{60};
    std::string operator_token;
    payment::GatewaySettings gateway = {};
    Retention retention;
    std::optional<Duration> price_guarantee = {};  ///< of every supplier
    std::optional<runtime::SpanReceiver> spans;    ///< nullopt: not exported
    std::shared_ptr<const web::Site> site;
};

/// From VIAJA_… variables. Throws runtime::ConfigurationError.
EmbeddedSettings embedded_settings(const runtime::Configuration& configuration);

/// The file of one service in the data folder: "session", "flight_i0", …
std::filesystem::path database_file(const std::filesystem::path& data, const std::string& name);
/// The carriers of the settings, and those that have a database in the data folder because their
/// routes were imported.
std::vector<std::string> carriers_of(const EmbeddedSettings& settings);

}  // namespace viaja
