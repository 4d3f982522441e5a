#pragma once
// Whether a server is spoken to with TLS, from VIAJA_…_TLS_CA, VIAJA_…_TLS_CERTIFICATE and
// VIAJA_…_TLS_KEY (docs/operations.md, "TLS").

#include <string>

#include "common/runtime/configuration.hpp"
#include "common/tls/tls_settings.hpp"

namespace viaja::service_host {

/// The names of a server's three.
struct TlsVariables {
    std::string authorities;
    std::string certificate;
    std::string key;
};

/// Throws ConfigurationError, also for a file that cannot be used: no connection could be made with
/// it.
TlsSettings tls_from(const runtime::Configuration& configuration, const TlsVariables& variables);

}  // namespace viaja::service_host
