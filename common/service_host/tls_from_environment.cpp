#include "common/service_host/tls_from_environment.hpp"

#include "common/tls/tls_client.hpp"

namespace viaja::service_host {
namespace {

const std::string& variable_of(tls::File file, const TlsVariables& variables) {
    switch (file) {
        case tls::File::authorities:
            return variables.authorities;
        case tls::File::certificate:
            return variables.certificate;
        case tls::File::key:
            break;
    }
    return variables.key;
}

}  // namespace

TlsSettings tls_from(const runtime::Configuration& configuration, const TlsVariables& variables) {
    TlsSettings settings;
    settings.authorities = configuration.text(variables.authorities, "");
    settings.certificate = configuration.text(variables.certificate, "");
    settings.key = configuration.text(variables.key, "");
    if (settings.certificate.empty() != settings.key.empty()) {
        throw runtime::ConfigurationError(variables.certificate + " and " + variables.key +
                                          " belong together; only one of them is set.");
    }
    if (!settings.certificate.empty() && !settings.wanted()) {
        throw runtime::ConfigurationError(variables.certificate + " is used only with " +
                                          variables.authorities + ", which is not set.");
    }
    if (!settings.wanted()) return settings;
    try {
        tls::check_files(settings);
    } catch (const tls::UnusableFile& error) {
        throw runtime::ConfigurationError(variable_of(error.file, variables) + ": " + error.what() +
                                          ".");
    }
    return settings;
}

}  // namespace viaja::service_host
