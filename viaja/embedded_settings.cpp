#include "viaja/embedded_settings.hpp"

#include <algorithm>

#include "common/runtime/log.hpp"
#include "common/supplier/price_guarantee.hpp"
#include "session-service/settings.hpp"
#include "viaja/data_folder.hpp"

namespace viaja {

EmbeddedSettings embedded_settings(const runtime::Configuration& configuration) {
    EmbeddedSettings settings;
    settings.data = configuration.text("VIAJA_DATA", ".viaja");
    settings.catalogue = configuration.text("VIAJA_CATALOGUE", VIAJA_CATALOGUE_FOLDER);
    settings.host = configuration.text("VIAJA_HOST", "127.0.0.1");
    settings.port = configuration.number("VIAJA_PORT", 8080, 0, 65535);
    settings.test_mode = configuration.flag("VIAJA_TEST_MODE", true);
    settings.carriers = session::carriers_from(configuration);
    settings.limits = session::limits_from(configuration);
    settings.site = session::site_from(configuration);
    settings.clients = session::clients_from(configuration);
    settings.first_version = session::first_version_from(configuration);
    settings.audit_pause = configuration.seconds("VIAJA_AUDIT_SECONDS", 60);
    settings.operator_token = configuration.secret("VIAJA_OPERATOR_TOKEN", "");
    settings.gateway = payment::gateway_settings(configuration);
    settings.retention = retention_from(configuration);
    settings.price_guarantee = supplier::price_guarantee_from(configuration);
    settings.spans = runtime::span_receiver(configuration);
    return settings;
}

std::filesystem::path database_file(const std::filesystem::path& data, const std::string& name) {
    return data / ("viaja_" + name + ".db");
}

std::vector<std::string> carriers_of(const EmbeddedSettings& settings) {
    auto carriers = settings.carriers;
    const auto found = find_carriers(settings.data);
    for (const auto& code : found.carriers) {
        if (std::ranges::find(settings.carriers, code) != settings.carriers.end()) continue;
        runtime::log_info("carrier enabled by its database file, though not in VIAJA_CARRIERS",
                          {{"carrier", code}, {"data", settings.data.string()}});
        carriers.push_back(code);
    }
    for (const auto& name : found.strays) {
        runtime::log_warning("file ignored, its name is not that of a carrier's database",
                             {{"file", (settings.data / name).string()}});
    }
    return carriers;
}

}  // namespace viaja
