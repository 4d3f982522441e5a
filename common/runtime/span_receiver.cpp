#include "common/runtime/span_receiver.hpp"

#include <string_view>
#include <utility>

namespace viaja::runtime {
namespace {

constexpr const char* kWhole = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
constexpr const char* kStem = "OTEL_EXPORTER_OTLP_ENDPOINT";

/// A password in an address is not shown.
std::string without_user(std::string_view address) {
    const auto at = address.rfind('@');
    return (at == std::string_view::npos ? "" : "…") +
           std::string(address.substr(at == std::string_view::npos ? 0 : at));
}

void check_address(const std::string& name, std::string_view address) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        const bool has_host = address.size() > scheme.size() && address[scheme.size()] != '/';
        if (address.starts_with(scheme) && has_host) return;
    }
    throw ConfigurationError(name + " is \"" + without_user(address) +
                             "\". It must be the address of a receiver of OTLP over HTTP, such as "
                             "http://127.0.0.1:4318.");
}

}  // namespace

std::optional<SpanReceiver> span_receiver(const Configuration& configuration) {
    if (configuration.text("OTEL_SDK_DISABLED", "") == "true") return std::nullopt;
    auto url = configuration.text(kWhole, "");
    auto stem = configuration.text(kStem, "");
    if (url.empty() && stem.empty()) return std::nullopt;
    if (url.empty()) {
        check_address(kStem, stem);
        if (!stem.ends_with('/')) stem += '/';
        url = stem + "v1/traces";
    } else {
        check_address(kWhole, url);
    }
    return SpanReceiver{std::move(url), configuration.text("OTEL_SERVICE_NAME", "")};
}

}  // namespace viaja::runtime
